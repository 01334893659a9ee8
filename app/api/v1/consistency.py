"""Consistency of outcomes: recognition by person and office against what chance gives. Nobody sees whom they may not."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.consistency import AskedConsistency, consistency_asked, names_in
from app.edge.drawings import pens, picture
from app.edge.figures import csv_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.statistics import public as statistics

router = Router(prefix="/figures", tags=["metrics"], responses=PROBLEMS)


class ConsistencyQuery(AskedConsistency):
    """`format=csv` answers with a file instead, `svg` and `png` with the drawing `of` persons or offices."""

    format: Literal["json", "csv", "svg", "png"] = "json"
    of: Literal["persons", "offices"] | None = None


class LimitsAnswer(BaseModel):
    """Where a unit stays when nobody differs, in 95 % and 99.8 % of all worlds; on the scale of `adjusted_rate`."""

    low_95: float
    high_95: float
    low_99_8: float
    high_99_8: float


class StandingAnswer(BaseModel):
    """`expected_rate`: with the same countries of origin at everybody's rates. `adjusted_rate`: the rate of all, plus what this one is
    over or under the expected. `stands_out`: from all that were looked at together; no reason is known and none is implied.

    `id` is `null` for an auditor, to whom persons are numbers that mean nothing outside this answer.
    """

    id: UUID | None
    name: str
    decisions: int
    recognised: int
    rate: float
    expected_rate: float
    adjusted_rate: float
    limits: LimitsAnswer
    stands_out: bool


class ComparedAnswer(BaseModel):
    """`compared` were held against each other, `standing_out` of them stand out, and `too_few` had fewer than the minimum; `shown` are
    those whom the reader may see. `spread_factor`: how much more they vary than chance alone (1: no more); `spread_between`: the
    standard deviation of rates that the limits allow for besides chance."""

    compared: int
    standing_out: int
    too_few: int
    spread_factor: float
    spread_between: float
    shown: list[StandingAnswer]


class ConsistencyAnswer(BaseModel):
    """First decisions on the merits of principal claims, by whoever submitted the last analysis before them."""

    since: date
    until: date
    as_of: datetime
    minimum_decisions: int
    minimum_compared: int
    decisions: int
    recognition_rate: float | None
    persons: ComparedAnswer
    offices: ComparedAnswer


@router.get(
    "/consistency",
    dependencies=[requires("consistency.read", reads=True)],
    response_model=ConsistencyAnswer,
)
async def consistency(
    request: Request, db: ReadDb, query: Annotated[ConsistencyQuery, Query()]
) -> ConsistencyAnswer | Response:
    """Recognition by person and office against what chance alone gives with the same countries of origin. The whole is computed alike
    for every reader: an officer is shown the own figures, a supervisor the office's, others those of offices."""
    found = await consistency_asked(db, query)
    names = await names_in(db, found)
    if query.format == "csv":
        return csv_of(statistics.consistency_sheet(found, names))
    if query.format != "json":
        drawing = await pens(request).consistency(request, db, found, query.of)
        return picture(drawing, query.format, "consistency")
    whole = found.persons.funnel
    return ConsistencyAnswer(
        since=found.since,
        until=found.until,
        as_of=found.as_of,
        minimum_decisions=statistics.MINIMUM,
        minimum_compared=statistics.PEERS,
        decisions=whole.of,
        recognition_rate=whole.rate,
        persons=_compared(found.persons, names),
        offices=_compared(found.offices, names),
    )


def _compared(compared: statistics.Compared, names: dict[UUID, str]) -> ComparedAnswer:
    found = compared.funnel
    return ComparedAnswer(
        compared=len(found.standings),
        standing_out=len(found.outside),
        too_few=found.too_few,
        spread_factor=found.spread.factor,
        spread_between=found.spread.between,
        shown=[_standing(one, names) for one in compared.shown],
    )


def _standing(one: statistics.Shown, names: dict[UUID, str]) -> StandingAnswer:
    s = one.standing
    return StandingAnswer(
        id=one.id,
        name=statistics.name_of(one, names),
        decisions=s.of,
        recognised=s.hits,
        rate=s.rate,
        expected_rate=s.expected,
        adjusted_rate=s.adjusted,
        limits=LimitsAnswer(
            low_95=s.likely[0], high_95=s.likely[1], low_99_8=s.widest[0], high_99_8=s.widest[1]
        ),
        stands_out=s.outside,
    )
