"""The worker's part of a forecast: read the log, simulate, keep the answers, and say how far it is.

Begun again after a stop it reads the same log by the same cut-off and draws the same chances.
"""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from uuid import UUID

import structlog

from app.core.actor import SYSTEM
from app.core.database import Database
from app.overrides.public import procedure_in_force
from app.statistics.public import forecast

# Seconds between two words on how far it is.
SAY_EVERY = 1.0
log = structlog.get_logger()


async def run_forecast(database: Database, payload: Mapping[str, str]) -> None:
    """Do what was asked, and leave an answer in any case: the figures, that the log has too little, or that it failed."""
    forecast_id = UUID(payload["forecast"])
    asked = await _note(database, forecast_id, state="running", done=0)
    if asked is None:
        return
    try:
        said = await _found(database, forecast_id, asked)
    except forecast.NothingToForecast as nothing:
        said = {"state": "empty", "problem": nothing.what}
    except forecast.RunsFailed:
        log.exception("forecast_failed", forecast=str(forecast_id))
        said = {"state": "failed", "problem": "runs"}
    await _note(database, forecast_id, finished_at=database.clock.now(), **said)


async def _found(database: Database, forecast_id: UUID, asked: Mapping[str, Any]) -> dict[str, Any]:
    async with database.reading(SYSTEM) as db:
        profile = await procedure_in_force(db)
        measured = await forecast.measure(db, profile, as_of=asked["as_of"], office=asked["office_id"])
    scenarios = [forecast.Scenario(**one) for one in asked["scenarios"]]
    said_at = time.monotonic()

    async def say(done: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at >= SAY_EVERY:
            said_at = time.monotonic()
            await _note(database, forecast_id, done=done)

    found = await forecast.run_all(
        measured, scenarios, seed=asked["seed"], runs=asked["runs"], weeks=asked["weeks"], say=say
    )
    answers: dict[str, Any] = {
        "measured": measured.as_json(),
        "outlooks": [one.as_json() for one in found],
    }
    digest = sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
    return answers | {"state": "done", "done": asked["runs"] * len(scenarios), "digest": digest}


async def _note(database: Database, forecast_id: UUID, **said: object) -> Mapping[str, Any] | None:
    async with database.writing(SYSTEM) as db:
        return await forecast.note(db, forecast_id, **said)


FORECAST_HANDLERS: Mapping[str, Callable[[Database, Mapping[str, str]], Awaitable[None]]] = MappingProxyType(
    {forecast.RUN: run_forecast}
)
