"""What of a figure can be watched, and a subscription's filters as they are kept."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.statistics.alerts.rules import KINDS
from app.statistics.figures.filters import Filters
from app.statistics.figures.registry import NAMES
from app.statistics.figures.values import Figure, Value

# Of these the outcomes are the headline. An alarm on how many are recognised would be a hand on the scale: nobody is to act on it.
NOT_WATCHED = frozenset({"recognition", "outcomes_over_time"})
WATCHED = tuple(name for name in NAMES if name not in NOT_WATCHED)
# Rows that can be watched besides the headlines: the table, and which of its columns. The first column names the row.
ROWS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "pending": {"by_stage": ("claims", "late")},
    "workload": {"interpreters": ("median", "ninth_decile")},
}
# The last so many days, counted anew at each look.
WINDOWS = (30, 90, 180, 365)


def measures(figure: Figure) -> tuple[Value, ...]:
    """The numbers of a figure that can be watched: its headlines, and `table.row.column` of some of its tables."""
    found = [value for value in figure.headline if value.kind in KINDS]
    for name, columns in ROWS.get(figure.name, {}).items():
        table = figure.table(name)
        kinds = {column.key: column.kind for column in table.columns}
        for row in table.as_dicts():
            of = row[table.columns[0].key]
            found += [Value(f"{name}.{of}.{key}", kinds[key], _number(row[key])) for key in columns]
    return tuple(found)


def measure(figure: Figure, key: str) -> Value | None:
    """The one of that key; none where the figure has none, or no row of that name at present."""
    return next((value for value in measures(figure) if value.key == key), None)


def _number(cell: Any) -> float | int | None:
    return cell if isinstance(cell, int | float) else None


def kept(filters: Filters) -> dict[str, object]:
    """The filters as they are stored, without those that ask for nothing. There is no cut-off: a watch looks at the present."""
    found: dict[str, object] = {}
    for field in fields(filters):
        value = getattr(filters, field.name)
        if value is None or field.name == "as_of" or value == field.default:
            continue
        found[field.name] = value.isoformat() if isinstance(value, date) else str(value)
    return found


def filters_of(stored: Mapping[str, Any]) -> Filters:
    """What `kept` stored."""
    values = dict(stored)
    if "office" in values:
        values["office"] = UUID(values["office"])
    for name in ("since", "until"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return Filters(**values)


def within(filters: Filters, last_days: int | None, today: date) -> Filters:
    """The filters with the moving period, where there is one: its last day is today."""
    return replace(filters, since=today - timedelta(days=last_days - 1)) if last_days else filters
