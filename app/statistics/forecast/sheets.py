"""A forecast as a table, for spreadsheets. Pure."""

from app.statistics.forecast.queries import ForecastView
from app.statistics.sheets import Sheet


def forecast_sheet(view: ForecastView) -> Sheet:
    """One row for each scenario and point in time: the pending and, of them, those beyond the limit, with their bands."""
    head = ("scenario", "week", "p5", "p25", "median", "p75", "p95", "late_p5", "late_median", "late_p95")
    rows = (
        (
            one.scenario.name,
            week,
            *(round(n, 1) for n in pending),
            round(late[0], 1),
            round(late[2], 1),
            round(late[4], 1),
        )
        for one in view.outlooks
        for week, pending, late in zip(one.weeks, one.pending, one.late, strict=True)
    )
    return Sheet("forecast", head, tuple(rows))
