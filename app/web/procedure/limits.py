"""Time limits: how long, from when, whom they bind, what may change them, and what the law attaches to a miss."""

from dataclasses import dataclass

from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.procedure.lines import Mark, listed, mark_of, said, texts, validity
from app.web.words import role_name, span_in_words


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit. `length` None: none is on record."""

    rule: str
    name: str
    length: str | None
    begins: str
    binds: str
    changes: tuple[str, ...]
    missed: tuple[str, ...]
    mark: Mark


def limit_lines(profile: procedure.Profile) -> tuple[LimitLine, ...]:
    """Every limit of the profile, in its order."""
    return tuple(_line(profile, name, limit) for name, limit in profile.limits.items())


def _line(profile: procedure.Profile, name: str, limit: procedure.Limit) -> LimitLine:
    return LimitLine(
        rule=name,
        name=said(limit.label),
        length=_length(profile, limit),
        begins=_begins(profile, limit.begins, limit.starts),
        binds=_("la persona") if limit.binds == "applicant" else _("la autoridad"),
        changes=_changes(profile, limit),
        missed=_missed(profile, limit),
        mark=mark_of(profile, limit, limit.kind),
    )


def _length(profile: procedure.Profile, limit: procedure.Limit) -> str | None:
    length = procedure.length_of(profile, limit)
    return span_in_words(length) if length else None


def _begins(profile: procedure.Profile, begins: str, starts: str) -> str:
    first = {
        "event_day": _("el mismo día"),
        "next_day": _("el día siguiente"),
        "next_working_day": _("el día hábil siguiente"),
    }
    event = profile.events_by_name.get(begins)
    return f"{said(event.label) if event else _date_words(begins)}: {first[starts]}"


def _date_words(name: str) -> str:
    """The dates among the facts of a registration from which a limit may count."""
    return {
        "entry": _("Entrada al país"),
        "became_possible": _("Día en que fue posible presentarla"),
        "learned_of_facts": _("Día en que supo de los hechos"),
    }.get(name, name.replace("_", " "))


def _changes(profile: procedure.Profile, limit: procedure.Limit) -> tuple[str, ...]:
    variants = []
    for variant in limit.variants:
        why = (
            said(variant.label)
            if variant.label
            else listed([f"{k} = {', '.join(v)}" for k, v in variant.when.items()])
        )
        how = texts(
            span_in_words(variant.length) if variant.length else None,
            _begins(profile, variant.begins or limit.begins, variant.starts or limit.starts)
            if variant.begins or variant.starts
            else None,
        )
        variants.append(_("Si %(why)s: %(how)s") % {"why": why, "how": listed(how)})
    longer = None
    if limit.extension:
        longer = _("Prórroga de hasta %(span)s, %(times)s vez o veces, por: %(causes)s") % {
            "span": span_in_words(limit.extension.most),
            "times": limit.extension.times,
            "causes": listed([said(cause.label) for cause in limit.extension.causes]),
        }
    spared = _("No corre contra niñas, niños y adolescentes") if "child" in limit.spares else None
    early = (
        _("%(who)s recibe aviso %(when)s antes")
        % {"who": role_name(limit.escalate_to), "when": listed([span_in_words(s) for s in limit.escalate])}
        if limit.escalate
        else None
    )
    return texts(*variants, longer, spared, early, validity(limit.in_force))


def _missed(profile: procedure.Profile, limit: procedure.Limit) -> tuple[str, ...]:
    missed = limit.missed
    if missed is None:
        return (_("No consta"),)
    event = profile.events_by_name.get(missed.proposes or "")
    proposed = ""
    if event is not None:
        who = listed([role_name(role) for role in event.by])
        proposed = _("Se propone a %(who)s: %(what)s") % {"who": who, "what": said(event.label)}
    then = {
        "shown_as_late": _("Se muestra como atrasado"),
        "reasoned_decision": _("Una persona decide, con razones"),
        "proposal": proposed,
        "silence": "",
    }[missed.then]
    silence = None
    if missed.silence is not None:
        silence = {
            "grants": _("El silencio equivale a conceder"),
            "refuses": _("El silencio equivale a negar; la persona puede esperar o recurrir"),
            "no_opinion": _("El silencio equivale a que no hay opinión"),
            None: _("Qué significa el silencio no consta"),
        }[missed.silence.value]
    kept = [said(profile.documents[name].label) for name in missed.keeps_valid]
    return texts(then, silence, _("Sigue siendo válido: %(what)s") % {"what": listed(kept)} if kept else None)
