"""Why two records may be one person, in words: for the hint while typing, the page after saving, and whoever decides."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from app.core.database import ReadSession
from app.people import public as people
from app.web.formats import country, date_time, number, short_date
from app.web.i18n import gettext as _
from app.web.pair_shown import born

# What a reason must weigh to be worth a word.
WORTH = 1.0


def reasons_in_words(reasons: Iterable[people.Reason]) -> list[str]:
    """The weightiest first, in the reader's language."""
    return [reason_in_words(reason.code, reason.values) for reason in reasons if reason.weight >= WORTH]


def search_in_words(search: people.SearchView | None) -> str | None:
    """How far the last look through everybody is, or what it found."""
    if search is None:
        return None
    if search.finished_at is not None:
        return _(
            "Última búsqueda en todo el registro: %(when)s. Personas: %(people)s; pares parecidos: %(pairs)s; nuevos: %(new)s."
        ) % {
            "when": date_time(search.finished_at),
            "people": number(search.people),
            "pairs": number(search.pairs),
            "new": number(search.proposed),
        }
    steps = {
        "asked": _("Búsqueda en todo el registro pedida el %(when)s; empieza en cuanto pueda."),
        "read": _("Buscando en todo el registro: %(count)s personas leídas."),
        "modelled": _("Buscando en todo el registro: comparando %(count)s personas."),
        "linked": _("Buscando en todo el registro: %(count)s pares por revisar."),
        "proposed": _("Buscando en todo el registro: %(count)s pares nuevos."),
    }
    return steps[search.step] % {"when": date_time(search.asked_at), "count": number(search.count)}


def candidate_in_words(one: people.Candidate) -> str:
    """Who it is, as far as a person needs to know to decide."""
    return _("%(name)s, %(born)s, %(origin)s. Registro en %(place)s, %(day)s.") % {
        "name": f"{one.given_names} {one.family_names}".strip(),
        "born": born(one.birth_date, one.birth_precision),
        "origin": ", ".join(country(code) for code in one.nationalities) or _("sin nacionalidad"),
        "place": one.place or _("un expediente reservado"),
        "day": short_date(one.registered_at),
    }


async def likely_doubles(db: ReadSession, persons: Mapping[UUID, people.Profile]) -> list[dict[str, str]]:
    """Who of these people of a case is likely to be registered a second time elsewhere. For the roles that register."""
    known = await people.these(db, list(persons))
    household = list(known.values())
    asked = [replace(who, household=_others(who, household)) for who in household]
    found = await people.candidates_of(db, asked)
    return [
        {
            "name": persons[key].name,
            "text": candidate_in_words(one),
            "reference": one.reference,
            "why": ", ".join(reasons_in_words(one.reasons)),
        }
        for key, likely in zip(known, found, strict=True)
        for one in likely
        if one.likely and one.person_id not in persons
    ]


def _others(who: people.Description, household: Iterable[people.Description]) -> tuple[people.Companion, ...]:
    return tuple(
        people.Companion(one.given_names, one.family_names, one.birth_date)
        for one in household
        if one is not who
    )


def reason_in_words(code: str, values: Mapping[str, Any]) -> str:
    words = {
        "same_paper": _paper(values),
        "same_number": _number(values),
        "name_same": _("mismo nombre y apellidos"),
        "name_close": _("nombre parecido"),
        "name_sounds": _("nombre que suena igual"),
        "names_swapped": _("nombres o apellidos en otro orden"),
        "birth_same": _("misma fecha de nacimiento"),
        "birth_day_month_swapped": _("día y mes cambiados"),
        "birth_near": _("fecha de nacimiento parecida%(dates)s") % {"dates": _dates(values)},
        "birth_estimated": _("edad parecida, fecha estimada"),
        "household_overlap": _household(values),
        "same_phone": _("mismo teléfono"),
        "same_biometric_reference": _("misma referencia biométrica"),
    }
    return words.get(code, code)


def _paper(values: Mapping[str, Any]) -> str:
    kinds = {
        "passport": _("mismo pasaporte"),
        "id_card": _("misma cédula o identificación"),
        "birth_certificate": _("misma acta de nacimiento"),
    }
    return kinds.get(str(values.get("kind")), _("mismo documento"))


def _number(values: Mapping[str, Any]) -> str:
    numbers = values.get("numbers") or []
    return (
        _("un número de documento que difiere en un signo")
        if len(numbers) > 1
        else _("mismo número de documento")
    )


def _dates(values: Mapping[str, Any]) -> str:
    said = [short_date(date.fromisoformat(day)) for day in values.get("dates") or []]
    return f" ({', '.join(said)})" if said else ""


def _household(values: Mapping[str, Any]) -> str:
    persons = int(values.get("persons") or 1)
    if persons == 1:
        return _("otra persona del grupo coincide")
    return _("otras %(n)s personas del grupo coinciden") % {"n": persons}
