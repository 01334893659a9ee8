"""What other rooms may use of statistics."""

from app.statistics.access import OUTCOMES, Access, AccessCount, AccessFilters, access
from app.statistics.agreement import Agreement, alpha, kappa
from app.statistics.chance import Chance, Share, chance_of
from app.statistics.competing import Incidence, Incidences, OutcomesOnDay, Step, cumulative_incidence
from app.statistics.definitions import Definition, definitions
from app.statistics.disclosure import STEP, rounded
from app.statistics.facts.keeping import catch_up, keep_up, lag, rebuild
from app.statistics.figures.filters import AGE_GROUPS, INSTANCES, MODALITIES, SEXES, Filters, Unit
from app.statistics.figures.ratios import (
    clearance_rate,
    disposition_time,
    recognition_rate,
    total_protection_rate,
)
from app.statistics.figures.registry import NAMES, figure
from app.statistics.figures.standing import AGES, age_label
from app.statistics.figures.values import Cell, Column, Figure, Kind, Lag, Table, Value
from app.statistics.forecast import public as forecast
from app.statistics.funnel import (
    Cell,
    Funnel,
    LimitsAt,
    Spread,
    Standing,
    funnel,
    limits_at,
    looked_at_together,
)
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
from app.statistics.queries import Counted, DecisionTimes, Pending, decision_times, origins, pending
from app.statistics.rules import Curve, OnDay, Point, Quantile, at_risk_after, survival
from app.statistics.sheets import ByDay, Sheet, access_sheet, by_days, curve_sheet, pending_sheet

__all__ = [
    "AGES",
    "AGE_GROUPS",
    "INSTANCES",
    "MODALITIES",
    "NAMES",
    "OUTCOMES",
    "SEXES",
    "STEP",
    "Access",
    "AccessCount",
    "AccessFilters",
    "Agreement",
    "ByDay",
    "Cell",
    "Chance",
    "Column",
    "Counted",
    "Curve",
    "DecisionTimes",
    "Definition",
    "Figure",
    "Filters",
    "Funnel",
    "Incidence",
    "Incidences",
    "Interval",
    "Kind",
    "Lag",
    "LimitsAt",
    "OnDay",
    "OutcomesOnDay",
    "Pending",
    "Point",
    "Quantile",
    "Share",
    "Sheet",
    "Spread",
    "Standing",
    "Step",
    "Stratum",
    "Table",
    "Unit",
    "Value",
    "access",
    "access_sheet",
    "age_label",
    "alpha",
    "at_risk_after",
    "binomial",
    "binomial_at_most",
    "by_days",
    "catch_up",
    "chance_of",
    "clearance_rate",
    "cumulative_incidence",
    "curve_sheet",
    "decision_times",
    "definitions",
    "disposition_time",
    "exact_interval",
    "figure",
    "forecast",
    "funnel",
    "funnel_limit",
    "kappa",
    "keep_up",
    "lag",
    "limits_at",
    "looked_at_together",
    "normal_quantile",
    "origins",
    "pending",
    "pending_sheet",
    "precision",
    "rebuild",
    "recognition_rate",
    "rounded",
    "sample_size",
    "stratified",
    "survival",
    "total_protection_rate",
    "wilson",
]
