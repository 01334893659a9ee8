"""Every figure by its name, with all filters, as of any instant, beside a second set of filters; as JSON or CSV."""

from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from fastapi import Query, Request
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.core.database import ReadSession
from app.core.errors import Invalid
from app.edge.access import requires
from app.edge.drawings import pens, picture
from app.edge.figures import Asked, AskedCases, cases_behind, csv_of, filters_of, sheet_of
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.statistics import public as statistics

router = Router(prefix="/figures", tags=["figures"], responses=PROBLEMS)
Cell = str | int | float | bool | date | None


class Defined(BaseModel):
    """What a figure is, in both languages."""

    name: str
    title: dict[str, str]
    formula: dict[str, str]
    source: str
    caveat: dict[str, str]


class FigureQuery(Asked):
    """`compare`: a second set of filters as a query of its own (`office=upala&from=2025-01-01`), counted beside the first.
    `format=csv` answers with a file of one `table` (`headline`: the values above the tables), `svg` and `png` with its drawing, in the
    language of the request; the first where none is named.
    """

    compare: Annotated[str | None, Field(max_length=500)] = None
    format: Literal["json", "csv", "svg", "png"] = "json"
    table: Annotated[str | None, Field(max_length=40)] = None


class LagAnswer(BaseModel):
    """Cases of which the record knows more than the figures do, and since when."""

    cases: int
    since: datetime | None


class ValueAnswer(BaseModel):
    key: str
    kind: str
    value: int | float | date | None
    low: int | float | None
    high: int | float | None
    over: dict[str, int | float | None]


class ColumnAnswer(BaseModel):
    key: str
    kind: str
    words: str | None


class TableAnswer(BaseModel):
    name: str
    columns: list[ColumnAnswer]
    rows: list[list[Cell]]


class FigureAnswer(BaseModel):
    """A figure as it stood at `as_of`. `rounded`: you are not shown exact counts. `compared`: the same for the second set of filters."""

    name: str
    as_of: datetime
    lag: LagAnswer
    rounded: bool
    headline: list[ValueAnswer]
    tables: list[TableAnswer]
    compared: "FigureAnswer | None" = None


class CaseBehindAnswer(BaseModel):
    """One case. `reference` for who may see it, else `pseudonym`. `filed` and `on` (when it counts): days, under pseudonyms months."""

    reference: str | None
    pseudonym: str | None
    stage: str
    office: str
    filed: str
    on: str
    late: bool


class CasesAnswer(BaseModel):
    """`total` is the figure's number, `visible` how many of them you may see. `next` continues the list: send it as `after`, with
    `extract` where there is one."""

    total: int
    visible: int
    extract: str | None
    next: str | None
    cases: list[CaseBehindAnswer]


@router.get("", dependencies=[requires("metrics.read", reads=True)])
async def definitions() -> list[Defined]:
    """Every figure there is, with its definition."""
    return [
        Defined(
            name=one.name,
            title=_both(one.title.es, one.title.en),
            formula=_both(one.formula.es, one.formula.en),
            source=one.source,
            caveat=_both(one.caveat.es, one.caveat.en),
        )
        for one in statistics.definitions().values()
    ]


@router.get("/{name}/cases", dependencies=[requires("metrics.read")])
async def cases_of_a_figure(
    request: Request, db: Db, name: str, query: Annotated[AskedCases, Query()]
) -> CasesAnswer:
    """The cases behind a part of a figure: those that you may see, the longest there first. The auditor is shown no reference and no day:
    pseudonyms that hold within one `extract`, in an order of their own. The look is written into the record of access.
    """
    found = await cases_behind(db, name, query, request_id=request.state.request_id)
    offices = {office.id: office.code for office in await identity.offices(db)}
    return CasesAnswer(
        total=found.total,
        visible=found.visible,
        extract=found.extract,
        next=found.after,
        cases=[
            CaseBehindAnswer(
                reference=row.reference,
                pseudonym=row.pseudonym,
                stage=row.stage,
                office=offices.get(row.office_id, ""),
                filed=_day_or_month(row.filed_on, found),
                on=_day_or_month(row.on, found),
                late=row.late,
            )
            for row in found.rows
        ],
    )


def _day_or_month(day: date, found: statistics.Behind) -> str:
    return f"{day:%Y-%m}" if found.extract else day.isoformat()


@router.get("/{name}", dependencies=[requires("metrics.read", reads=True)], response_model=FigureAnswer)
async def figure(
    request: Request, db: ReadDb, name: str, query: Annotated[FigureQuery, Query()]
) -> FigureAnswer | Response:
    """One figure. A supervisor counts the own office. 404 for the drawing of what has none."""
    found = await statistics.figure(db, name, await filters_of(db, query))
    if query.format == "csv":
        return csv_of(sheet_of(found, query.table))
    if query.format != "json":
        return picture(await pens(request).figure(db, found, query, query.table), query.format, name)
    answer = _answer(found)
    if query.compare:
        answer.compared = _answer(await statistics.figure(db, name, await _second(db, query.compare)))
    return answer


async def _second(db: ReadSession, compare: str) -> statistics.Filters:
    try:
        return await filters_of(db, Asked.model_validate(dict(parse_qsl(compare))))
    except ValidationError as wrong:
        raise Invalid.at("compare", "not_filters", "Escriba filtros como los de la cifra.") from wrong


def _answer(found: statistics.Figure) -> FigureAnswer:
    return FigureAnswer(
        name=found.name,
        as_of=found.as_of,
        lag=LagAnswer(cases=found.lag.cases, since=found.lag.since),
        rounded=found.rounded,
        headline=[
            ValueAnswer(key=v.key, kind=v.kind, value=v.value, low=v.low, high=v.high, over=dict(v.over))
            for v in found.headline
        ],
        tables=[
            TableAnswer(
                name=table.name,
                columns=[ColumnAnswer(key=c.key, kind=c.kind, words=c.words) for c in table.columns],
                rows=[list(row) for row in table.rows],
            )
            for table in found.tables
        ],
    )


def _both(es: str, en: str) -> dict[str, str]:
    return {"es": es, "en": en}
