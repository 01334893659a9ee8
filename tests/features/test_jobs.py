"""Jobs: written exactly when their cause is, and each done once however often it is delivered."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.database import Database
from app.core.heartbeat import WORKER, last_beat
from app.documents.public import Desk
from app.notices.public import FileOutbox
from app.scheduling import public as scheduling
from app.worker import work
from app.workflows.due_jobs import HANDLERS
from tests.world import World

JOBS = text("select entrypoint, convert_from(payload, 'utf8') as payload from pgqueuer order by id")


async def jobs_of(world: World, name: str, ids: set[str]) -> list[dict[str, str]]:
    """The payloads of waiting jobs of a kind that name one of `ids`."""
    async with world.system.reading(SYSTEM) as db:
        rows = await db.rows(JOBS)
    found = [json.loads(row.payload) for row in rows if row.entrypoint == name]
    return [payload for payload in found if ids & set(payload.values())]


async def deadline(world: World, case_id: UUID, rule: str) -> UUID:
    async with world.reading("supervisor") as db:
        return next(limit.id for limit in await cases.limits_of(db, case_id) if limit.rule == rule)


async def do(world: World, name: str, payload: Mapping[str, str], outbox: FileOutbox) -> None:
    async with world.system.writing(SYSTEM) as db:
        await HANDLERS[name](db, payload, outbox)


async def names(world: World, case_id: UUID) -> list[str]:
    async with world.reading("supervisor") as db:
        return [event.name for event in reversed(await cases.timeline(db, case_id))]


@pytest.fixture
def outbox(tmp_path: Path) -> FileOutbox:
    return FileOutbox(tmp_path / "outbox")


async def test_a_time_limit_leaves_its_jobs_with_the_commit_and_none_with_a_rollback(world: World) -> None:
    registered = await world.register()
    due = str(await deadline(world, registered.case_id, "first_decision"))
    assert len(await jobs_of(world, "deadline_due", {due})) == 1
    assert len(await jobs_of(world, "deadline_reminder", {due})) == 1

    async with world.system.reading(SYSTEM) as db:
        before = len(await db.rows(JOBS))
    with suppress(RuntimeError):
        async with world.acting("registration_officer") as db:
            await cases.take_over(db, db.actor, registered.case_id)
            db.later("deadline_due", {"deadline": due}, at=db.now())
            await db.flush()
            raise RuntimeError
    async with world.system.reading(SYSTEM) as db:
        assert len(await db.rows(JOBS)) == before


async def test_a_limit_that_passed_is_noted_once_and_nothing_else_follows(
    world: World, outbox: FileOutbox
) -> None:
    registered = await world.register()
    due = await deadline(world, registered.case_id, "screening")
    payload = {"deadline": str(due)}
    await do(world, "deadline_due", payload, outbox)
    assert "deadline_missed" not in await names(world, registered.case_id)

    world.clock.advance(timedelta(days=30))
    await do(world, "deadline_due", payload, outbox)
    await do(world, "deadline_due", payload, outbox)
    assert (await names(world, registered.case_id)).count("deadline_missed") == 1
    async with world.reading("supervisor") as db:
        limits = {limit.rule: limit.state for limit in await cases.limits_of(db, registered.case_id)}
        assert (await cases.case_view(db, registered.reference)).stage == "registered"
    assert limits["screening"] == "missed"


async def test_a_list_goes_on_behind_a_case_whose_limit_has_passed_and_still_shows_that_limit(
    world: World, outbox: FileOutbox
) -> None:
    registered = [await world.register() for _ in range(3)]
    world.clock.advance(timedelta(days=30))
    for one in registered:
        due = await deadline(world, one.case_id, "screening")
        await do(world, "deadline_due", {"deadline": str(due)}, outbox)
    async with world.reading("supervisor") as db:
        page = await cases.worklist(db, cases.Filters(), limit=1)
        rows = list(page.rows)
        while page.after:
            page = await cases.worklist(db, cases.Filters(), limit=1, after=page.after)
            rows += page.rows
    assert {row.reference for row in rows} == {one.reference for one in registered}
    assert {row.due_rule for row in rows} == {"screening"}


async def test_a_case_stays_late_through_later_events_until_it_is_decided(
    world: World, outbox: FileOutbox
) -> None:
    registered = await world.register()
    world.clock.advance(timedelta(days=120))
    due = await deadline(world, registered.case_id, "first_decision")
    await do(world, "deadline_due", {"deadline": str(due)}, outbox)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        await cases.admit(db, db.actor, registered.case_id)
    async with world.reading("supervisor") as db:
        (row,) = (await cases.worklist(db, cases.Filters(due_before=db.now()))).rows
    assert (row.due_rule, row.due_on) == ("first_decision", date(2027, 2, 10))
    async with world.acting("registration_officer") as db:
        await cases.withdraw(
            db,
            db.actor,
            registered.case_id,
            statement="Desiste por su propia voluntad.",
            signed=True,
            desk=Desk(),
        )
    async with world.reading("supervisor") as db:
        assert (await cases.worklist(db, cases.Filters(due_before=db.now()))).rows == []


async def test_each_reminder_is_given_once_and_none_after_the_limit_was_met(
    world: World, outbox: FileOutbox
) -> None:
    registered = await world.register()
    due = str(await deadline(world, registered.case_id, "first_decision"))
    (reminder,) = await jobs_of(world, "deadline_reminder", {due})
    for payload in (reminder, reminder):
        await do(world, "deadline_reminder", payload, outbox)
    assert (await names(world, registered.case_id)).count("reminder_due") == 1

    other = await world.register()
    ended = str(await deadline(world, other.case_id, "first_decision"))
    (late,) = await jobs_of(world, "deadline_reminder", {ended})
    async with world.acting("registration_officer") as db:
        await cases.withdraw(
            db, db.actor, other.case_id, statement="Desiste por su propia voluntad.", signed=True, desk=Desk()
        )
    await do(world, "deadline_reminder", late, outbox)
    assert "reminder_due" not in await names(world, other.case_id)


async def test_a_notice_leaves_once_as_a_file_that_only_its_owner_reads(
    world: World, outbox: FileOutbox, tmp_path: Path
) -> None:
    registered = await world.register(booking=True)
    async with world.system.reading(SYSTEM) as db:
        notice = str(
            await db.scalar(text("select id from notices where case_id = :c"), {"c": registered.case_id})
        )
    assert len(await jobs_of(world, "send_notice", {notice})) == 1
    await do(world, "send_notice", {"notice": notice}, outbox)
    (sent,) = (tmp_path / "outbox").iterdir()
    message = json.loads(sent.read_text())
    assert (message["to"], message["channel"]) == ("Yorlenis Beatriz Guédez Marcano", "sms")
    # Nobody has said yet whose telephone it is: neither the procedure nor its reference is named.
    assert registered.reference not in message["text"]
    assert message["text"].startswith("Tiene una cita el ")
    assert (sent.stat().st_mode & 0o777, sent.parent.stat().st_mode & 0o777) == (0o600, 0o700)

    sent.unlink()
    await do(world, "send_notice", {"notice": notice}, outbox)
    assert list((tmp_path / "outbox").iterdir()) == []


async def test_an_appointment_that_nobody_accounted_for_is_put_before_a_person_and_counts_against_nobody(
    world: World, outbox: FileOutbox
) -> None:
    kept_away, called_off = await world.register(booking=True), await world.register()
    world.clock.advance(timedelta(minutes=1))
    async with world.acting("registration_officer") as db:
        second = await scheduling.book(
            db,
            db.actor,
            called_off.case_id,
            room_id=world.room,
            starts_at=world.clock.now() + timedelta(days=8),
            language="es",
        )
        await scheduling.cancel(db, db.actor, second, reasons="La persona pidió otra fecha por salud.")
    async with world.acting("registration_officer") as db:
        for case_id in (kept_away.case_id, called_off.case_id):
            await cases.take_over(db, db.actor, case_id)
            await cases.admit(db, db.actor, case_id)
    world.clock.advance(timedelta(days=9))
    for appointment in (kept_away.appointment_id, kept_away.appointment_id, second):
        await do(world, "no_show_check", {"appointment": str(appointment)}, outbox)
    marked = {}
    async with world.reading("supervisor") as db:
        for case_id in (kept_away.case_id, called_off.case_id):
            (found,) = await scheduling.appointments_of(db, case_id)
            marked[case_id] = (found.state, found.unanswered_since is not None)
    assert marked == {kept_away.case_id: ("booked", True), called_off.case_id: ("cancelled", False)}
    for case_id in marked:
        assert "interview_missed" not in await names(world, case_id)


async def test_the_worker_does_what_is_due_gives_a_sign_of_life_and_stops_when_told(
    world: World, database_url: str, databases: tuple[Database, Database]
) -> None:
    registered = await world.register(booking=True)
    stop = asyncio.Event()
    working = asyncio.create_task(work(database_url, until=stop))
    # The worker looks at the real clock, by which that appointment is over: it says nothing of it, but has looked.
    sent = text("select count(*) from notices where case_id = :c and state <> 'waiting'")
    for _ in range(200):
        async with world.system.reading(SYSTEM) as db:
            if await db.scalar(sent, {"c": registered.case_id}) and await last_beat(db, WORKER):
                break
        await asyncio.sleep(0.05)
    else:
        pytest.fail("the worker did nothing in ten seconds")
    stop.set()
    await asyncio.wait_for(working, 10)
