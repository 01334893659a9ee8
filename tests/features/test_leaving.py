"""Who leaves a case leaves nothing behind that waits for them: no room, no draft, no remedy on a judge's desk."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.decisions import public as decisions
from app.documents.public import Desk
from app.remedies import public as remedies
from app.scheduling import public as scheduling
from app.workflows.call_off_what_waits import call_off_what_waits
from tests.appealing import COUNSEL, appealed
from tests.awaiting import case_awaiting_decision
from tests.features.test_jobs import jobs_of
from tests.features.test_sittings import MEMBERS, close, convene, open_with, put, vote
from tests.world import World

STATEMENT = "Declara por su propia voluntad que no desea continuar."


async def withdraw(world: World, case_id: UUID, who: str = "registration_officer") -> None:
    async with world.acting(who) as db:
        await cases.withdraw(db, db.actor, case_id, statement=STATEMENT, signed=True, desk=Desk())


async def what_follows(world: World, case_id: UUID) -> bool:
    """The job that the withdrawal left, done."""
    assert await jobs_of(world, cases.CASE_LEFT, {str(case_id)})
    async with world.system.writing(SYSTEM) as db:
        return await call_off_what_waits(db, case_id)


async def test_an_interview_to_come_is_called_off_and_its_room_is_free_again(world: World) -> None:
    registered = await world.register(booking=True)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    await withdraw(world, registered.case_id)
    assert await what_follows(world, registered.case_id)
    async with world.reading("supervisor") as db:
        (appointment,) = await scheduling.appointments_of(db, registered.case_id)
        names = [event.name for event in await cases.timeline(db, registered.case_id)]
    assert appointment.state == "cancelled"
    assert "appointment_cancelled" in names


async def test_a_draft_is_put_aside_and_the_case_can_be_put_on_an_agenda_again(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    for member in MEMBERS:
        await vote(world, member, sitting, item)
    draft = (await close(world, sitting, item)).decision_id
    assert draft is not None
    await withdraw(world, case_id)
    assert await what_follows(world, case_id)
    async with world.reading("supervisor") as db:
        with pytest.raises(NotFound):
            await decisions.decision(db, draft)
        assert await decisions.decisions_of(db, case_id, drafts=True) == []


async def test_a_pending_remedy_leaves_the_tribunals_list(world: World) -> None:
    scene, remedy_id = await appealed(world)
    await withdraw(world, scene.case_id, COUNSEL)
    assert await what_follows(world, scene.case_id)
    async with world.reading("appeals_judge") as db:
        assert (await remedies.remedy(db, remedy_id)).status == "withdrawn"
        assert remedy_id not in {row.id for row in (await remedies.remedies(db)).rows}


async def test_a_case_that_was_opened_again_meanwhile_keeps_what_it_has(world: World) -> None:
    registered = await world.register(booking=True)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    await withdraw(world, registered.case_id)
    world.clock.advance(timedelta(hours=1))
    async with world.acting("supervisor") as db:
        await cases.reopen(
            db,
            db.actor,
            registered.case_id,
            ground="withdrawal_not_free",
            reasons="La declaración se firmó bajo amenaza.",
            desk=Desk(),
        )
    assert not await what_follows(world, registered.case_id)
    async with world.reading("supervisor") as db:
        (appointment,) = await scheduling.appointments_of(db, registered.case_id)
    assert appointment.state == "booked"
