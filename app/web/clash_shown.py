"""What a laptop sent beside what is known here, in words."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from app.intake.public import offline
from app.web.formats import country, language_names, short_date
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.pair_shown import born
from app.web.words import paper_kind_name, relation_name, sex_name
from app.workflows import clashes


def reason_words(reason: dict[str, Any]) -> str:
    """Why a person has to look at it."""
    code = str(reason["code"])
    if code == "person_known":
        return _("Alguien así ya consta en el expediente %(reference)s.") % {
            "reference": reason.get("reference") or "–"
        }
    return {
        "laptop_unknown": _("Lo envió un equipo que este puesto no conoce."),
        "typed_too_early": _(
            "Dice que se escribió antes de que el equipo estuviera en uso: la fecha de presentación no es cierta."
        ),
        "laptop_lost": _("Lo envió un equipo declarado perdido."),
        "number_unknown": _("El número impreso no es de los que se reservaron para ese equipo."),
        "number_used": _("El número impreso ya lo tiene otra persona."),
        "number_withdrawn": _("El número impreso se retiró cuando el equipo se declaró perdido."),
        "paper_dates": _(
            "El papel impreso lleva otra fecha que la del registro: el reloj del equipo andaba mal."
        ),
        "paper_term": _("El papel impreso vale por más tiempo del que permite el procedimiento."),
        "paper_token": _(
            "El código del papel impreso no dice lo mismo que el papel, o no lo firmó ese equipo."
        ),
        "paper_not_issued": _("Se imprimió un papel que el procedimiento vigente no entrega al registrar."),
    }.get(code, code)


def paper_stands(reasons: list[dict[str, Any]], index: int) -> bool:
    """Will the printed paper of that person hold? Else the decision gives another."""
    broken = {"number_unknown", "number_used", "number_withdrawn", "paper_dates", "paper_term", "paper_token"}
    codes = {r["code"] for r in reasons}
    return "paper_not_issued" not in codes and not any(
        r["code"] in broken and r.get("person") == index for r in reasons
    )


def state_words(item: offline.ItemView) -> str:
    return {
        offline.CLASH: _("por decidir"),
        offline.SENT_BACK: _("devuelto a quien lo escribió"),
        offline.JOINED: _("unido a un expediente"),
        offline.REGISTERED: _("registrado"),
        offline.REFUSED: _("por corregir"),
    }[item.state]


def skew_words(seconds: int) -> str:
    """How far the laptop's clock was off; empty where it was right."""
    if abs(seconds) <= offline.TOLERATED.total_seconds():
        return ""
    length = _length(timedelta(seconds=abs(seconds)))
    if seconds > 0:
        return _("El reloj del equipo iba adelantado %(length)s.") % {"length": length}
    return _("El reloj del equipo iba atrasado %(length)s.") % {"length": length}


def _length(time: timedelta) -> str:
    if time.days:
        return ngettext("%(n)s día", "%(n)s días", time.days) % {"n": time.days}
    hours, minutes = divmod(round(time.total_seconds() / 60), 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min") % {"minutes": minutes}


def persons_shown(clash: clashes.Clash) -> list[dict[str, Any]]:
    """Each person typed, with whoever may be the same beside."""
    return [
        {
            "name": f"{one.person.given_names} {one.person.family_names}".strip(),
            "relation": relation_name(one.relation),
            "printed": one.printed,
            "until": short_date(date.fromisoformat(one.printed["valid_until"])) if one.printed else "",
            "stands": paper_stands(clash.item.reasons, one.index),
            "known": [_known(known, one) for known in one.known],
            "alone": [] if one.known else _alone(one),
        }
        for one in clash.people
    ]


def _known(known: clashes.Known, one: clashes.TypedPerson) -> dict[str, Any]:
    candidate = known.candidate
    typed_as, known_as = one.person.birth_precision, candidate.birth_precision
    return {
        "reference": candidate.reference,
        "href": f"/cases/{candidate.reference}" if known.here else None,
        "place": candidate.place or _("un expediente reservado"),
        "since": short_date(candidate.registered_at),
        "score": round(candidate.score * 100),
        "lines": [
            {
                "label": field_words(line.field),
                "typed": _value(line.field, line.typed, typed_as),
                "known": _value(line.field, line.known, known_as) if line.known is not None else None,
                "unseen": line.known is None and not known.here,
                "differs": line.differs,
            }
            for line in known.compared
        ],
    }


def _alone(one: clashes.TypedPerson) -> list[tuple[str, str]]:
    person = one.person
    return [
        (field_words("birth_date"), born(person.birth_date, person.birth_precision)),
        (field_words("sex"), sex_name(person.sex)),
        (field_words("nationalities"), _value("nationalities", person.nationalities)),
    ]


def field_words(field: str) -> str:
    return {
        "given_names": _("Nombres"),
        "family_names": _("Apellidos"),
        "birth_date": _("Nacimiento"),
        "sex": _("Sexo"),
        "nationalities": _("Nacionalidad"),
        "papers": _("Documento que trae"),
        "phone": _("Teléfono"),
        "languages": _("Idiomas"),
        "lodging": _("Dónde se queda"),
    }[field]


def _value(field: str, value: Any, precision: str = "day") -> str:
    if not value:
        return "–"
    if isinstance(value, date):
        return born(value, precision)
    if field == "sex":
        return sex_name(value)
    if field in _EACH:
        return ", ".join(_EACH[field](said) for said in value)
    if field == "languages":
        return language_names(list(value))
    return value if isinstance(value, str) else ", ".join(str(part) for part in value)


def _paper(said: str) -> str:
    """A paper that was compared as `kind number country`."""
    kind, _between, number = said.partition(" ")
    return f"{paper_kind_name(kind)} {number}"


_EACH: dict[str, Callable[[str], str]] = {"nationalities": country, "papers": _paper}
