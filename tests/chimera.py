"""A deployment in a country that does not exist, whose law attaches everything to time that a law can (features/procedures)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.intake import public as intake
from app.notices.public import FileOutbox
from app.procedure.files import loading
from app.settings import settings
from app.workflows.due_jobs import HANDLERS
from app.workflows.record_step import record_step
from app.workflows.register_arrival import Registered, register_arrival
from tests.world import World, adult

PROFILE = Path(__file__).parent / "features/procedures/qmm-1.toml"
REASONS = "Consta en el expediente, con los oficios del caso."


@contextmanager
def deployed(shelf: Path, monkeypatch: pytest.MonkeyPatch, country: str = "QMM") -> Iterator[None]:
    """The invented country's file beside the shipped ones, and a deployment that runs `country`."""
    shutil.copytree(loading.SHIPPED, shelf)
    shutil.copy(PROFILE, shelf / PROFILE.name)
    monkeypatch.setattr(loading, "SHIPPED", shelf)
    monkeypatch.setenv("ACOGIDA_PROFILE_COUNTRY", country)
    monkeypatch.setenv("ACOGIDA_PROFILE_OVERRIDES", "")
    loading.forget()
    settings.cache_clear()
    try:
        yield
    finally:
        loading.forget()
        settings.cache_clear()


async def register(
    world: World,
    household: list[intake.Member] | None = None,
    *,
    entered_on: date | None = date(2026, 11, 9),
    **arrival: Any,
) -> Registered:
    async with world.acting("registration_officer") as db:
        return await register_arrival(
            db,
            db.actor,
            household or [adult()],
            intake.Arrival(entered_on, "Peñas Blancas", **arrival),
            office_id=world.office,
        )


async def step(
    world: World,
    case_id: UUID,
    event: str,
    *,
    who: str = "supervisor",
    version: int | None = None,
    reasons: str = REASONS,
    claims: list[UUID] | None = None,
    at: datetime | None = None,
    **answers: Any,
) -> cases.Recorded:
    async with world.acting(who) as db:
        told = cases.Told(answers, reasons, claims, at)
        return await record_step(db, db.actor, case_id, event, told, version=version)


async def do(world: World, job: str, payload: dict[str, str], outbox: Path) -> None:
    """What the worker does with one job."""
    async with world.system.writing(SYSTEM) as db:
        await HANDLERS[job](db, payload, FileOutbox(outbox))


async def passes(world: World, case_id: UUID, rule: str, outbox: Path) -> None:
    """The newest limit of that name is looked at by the worker, after its end."""
    limit = await limit_of(world, case_id, rule)
    await do(world, "deadline_due", {"deadline": str(limit.id)}, outbox)


async def limit_of(world: World, case_id: UUID, rule: str) -> cases.Limit:
    """The one that runs, else the newest."""
    async with world.system.reading(SYSTEM) as db:
        found = [limit for limit in await cases.limits_of(db, case_id) if limit.rule == rule]
    running = [limit for limit in found if limit.state == "running"]
    return (running or sorted(found, key=lambda limit: limit.started_at)[-1:])[0]


async def every_limit_passes(world: World, outbox: Path, case_id: UUID, *, until: datetime) -> int:
    """Let the calendar run: each limit of the case that ends is noted, also those that start anew. How many there were."""
    noted = 0
    while True:
        async with world.system.reading(SYSTEM) as db:
            limits = await cases.limits_of(db, case_id)
        due = [x for x in limits if x.state == "running" and x.due_at <= until]
        if not due:
            return noted
        first = min(due, key=lambda x: x.due_at)
        world.clock.set(max(first.due_at, world.clock.now()))
        await do(world, "deadline_due", {"deadline": str(first.id)}, outbox)
        noted += 1


async def proposals(world: World, case_id: UUID, who: str = "supervisor") -> list[cases.ProposalView]:
    async with world.reading(who) as db:
        return await cases.proposals_of(db, case_id, open_only=False)


async def events(world: World, case_id: UUID) -> list[cases.Happening]:
    async with world.system.reading(SYSTEM) as db:
        return list(reversed(await cases.timeline(db, case_id, limit=500)))


def at(day: str, hour: int = 15) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
