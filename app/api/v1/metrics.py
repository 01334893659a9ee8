"""Figures, without anybody's name: what is pending, and how long a first decision takes."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.figures import Asked, csv_of, filters_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.statistics import public as statistics

router = Router(prefix="/metrics", tags=["metrics"], responses=PROBLEMS)


class MetricsQuery(Asked):
    """`format=csv` answers with a file instead."""

    format: Literal["json", "csv"] = "json"


class Count(BaseModel):
    value: str
    cases: int
    late: int


class PendingAnswer(BaseModel):
    """Open cases now. Ages in days since registration; `late` are past the legal limit of the instance they are at."""

    as_of: datetime
    cases: int
    late: int
    median_age: float | None
    ninth_decile_age: float | None
    by_stage: list[Count]
    by_age: list[Count]


class QuantileAnswer(BaseModel):
    """Days, with a 95 % interval; `null` where it has not been reached."""

    days: int | None
    low: int | None
    high: int | None


class PointAnswer(BaseModel):
    day: int
    at_risk: int
    decided: int
    share_waiting: float
    low: float
    high: float


class DecisionTimesAnswer(BaseModel):
    """Kaplan-Meier of the days from registration to the first decision, pending ones counted as far as they have come.

    `mean_of_decided_days` leaves the pending out and flatters a growing backlog: never quote it alone.
    """

    as_of: datetime
    cases: int
    decided: int
    median: QuantileAnswer
    lower_quartile: QuantileAnswer
    upper_quartile: QuantileAnswer
    limit_days: int | None
    limit_verification: str | None
    decided_within_limit: float | None
    mean_of_decided_days: float | None
    curve: list[PointAnswer]


@router.get("/pending", dependencies=[requires("metrics.read", reads=True)], response_model=PendingAnswer)
async def pending(db: ReadDb, query: Annotated[MetricsQuery, Query()]) -> PendingAnswer | Response:
    """Pending cases by stage and age. A supervisor counts the own office."""
    found = await statistics.pending(db, await filters_of(db, query))
    if query.format == "csv":
        return csv_of(statistics.pending_sheet(found))
    return PendingAnswer(
        as_of=found.as_of,
        cases=found.total,
        late=found.late,
        median_age=found.median_age,
        ninth_decile_age=found.ninth_decile_age,
        by_stage=[Count(value=c.key, cases=c.cases, late=c.late) for c in found.by_stage],
        by_age=[Count(value=statistics.age_label(c.key), cases=c.cases, late=c.late) for c in found.by_age],
    )


@router.get(
    "/decision-times", dependencies=[requires("metrics.read", reads=True)], response_model=DecisionTimesAnswer
)
async def decision_times(
    db: ReadDb, query: Annotated[MetricsQuery, Query()]
) -> DecisionTimesAnswer | Response:
    """Time to the first decision of the cases filed in the period. A supervisor counts the own office."""
    found = await statistics.decision_times(db, await filters_of(db, query))
    if query.format == "csv":
        return csv_of(statistics.curve_sheet(found))
    return times_answer(found)


def times_answer(found: statistics.DecisionTimes) -> DecisionTimesAnswer:
    lower, median, upper = (QuantileAnswer(days=q.day, low=q.low, high=q.high) for q in found.quartiles)
    return DecisionTimesAnswer(
        as_of=found.as_of,
        cases=found.total,
        decided=found.decided,
        median=median,
        lower_quartile=lower,
        upper_quartile=upper,
        limit_days=found.limit_days,
        limit_verification=found.limit_verification,
        decided_within_limit=found.decided_in_time,
        mean_of_decided_days=found.mean_of_decided,
        curve=[
            PointAnswer(
                day=p.day, at_risk=p.at_risk, decided=p.events, share_waiting=p.share, low=p.low, high=p.high
            )
            for p in found.curve.points
        ],
    )
