"""A case changes office when the other office takes it: in that moment, and not before, what each of them sees changes."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.errors import NotFound
from app.scheduling import public as scheduling
from app.workflows.transfer_case import accept_transfer, transfer_case
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, family_of_five

REASONS = "Vive ahora cerca de la otra oficina, según lo que dijo hoy."


async def proposed(world: World, *, assigned: bool = False) -> tuple[UUID, str, UUID]:
    registered = await world.register(family_of_five(), booking=True)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    async with world.acting("supervisor") as db:
        if assigned:
            officer = world.actor("eligibility_officer").user_id
            await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
        await cases.propose_transfer(
            db, db.actor, registered.case_id, office_id=world.other_office, reasons=REASONS
        )
    async with world.reading("other_supervisor") as db:
        (seen,) = await cases.transfers(db)
    return registered.case_id, registered.reference, seen.id


async def test_the_case_stays_until_the_other_office_takes_it_and_then_is_there(site: Site) -> None:
    world = site.world
    case_id, reference, request = await proposed(world, assigned=True)
    async with site.pages("supervisor") as page:
        shown = await page.get(f"/cases/{reference}")
        assert_sound(shown.text)
        assert "Traslado propuesto" in shown.text
        assert_sound((await page.get("/transfers")).text)
        again = await page.post(
            f"/cases/{reference}/transfer", data={"office": str(world.other_office), "reasons": REASONS}
        )
        assert again.status_code == 409
    async with site.pages("other_supervisor") as page:
        asked = await page.get("/transfers")
        assert_sound(asked.text)
        assert "3 menores de edad" in asked.text
        assert "Guédez" not in asked.text
        assert (await page.get(f"/cases/{reference}")).status_code == 404
        assert_sound((await page.get(f"/transfers/{request}/acceptance")).text)
        assert (await page.post(f"/transfers/{request}/acceptance")).status_code == 303
        assert_sound((await page.get(f"/cases/{reference}")).text)
        twice = await page.post(f"/transfers/{request}/acceptance")
        assert twice.status_code == 409
    async with world.reading("other_supervisor") as db:
        case = await cases.case_view(db, reference)
        assert (case.office_id, case.assigned_to, case.stage) == (world.other_office, None, "screening")
        assert [a.state for a in await scheduling.appointments_of(db, case_id)] == ["cancelled"]
        told = await db.row(text("select facts from notices where kind = 'office_changed'"))
        assert "Upala" in told.facts["office"]
    for gone in ("supervisor", "registration_officer", "eligibility_officer"):
        async with world.reading(gone) as db:
            with pytest.raises(NotFound):
                await cases.case_view(db, reference)


async def test_who_works_on_the_case_loses_it_in_the_moment_of_the_acceptance(world: World) -> None:
    """The officer's page is open while the other supervisor accepts: what is read before the commit is there, after it nothing."""
    _, reference, request = await proposed(world, assigned=True)
    async with world.acting("other_supervisor") as db:
        await accept_transfer(db, db.actor, request)
        async with world.reading("eligibility_officer") as reading:
            assert (await cases.case_view(reading, reference)).reference == reference
    async with world.reading("eligibility_officer") as reading:
        with pytest.raises(NotFound):
            await cases.case_view(reading, reference)


async def test_of_an_acceptance_and_a_withdrawal_at_once_one_holds(world: World) -> None:
    case_id, reference, request = await proposed(world)

    async def accept() -> str:
        async with world.acting("other_supervisor") as db:
            await accept_transfer(db, db.actor, request)
        return "accepted"

    async def withdraw() -> str:
        async with world.acting("supervisor") as db:
            await cases.withdraw_transfer(db, db.actor, request, reasons=REASONS)
        return "withdrawn"

    done = await asyncio.gather(accept(), withdraw(), accept(), return_exceptions=True)
    (held,) = [one for one in done if isinstance(one, str)]
    assert all(isinstance(one, cases.TransferDecided | NotFound) for one in done if one != held)
    owner = "other_supervisor" if held == "accepted" else "supervisor"
    async with world.reading(owner) as db:
        assert (await cases.case_view(db, reference)).id == case_id


async def test_a_refusal_leaves_the_case_where_it_is_and_danger_waits_for_nobody(site: Site) -> None:
    world = site.world
    case_id, reference, request = await proposed(world)
    async with site.api("supervisor") as api:
        assert (await api.post(f"/api/v1/transfers/{request}/acceptance")).status_code == 404
    async with site.api("other_supervisor") as api:
        refused = await api.post(f"/api/v1/transfers/{request}/refusal", json={"reasons": REASONS})
        assert refused.status_code == 204, refused.text
        assert (await api.get(f"/api/v1/cases/{reference}")).status_code == 404
        assert [t["state"] for t in (await api.get("/api/v1/transfers")).json()] == ["refused"]
    async with world.reading("supervisor") as db:
        assert (await cases.case_view(db, reference)).office_id == world.office
        assert [h.name for h in await cases.timeline(db, case_id, limit=2)] == [
            "transfer_refused",
            "transfer_proposed",
        ]
    async with world.acting("supervisor") as db:
        await transfer_case(db, db.actor, case_id, office_id=world.other_office, reasons=REASONS)
    async with site.api("other_supervisor") as api:
        assert (await api.get(f"/api/v1/cases/{reference}")).status_code == 200
        seen = {(t["state"], t["urgent"]) for t in (await api.get("/api/v1/transfers")).json()}
        assert seen == {("accepted", True), ("refused", False)}
