"""What figures look like as files of their own: the pens that pages use and the programming interface is handed (`app.edge.drawings`)."""

from fastapi import Request
from markupsafe import Markup

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.edge.consistency import names_in
from app.edge.figures import Asked
from app.overrides.public import procedure_in_force
from app.statistics import public as statistics
from app.web import consistency_shown, figure_words, figures_shown, forecast_shown, plots
from app.web.figure_plots import About, plot_of
from app.web.filters_said import filters_said
from app.web.log_filters import names_of
from app.web.process_drawing import draw
from app.web.rendering import render


async def figure(db: ReadSession, found: statistics.Figure, asked: Asked, table: str | None) -> str:
    """The drawing of one table of a figure; of the first, where none is named."""
    wording = await figure_words.wording(db, found)
    return of_table(figures_shown.about(found, wording, await filters_said(db, asked, found.name)), table)


def of_table(told: About, wanted: str | None) -> str:
    table = next((t for t in told.figure.tables if wanted in (None, "", t.name)), None)
    plot = plot_of(told, table) if table else None
    if plot is None:
        raise NotFound
    return plots.file(plot)


async def process_map(db: ReadSession, found: statistics.ProcessMap, share: int) -> str:
    names = names_of(await procedure_in_force(db), found.by)
    return draw(found, statistics.most_taken(found.edges, share / 100), names)


async def consistency(
    request: Request, db: ReadSession, found: statistics.Consistency, of: str | None
) -> str:
    """The funnel of `persons` or `offices`; of the first that there is, where neither is named."""
    groups = consistency_shown.groups(found, await names_in(db, found), db.actor.role)
    group = next((one for one in groups if one["rows"] and of in (None, "", one["id"])), None)
    if group is None:
        raise NotFound
    period = consistency_shown.period(found)
    style = Markup(plots.STYLE)  # noqa: S704 - our own
    return render(request, "metrics/funnel.svg", group=group, period=period, style=style)


def forecast(request: Request, view: statistics.forecast.ForecastView, scenario: str) -> str:
    """One scenario's band; of the first, where none is named."""
    figures = forecast_shown.figures(view) if view.outlooks else []
    found = next((one for one in figures if scenario in ("", one["id"].removeprefix("scenario-"))), None)
    if found is None:
        raise NotFound
    family = Markup(plots.FAMILY)  # noqa: S704 - our own
    return render(request, "forecast/figure.svg", figure=found, family=family)
