"""The yearly return to UNHCR in its columns and codes, and the regional indicators. Counts, never a person."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.figures import csv_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.statistics.public import publishing

router = Router(tags=["statistics"], responses=PROBLEMS)
Year = Annotated[int, Query(ge=1951, le=9999)]
Name = Literal["applications", "decisions", "population", "demographics", "processing-time"]


class ReturnAnswer(BaseModel):
    """`waiting`: cases of which the record knows more than was counted. Cases (`C`) and persons (`P`) are never added."""

    year: int
    until: date
    waiting: int
    tables: dict[str, list[dict[str, Any]]]


class IndicatorAnswer(BaseModel):
    """`verification` is of the indicator as an official one; `value` is null where there is nobody of whom it could be said."""

    aim: str
    code: str
    kind: str
    value: float | None
    verification: str


class IndicatorsAnswer(BaseModel):
    year: int
    until: date
    waiting: int
    indicators: list[IndicatorAnswer]


@router.get(
    "/unhcr-return",
    dependencies=[requires("publication.returns", reads=True)],
    response_model=ReturnAnswer,
)
async def read_unhcr_return(db: ReadDb, year: Year, table: Name | None = None) -> ReturnAnswer | Response:
    """The return of a year. With `table`, that one as CSV in UNHCR's columns."""
    found = await publishing.unhcr_return(db, year)
    if table is not None:
        return csv_of(found.tables[table])
    return ReturnAnswer(
        year=found.year,
        until=found.until,
        waiting=found.lag.cases,
        tables={
            name: [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]
            for name, sheet in found.tables.items()
        },
    )


@router.get("/mirps-indicators", dependencies=[requires("publication.returns", reads=True)])
async def read_mirps_indicators(db: ReadDb, year: Year) -> IndicatorsAnswer:
    """The regional indicators of a year, of cases, with the mark of each: no official list of them is known."""
    found = await publishing.mirps_indicators(db, year)
    return IndicatorsAnswer(
        year=found.year,
        until=found.until,
        waiting=found.lag.cases,
        indicators=[IndicatorAnswer.model_validate(each, from_attributes=True) for each in found.found],
    )
