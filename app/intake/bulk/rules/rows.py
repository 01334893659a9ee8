"""One row: the cells by the map, as values of our own, with everything that is wrong in them. No database is behind it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import said
from app.intake.bulk.maps import COUNTRIES, DATES, LISTS, Column, ColumnMap
from app.intake.bulk.reading import LONGEST_CELL, Cell, Row, Table
from app.intake.bulk.rules.cells import Unreadable, country_of, day_of, folded, text_of
from app.intake.bulk.rules.problems import Problem
from app.people import public as people

_TRUE = frozenset({"1", "x", "si", "sí", "yes", "true", "verdadero"})
_SEXES = frozenset({"female", "male", "other", "unknown"})


@dataclass(slots=True)
class ReadRow:
    """A row as it will be written. `values` are normalised texts, `key` names it in its registry, `household` its case."""

    number: int
    key: str
    household: str
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        return any(p.severity == "error" for p in self.problems)

    @property
    def digest(self) -> str:
        """SHA-256 of what the row says in our words: another order of columns changes nothing."""
        plain = json.dumps(self.values, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


def missing_columns(mapping: ColumnMap, table: Table) -> list[str]:
    """The headers that the map names and the file does not have, or has twice."""
    have = {folded(header) for header in table.headers}
    return [name for name in mapping.columns if folded(name) not in have]


def ambiguous_columns(mapping: ColumnMap, table: Table) -> list[str]:
    """The headers that the map names and that stand in the file more than once."""
    twice = {folded(name) for name in table.repeated}
    return [name for name in mapping.columns if folded(name) in twice]


def read_rows(mapping: ColumnMap, table: Table) -> Iterator[ReadRow]:
    """Every row of the table by the map. The caller has looked that no column is missing."""
    places = {folded(header): place for place, header in enumerate(table.headers)}
    seen: dict[str, int] = {}
    for row in table.rows:
        read = _read(mapping, places, row)
        if read.key in seen:
            read.problems.append(
                Problem(
                    "error",
                    mapping.key[0],
                    "key_repeated",
                    said("La clave ya está en la fila %(row)s."),
                    {"row": seen[read.key]},
                    read.key,
                )
            )
        elif read.key:
            seen[read.key] = row.number
        yield read


def _read(mapping: ColumnMap, places: Mapping[str, int], row: Row) -> ReadRow:
    def cell(header: str) -> Cell:
        place = places[folded(header)]
        return row.cells[place] if place < len(row.cells) else None

    key = " / ".join(part for header in mapping.key if (part := text_of(cell(header))))
    household = " / ".join(part for header in mapping.household if (part := text_of(cell(header))))
    read = ReadRow(row.number, key, household or key or f"#{row.number}", {})
    if not key:
        read.problems.append(
            Problem("error", mapping.key[0], "no_key", said("Sin esta clave no se sabe qué fila es."))
        )
    for name, default in mapping.defaults.items():
        read.values[name] = default.split(",") if name in LISTS else default
    for name, column in mapping.fields.items():
        _take(read, name, column, cell(column.column))
    known: dict[str, str] = {}
    for name, column in mapping.known.items():
        if text := _text(column, cell(column.column)):
            value = _whole_day(read, column, cell(column.column), text)
            known |= {name: value} if value else {}
    if known:
        read.values["known"] = known
    return read


def _text(column: Column, cell: Cell) -> str:
    text = text_of(cell)
    return "" if text.casefold() in {word.casefold() for word in column.blank} else text


def _take(read: ReadRow, name: str, column: Column, cell: Cell) -> None:
    text = _text(column, cell)
    if not text:
        return
    if len(text) > LONGEST_CELL:
        read.problems.append(
            Problem(
                "error",
                column.column,
                "too_long",
                said("Use %(limit)s caracteres como máximo."),
                {"limit": LONGEST_CELL},
            )
        )
        return
    try:
        read.values |= _value(name, column, cell, text)
    except Unreadable as fault:
        read.problems.append(
            Problem("error", column.column, fault.rule, fault.message, fault.values, text[:120])
        )


def _value(name: str, column: Column, cell: Cell, text: str) -> dict[str, Any]:
    if name in DATES:
        found = day_of(cell, column, whole=name != "birth_date")
        precision = {"birth_precision": found.precision} if name == "birth_date" else {}
        return {name: found.day.isoformat(), **precision}
    if name in LISTS:
        parts = [p.strip() for p in text.split(column.separator)] if column.separator else [text]
        translated = [column.translated(part) for part in parts if part]
        return {name: [country_of(p, column.codes) for p in translated] if name in COUNTRIES else translated}
    value = column.translated(text)
    if name in COUNTRIES:
        return {name: country_of(value, column.codes)}
    if name == "stateless":
        return {name: value.casefold() in _TRUE}
    if name == "sex" and value not in _SEXES:
        raise Unreadable("unknown_sex", said("No está en la plantilla ni es un valor de la lista."))
    if name == "relation" and value not in people.codes.RELATIONS:
        raise Unreadable("unknown_relation", said("No está en la plantilla ni es un valor de la lista."))
    return {name: value}


def _whole_day(read: ReadRow, column: Column, cell: Cell, text: str) -> str | None:
    try:
        return day_of(cell, column, whole=True).day.isoformat()
    except Unreadable as fault:
        read.problems.append(
            Problem("error", column.column, fault.rule, fault.message, fault.values, text[:120])
        )
        return None


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Problem]:
    """What a row says now that it did not say when it was imported: for a person to decide, never written over."""
    return [
        Problem(
            "difference",
            name,
            "changed",
            said("Antes decía «%(before)s», ahora «%(now)s»."),
            {"before": _shown(before.get(name)), "now": _shown(now.get(name))},
        )
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    ]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return (
        ", ".join(map(str, value))
        if isinstance(value, Sequence) and not isinstance(value, str)
        else str(value)
    )
