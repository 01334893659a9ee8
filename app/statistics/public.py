"""What other rooms may use of statistics."""

from app.statistics.access import OUTCOMES, Access, AccessCount, AccessFilters, access
from app.statistics.agreement import Agreement, alpha, kappa
from app.statistics.competing import Incidence, Incidences, OutcomesOnDay, Step, cumulative_incidence
from app.statistics.disclosure import STEP, rounded
from app.statistics.forecast import public as forecast
from app.statistics.proportions import (
    Interval,
    Stratum,
    binomial,
    binomial_at_most,
    exact_interval,
    funnel_limit,
    normal_quantile,
    precision,
    sample_size,
    stratified,
    wilson,
)
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
    "Agreement",
    "ByDay",
    "Counted",
    "Curve",
    "DecisionTimes",
    "Filters",
    "Incidence",
    "Incidences",
    "Interval",
    "OnDay",
    "OutcomesOnDay",
    "Pending",
    "Point",
    "Quantile",
    "Sheet",
    "Step",
    "Stratum",
    "access",
    "access_sheet",
    "age_label",
    "alpha",
    "at_risk_after",
    "binomial",
    "binomial_at_most",
    "by_days",
    "cumulative_incidence",
    "curve_sheet",
    "decision_times",
    "exact_interval",
    "forecast",
    "funnel_limit",
    "kappa",
    "normal_quantile",
    "origins",
    "pending",
    "pending_sheet",
    "precision",
    "rounded",
    "sample_size",
    "stratified",
    "survival",
    "wilson",
]
