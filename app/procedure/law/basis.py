"""What every value of a profile is made of: labels, marks of verification, lengths of time."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Verification = Literal["confirmed", "secondary", "recalled", "unknown"]
Unit = Literal["hour", "day", "calendar_day", "working_day", "week", "month", "year"]
Language = Literal["es", "en"]

# One of it and several, in Spanish and English.
_UNITS: Mapping[Unit, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "hour": {"es": ("hora", "horas"), "en": ("hour", "hours")},
        "day": {"es": ("día", "días"), "en": ("day", "days")},
        "calendar_day": {"es": ("día natural", "días naturales"), "en": ("calendar day", "calendar days")},
        "working_day": {"es": ("día hábil", "días hábiles"), "en": ("working day", "working days")},
        "week": {"es": ("semana", "semanas"), "en": ("week", "weeks")},
        "month": {"es": ("mes", "meses"), "en": ("month", "months")},
        "year": {"es": ("año", "años"), "en": ("year", "years")},
    }
)
_UNIT_NAMES: Mapping[str, Unit] = MappingProxyType({str(unit): unit for unit in _UNITS})


class Part(BaseModel):
    """A piece of a profile: frozen, strict, and nothing in it that the schema does not know."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)


class Label(Part):
    """The words on a screen, in Spanish and English."""

    es: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_(self, language: str) -> str:
        """The words in that language; Spanish where the language is not one of the two."""
        return self.en if language == "en" else self.es


class Basis(Part):
    """Where a value comes from and how sure that is.

    `synthetic` marks a value that a deployment or a demonstration made up to be able to work: it is no law.
    `note` is for the lawyer who will confirm the value.
    """

    verification: Verification
    source: str | None = None
    article: str | None = None
    checked_on: date | None = None
    note: str | None = None
    synthetic: bool = False

    @model_validator(mode="after")
    def _a_source_behind_a_mark(self) -> Self:
        if self.verification in ("confirmed", "secondary") and self.source is None:
            raise ValueError(f"a {self.verification} value names its source")
        return self

    @property
    def cited(self) -> str:
        """Source and article in short, e.g. "LGAP 346"; empty where none is on record."""
        return " ".join(part for part in (self.source, self.article) if part)


class Named(Part):
    """A word of a list that a profile makes itself: the name that is stored and the words that are shown."""

    name: str
    label: Label


class Rule(Basis):
    """A rule in words, with its marks: read by people, by no engine."""

    label: Label


class Validity(Part):
    """The days on which a norm held, both included. `how` it ended: a norm that a court struck down was not repealed."""

    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")
    how: Literal["repealed", "struck_down", "superseded", "in_practice"] | None = None
    source: str | None = None
    article: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("it ends before it begins")
        return self

    def covers(self, day: date) -> bool:
        """Did it hold on that day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


T = TypeVar("T")


class Fact(Basis, Generic[T]):
    """One value from law with its marks; written `{ is = 18, verification = "recalled" }`. None: not known."""

    value: T | None = Field(default=None, alias="is")

    @model_validator(mode="after")
    def _unknown_is_not_a_value(self) -> Self:
        if self.value is None and self.verification != "unknown":
            raise ValueError("a value without 'is' is unknown")
        if self.value is not None and self.verification == "unknown" and not self.synthetic:
            raise ValueError("an unknown value is left out, or marked synthetic = true")
        if isinstance(self.value, int) and self.value < 0:
            raise ValueError("a number is never negative here")
        return self


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, e.g. 3 working days."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read "3 working_days", "1 month", "24 hours"; "days" alone are those of the side that the limit binds."""
        match = re.fullmatch(r"(\d{1,4}) ([a-z_]+?)s?", text)
        if match is None or match[2] not in _UNIT_NAMES or int(match[1]) == 0:
            raise ValueError(f"'{text}' is no length of time; write for example '3 working_days'")
        return cls(int(match[1]), _UNIT_NAMES[match[2]])

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def in_words(self, language: str) -> str:
        """`3 días hábiles`, `1 month`; Spanish where the language is not one of the two."""
        return f"{self.count} {self.unit_in_words(language)}"

    def unit_in_words(self, language: str) -> str:
        """The unit alone, one or several as the count is: `días hábiles`."""
        one, several = _UNITS[self.unit]["en" if language == "en" else "es"]
        return one if self.count == 1 else several


def _to_span(given: Any) -> Any:
    return Span.parse(given) if isinstance(given, str) else given


SpanField = Annotated[Span, BeforeValidator(_to_span)]


def parts(part: object, place: str = "") -> Iterator[tuple[str, BaseModel]]:
    """A part and every part in it at any depth, each with its place in the file, e.g. ("limits.appeal", …). Without what the
    house does to files: no law says it."""
    children: Iterable[tuple[str, object]] = ()
    if isinstance(part, BaseModel):
        yield place, part
        fields = type(part).model_fields.items()
        children = ((_alias(part, name), getattr(part, name)) for name, field in fields if not field.exclude)
    elif isinstance(part, Mapping):
        children = ((str(name), child) for name, child in part.items())
    elif isinstance(part, tuple):
        children = ((str(getattr(child, "name", n)), child) for n, child in enumerate(part))
    for name, child in children:
        yield from parts(child, f"{place}.{name}" if place else name)


def marked_values(part: object) -> Iterator[tuple[str, Basis]]:
    """Every value with marks at any depth, with its place."""
    return ((place, each) for place, each in parts(part) if isinstance(each, Basis))


def _alias(part: BaseModel, name: str) -> str:
    return type(part).model_fields[name].alias or name
