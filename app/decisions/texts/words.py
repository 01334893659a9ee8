"""Words that a decision's text needs of its own, in the languages that decisions are written in."""

from typing import Literal

from babel import Locale
from babel.core import get_global

from app.procedure import public as procedure

Language = Literal["es", "en"]
# The language of the procedure, where it is not Spanish.
_WRITTEN_IN: dict[str, Language] = {"BLZ": "en"}

_WORDS: dict[str, tuple[str, str]] = {
    "instance.first": ("primera instancia", "first instance"),
    "instance.reconsideration": ("revocatoria", "reconsideration"),
    "instance.appeal": ("apelación", "appeal"),
    "basis.principal": ("propia", "own"),
    "basis.derivative": ("derivada", "derivative"),
    "result.upheld": ("Se confirma la resolución recurrida.", "The decision challenged is upheld."),
    "result.overturned": ("Se revoca la resolución recurrida.", "The decision challenged is overturned."),
    "result.remitted": (
        "Se anula la resolución recurrida y se devuelve el expediente para nuevo análisis.",
        "The decision challenged is set aside and the case is remitted for a new assessment.",
    ),
    "finding.accepted": ("Se tiene por cierto", "Accepted"),
    "finding.partly_accepted": ("Se tiene por cierto en parte", "Accepted in part"),
    "finding.rejected": ("No se tiene por cierto", "Not accepted"),
    "finding.benefit_of_doubt": (
        "Se tiene por cierto por el beneficio de la duda",
        "Accepted with the benefit of the doubt",
    ),
    "finding.none": ("Sin valorar", "Not assessed"),
    "evidence.entry": ("Entrevista", "Interview"),
    "evidence.document": ("Documento", "Document"),
    "evidence.country_source": ("Información del país", "Country information"),
    "service": ("la notificación de esta resolución", "the service of this decision"),
    "unknown": ("plazo por confirmar", "time to be confirmed"),
    "follows": (
        "Sigue lo resuelto sobre la solicitud principal, de la que deriva.",
        "It follows what is decided on the principal claim, from which it derives.",
    ),
}


def written_in(country: str) -> Language:
    """The language in which that country's decisions are written."""
    return _WRITTEN_IN.get(country, "es")


def word(name: str, language: Language) -> str:
    """Those words. KeyError for a name that has none."""
    return _WORDS[name][language == "en"]


def instance(name: str, body: str, profile: procedure.Profile, language: Language) -> str:
    """At which instance a body decides: the first, or on the remedy that the country calls so."""
    remedy = next((r for r in profile.remedies if r.body == body), None)
    if name == "first" or remedy is None or f"instance.{name}" not in _WORDS:
        return word(f"instance.{name}", language) if f"instance.{name}" in _WORDS else ""
    return remedy.label.in_(language)


def country_name(alpha3: str, language: str) -> str:
    """The country's name; Haitian Creole, which has no such table, uses the French one."""
    alpha2 = get_global("territory_aliases").get(alpha3, [alpha3])[0]
    return str(Locale("fr" if language == "ht" else language).territories.get(alpha2, alpha3))
