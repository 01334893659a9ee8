"""Another process: a server that was running before, and the worker, find what was put in force meanwhile."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.cases import public as cases
from app.cases.models import Deadline
from app.core.actor import SYSTEM
from app.overrides import public as overrides
from tests.overrides.test_putting_in_force import confirm, upload, withdraw
from tests.world import World, also_holds

ELSEWHERE = """
import asyncio, sys
from app.core.actor import SYSTEM
from app.core.database import Database
from app.overrides import public as overrides

async def main():
    database = Database.connect(sys.argv[1], role="acogida_worker", pool_size=1)
    async with database.reading(SYSTEM) as db:
        for name in sys.argv[2:]:
            print(str((await overrides.edition(db, "CRI", name)).limit("first_decision").length))
    await database.close()

asyncio.run(main())
"""


async def _two(world: World) -> World:
    await also_holds(world, "auditor", "administrator", "second_administrator")
    return world


async def test_a_process_of_its_own_reads_the_editions(world: World, database_url: str) -> None:
    await _two(world)
    await confirm(world, await upload(world))
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, database_url, "2024-06+1", "2024-06", "2022-12~2024-06+1"],
        capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert done.stdout.splitlines()[0] == "5 months"
    assert done.stdout.splitlines()[1] == "3 months"
    assert len(done.stdout.splitlines()) == 3


async def test_a_server_that_was_running_before_follows_at_its_next_request(world: World) -> None:
    await _two(world)
    other = replace(world.app, kept={})

    async def there() -> str:
        async with other.reading(world.actor("supervisor")) as db:
            return (await overrides.procedure_in_force(db)).version

    assert await there() == "2024-06"
    number = await upload(world)
    assert await there() == "2024-06"
    await confirm(world, number)
    assert await there() == "2024-06+1"
    await withdraw(world, number)
    assert await there() == "2024-06"


async def test_the_worker_judges_a_limit_by_the_edition_of_its_case(world: World) -> None:
    await _two(world)
    await confirm(world, await upload(world))
    filed = await world.register()
    async with world.system.reading(SYSTEM) as db:
        limit = await db.scalar(
            select(Deadline.id).where(Deadline.case_id == filed.case_id, Deadline.rule == "first_decision")
        )
    world.clock.advance(timedelta(days=170))
    worker = replace(world.system, kept={})
    async with worker.writing(SYSTEM) as db:
        await cases.note_passed(db, limit)
    async with world.reading("registration_officer") as db:
        happened = [h.name for h in await cases.timeline(db, filed.case_id)]
        view = await cases.case_view(db, filed.reference)
    assert happened[0] == "deadline_missed"
    assert view.profile_version == "2024-06+1"
