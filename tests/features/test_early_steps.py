"""Transfer to another office: seen by the other from that moment, by this one no more."""

from uuid import uuid4

import pytest

from app.cases import public as cases
from app.core.errors import Forbidden, Invalid, NotFound
from app.scheduling import public as scheduling
from app.workflows.transfer_case import transfer_case
from tests.world import World

REASONS = "La familia vive ahora en Upala y no puede viajar."


async def test_a_transferred_case_changes_hands_at_once(world: World) -> None:
    registered = await world.register(booking=True)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        await cases.admit(db, db.actor, registered.case_id)
    officer = world.actor("eligibility_officer").user_id
    async with world.acting("supervisor") as db:
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
        await transfer_case(db, db.actor, registered.case_id, office_id=world.other_office, reasons=REASONS)

    for before in ("supervisor", "registration_officer", "eligibility_officer", "border_liaison_officer"):
        async with world.reading(before) as db:
            with pytest.raises(NotFound):
                await cases.case_view(db, registered.reference)
    there = world.actor("other_eligibility_officer").user_id
    async with world.acting("other_supervisor") as db:
        case = await cases.case_view(db, registered.reference)
        assert (case.office_id, case.assigned_to, case.stage) == (
            world.other_office,
            None,
            "awaiting_interview",
        )
        assert (await cases.timeline(db, case.id))[0].data["reasons"] == REASONS
        assert [a.state for a in await scheduling.appointments_of(db, case.id)] == ["cancelled"]
        await cases.assign(db, db.actor, case.id, officer_id=there)
    async with world.reading("other_eligibility_officer") as db:
        assert (await cases.case_view(db, registered.reference)).officer is not None


async def test_a_case_not_yet_taken_over_is_taken_over_by_the_other_office(world: World) -> None:
    registered = await world.register()
    async with world.acting("supervisor") as db:
        await transfer_case(db, db.actor, registered.case_id, office_id=world.other_office, reasons=REASONS)
    async with world.acting("other_registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        assert (await cases.case_view(db, registered.reference)).stage == "screening"


async def test_a_transfer_needs_reasons_another_office_and_a_supervisor(world: World) -> None:
    registered = await world.register(booking=True)
    with pytest.raises(Invalid):
        async with world.acting("supervisor") as db:
            await transfer_case(db, db.actor, registered.case_id, office_id=world.other_office, reasons="no")
    for wrong in (world.office, uuid4()):
        with pytest.raises(cases.NotAnotherOffice):
            async with world.acting("supervisor") as db:
                await transfer_case(db, db.actor, registered.case_id, office_id=wrong, reasons=REASONS)
    with pytest.raises(Forbidden):
        async with world.acting("registration_officer") as db:
            await transfer_case(
                db, db.actor, registered.case_id, office_id=world.other_office, reasons=REASONS
            )
    async with world.reading("supervisor") as db:
        case = await cases.case_view(db, registered.reference)
        assert case.office_id == world.office
        assert [a.state for a in await scheduling.appointments_of(db, case.id)] == ["booked"]
