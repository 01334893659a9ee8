"""Why two records may be one person, in words: for the hint while typing, the page after saving, and whoever decides."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.people import public as people
from app.web.formats import short_date
from app.web.i18n import gettext as _

# What a reason must weigh to be worth a word.
WORTH = 1.0


def reasons_in_words(reasons: Iterable[people.Reason]) -> list[str]:
    """The weightiest first, in the reader's language."""
    return [reason_in_words(reason.code, reason.values) for reason in reasons if reason.weight >= WORTH]


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
