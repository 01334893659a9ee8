"""When the backlog is gone: simulations fed from the log, made by the worker, repeatable by their seed. Nobody stands in them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS, Body
from app.core.database import Session
from app.core.errors import Invalid
from app.edge.access import requires
from app.edge.drawings import pens, picture
from app.edge.figures import csv_of
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.statistics.public import forecast

router = Router(prefix="/forecasts", tags=["forecasts"], responses=PROBLEMS)


class ScenarioBody(Body):
    """What is otherwise than in the log: `officers` and `interpreters` (of each language) more, the rest so many times as many."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    officers: int = 0
    interpreters: int = 0
    sittings: Annotated[float, Field(allow_inf_nan=False)] = 1.0
    agenda: Annotated[float, Field(allow_inf_nan=False)] = 1.0
    arrivals: Annotated[float, Field(allow_inf_nan=False)] = 1.0


class ForecastBody(Body):
    """`office`: a code; nothing is all, and a supervisor's is always their own. Without `seed` a new one is drawn. The scenario
    `base`, all as it is, always stands first."""

    office: Annotated[str | None, Field(max_length=60)] = None
    years: int = forecast.USUAL_YEARS
    runs: int = forecast.USUAL_RUNS
    seed: int | None = None
    scenarios: Annotated[list[ScenarioBody], Field(max_length=20)] = []


class Made(BaseModel):
    id: UUID


class OutlookAnswer(BaseModel):
    """`pending` and `late`: for each of `weeks` the values below which 5, 25, 50, 75 and 95 % of the runs lie. `answered`: days until
    all who wait at the cut-off have an answer; `gone`: until nobody (but a few) waits beyond the limit; null: not within the horizon.
    `busy`: the share of their time. `little`: L counted, and λ times W."""

    scenario: dict[str, Any]
    runs: int
    lot: int
    weeks: list[int]
    pending: list[list[float]]
    late: list[list[float]]
    gone: list[float | None]
    gone_share: float
    answered: list[float | None]
    answered_share: float
    decided: list[float]
    closed: list[float]
    busy: dict[str, float]
    outcomes: dict[str, float]
    little: dict[str, float]


class ForecastAnswer(BaseModel):
    """`state`: asked, running, done, empty (`problem`: `cases`, `work` or `decisions` are missing in the log) or failed. Made again
    from the same `as_of`, `seed`, `runs`, `weeks` and scenarios, it has the same `digest`."""

    id: UUID
    asked_at: datetime
    office: str | None
    as_of: datetime
    seed: int
    runs: int
    weeks: int
    scenarios: list[dict[str, Any]]
    repeats: UUID | None
    state: str
    done: int
    all: int
    problem: str | None
    digest: str | None
    finished_at: datetime | None
    measured: dict[str, Any] | None
    naive: dict[str, Any] | None
    outlooks: list[OutlookAnswer]


class FormatQuery(BaseModel):
    """`scenario`: whose drawing `svg` and `png` answer with; without it, `base`."""

    format: Literal["json", "csv", "svg", "png"] = "json"
    scenario: Annotated[str, Field(max_length=60)] = ""


@router.get("", dependencies=[requires("forecast.read", reads=True)])
async def list_forecasts(db: ReadDb) -> list[ForecastAnswer]:
    """The last twenty, without their figures. A supervisor sees those of the own office."""
    codes = {office.id: office.code for office in await identity.offices(db)}
    return [_answer(view, codes) for view in await forecast.forecasts(db)]


@router.post("", dependencies=[requires("forecast.ask")], status_code=201, responses={201: {"model": Made}})
async def ask(request: Request, db: Db, body: ForecastBody, idempotency_key: Key = None) -> Response:
    """Have one made. 409 while one of the same person is not finished."""

    async def do() -> Made:
        scenarios = [forecast.Scenario(**one.model_dump()) for one in body.scenarios]
        office = await _office(db, body.office)
        return Made(
            id=await forecast.ask(
                db,
                db.actor,
                scenarios=scenarios,
                office=office,
                years=body.years,
                runs=body.runs,
                seed=body.seed,
            )
        )

    return await once(request, db, idempotency_key, do, location=_location)


@router.get(
    "/{forecast_id}",
    dependencies=[requires("forecast.read", reads=True)],
    response_model=ForecastAnswer,
)
async def one(
    request: Request, db: ReadDb, forecast_id: UUID, query: Annotated[FormatQuery, Query()]
) -> ForecastAnswer | Response:
    """One with its figures, as far as it is. `format=csv` answers with a file instead."""
    view = await forecast.forecast(db, forecast_id)
    if query.format == "csv":
        return csv_of(forecast.forecast_sheet(view))
    if query.format != "json":
        return picture(pens(request).forecast(request, view, query.scenario), query.format, "forecast")
    return _answer(view, {office.id: office.code for office in await identity.offices(db)})


@router.post(
    "/{forecast_id}/repetitions",
    dependencies=[requires("forecast.ask")],
    status_code=201,
    responses={201: {"model": Made}},
)
async def repeat(request: Request, db: Db, forecast_id: UUID, idempotency_key: Key = None) -> Response:
    """Have it made again, from the same cut-off, seed and scenarios."""

    async def do() -> Made:
        return Made(id=await forecast.repeat(db, db.actor, forecast_id))

    return await once(request, db, idempotency_key, do, location=_location)


def _location(made: BaseModel) -> str:
    return f"/api/v1/forecasts/{made.model_dump()['id']}"


async def _office(db: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    found = next((office.id for office in await identity.offices(db) if office.code == code), None)
    if found is None:
        raise Invalid.at("office", "unknown_office", "Elija una oficina de la lista.")
    return found


def _answer(view: forecast.ForecastView, codes: dict[UUID, str]) -> ForecastAnswer:
    return ForecastAnswer(
        id=view.id,
        asked_at=view.asked_at,
        office=codes.get(view.office_id) if view.office_id else None,
        as_of=view.as_of,
        seed=view.seed,
        runs=view.runs,
        weeks=view.weeks,
        scenarios=[one.as_json() for one in view.scenarios],
        repeats=view.repeats,
        state=view.state,
        done=view.done,
        all=view.all,
        problem=view.problem,
        digest=view.digest,
        finished_at=view.finished_at,
        measured=view.measured.as_json() if view.measured else None,
        naive=forecast.naive(view.measured).as_json() if view.measured else None,
        outlooks=[OutlookAnswer(**one.as_json()) for one in view.outlooks],
    )
