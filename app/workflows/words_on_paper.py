"""Words that decisions and minutes print, in Spanish and English: papers are drawn below the pages and their catalogue."""

from typing import Literal, cast

from babel import Locale
from babel.core import get_global

from app.procedure import public as procedure

Language = Literal["es", "en"]
_INSTANCE = {
    "first": {"es": "Primera instancia", "en": "First instance"},
    "reconsideration": {"es": "Revocatoria", "en": "Reconsideration"},
    "appeal": {"es": "Apelación", "en": "Appeal"},
}
_BASIS = {
    "principal": {"es": "propia", "en": "own"},
    "derivative": {"es": "derivada", "en": "derivative"},
}
_RESULT = {
    "upheld": {
        "es": "Se confirma la resolución recurrida.",
        "en": "The decision challenged is upheld.",
    },
    "overturned": {
        "es": "Se revoca la resolución recurrida.",
        "en": "The decision challenged is overturned.",
    },
    "remitted": {
        "es": "Se devuelve el expediente para nuevo análisis.",
        "en": "The case is remitted for a new assessment.",
    },
}
_ITEM = {
    "sent_back": {"es": "Devuelto con instrucción", "en": "Sent back with an instruction"},
    "deferred": {"es": "Queda para otra sesión", "en": "Left for another sitting"},
    "kept": {"es": "Conserva la condición", "en": "Keeps the status"},
    "pending": {"es": "Sin resolver", "en": "Not dealt with"},
}

_GROUP = {
    "recognised": {"es": "Se reconoce a quienes están en la lista", "en": "Those on the list are recognised"},
    "not_recognised": {
        "es": "Sin mayoría: cada expediente se examina por separado",
        "en": "No majority: each case is examined by itself",
    },
}


def instance(name: str, body: str, profile: procedure.Profile, language: Language) -> str:
    """At which instance a body decided: the first, or on the remedy that the country calls so."""
    remedy = next((r for r in profile.remedies if r.body == body), None)
    if name == "first" or remedy is None:
        return _INSTANCE[name][language]
    return remedy.label.in_(language)


def basis(name: str, language: Language) -> str:
    return _BASIS[name][language]


def result(name: str, language: Language) -> str:
    """What a body that hears a remedy did with the decision challenged."""
    return _RESULT[name][language]


def item_result(status: str, language: Language) -> str:
    """How an agenda item ended that was not decided."""
    return _ITEM[status][language]


def group_list(title: str, listed: int, language: Language) -> str:
    """`Lista de grupo «…» (34 expedientes)`."""
    if language == "en":
        return f"Group list “{title}” ({listed} {'case' if listed == 1 else 'cases'})"
    return f"Lista de grupo «{title}» ({listed} {'expediente' if listed == 1 else 'expedientes'})"


def group_result(status: str, language: Language) -> str:
    """How the vote on the list of a group ended."""
    return (_GROUP.get(status) or _ITEM[status])[language]


def article(profile: procedure.Profile, outcome: str, given: str | None) -> str:
    """What an outcome rests on: what was written, or the outcome's own source where it was left to that."""
    known = profile.outcomes[outcome]
    return given if given and given != known.cited else profile.cite(known)


def service(language: Language) -> str:
    return "the service of this decision" if language == "en" else "la notificación de esta resolución"


def seat(*, presides: bool, language: Language) -> str:
    if language == "en":
        return "presides" if presides else "member"
    return "preside" if presides else "integrante"


def secretary(language: Language) -> str:
    return "secretary" if language == "en" else "secretaría"


def precision(known: str) -> Literal["day", "month", "year"]:
    """How far a date of birth is known, as papers print it: an estimated one by its year."""
    return "year" if known == "estimated" else cast(Literal["day", "month", "year"], known)


def country_name(alpha3: str, language: Language) -> str:
    alpha2 = get_global("territory_aliases").get(alpha3, [alpha3])[0]
    return str(Locale(language).territories.get(alpha2, alpha3))
