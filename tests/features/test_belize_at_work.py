"""Belize in the rooms: the Department registers, the Committee recommends, the Minister decides, and an appeal wins."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.cases import public as cases
from app.core.errors import Invalid, Refusal
from app.documents import public as documents
from app.procedure.public import load
from app.remedies import public as remedies
from app.settings import settings
from app.web.attention import filing_shown
from app.workflows.record_step import record_step
from app.workflows.register_arrival import Registered, register_arrival
from tests.appealing import COUNSEL, GROUNDS, JUDGED, represented
from tests.awaiting import assess
from tests.features.test_decisions import serve, sign
from tests.features.test_sittings import close, convene, open_with, put, vote
from tests.world import World, adult, also_holds, arrival

SECRETARY, MINISTER = "commission_secretary", "commission_member_0"


@pytest.fixture
def belize(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ACOGIDA_PROFILE_COUNTRY", "BLZ")
    monkeypatch.delenv("ACOGIDA_PROFILE_OVERRIDES")
    settings.cache_clear()
    yield
    settings.cache_clear()


async def staffed(world: World) -> None:
    """The Minister's office in the place of a commission, and who hears the appeal."""
    await also_holds(world, SECRETARY, SECRETARY, SECRETARY, body="minister")
    await also_holds(world, MINISTER, "commission_member", MINISTER, body="minister", seat="Ministro")
    for name in ("appeals_clerk", "appeals_judge"):
        await also_holds(world, name, name, name, body="appeal_body")


async def stage(world: World, reference: str) -> str:
    async with world.reading("supervisor") as db:
        return (await cases.case_view(db, reference)).stage


async def step(
    world: World, case_id: UUID, name: str, who: str, *, reasons: str = "", **answers: Any
) -> None:
    """A step of the general form, answered."""
    async with world.acting(who) as db:
        await record_step(db, db.actor, case_id, name, cases.Told(answers, reasons))


async def heard_and_cleared(world: World) -> Registered:
    registered = await world.register(who="registration_officer")
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        await cases.admit(db, db.actor, registered.case_id)
    async with world.acting("supervisor") as db:
        officer = world.actor("eligibility_officer").user_id
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
    await assess(world, registered.case_id, outcome="rejected", held=True)
    assert await stage(world, registered.reference) == "clearance"
    await step(
        world,
        registered.case_id,
        "security_clearance",
        "supervisor",
        clearance_result="for_the_committee",
        received_on="2026-11-20",
    )
    return registered


async def decided(world: World, case_id: UUID) -> UUID:
    """The Minister alone: one vote, one signature."""
    sitting = await convene(world, members=(MINISTER,))
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, MINISTER)
    await vote(world, MINISTER, sitting, item)
    decision_id = (await close(world, sitting, item)).decision_id
    assert decision_id is not None
    await sign(world, decision_id, MINISTER)
    return decision_id


@pytest.mark.usefixtures("belize")
async def test_a_claim_goes_from_the_department_to_the_minister_and_wins_on_appeal(world: World) -> None:
    await staffed(world)
    registered = await heard_and_cleared(world)
    case_id, reference = registered.case_id, registered.reference
    assert await stage(world, reference) == "awaiting_recommendation"
    with pytest.raises(Refusal):
        await put(world, await convene(world, members=(MINISTER,)), case_id)
    with pytest.raises(Invalid):
        await step(world, case_id, "committee_recommended", "supervisor", recommendation="reject_it")
    await step(
        world,
        case_id,
        "committee_recommended",
        "supervisor",
        recommendation="not_grant",
        sitting_day="2026-11-25",
        members_present=6,
        recommendation_reasons="Constan en el acta del Comité.",
    )
    decision_id = await decided(world, case_id)
    await serve(world, decision_id)
    assert await stage(world, reference) == "remedy_window"
    await represented(world, case_id)
    world.clock.advance(timedelta(days=300))
    async with world.acting(COUNSEL) as db:
        filed = await remedies.file_remedy(db, db.actor, decision_id, kind="appeal", grounds=GROUNDS)
    assert filed.in_time
    async with world.reading("supervisor") as db:
        claim = (await cases.case_view(db, reference)).claims[0]
    async with world.acting("appeals_judge") as db:
        judged = await remedies.decide_remedy(
            db,
            db.actor,
            filed.remedy_id,
            result="overturned",
            reasons=JUDGED,
            reversal_grounds=["law"],
            outcomes={claim.id: remedies.Judged("recognised_oau")},
        )
    await serve(world, judged.decision_id, who="appeals_clerk")
    assert await stage(world, reference) == "final"
    async with world.reading("supervisor") as db:
        paper = (await documents.documents_of(db, case_id))[0]
        assert await documents.removal_is_barred(db, number=paper.number)


@pytest.mark.usefixtures("belize")
async def test_a_renewal_visit_gives_the_paper_three_months_more_and_no_leave_to_work(world: World) -> None:
    await staffed(world)
    registered = await world.register(who="registration_officer")
    async with world.reading("supervisor") as db:
        before = (await documents.documents_of(db, registered.case_id))[0]
        limits = {x.rule: x.due_on for x in await cases.limits_of(db, registered.case_id)}
    assert not before.may_work
    assert limits["document_renewal"] == before.valid_until, "the day to come is the paper's last day"
    world.clock.advance(timedelta(days=60))
    await step(world, registered.case_id, "renewal_visit", "documentation_officer", address_confirmed="Igual")
    async with world.reading("supervisor") as db:
        after = (await documents.documents_of(db, registered.case_id))[0]
        running = [x for x in await cases.limits_of(db, registered.case_id) if x.state == "running"]
    assert after.valid_until > before.valid_until
    assert {x.rule: x.due_on for x in running}["document_renewal"] == after.valid_until
    assert after.valid_until > date(2027, 1, 1)


@pytest.mark.usefixtures("belize")
async def test_a_late_claim_is_received_and_someone_decides_with_reasons_that_it_goes_on(
    world: World,
) -> None:
    await staffed(world)
    late = replace(arrival(), entered_on=date(2026, 9, 1))
    async with world.acting("registration_officer") as db:
        registered = await register_arrival(db, db.actor, [adult()], late, office_id=world.office)
    async with world.reading("supervisor") as db:
        filed = await cases.filing_of(db, registered.case_id, load("BLZ"))
        assert len(await documents.documents_of(db, registered.case_id)) == 1
    assert filed is not None
    assert (filed.in_time, filed.due_on, filed.decided_at) == (False, date(2026, 9, 15), None)
    shown = filing_shown(filed, load("BLZ"))
    assert shown["late"]
    assert shown["doubt"] == "No consta que este plazo se aplique todavía."
    assert await stage(world, registered.reference) == "registered"
    with pytest.raises(Refusal):
        await step(
            world,
            registered.case_id,
            "late_filing_decided",
            "supervisor",
            late_result="accepted",
            explanation="Estaba enferma",
        )
    await step(
        world,
        registered.case_id,
        "late_filing_decided",
        "supervisor",
        reasons="El certificado médico cubre el mes de septiembre.",
        late_result="accepted",
        explanation="Estaba enferma",
    )
    assert await stage(world, registered.reference) == "registered"
    async with world.reading("supervisor") as db:
        filed = await cases.filing_of(db, registered.case_id, load("BLZ"))
    assert filed is not None
    assert filed.decided_at is not None
