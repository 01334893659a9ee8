"""What a figure is made of: values and tables, with the kind of each column, so that a page, a file and a machine read the same. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

# `days` are whole calendar days, `share` runs from 0 to 1, `percent` may pass 100, `code` is a word of the system (a stage, an outcome,
# a country, an office) that a page says in its own words, `text` is shown as it stands.
Kind = Literal["text", "code", "count", "days", "share", "percent", "number", "date", "month", "flag"]
Cell = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Lag:
    """What the record knows and the figures do not yet: so many cases, since when (UTC). Nothing waits: 0 and None."""

    cases: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Value:
    """One headline. `low` and `high`: the 95 % interval, where there is one; `None`: not reached, or nothing to divide by.

    `over` names what it was made from (`{"resolved": 42, "incoming": 466}`), so that nobody has to believe a ratio.
    """

    key: str
    kind: Kind
    value: int | float | date | None
    low: int | float | None = None
    high: int | float | None = None
    over: tuple[tuple[str, int | float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """`words` says which vocabulary a `code` is from: `stage`, `outcome`, `counts_as`, `office`, `post`, `country`, `sex`,
    `age_group`, `modality`, `need`, `instance`, `rule`, `role`, `channel`, `language`, `ground`, `user`, `event`, `closed_as`."""

    key: str
    kind: Kind
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_dicts(self) -> tuple[dict[str, Cell], ...]:
        return tuple(
            {column.key: cell for column, cell in zip(self.columns, row, strict=True)} for row in self.rows
        )

    def column(self, key: str) -> tuple[Cell, ...]:
        place = [column.key for column in self.columns].index(key)
        return tuple(row[place] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stood at `as_of` (UTC), by the events recorded until then. `rounded`: the reader is not shown exact counts."""

    name: str
    as_of: datetime
    lag: Lag
    headline: tuple[Value, ...]
    tables: tuple[Table, ...]
    rounded: bool = False

    def value(self, key: str) -> Any:
        """The headline of that key."""
        return next(each.value for each in self.headline if each.key == key)

    def table(self, name: str) -> Table:
        return next(each for each in self.tables if each.name == name)
