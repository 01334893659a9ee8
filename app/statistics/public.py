"""What other rooms may use of statistics."""

from app.statistics.access import OUTCOMES, Access, AccessCount, AccessFilters, access
from app.statistics.disclosure import STEP, rounded
from app.statistics.forecast import public as forecast
from app.statistics.queries import (
    AGES,
    Counted,
    DecisionTimes,
    Filters,
    Pending,
    decision_times,
    origins,
    pending,
)
from app.statistics.rules import Curve, OnDay, Point, Quantile, at_risk_after, survival
from app.statistics.sheets import ByDay, Sheet, access_sheet, age_label, by_days, curve_sheet, pending_sheet

__all__ = [
    "AGES",
    "OUTCOMES",
    "STEP",
    "Access",
    "AccessCount",
    "AccessFilters",
    "ByDay",
    "Counted",
    "Curve",
    "DecisionTimes",
    "Filters",
    "OnDay",
    "Pending",
    "Point",
    "Quantile",
    "Sheet",
    "access",
    "access_sheet",
    "age_label",
    "at_risk_after",
    "by_days",
    "curve_sheet",
    "decision_times",
    "forecast",
    "origins",
    "pending",
    "pending_sheet",
    "rounded",
    "survival",
]
