"""Panama in the rooms: the office admits after the interview, and each chain of remedies goes step by step to its own end."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.documents import public as documents
from app.remedies import public as remedies
from app.workflows.register_arrival import Registered
from tests.appealing import COUNSEL, GROUNDS, JUDGED, LATE, represented
from tests.assessing import FACT, REASONS, complete_checklist, refusing, result
from tests.features.test_decisions import decide, serve
from tests.quorums import deployed
from tests.world import World, also_holds


@pytest.fixture
def panama(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with deployed(tmp_path, monkeypatch, "PAN", "conare", 2):
        yield


async def analysed(world: World) -> Registered:
    """Registered, interviewed, analysed and endorsed: the office is to admit or not."""
    registered = await world.register()
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    async with world.acting("supervisor") as db:
        officer = world.actor("eligibility_officer").user_id
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
    async with world.acting("eligibility_officer") as db:
        opened = await cases.open_case(db, registered.case_id)
        await cases.record(db, db.actor, opened, "interview_held", satisfied=["signed"])
    async with world.acting("eligibility_officer") as db:
        assessment_id = await assessments.start(db, db.actor, registered.case_id)
        opened = await cases.open_case(db, registered.case_id)
        await assessments.save(
            db,
            db.actor,
            assessment_id,
            summary="Pide protección porque la amenazaron por denunciar.",
            facts=[FACT],
            analysis=refusing(opened.profile),
            recommendations=[result(opened.principal.id, "rejected")],
        )
    async with world.acting("eligibility_officer") as db:
        await assessments.submit(db, db.actor, assessment_id)
    async with world.acting("supervisor") as db:
        await assessments.endorse(db, db.actor, assessment_id, checklist=complete_checklist())
    await represented(world, registered.case_id)
    return registered


async def newest_decision(world: World, registered: Registered) -> decisions.DecisionView:
    async with world.reading("supervisor") as db:
        return max(await decisions.decisions_of(db, registered.case_id), key=lambda d: str(d.number))


async def case_of(world: World, registered: Registered) -> cases.CaseView:
    async with world.reading("supervisor") as db:
        return await cases.case_view(db, registered.reference)


async def file(
    world: World, decision: decisions.DecisionView, kind: str, *, late: str | None = None
) -> remedies.Filed:
    async with world.acting(COUNSEL) as db:
        return await remedies.file_remedy(
            db, db.actor, decision.id, kind=kind, grounds=GROUNDS, late_reasons=late
        )


@pytest.mark.usefixtures("panama")
async def test_the_office_admits_after_the_analysis_and_the_card_follows(world: World) -> None:
    registered = await analysed(world)
    assert (await case_of(world, registered)).stage == "screening"
    async with world.reading("supervisor") as db:
        # the certificate has no term on record, so none is printed: the registration goes on all the same
        assert await documents.documents_of(db, registered.case_id) == []
    async with world.acting("supervisor") as db:
        await cases.admit(db, db.actor, registered.case_id, desk=documents.Desk())
    assert (await case_of(world, registered)).stage == "awaiting_decision"
    async with world.reading("supervisor") as db:
        (card,) = await documents.documents_of(db, registered.case_id)
    assert (card.kind, card.may_work) == ("admitted_card", False)
    # six months from 10 November 2026, less the day before it begins again
    assert (card.valid_from.isoformat(), card.valid_until.isoformat()) == ("2026-11-10", "2027-05-09")
    # a claim has one paper at a time: the refugee's card takes the place of the applicant's
    async with world.acting("supervisor") as db:
        opened = await cases.open_case(db, registered.case_id)
        await documents.Desk().issue(db, db.actor, opened, "refugee_card", opened.claims)
    async with world.reading("supervisor") as db:
        held = await documents.documents_of(db, registered.case_id)
    assert {(d.kind, d.status) for d in held} == {("admitted_card", "replaced"), ("refugee_card", "active")}


@pytest.mark.usefixtures("panama")
async def test_a_non_admission_is_looked_at_again_by_the_office_and_confirmed(world: World) -> None:
    judge = await also_holds(world, "appeals_judge", "appeals_judge", "onpar_judge", body="onpar")
    await also_holds(world, "appeals_clerk", "appeals_clerk", "onpar_clerk", body="onpar")
    registered = await analysed(world)
    async with world.acting("supervisor") as db:
        await decisions.declare_inadmissible(db, db.actor, registered.case_id, reasons=REASONS)
    first = await newest_decision(world, registered)
    await serve(world, first.id, who="registration_officer")
    case = await case_of(world, registered)
    assert case.stage == "admission_window"
    standing = [remedies.Standing(c.id, c.stage, c.basis, None, c.outcome) for c in case.claims]
    assert [r.name for r in remedies.lying(case.profile, standing, case.instance)] == [
        "admission_reconsideration"
    ]
    with pytest.raises(Refusal):
        await file(world, first, "appeal")
    filed = await file(world, first, "admission_reconsideration")
    assert filed.in_time
    async with world.acting(judge) as db:
        judged = await remedies.decide_remedy(db, db.actor, filed.remedy_id, result="upheld", reasons=JUDGED)
    await serve(world, judged.decision_id, who="onpar_clerk")
    case = await case_of(world, registered)
    assert (case.stage, case.claims[0].outcome) == ("non_admission_confirmed", "inadmissible")
    # from here only the court is left, and that is not filed with the office
    standing = [remedies.Standing(c.id, c.stage, c.basis, None, c.outcome) for c in case.claims]
    assert remedies.lying(case.profile, standing, case.instance) == ()


@pytest.mark.usefixtures("panama")
async def test_a_late_reconsideration_goes_to_its_own_stage(world: World) -> None:
    judge = await also_holds(world, "appeals_judge", "appeals_judge", "onpar_judge", body="onpar")
    registered = await analysed(world)
    async with world.acting("supervisor") as db:
        await decisions.declare_inadmissible(db, db.actor, registered.case_id, reasons=REASONS)
    decision = await newest_decision(world, registered)
    await serve(world, decision.id, who="registration_officer")
    world.clock.advance(timedelta(days=30))
    filed = await file(world, decision, "admission_reconsideration", late=LATE)
    assert not filed.in_time
    async with world.acting(judge) as db:
        await remedies.admit_late(db, db.actor, filed.remedy_id, reasons=JUDGED)
    assert (await case_of(world, registered)).stage == "under_admission_remedy"


@pytest.mark.usefixtures("panama")
async def test_a_refusal_goes_from_the_commission_to_the_minister(world: World) -> None:
    for n in range(3):
        member = f"commission_member_{n}"
        await also_holds(world, member, "commission_member", member, body="conare", seat=f"Asiento {n}")
    await also_holds(
        world, "commission_secretary", "commission_secretary", "commission_secretary", body="conare"
    )
    conare = await also_holds(world, "appeals_judge", "appeals_judge", "conare_judge", body="conare")
    await also_holds(world, "other_supervisor", "appeals_judge", "minister", body="minister")
    await also_holds(world, "appeals_clerk", "appeals_clerk", "conare_clerk", body="conare")
    await also_holds(world, "appeals_clerk", "appeals_clerk", "minister_clerk", body="minister")
    registered = await analysed(world)
    async with world.acting("supervisor") as db:
        await cases.admit(db, db.actor, registered.case_id, desk=documents.Desk())
    decision_id = await decide(world, registered.case_id)
    await serve(world, decision_id)
    decision = await newest_decision(world, registered)
    assert (await case_of(world, registered)).stage == "remedy_window"
    filed = await file(world, decision, "reconsideration")
    async with world.acting(conare) as db:
        judged = await remedies.decide_remedy(db, db.actor, filed.remedy_id, result="upheld", reasons=JUDGED)
    await serve(world, judged.decision_id, who="conare_clerk")
    assert (await case_of(world, registered)).stage == "appeal_window"
    async with world.acting(COUNSEL) as db:
        appeal = await remedies.file_remedy(db, db.actor, judged.decision_id, kind="appeal", grounds=GROUNDS)
    assert appeal.in_time
    async with world.acting("minister") as db:
        last = await remedies.decide_remedy(db, db.actor, appeal.remedy_id, result="upheld", reasons=JUDGED)
    await serve(world, last.decision_id, who="minister_clerk")
    case = await case_of(world, registered)
    assert (case.stage, case.removal_barred) == ("court_window", True)
