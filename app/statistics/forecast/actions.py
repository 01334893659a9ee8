"""Asking for a forecast, and keeping what the worker finds."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id, random_below
from app.identity.public import demand
from app.statistics.forecast.errors import ForecastUnderWay
from app.statistics.forecast.models import Forecast
from app.statistics.forecast.values import BASE, Scenario

RUN = "run_forecast"
USUAL_RUNS, MOST_RUNS, FEWEST_RUNS = 200, 1000, 10
USUAL_YEARS, MOST_YEARS = 5, 10
MOST_SCENARIOS = 6
SEEDS = 2**31
# What was recorded so long ago is committed: the same cut-off finds the same events ever after.
SETTLED = timedelta(minutes=1)
# Of each field, the smallest and the largest value.
BOUNDS = (
    ("officers", -500, 500),
    ("interpreters", -100, 100),
    ("sittings", 0.1, 20),
    ("agenda", 0.1, 20),
    ("arrivals", 0, 100),
)


async def ask(
    db: Session,
    actor: Actor,
    *,
    scenarios: Sequence[Scenario],
    office: UUID | None = None,
    years: int = USUAL_YEARS,
    runs: int = USUAL_RUNS,
    seed: int | None = None,
) -> UUID:
    """Have the worker simulate `scenarios`, the log as it stands always among them and first. A supervisor asks for the own office.

    Raises `Invalid` for values out of bounds, and `ForecastUnderWay` while one of the same person is not finished.
    """
    demand(actor, "forecast.ask")
    _demand_within("years", years, 1, MOST_YEARS)
    _demand_within("runs", runs, FEWEST_RUNS, MOST_RUNS)
    if seed is not None:
        _demand_within("seed", seed, 0, SEEDS)
    others = [one for one in scenarios if one != BASE]
    _demand_sound(others)
    return await _put(
        db,
        actor,
        office_id=actor.office_id if actor.role == "supervisor" else office,
        as_of=db.now() - SETTLED,
        seed=random_below(SEEDS) if seed is None else seed,
        runs=runs,
        weeks=round(years * 365.25 / 28) * 4,
        scenarios=[one.as_json() for one in (BASE, *others)],
        repeats=None,
    )


async def repeat(db: Session, actor: Actor, forecast_id: UUID) -> UUID:
    """Make a forecast again from the same cut-off, seed and scenarios. Raises `NotFound`, `ForecastUnderWay`."""
    demand(actor, "forecast.ask")
    first = await db.get(Forecast, forecast_id)
    if first is None:
        raise NotFound
    return await _put(
        db,
        actor,
        office_id=first.office_id,
        as_of=first.as_of,
        seed=first.seed,
        runs=first.runs,
        weeks=first.weeks,
        scenarios=list(first.scenarios),
        repeats=first.id,
    )


async def _put(db: Session, actor: Actor, **said: Any) -> UUID:
    running = select(Forecast.id).where(Forecast.asked_by == actor.user_id, Forecast.finished_at.is_(None))
    if await db.scalar(running.limit(1)) is not None:
        raise ForecastUnderWay
    asked = Forecast(
        id=new_id(),
        asked_by=actor.user_id,
        asked_at=db.now(),
        state="asked",
        done=0,
        measured={},
        outlooks=[],
        problem=None,
        digest=None,
        finished_at=None,
        **said,
    )
    db.add(asked)
    await db.flush()
    db.later(RUN, {"forecast": str(asked.id)}, at=db.now())
    return asked.id


async def note(db: Session, forecast_id: UUID, **said: object) -> Mapping[str, Any] | None:
    """Write how far it is, as the worker: what is to be simulated. None when it is over already."""
    changed = await db.execute(
        update(Forecast)
        .where(Forecast.id == forecast_id, Forecast.finished_at.is_(None))
        .values(**said)
        .returning(
            Forecast.office_id,
            Forecast.as_of,
            Forecast.seed,
            Forecast.runs,
            Forecast.weeks,
            Forecast.scenarios,
        )
    )
    row = changed.mappings().first()
    return dict(row) if row is not None else None


def _demand_sound(scenarios: Sequence[Scenario]) -> None:
    if len(scenarios) + 1 > MOST_SCENARIOS:
        raise Invalid.at(
            "scenarios", "too_many", "Compare %(limit)s escenarios como máximo.", limit=MOST_SCENARIOS
        )
    for one in scenarios:
        for name, low, high in BOUNDS:
            _demand_within(name, getattr(one, name), low, high)


def _demand_within(field: str, value: float, low: float, high: float) -> None:
    # Not a number is not within, either.
    if not low <= value <= high:
        raise Invalid.at(
            field, "out_of_bounds", "Escriba un número de %(low)s a %(high)s.", low=low, high=high
        )
