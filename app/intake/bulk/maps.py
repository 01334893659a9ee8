"""The column map: a TOML file that says which column of a table is what. Named and versioned; what it does not say is not guessed.

    name = "registro-anterior"                 # the map, with its version
    version = "1"
    label = { es = "Registro anterior", en = "Earlier registry" }
    source = "registro-anterior"               # the registry: with `key` it names a row for ever
    key = ["ID persona"]
    household = ["Expediente"]                 # rows that are one case; without it each row is its own
    [fields.birth_date]
    column = "Nacimiento"
    order = "dmy"                              # dmy, mdy or ymd: said for every date
    estimated = ["ca.", "aprox."]              # marks before a date that is an estimate
    [fields.stage]
    column = "Estado"
    values = { "Por entrevistar" = "awaiting_interview" }
    [known.admitted]                           # the day of an event of the procedure
    column = "Admisión"
    order = "dmy"

See docs/importacion.md for every field.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.core.errors import FieldError
from app.intake.bulk.errors import BrokenMap

LONGEST_MAP = 100_000
Order = Literal["dmy", "mdy", "ymd"]
DATES = frozenset({"birth_date", "filed_on", "stage_since", "next_hearing"})
COUNTRIES = frozenset({"nationalities", "paper_country"})
FIELDS = frozenset(
    {
        "reference", "given_names", "family_names", "aliases", "sex", "nationalities", "stateless", "languages",
        "phone", "email", "lodging", "relation", "stage", "outcome", "office", "officer", "needs",
        "document_number", "paper_number", "paper_kind", "paper_country", *DATES,
    }
)  # fmt: skip
LISTS = frozenset({"aliases", "nationalities", "languages", "needs"})
NEEDED = ("filed_on", "stage", "sex", "birth_date")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Part):
    """What a column holds. `values` translates what stands in a cell, `blank` are words for nothing, `separator` parts a list."""

    column: str = Field(min_length=1)
    values: Mapping[str, str] = {}
    blank: tuple[str, ...] = ()
    order: Order | None = None
    estimated: tuple[str, ...] = ()
    codes: Literal["iso", "unhcr", "name"] | None = None
    separator: str | None = Field(default=None, min_length=1, max_length=3)

    def translated(self, text: str) -> str:
        """The value for what stands in the cell; the cell itself where the map has none. Capitals do not matter."""
        folded = {key.casefold(): value for key, value in self.values.items()}
        return folded.get(text.casefold(), text)


class Label(Part):
    es: str = Field(min_length=1)
    en: str = Field(min_length=1)


class ColumnMap(Part):
    """A map as it was written."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,59}$")
    version: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$")
    label: Label
    source: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,59}$")
    sheet: str | None = None
    header_row: int = Field(default=1, ge=1, le=50)
    key: tuple[str, ...] = Field(min_length=1, max_length=4)
    household: tuple[str, ...] = Field(default=(), max_length=4)
    procedure: Literal["by_filing_day", "in_force"] = "by_filing_day"
    defaults: Mapping[str, str] = {}
    fields: Mapping[str, Column]
    known: Mapping[str, Column] = {}
    note: str = ""

    @model_validator(mode="after")
    def _says_what_is_needed(self) -> Self:
        if unknown := (set(self.fields) | set(self.defaults)) - FIELDS:
            raise ValueError(f"no hay campo {', '.join(sorted(unknown))} / no such field")
        if missing := [name for name in NEEDED if name not in self.fields and name not in self.defaults]:
            raise ValueError(f"faltan los campos {', '.join(missing)} / fields missing")
        if not {"given_names", "family_names"} & set(self.fields):
            raise ValueError("falta given_names o family_names / a name is missing")
        for name, column in (*self.fields.items(), *self.known.items()):
            if (name in DATES or name in self.known) and column.order is None:
                raise ValueError(f"{name}: diga order = dmy, mdy o ymd / say the order of its dates")
            if name in COUNTRIES and column.codes is None:
                raise ValueError(f"{name}: diga codes = iso, unhcr o name / say which codes it has")
        if default := DATES & set(self.defaults):
            raise ValueError(
                f"{', '.join(default)}: una fecha no tiene valor por defecto / no default for a date"
            )
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every header that the file must have."""
        used = (c.column for c in (*self.fields.values(), *self.known.values()))
        return tuple(dict.fromkeys((*self.key, *self.household, *used)))


def read_map(text: str) -> ColumnMap:
    """Read a map. Raises `BrokenMap` with each fault at its place."""
    if len(text) > LONGEST_MAP:
        raise BrokenMap(
            [FieldError("map", "too_long", "Use %(limit)s caracteres como máximo.", {"limit": LONGEST_MAP})]
        )
    try:
        values: dict[str, Any] = tomllib.loads(text)
        return ColumnMap.model_validate(values)
    except tomllib.TOMLDecodeError as fault:
        raise BrokenMap(
            [FieldError("map", "not_toml", "No es TOML: %(fault)s", {"fault": str(fault)[:200]})]
        ) from fault
    except ValidationError as invalid:
        raise BrokenMap([_fault(each) for each in invalid.errors()[:20]]) from invalid


def _fault(each: Any) -> FieldError:
    place = ".".join(str(part) for part in each["loc"]) or "map"
    words = str(each["ctx"]["error"]) if "error" in each.get("ctx", {}) else str(each["msg"])
    return FieldError("map", "broken_map", "En %(place)s: %(fault)s", {"place": place, "fault": words[:300]})


def digest_of(text: str) -> str:
    """SHA-256 of a map's text."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def shipped() -> Mapping[str, str]:
    """The maps that come with the product, by name: examples to copy."""
    folder = files("app.intake.bulk").joinpath("maps")
    found = {}
    for entry in folder.iterdir():
        if entry.name.endswith(".toml"):
            text = entry.read_text(encoding="utf-8")
            found[read_map(text).name] = text
    return found
