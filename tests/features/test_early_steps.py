"""The first steps: passed to another office, seen by it at once and here no more; declared inadmissible, with its remedy."""

from uuid import uuid4

import pytest

from app.cases import public as cases
from app.core.errors import Forbidden, Invalid, NotFound
from app.decisions import public as decisions
from app.scheduling import public as scheduling
from app.workflows.transfer_case import transfer_case
from tests.world import World, family_of_five

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


async def test_inadmissible_is_a_signed_decision_that_is_served_and_can_be_challenged(world: World) -> None:
    registered = await world.register(family_of_five())
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    async with world.acting("supervisor") as db:
        await decisions.declare_inadmissible(db, db.actor, registered.case_id, reasons=REASONS)
    async with world.reading("registration_officer") as db:
        case = await cases.case_view(db, registered.reference)
        (decided,) = await decisions.decisions_of(db, case.id)
    assert (case.stage, {c.outcome for c in case.claims}) == ("decided", {"inadmissible"})
    assert (decided.status, decided.instance, decided.body) == ("signed", "first", "refugee_unit")
    assert [o.outcome for o in decided.outcomes] == ["inadmissible"] * 5
    assert decided.signatories[0]["user_id"] == str(world.actor("supervisor").user_id)

    async with world.acting("registration_officer") as db:
        await decisions.notify(
            db,
            db.actor,
            decided.id,
            channel="in_person",
            served_at=db.now(),
            served_to="La persona solicitante",
            proof="Acta de notificación firmada",
        )
        limits = {limit.rule: limit.state for limit in await cases.limits_of(db, case.id)}
        assert (await cases.case_view(db, registered.reference)).stage == "remedy_window"
    assert limits["appeal"] == "running"


async def test_inadmissible_only_in_screening_with_reasons_and_by_a_supervisor(world: World) -> None:
    registered = await world.register()
    with pytest.raises(cases.WrongStage):
        async with world.acting("supervisor") as db:
            await decisions.declare_inadmissible(db, db.actor, registered.case_id, reasons=REASONS)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    with pytest.raises(Forbidden):
        async with world.acting("registration_officer") as db:
            await decisions.declare_inadmissible(db, db.actor, registered.case_id, reasons=REASONS)
    with pytest.raises(Invalid):
        async with world.acting("supervisor") as db:
            await decisions.declare_inadmissible(db, db.actor, registered.case_id, reasons="no")
    async with world.reading("supervisor") as db:
        assert (await cases.case_view(db, registered.reference)).stage == "screening"
        assert await decisions.decisions_of(db, registered.case_id) == []
