"""What other rooms may use of the forecast."""

from app.statistics.forecast.actions import (
    BOUNDS,
    FEWEST_RUNS,
    MOST_RUNS,
    MOST_SCENARIOS,
    MOST_YEARS,
    RUN,
    SEEDS,
    USUAL_RUNS,
    USUAL_YEARS,
    ask,
    note,
    repeat,
)
from app.statistics.forecast.arrivals import TREND_WEEKS, pattern
from app.statistics.forecast.errors import ForecastUnderWay
from app.statistics.forecast.measure import NothingToForecast, measure
from app.statistics.forecast.queries import ForecastView, forecast, forecasts
from app.statistics.forecast.running import RunsFailed, run_all
from app.statistics.forecast.sheets import forecast_sheet
from app.statistics.forecast.summary import naive
from app.statistics.forecast.values import (
    BASE,
    LINES,
    OFFERED,
    Flow,
    Interpreting,
    Little,
    Measured,
    Naive,
    Outlook,
    Scenario,
    Sittings,
)

__all__ = [
    "BASE",
    "BOUNDS",
    "FEWEST_RUNS",
    "LINES",
    "MOST_RUNS",
    "MOST_SCENARIOS",
    "MOST_YEARS",
    "OFFERED",
    "RUN",
    "SEEDS",
    "TREND_WEEKS",
    "USUAL_RUNS",
    "USUAL_YEARS",
    "Flow",
    "ForecastUnderWay",
    "ForecastView",
    "Interpreting",
    "Little",
    "Measured",
    "Naive",
    "NothingToForecast",
    "Outlook",
    "RunsFailed",
    "Scenario",
    "Sittings",
    "ask",
    "forecast",
    "forecast_sheet",
    "forecasts",
    "measure",
    "naive",
    "note",
    "pattern",
    "repeat",
    "run_all",
]
