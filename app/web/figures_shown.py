"""A figure as its page shows it: headlines, drawings beside their tables, and the definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.statistics import public as statistics
from app.web import figure_words as words
from app.web.figure_plots import About, plot_of
from app.web.formats import date_time, number
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.plots import Plot, picture

# A table longer than this shows rows evenly taken from it; the download has all.
MOST_ROWS = 14
WHOLE = frozenset({"by_stage", "by_rule", "by_month"})
ALL_ROWS = 40


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table with its drawing in two widths, and where it can be taken away."""

    name: str
    title: str
    columns: list[dict[str, str]]
    rows: list[list[str]]
    left_out: int
    plot: Plot | None
    wide: str
    narrow: str
    downloads: list[dict[str, str]]


def headline(found: statistics.Figure) -> list[dict[str, str]]:
    """The key figures, for the strip above the drawings."""
    return [
        {
            "key": value.key,
            "label": words.value_name(value.key),
            "value": words.headline_said(value),
            "note": words.headline_note(value),
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


def about(found: statistics.Figure, wording: words.Wording, narrowed: str) -> About:
    """`narrowed`: the filters in words, which a file bears."""
    counted = _("Con lo registrado hasta %(moment)s") % {"moment": date_time(found.as_of)}
    return About(found, wording, definition(found.name)["title"], tuple(filter(None, (counted, narrowed))))


def drawn(told: About, table: statistics.Table, query: Mapping[str, str]) -> Drawn:
    plot = plot_of(told, table)
    kept = _kept(table)
    return Drawn(
        name=table.name,
        title=words.table_name(table.name),
        columns=[
            {"label": words.column_name(c.key), "kind": "head" if n == 0 else _kind(c)}
            for n, c in enumerate(table.columns)
        ],
        rows=[
            [told.wording.cell(c, cell) for c, cell in zip(table.columns, row, strict=True)] for row in kept
        ],
        left_out=len(table.rows) - len(kept),
        plot=plot,
        wide=picture(plot) if plot else "",
        narrow=picture(plot, width=340) if plot else "",
        downloads=_downloads(told.figure.name, table.name, query, drawing=plot is not None),
    )


def lag_said(lag: statistics.Lag) -> str | None:
    """How far behind the figures are; none where they are not."""
    if not lag.cases:
        return None
    cases = ngettext(
        "%(n)s caso con novedades todavía sin contar",
        "%(n)s casos con novedades todavía sin contar",
        lag.cases,
    ) % {"n": number(lag.cases)}
    if lag.since is None:
        return cases
    return _("%(cases)s, desde %(moment)s") % {"cases": cases, "moment": date_time(lag.since)}


def compared(first: statistics.Figure, second: statistics.Figure) -> list[list[str]]:
    """Headline by headline: the first, the second, and what the second has more."""
    values = {value.key: value for value in second.headline}
    found = []
    for value in first.headline:
        other = values.get(value.key)
        found.append(
            [
                words.value_name(value.key),
                words.headline_said(value),
                words.headline_said(other) if other else "–",
                _difference(value, other),
            ]
        )
    return found


def _difference(value: statistics.Value, other: statistics.Value | None) -> str:
    a, b = value.value, other.value if other else None
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        return "–"
    sign = "+" if b > a else "−" if b < a else "±"
    if value.kind in ("share", "percent"):
        points = abs(b - a) * (100 if value.kind == "share" else 1)
        return _("%(sign)s%(n)s puntos") % {"sign": sign, "n": number(points, 1)}
    return f"{sign}{words.amount(value.kind, abs(b - a))}"


def _kept(table: statistics.Table) -> tuple[tuple[Any, ...], ...]:
    most = ALL_ROWS if table.name in WHOLE else MOST_ROWS
    if len(table.rows) <= most:
        return table.rows
    if table.columns[0].key in ("day", "outcome", "week"):
        step = -(-len(table.rows) // most)
        return table.rows[::-step][::-1]
    return table.rows[:most]


def _kind(column: statistics.Column) -> str:
    return "text" if column.kind in ("text", "code", "date", "month", "flag") else "number"


def _downloads(name: str, table: str, query: Mapping[str, str], *, drawing: bool) -> list[dict[str, str]]:
    tail = urlencode({**query, "table": table})
    kinds = ("csv", "json", "svg") if drawing else ("csv", "json")
    return [{"text": kind.upper(), "href": f"/metrics/{name}.{kind}?{tail}"} for kind in kinds]
