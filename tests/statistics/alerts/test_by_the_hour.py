"""The worker looks at what is watched by the clock, without anybody asking it to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.statistics import public as statistics
from app.worker import work
from tests.statistics.alerts.test_alerts import cases, view, watched
from tests.world import World

alerts = statistics.alerts
SCHEDULES = text(
    "select expression, next_run, last_run, status from pgqueuer_schedules where entrypoint = :name"
)
DUE = text(
    "update pgqueuer_schedules set next_run = now() - interval '1 second' where entrypoint = :name returning last_run"
)


@asynccontextmanager
async def at_work(url: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    working = asyncio.create_task(work(url, until=stop))
    yield
    stop.set()
    await asyncio.wait_for(working, 20)


async def scheduled(world: World) -> Any:
    async with world.system.reading(SYSTEM) as db:
        return await db.row(SCHEDULES, {"name": alerts.NAME})


async def until_run_after(world: World, last: datetime | None) -> None:
    for _ in range(400):
        row = await scheduled(world)
        if row is not None and row.status == "queued" and row.last_run != last:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the worker did not look in twenty seconds")


async def test_a_worker_looks_each_hour_and_tells_of_a_crossing_once(world: World, database_url: str) -> None:
    one = await watched(world)
    await cases(world, 2)
    async with at_work(database_url):
        for _ in range(200):
            if await scheduled(world) is not None:
                break
            await asyncio.sleep(0.05)
    row = await scheduled(world)
    assert row.expression == alerts.EVERY_HOUR
    assert row.next_run.minute == 20
    assert (await view(world, one)).crossings == (), "the hour has not come"
    for _ in range(2):
        async with world.system.writing(SYSTEM) as db:
            last = await db.scalar(DUE, {"name": alerts.NAME})
        async with at_work(database_url):
            await until_run_after(world, last)
        found = await view(world, one)
        assert (found.state, found.value) == ("beyond", 2)
        assert len(found.crossings) == 1
