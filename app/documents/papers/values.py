"""Values that several papers take, and how they are put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from babel.dates import format_date, format_time

# What a paper for a person can be written in; `ht` is Haitian Creole.
Language = Literal["es", "en", "fr", "pt", "ht"]
# The same words in several languages; Spanish is always there.
Labels = Mapping[str, str]
# How far a value of the law was checked, as the procedure profile marks it.
Verification = Literal["confirmed", "secondary", "recalled", "unknown"]

_MONTHS_HT = (
    "janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm",
)  # fmt: skip
_LOCALES = {"es": "es", "en": "en_GB", "fr": "fr", "pt": "pt_BR"}
_DAYS_HT = ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch")


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth as far as it is known."""

    day: date
    precision: Literal["day", "month", "year"] = "day"

    def in_words(self, language: Language) -> str:
        """`14 mar 1991`, `mar 1991` or `1991`."""
        if self.precision == "day":
            return short_date(self.day, language)
        if self.precision == "month":
            return short_date(self.day, language).split(" ", 1)[1]
        return str(self.day.year)


def label(labels: Labels, language: Language) -> str:
    """The words in that language, or in Spanish."""
    return labels.get(language) or labels["es"]


def short_date(day: date, language: Language) -> str:
    """`24 nov 2026`, with the language's name for the month, never with a number for it."""
    if language == "ht":
        return f"{day.day} {_MONTHS_HT[day.month - 1]} {day.year}"
    return format_date(day, "d MMM y", locale=_LOCALES[language])


def full_date(day: date, language: Language) -> str:
    """`martes, 24 de noviembre de 2026`."""
    if language == "ht":
        return f"{_DAYS_HT[day.weekday()]} {short_date(day, language)}"
    return format_date(day, "full", locale=_LOCALES[language])


def clock(at: datetime) -> str:
    """Hours and minutes in the zone that `at` is in: papers are told the office's time."""
    return format_time(at, "HH:mm", tzinfo=at.tzinfo, locale="es")


def breakable(text: str) -> str:
    """The text with places to break in words too long for a line, so that no name runs off the paper."""
    return " ".join(_broken(word) for word in text.split(" "))


def _broken(word: str, longest: int = 24) -> str:
    return "\u200b".join(word[at : at + longest] for at in range(0, len(word), longest))
