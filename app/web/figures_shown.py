"""A figure as its page shows it: headlines, drawings beside their tables, and the definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from app.statistics import public as statistics
from app.web import figure_words as words
from app.web.figure_links import Links
from app.web.figure_pivots import pivoted
from app.web.figure_plots import About, plot_of
from app.web.formats import date_time, local, number, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.plot_values import Plot
from app.web.plots import picture

# A table longer than this shows rows evenly taken from it; the download has all.
MOST_ROWS = 15
WHOLE = frozenset({"by_stage", "by_rule", "by_month", "by_post", "moves"})
ALL_ROWS = 40
MONTHS = 24
# Drawings that need the whole breadth, and from how many columns a table does.
UNDER = frozenset({"moves", "by_post"})
WIDEST_BESIDE = 5
# The drawings are made in the breadth in which they stand, so that their words are as large as the page's.
WHOLE_WIDTH, BESIDE, HALF, NARROW = 1120, 720, 540, 320


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table with its drawing in two widths, and where it can be taken away."""

    name: str
    title: str
    columns: list[dict[str, str]]
    rows: list[list[dict[str, str | None]]]
    left_out: int
    plot: Plot | None
    # Where the table stands: `beside`, `more` (beside, with more room), `under`.
    layout: str
    wide: str
    narrow: str
    downloads: list[dict[str, str]]


def headline(found: statistics.Figure, links: Links | None = None) -> list[dict[str, str | None]]:
    """The key figures, for the strip above the drawings; each leads to its cases, where the reader sees any."""
    return [
        {
            "key": value.key,
            "label": words.value_name(value.key),
            "value": words.headline_said(value),
            "note": words.headline_note(value),
            "href": links.to(None, (), value.key) if links and value.value else None,
        }
        for value in found.headline
    ]


def definition(name: str) -> dict[str, str]:
    """What the figure is, in the reader's language."""
    one = statistics.definitions()[name]
    return {
        "name": name,
        "title": one.title.in_(language()),
        "formula": one.formula.in_(language()),
        "caveat": one.caveat.in_(language()),
        "source": one.source,
    }


def about(
    found: statistics.Figure, wording: words.Wording, narrowed: str, links: Links | None = None
) -> About:
    """`narrowed`: the filters in words, which a file bears."""
    counted = _("Con lo registrado hasta %(moment)s") % {"moment": cut_off(found.as_of)}
    notes = tuple(filter(None, (counted, narrowed)))
    return About(found, wording, definition(found.name)["title"], notes, links)


def drawn(told: About, table: statistics.Table, query: Mapping[str, str], *, half: bool = False) -> Drawn:
    """`half`: it stands beside another, with its table below."""
    plot = plot_of(told, table)
    columns, rows, left_out = pivoted(told, table) or _as_it_is(told, table)
    beside = not (half or len(columns) > WIDEST_BESIDE or table.name in UNDER)
    width = HALF if half else BESIDE if beside else WHOLE_WIDTH
    return Drawn(
        name=table.name,
        title=words.table_name(table.name),
        columns=columns,
        rows=rows,
        left_out=left_out,
        plot=plot,
        layout="under" if not beside else "more" if len(columns) == WIDEST_BESIDE else "beside",
        wide=picture(plot, width=width) if plot else "",
        narrow=picture(plot, width=NARROW) if plot else "",
        downloads=_downloads(told.figure.name, table.name, query, drawing=plot is not None),
    )


def _as_it_is(
    told: About, table: statistics.Table
) -> tuple[list[dict[str, str]], list[list[dict[str, str | None]]], int]:
    kept = _kept(table)
    columns = [
        {
            "label": _("IC 95 %%") % {} if len(c) > 1 else words.column_name(table.columns[c[0]].key),
            "kind": kind,
        }
        for c, kind in _columns(table)
    ]
    return columns, [_cells(told, table, row) for row in kept], len(table.rows) - len(kept)


def _columns(table: statistics.Table) -> list[tuple[tuple[int, ...], str]]:
    """The columns as they are shown, with their kind: both ends of an interval in one."""
    keys = [column.key for column in table.columns]
    found: list[tuple[tuple[int, ...], str]] = []
    for n, column in enumerate(table.columns):
        if column.key == "high" and n and keys[n - 1] == "low":
            found[-1] = ((n - 1, n), "number")
        else:
            found.append(((n,), "head" if n == 0 else _kind(column)))
    return found


