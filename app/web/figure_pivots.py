"""Two long tables as people read them: a row for each day, and a column for each age, or for each outcome. The downloads stay long."""

from typing import Any

from app.statistics import public as statistics
from app.web import figure_words as words
from app.web.figure_plots import About
from app.web.i18n import gettext as _

Cells = list[dict[str, str | None]]
MOST_DAYS = 14


def pivoted(told: About, table: statistics.Table) -> tuple[list[dict[str, str]], list[Cells], int] | None:
    """Columns, rows, and how many days are left out; none for a table that is read as it is."""
    keys = {column.key for column in table.columns}
    if not table.rows:
        return None
    if table.name == "by_age" and "day" in keys:
        return _ages(told, table)
    if table.name == "curves":
        return _outcomes(told, table)
    return None


def _ages(told: About, table: statistics.Table) -> tuple[list[dict[str, str]], list[Cells], int]:
    rows = table.as_dicts()
    ages = list(dict.fromkeys(str(row["age"]) for row in rows))
    days = list(dict.fromkeys(row["day"] for row in rows))
    counted: dict[Any, int] = {(row["day"], row["age"]): _whole(row["claims"]) for row in rows}
    columns = [_head(_("Día")), *(_number(words.age_words(age)) for age in ages), _number(_("Todas"))]
    shown = days[-MOST_DAYS:]
    found: list[Cells] = []
    for day in shown:
        total = sum(counted[day, age] for age in ages)
        cells: Cells = [{"text": words.amount("date", day), "href": None}]
        cells += [_count(told, table, (day, age), counted[day, age]) for age in ages]
        found.append([*cells, _count(told, table, (day,), total)])
    return columns, found, len(days) - len(shown)


def _count(told: About, table: statistics.Table, row: tuple[Any, ...], n: int) -> dict[str, str | None]:
    return {"text": words.amount("count", n), "href": told.leads(table.name, row, "claims", n)}


def _outcomes(told: About, table: statistics.Table) -> tuple[list[dict[str, str]], list[Cells], int]:
    """At a day without a step of its own an outcome stands where its last one left it."""
    rows = table.as_dicts()
    outcomes = list(dict.fromkeys(str(row["outcome"]) for row in rows))
    days = sorted({_whole(row["day"]) for row in rows})
    at_risk = {_whole(row["day"]): _whole(row["at_risk"]) for row in rows}
    steps = {(str(row["outcome"]), _whole(row["day"])): row for row in rows}
    step = -(-len(days) // MOST_DAYS)
    shown = days[::-step][::-1]
    last: dict[str, Any] = {}
    found: list[Cells] = []
    for day in days:
        last |= {o: steps[o, day] for o in outcomes if (o, day) in steps}
        if day not in shown:
            continue
        cells: Cells = [
            {"text": words.amount("days", day), "href": None},
            {
                "text": words.amount("count", at_risk[day]),
                "href": told.leads(table.name, (outcomes[0], day), "at_risk", at_risk[day]),
            },
        ]
        for outcome in outcomes:
            row = last.get(outcome)
            cells.append({"text": _share(row) if row else words.amount("share", 0.0), "href": None})
        found.append(cells)
    heads = [_head(_("Día")), _number(words.column_name("at_risk"))]
    return [*heads, *(_number(words.counts_as_name(o)) for o in outcomes)], found, len(days) - len(shown)


def _share(row: dict[str, Any]) -> str:
    share, low, high = (words.amount("share", row[key]) for key in ("share", "low", "high"))
    if low == high:
        return share
    return f"{share} ({low.removesuffix('%').rstrip()}–{high})"


def _whole(value: Any) -> int:
    return int(value or 0)


def _head(label: str) -> dict[str, str]:
    return {"label": label, "kind": "head"}


def _number(label: str) -> dict[str, str]:
    return {"label": label, "kind": "number"}
