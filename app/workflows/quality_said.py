"""Words and numbers of quality in Spanish and English, for paper and pages alike: instruments bring their own, these are the rest."""

from app.core.errors import NotFound
from app.quality import public as quality
from app.statistics import public as statistics
from app.workflows.words_on_paper import Language

_STATES = {
    "proposed": {"es": "propuesta", "en": "proposed"},
    "accepted": {"es": "aceptada", "en": "accepted"},
    "declined": {"es": "no aceptada", "en": "declined"},
    "in_progress": {"es": "en curso", "en": "in progress"},
    "implemented": {"es": "implementada", "en": "implemented"},
    "verified": {"es": "verificada", "en": "verified"},
}
_ADDRESSEES = {
    "supervisor": {"es": "Supervisión", "en": "Supervision"},
    "commission_secretary": {"es": "Secretaría de la comisión", "en": "Commission's secretariat"},
}
_BETWEEN = {"es": " a ", "en": " to "}
_OF = {"es": " de ", "en": " of "}
NONE = "–"


def state(name: str, language: Language) -> str:
    return _STATES[name][language]


def addressee(name: str, office: str | None, language: Language) -> str:
    """`Supervisión, Liberia`."""
    said = _ADDRESSEES[name][language]
    return f"{said}, {office}" if office else said


def instrument_title(name: str, language: Language) -> str:
    return quality.instrument(name).title.in_(language)


def block_title(name: str, block: str, language: Language) -> str:
    """A block of the instrument in use; one that it has no more keeps its code."""
    found = next((b for b in quality.instrument(name).blocks if b.id == block), None)
    return found.title.in_(language) if found else block


def indicator_question(name: str, indicator: str, language: Language) -> str:
    """An indicator's question as the latest version that has it asks it; its code where none does."""
    try:
        found = quality.instrument(name).indicators
    except NotFound:
        return indicator
    return next((i.question.in_(language) for i in found if i.id == indicator), indicator)


def percent(share: float, language: Language) -> str:
    """`83 %` and `83%`: with a space in Spanish, without one in English."""
    return f"{share * 100:.0f}\u00a0%" if language == "es" else f"{share * 100:.0f}%"


def decimal(value: float, language: Language) -> str:
    said = f"{value:.2f}".replace("-", "\u2212")
    return said.replace(".", ",") if language == "es" else said


def share(scored: statistics.Interval | None, language: Language) -> str:
    """A share with its interval: `83 % (64 % a 93 %)`."""
    if scored is None:
        return NONE
    low, high = percent(scored.low, language), percent(scored.high, language)
    return f"{percent(scored.value, language)} ({low}{_BETWEEN[language]}{high})"


def agreement(agreed: statistics.Agreement, language: Language) -> str:
    """A measure of agreement with its interval: `0,61 (0,32 a 0,90)`."""
    if agreed.value is None:
        return NONE
    value = decimal(agreed.value, language)
    if agreed.low is None or agreed.high is None:
        return value
    return f"{value} ({decimal(agreed.low, language)}{_BETWEEN[language]}{decimal(agreed.high, language)})"


def of(some: int, whole: int, language: Language) -> str:
    """`6 de 24`."""
    return f"{some}{_OF[language]}{whole}"