def _cells(
    told: About, table: statistics.Table, row: tuple[statistics.Cell, ...]
) -> list[dict[str, str | None]]:
    found: list[dict[str, str | None]] = []
    for places, _kind_of in _columns(table):
        column, cell = table.columns[places[0]], row[places[0]]
        counted = cell if column.kind == "count" and isinstance(cell, int) else 0
        href = told.leads(table.name, row, column.key, counted)
        text = told.wording.cell(column, cell)
        for n in places[1:]:
            text = f"{text.removesuffix('%').rstrip()}–{told.wording.cell(table.columns[n], row[n])}"
        found.append({"text": text, "href": href})
    return found


def cut_off(moment: datetime) -> str:
    """`2 jun 2025, 10:31`; at midnight the end of the day before, which is what was asked for."""
    here = local(moment)
    if here.time() != time():
        return date_time(moment)
    return _("el final del %(day)s") % {"day": short_date((here - timedelta(days=1)).date())}


def lag_said(lag: statistics.Lag) -> str:
    """How far behind the figures are."""
    if not lag.cases:
        return _("Todo lo registrado está contado.")
    cases = ngettext(
        "%(n)s caso con novedades todavía sin contar",
        "%(n)s casos con novedades todavía sin contar",
        lag.cases,
    ) % {"n": number(lag.cases)}
    if lag.since is None:
        return cases
    return _("%(cases)s, desde %(moment)s") % {"cases": cases, "moment": date_time(lag.since)}


def compared(first: statistics.Figure, second: statistics.Figure, *, apart: bool) -> list[list[Any]]:
    """Headline by headline: the first, the second, and what the second has more; `apart`: they share no case, so that the difference
    has an interval where both have theirs."""
    values = {value.key: value for value in second.headline}
    found: list[list[Any]] = []
    for value in first.headline:
        other = values.get(value.key)
        found.append(
            [
                words.value_name(value.key),
                {"text": words.headline_said(value), "sub": words.headline_note(value)},
                {"text": words.headline_said(other), "sub": words.headline_note(other)} if other else "–",
                {"text": _difference(value, other), "sub": _between(value, other) if apart else None},
            ]
        )
    return found


def _difference(value: statistics.Value, other: statistics.Value | None) -> str:
    a, b = value.value, other.value if other else None
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        return "–"
    return _signed(value.kind, b - a)


def _signed(kind: str, difference: float) -> str:
    """A difference with its sign; of shares in points."""
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    if kind in ("share", "percent"):
        points = abs(difference) * (100 if kind == "share" else 1)
        return _("%(sign)s%(n)s puntos") % {"sign": sign, "n": number(points, 1)}
    if kind == "days":
        return _("%(sign)s%(n)s días") % {"sign": sign, "n": words.amount(kind, abs(difference))}
    return f"{sign}{words.amount(kind, abs(difference))}"


def _between(value: statistics.Value, other: statistics.Value | None) -> str | None:
    first, second = _interval(value), _interval(other)
    if first is None or second is None or first.reach == second.reach == 0:
        return None
    found = statistics.difference(first, second)
    said = _("IC 95 %%: %(low)s a %(high)s") % {
        "low": _signed(value.kind, found.low),
        "high": _signed(value.kind, found.high),
    }
    return said if found.low > 0 or found.high < 0 else f"{said}; {_('puede ser azar')}"


def _interval(value: statistics.Value | None) -> statistics.Interval | None:
    if value is None or not isinstance(value.value, int | float) or value.low is None or value.high is None:
        return None
    return statistics.Interval(value.value, value.low, value.high)


def _kept(table: statistics.Table) -> tuple[tuple[Any, ...], ...]:
    most = ALL_ROWS if table.name in WHOLE else MOST_ROWS
    if table.columns[0].key == "month":
        return table.rows[-MONTHS:]
    if len(table.rows) <= most:
        return table.rows
    if table.columns[0].key == "week":
        return table.rows[-most:]
    if table.columns[0].key == "day":
        step = -(-len(table.rows) // most)
        return table.rows[::-step][::-1]
    return table.rows[:most]


def _kind(column: statistics.Column) -> str:
    return "text" if column.kind in ("text", "code", "date", "month", "flag") else "number"


def _downloads(name: str, table: str, query: Mapping[str, str], *, drawing: bool) -> list[dict[str, str]]:
    tail = urlencode({**query, "table": table})
    kinds = ("csv", "json", "svg", "png") if drawing else ("csv", "json")
    return [{"text": kind.upper(), "href": f"/metrics/{name}.{kind}?{tail}"} for kind in kinds]
