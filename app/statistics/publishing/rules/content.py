"""A release as the file that is published, and what the house is told of what it leaves out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.statistics.publishing.rules.asked import TABLES, Asked
from app.statistics.publishing.rules.cells import Cell, Counts
from app.statistics.publishing.rules.rounding import BEHIND, narrowed, rounded
from app.statistics.publishing.rules.withholding import SMALL, withhold

FORMAT = "acogida-statistics/1"
# What stands beside a count: as it is, not shown, rounded, the sum of what is shown.
SHOWN, WITHHELD, ROUNDED, SUM = "", "withheld", "rounded", "sum"
Row = dict[str, Any]


class TellsBetweenTables(ValueError):
    """Several of the tables together would tell a rounded count."""


@dataclass(frozen=True, slots=True)
class Made:
    """`content` is published; `preview` says what is left out and why, without any true count."""

    content: dict[str, Any]
    preview: dict[str, Any]


def made(counts: Counts, asked: Asked, *, key: bytes, country: str, as_of: datetime, waiting: int) -> Made:
    """The release. `waiting`: cases of which the record knows more than was counted. Raises `TooFewToPublish`, `TellsBetweenTables`."""
    tables, preview = (
        _withheld(counts, asked) if asked.control == "withholding" else _rounded(counts, asked, key)
    )
    head = asked.as_json() | {"format": FORMAT, "country": country, "as_of": as_of.isoformat()}
    if asked.control != "withholding":
        head["threshold"] = None
    return Made(head | {"waiting_to_be_counted": waiting, "tables": tables}, preview)


def _withheld(counts: Counts, asked: Asked) -> tuple[list[Row], dict[str, Any]]:
    hidden = withhold(counts, asked.threshold)
    tables, told = [], []
    for name in asked.tables:
        rows = [
            _row(
                TABLES[name],
                cell,
                None if cell in hidden else counts.n.get(cell, 0),
                WITHHELD if cell in hidden else SHOWN,
            )
            for cell in _with_margins(counts, TABLES[name])
        ]
        tables.append({"name": name, "traits": list(TABLES[name]), "rows": rows})
        gone = [cell for cell in _with_margins(counts, TABLES[name]) if cell in hidden]
        out = [
            {**_traits(TABLES[name], cell), "why": hidden[cell].why, "width": hidden[cell].width}
            for cell in gone
        ]
        told.append(
            {
                "name": name,
                "cells": len(rows),
                "small": sum(each["why"] == SMALL for each in out),
                "complement": sum(each["why"] != SMALL for each in out),
                "least_width": min((hidden[cell].width for cell in gone), default=None),
                "withheld": out,
            }
        )
    return tables, {"tables": told}


def _rounded(counts: Counts, asked: Asked, key: bytes) -> tuple[list[Row], dict[str, Any]]:
    inside: dict[tuple[str, ...], Mapping[Cell, int]] = {}
    tables, told = [], []
    for name in asked.tables:
        traits = TABLES[name]
        shown = {
            cell: rounded(counts.n.get(cell, 0), cell, key=key, population=asked.population)
            for cell in counts.cells(traits)
        }
        inside[traits] = shown
        rows = []
        for cell in _with_margins(counts, traits):
            if cell in shown:
                mark = ROUNDED if shown[cell] in BEHIND else SHOWN
                rows.append(_row(traits, cell, shown[cell], mark))
            else:
                of = sum(n for each, n in shown.items() if set(cell) <= set(each))
                rows.append(_row(traits, cell, of, SUM))
        tables.append({"name": name, "traits": list(traits), "rows": rows})
        few = sum(n in BEHIND for n in shown.values())
        told.append({"name": name, "cells": len(shown), "rounded": few})
    if narrowed(inside, counts):
        raise TellsBetweenTables
    return tables, {"tables": told}


def _with_margins(counts: Counts, table: tuple[str, ...]) -> list[Cell]:
    margins: list[Cell] = []
    if len(table) == 2:
        margins = [((trait, value),) for trait in table for value in counts.values[trait]]
    return [*counts.cells(table), *margins, ()]


def _traits(table: tuple[str, ...], cell: Cell) -> dict[str, str | None]:
    known = dict(cell)
    return {trait: known.get(trait) for trait in table}


def _row(table: tuple[str, ...], cell: Cell, count: int | None, mark: str) -> Row:
    """A margin has nothing at the trait that it adds up over."""
    return {**_traits(table, cell), "count": count, "mark": mark}
