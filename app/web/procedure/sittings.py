"""How a body sits, votes and signs."""

from collections.abc import Callable
from typing import TypeVar

from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.procedure.lines import Line, Mark, fact_line, listed, yes_or_no
from app.web.words import span_in_words

T = TypeVar("T")


def sitting_lines(profile: procedure.Profile, body: procedure.Body) -> list[Line]:
    """One line for each rule on record, and one that names those that are not."""
    says, rules = words(), body.sits
    lines = (
        _line(profile, _("Mayoría"), rules.majority, says.__getitem__),
        _line(profile, _("Empate"), rules.tie, says.__getitem__),
        _line(profile, _("Antelación de la convocatoria"), rules.notice, span_in_words),
        _line(profile, _("Antelación de una sesión extraordinaria"), rules.urgent_notice, span_in_words),
        _line(profile, _("Asistencia remota"), rules.remote, yes_or_no),
        _line(profile, _("Quién firma la resolución"), rules.signed_by, says.__getitem__),
        _line(profile, _("Acta"), rules.minutes, says.__getitem__),
        _line(profile, _("Los votos en la resolución"), rules.votes, says.__getitem__),
        _line(profile, _("El voto disidente va con la resolución"), rules.dissent, yes_or_no),
    )
    known = [line for line in lines if isinstance(line, Line)]
    unknown = [line.lower() for line in lines if isinstance(line, str)]
    if unknown:
        known.append(
            Line(
                _("Reglas de las sesiones"),
                (_("No consta: %(what)s") % {"what": listed(unknown)},),
                Mark("", "unknown"),
            )
        )
    return known


def _line(
    profile: procedure.Profile, name: str, fact: procedure.Fact[T], say: Callable[[T], str]
) -> Line | str:
    """The rule, or the name alone of one that is not on record."""
    return name if fact.value is None else fact_line(profile, name, fact, say)


def words() -> dict[str, str]:
    """The values of a sitting's rules in words."""
    return {
        "of_those_who_may_vote": _("Más de la mitad de quienes pueden votar el punto"),
        "of_votes_cast": _("Más de la mitad de los votos a favor y en contra"),
        "casting_vote": _("Decide el voto de calidad de quien preside"),
        "not_decided": _("No se decide: pasa a otra sesión"),
        "all_present": _("Todas las personas que votaron"),
        "presiding_and_secretary": _("Quien preside y la secretaría"),
        "presiding": _("Quien preside"),
        "approved_in_the_next": _("La aprueba la siguiente sesión"),
        "signed": _("La firman quien preside y la secretaría"),
        "by_name": _("Con nombres"),
        "counted": _("En números"),
        "not_published": _("No se publican"),
    }
