"""Which drawing a figure's tables become. The first plot of a figure is the one that its page opens with."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.statistics import public as statistics
from app.web import figure_words as words
from app.web.figure_links import Links
from app.web.formats import number, percent, short_date
from app.web.i18n import gettext as _
from app.web.plot_values import Bar, Flow, Plot, Post, Series, Spot
from app.web.plots import nice

# So many places of a curve are said when pointed at; a strip narrower than this cannot be met.
MOST_HITS = 48
MOST_BARS = 15
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
# A bar of a table: its length, and the part of it in the second colour.
BARS: Mapping[str, tuple[str, str | None]] = {
    "by_stage": ("claims", "late"),
    "by_age": ("claims", "late"),
    "by_officer": ("claims", "late"),
    "by_reason": ("claims", None),
    "by_result": ("claims", None),
    "by_ground": ("claims", None),
    "by_rule": ("met", "missed"),
    "by_channel": ("held", "missed"),
    "interviews": ("interviews", None),
    "interpreters": ("median", None),
    "by_nationality": ("people", "refused_entry"),
    "by_refusal": ("people", None),
    "by_sex": ("recognition_rate", None),
    "by_origin": ("recognition_rate", None),
    "by_age_group": ("recognition_rate", None),
}
# These bars are two numbers end to end, and not a whole with its part.
JOINED = frozenset({"by_rule", "by_channel"})


@dataclass(frozen=True, slots=True)
class About:
    """What a drawing is told besides its table: the figure, the vocabulary, its title and the lines that a file bears."""

    figure: statistics.Figure
    wording: words.Wording
    title: str
    notes: tuple[str, ...] = ()
    links: Links | None = None

    def leads(self, table: str | None, row: Sequence[Any], column: str, value: float = 1) -> str | None:
        """Where the cases behind a part of the drawing are listed; none for nobody."""
        return self.links.to(table, row, column) if self.links and value else None


def plot_of(about: About, table: statistics.Table) -> Plot | None:
    """The drawing of a table; none where there is nothing to draw."""
    if not table.rows:
        return None
    makers: Mapping[str, Callable[[About, statistics.Table], Plot]] = {
        "curve": _curve,
        "curves": _curves,
        "by_month": _months,
        "moves": _moves,
        "by_post": _posts,
    }
    keys = {column.key for column in table.columns}
    if table.name in makers and (table.name != "by_month" or "rate_decided" in keys):
        return makers[table.name](about, table)
    if table.name == "by_age" and "day" in keys:
        return _standing(about, table)
    length = BARS.get(table.name, ("people", None))[0]
    if "people" in keys:
        length = "people"
    if length not in keys:
        length = next((c.key for c in table.columns if c.kind == "count"), "")
    return _across(about, table, length) if length else None


def _titled(about: About, table: statistics.Table, said: str, **more: Any) -> Plot:
    title = f"{about.title}: {words.table_name(table.name).lower()}"
    return Plot(title=title, description=f"{title}. {said}", notes=about.notes, **more)


def _thinned(places: Sequence[Any]) -> list[Any]:
    step = -(-len(places) // MOST_HITS)
    return [*places[::step]] if step > 1 else [*places]


def _day_marks(last: float) -> tuple[tuple[float, str], ...]:
    step = next((s for s in (5, 10, 30, 90, 180, 365, 730) if last / s <= 9), 1460)
    return tuple((float(day), number(day)) for day in range(0, int(last) + step, step))


def _shares() -> tuple[tuple[float, str], ...]:
    return tuple((share, percent(share)) for share in QUARTERS)


def _curve(about: About, table: statistics.Table) -> Plot:
    rows = table.as_dicts()
    spots = [Spot(0, 1, 1, 1)]
    spots += [Spot(_n(r["day"]), _n(r["share_waiting"]), _n(r["low"]), _n(r["high"])) for r in rows]
    hits = tuple(
        (
            spot.x,
            _("Día %(day)s: %(share)s en espera (IC 95 %%: %(low)s a %(high)s)")
            % {
                "day": number(spot.x),
                "share": percent(spot.y, 1),
                "low": percent(spot.low, 1),
                "high": percent(spot.high, 1),
            },
        )
        for spot in _thinned(spots)
    )
    median = about.figure.value("median")
    limit = next((dict(v.over)["limit_days"] for v in about.figure.headline if v.key == "within_limit"), None)
    said = (
        _("La mitad lo tiene antes de %(n)s días.") % {"n": number(median)}
        if median is not None
        else _("Menos de la mitad lo tiene ya.")
    )
    return _titled(
        about,
        table,
        said,
        shape="steps",
        series=(Series(_("En espera"), tuple(spots)),),
        levels=_shares(),
        marks=_day_marks(spots[-1].x),
        hits=hits,
        axis=_("días desde la presentación"),
        line=(float(limit), _("límite: %(n)s días") % {"n": number(limit)}) if limit else None,
    )


def _curves(about: About, table: statistics.Table) -> Plot:
    rows = table.as_dicts()
    outcomes = list(dict.fromkeys(str(row["outcome"]) for row in rows))
    last = max(_n(row["day"]) for row in rows)
    series, ends = [], []
    for outcome in outcomes:
        of_it = [row for row in rows if row["outcome"] == outcome]
        spots = [Spot(0, 0, 0, 0)]
        spots += [Spot(_n(r["day"]), _n(r["share"]), _n(r["low"]), _n(r["high"])) for r in of_it]
        spots.append(Spot(last, spots[-1].y, spots[-1].low, spots[-1].high))
        series.append(Series(words.counts_as_name(outcome), tuple(spots)))
        ends.append(f"{words.counts_as_name(outcome)} {percent(spots[-1].y, 1)}")
    days = _thinned(sorted({spot.x for each in series for spot in each.spots}))
    hits = tuple((day, _at_day(series, day)) for day in days)
    top = nice(max((s.high or s.y) for each in series for s in each.spots) * 100)
    levels = tuple((level / 100, percent(level / 100)) for level in top if level <= 100)
    return _titled(
        about,
        table,
        "; ".join(ends) + ".",
        shape="steps",
        series=tuple(series),
        levels=levels,
        marks=_day_marks(last),
        hits=hits,
        axis=_("días desde la presentación"),
    )


def _at_day(series: Sequence[Series], day: float) -> str:
    parts = [
        f"{each.label} {percent(next(s.y for s in reversed(each.spots) if s.x <= day), 1)}" for each in series
    ]
    return f"{_('Día %(n)s') % {'n': number(day)}}: {'; '.join(parts)}"


def _months(about: About, table: statistics.Table) -> Plot:
    rows = table.as_dicts()
    months = [row["month"] for row in rows if isinstance(row["month"], date)]
    keys = ("rate_decided", "rate_with_closed")
    series = tuple(
        Series(
            words.column_name(key),
            tuple(Spot(_place(row["month"]), _n(row[key])) for row in rows if row[key] is not None),
        )
        for key in keys
    )
    most = max([100.0, *(spot.y for each in series for spot in each.spots)])
    hits = tuple(
        (
            _place(row["month"]),
            f"{words.month(month)}: "
            + "; ".join(f"{words.column_name(key)} {words.amount('percent', row[key])}" for key in keys),
        )
        for month, row in zip(months, rows, strict=True)
    )
    return _titled(
        about,
        table,
        _("La línea de 100 %% separa el rezago que crece del que baja.") % {},
        shape="lines",
        series=series,
        levels=tuple((level, percent(level / 100)) for level in nice(most)),
        marks=tuple((_place(month), words.month(month)) for month in months),
        hits=hits,
        across=100.0,
    )


def _standing(about: About, table: statistics.Table) -> Plot:
    rows = table.as_dicts()
    days = list(dict.fromkeys(row["day"] for row in rows if isinstance(row["day"], date)))
    ages = list(dict.fromkeys(str(row["age"]) for row in rows))
    counted = {(row["day"], row["age"]): _n(row["claims"]) for row in rows}
    series = tuple(
        Series(words.age_words(age), tuple(Spot(float(d.toordinal()), counted[d, age]) for d in days))
        for age in ages
    )
    sums = {day: sum(counted[day, age] for age in ages) for day in days}
    hits = tuple(
        (
            float(day.toordinal()),
            f"{short_date(day)}: {number(sums[day])} ("
            + "; ".join(f"{words.age_words(age)}: {number(counted[day, age])}" for age in ages)
            + ")",
        )
        for day in days
    )
    said = _("De %(first)s a %(last)s pendientes.") % {
        "first": number(sums[days[0]]),
        "last": number(sums[days[-1]]),
    }
    return _titled(
        about,
        table,
        said,
        shape="stack",
        series=series,
        levels=tuple((level, number(level)) for level in nice(max(sums.values()))),
        marks=tuple((float(d.toordinal()), words.month(d)) for d in days),
        hits=hits,
        hrefs=tuple(about.leads(table.name, (day,), "claims", sums[day]) or "" for day in days),
    )


def _moves(about: About, table: statistics.Table) -> Plot:
    """From stage to stage, in the order of the procedure; what comes in from outside comes from above all."""
    rows = table.as_dicts()
    column = table.columns[0]
    known = {str(row[key] or "") for row in rows for key in ("from", "to")}
    order = [stage.name for stage in about.wording.profile.stages]
    names = [
        *([""] if "" in known else []),
        *(name for name in order if name in known),
        *sorted(known - {*order, ""}),
    ]
    says = {name: about.wording.cell(column, name) if name else _("Ingreso") for name in names}
    flows = tuple(
        Flow(
            str(row["from"] or ""),
            str(row["to"]),
            _n(row["claims"]),
            _("%(source)s → %(target)s: %(n)s, tras una mediana de %(days)s días")
            % {
                "source": says[str(row["from"] or "")],
                "target": says[str(row["to"])],
                "n": number(_n(row["claims"])),
                "days": words.amount("days", row["median_days"]),
            }
            if row["from"]
            else f"{says['']} → {says[str(row['to'])]}: {number(_n(row['claims']))}",
            about.leads(table.name, (row["from"], row["to"]), "claims"),
        )
        for row in rows
    )
    place = {name: n for n, name in enumerate(names)}
    back = [flow for flow in flows if place[flow.source] > place[flow.target]]
    said = [f"{flow.said}." for flow in flows[:5]]
    if back:
        said.append(
            _("%(n)s vuelven a una etapa anterior (línea de trazos, a la derecha).")
            % {"n": number(sum(flow.value for flow in back))}
        )
    return _titled(about, table, " ".join(said), shape="flow", places=tuple(says.items()), flows=flows)


def scheme() -> str:
    """What the drawing of posts is, and is not."""
    return _(
        "Es un esquema y no un mapa: cada puesto está bajo su oficina, y el círculo es tan grande como cuántas personas manifestaron temor allí."
    )


def _posts(about: About, table: statistics.Table) -> Plot:
    """Each post under its office, as large as many were met there."""
    posts = []
    for row in table.as_dicts():
        place = None
        with suppress(ValueError):
            place = about.wording.places.get(UUID(str(row["post"])))
        people, refused = _n(row["people"]), _n(row["refused_entry"])
        said = words.amount("count", row["people"])
        if refused:
            said = f"{said} / {words.amount('count', row['refused_entry'])}"
        office = about.wording.offices.get(place.office_id, "–") if place else "–"
        kind = words.post_kind(place.kind) if place else ""
        label = place.name if place else "–"
        posts.append(Post(label, office, kind, max(people, refused), said, refused))
    posts.sort(key=lambda post: (post.group, -post.value, post.label))
    first = max(posts, key=lambda post: post.value)
    said = _("%(label)s: %(value)s, y otras %(n)s filas.") % {
        "label": first.label,
        "value": first.said,
        "n": len(posts) - 1,
    }
    return _titled(
        replace(about, notes=(*about.notes, _("Es un esquema y no un mapa."))),
        table,
        f"{said} {scheme()}",
        shape="posts",
        posts=tuple(posts),
        keys=(_("personas"), _("no se les dejó entrar")),
    )


def _across(about: About, table: statistics.Table, length: str) -> Plot:
    rows = table.as_dicts()
    keys = {column.key: column for column in table.columns}
    part = "refused_entry" if length == "people" else BARS.get(table.name, ("", None))[1]
    part = part if part in keys else None
    named = [c for c in table.columns if c.kind in ("code", "text", "date", "month") and c.key != "basis"]
    bars = []
    # Of days and months the last, of everything else the first.
    shown = rows[-MOST_BARS:] if named and named[0].key in ("month", "week") else rows[:MOST_BARS]
    for row in shown:
        label = " → ".join(about.wording.cell(column, row[column.key]) for column in named)
        value, late = _n(row[length]), _n(row[part]) if part else 0.0
        whole = value + late if table.name in JOINED else value
        said = words.amount(keys[length].kind, row[length])
        if part:
            said = f"{said} / {words.amount(keys[part].kind, row[part])}"
        cells = tuple(row[column.key] for column in table.columns)
        bars.append(Bar(label, whole, said, late, about.leads(table.name, cells, length, value)))
    first = bars[0]
    return _titled(
        about,
        table,
        _("%(label)s: %(value)s, y otras %(n)s filas.")
        % {"label": first.label, "value": first.said, "n": len(rows) - 1},
        shape="bars",
        bars=tuple(bars),
        keys=_keys_of(table.name, length, part),
    )


def _keys_of(name: str, length: str, part: str | None) -> tuple[str, ...]:
    if part is None:
        return ()
    if name not in JOINED and length == "claims":
        return _("en plazo"), words.column_name(part).lower()
    return words.column_name(length).lower(), words.column_name(part).lower()


def _n(value: Any) -> float:
    return float(value) if value is not None else 0.0


def _place(month: Any) -> float:
    return float((month + timedelta(days=14)).toordinal())
