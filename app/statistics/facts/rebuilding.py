"""All facts made anew from the events, while the figures go on being read and kept: by one process, or by several that share the cases."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

import app
from app.core.actor import SYSTEM
from app.core.database import Database
from app.statistics.facts import counts
from app.statistics.facts.keeping import ALONE
from app.statistics.facts.store import write

BATCH = 500
ROOT = Path(app.__file__).parents[1]
# Whoever makes facts anew and whoever keeps them up do not write a case at once; several who make anew have cases of their own.
_BESIDE_OTHERS = text("select pg_advisory_xact_lock_shared(hashtext('facts'))")
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext('facts rebuilt'))")
_NEXT = text("""
select id from cases where id > cast(:after as uuid) and id <= cast(:last as uuid) order by id limit :most
""")
_PARTS = text("""
select max(id::text) as last from (select id, ntile(:parts) over (order by id) as part from cases) c group by part order by 1
""")
FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)
Told = Callable[[int], None]


class RebuildFailed(RuntimeError):
    """A process that makes facts anew ended before its cases were done. What it did stands; the counts are as they were."""


async def rebuild(database: Database, *, told: Told = lambda _: None, processes: int = 1) -> int:
    """Project every case from its events; the counts are made anew at the end.

    `told` hears how many cases are done. Returns how many there were. More than one of `processes`: each by itself, with the system's
    clock, for a very large caseload. Raises `RebuildFailed`.
    """
    async with database.reading(SYSTEM) as watch:
        await watch.execute(_ONE_AT_A_TIME)
        done = await (_shared(database, told, processes) if processes > 1 else _own(database, told))
        async with database.writing(SYSTEM) as db:
            await db.execute(ALONE)
            driver = await db.driver()
            for statement in counts.ANEW:
                await driver.execute(statement)
    return done


async def _own(database: Database, told: Told) -> int:
    done = 0
    async for number in written(database, FIRST, LAST):
        done += number
        told(done)
    return done


async def written(database: Database, after: UUID, last: UUID) -> AsyncIterator[int]:
    """Project the cases with keys after the one and up to the other, batch by batch; how many each had."""
    while True:
        async with database.writing(SYSTEM) as db:
            await db.execute(_BESIDE_OTHERS)
            cases = list(await db.scalars(_NEXT, {"after": after, "last": last, "most": BATCH}))
            if cases:
                await write(db, cases)
        if not cases:
            return
        after = cases[-1]
        yield len(cases)


async def _shared(database: Database, told: Told, processes: int) -> int:
    async with database.reading(SYSTEM) as db:
        ends = [UUID(each) for each in await db.scalars(_PARTS, {"parts": processes})]
    done = [0] * len(ends)

    async def part(place: int) -> None:
        after = ends[place - 1] if place else FIRST
        async for number in _by_a_process(database, after, ends[place]):
            done[place] += number
            told(sum(done))

    await asyncio.gather(*(part(place) for place in range(len(ends))))
    return sum(done)


async def _by_a_process(database: Database, after: UUID, last: UUID) -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.statistics.facts.child"),
        stdin=PIPE,
        stdout=PIPE,
        cwd=ROOT,
        env=os.environ,
    )
    try:
        async for number in _numbers(process, database, after, last):
            yield number
        if await process.wait():
            raise RebuildFailed
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _numbers(process: Any, database: Database, after: UUID, last: UUID) -> AsyncIterator[int]:
    url = database.engine.url.render_as_string(hide_password=False)
    # By its standard input: a command line and an environment can be read by others.
    process.stdin.write(json.dumps({"url": url, "after": str(after), "last": str(last)}).encode())
    await process.stdin.drain()
    process.stdin.close()
    while line := await process.stdout.readline():
        yield int(line)
