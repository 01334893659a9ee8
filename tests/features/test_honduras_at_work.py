"""Honduras in the rooms: what its law does not say closes no way, and both remedies can be taken one after the other."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.errors import Conflict
from app.decisions import public as decisions
from app.procedure import public as procedure
from app.procedure.public import load
from app.remedies import public as remedies
from app.web.limits import not_on_record
from app.workflows.record_step import record_step
from tests.appealing import COUNSEL, GROUNDS, JUDGED, LATE, represented
from tests.assessing import FACT, complete_checklist, refusing, result, to_assessment
from tests.features.test_decisions import decide, serve
from tests.quorums import deployed
from tests.world import World, also_holds


@pytest.fixture
def honduras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with deployed(tmp_path, monkeypatch, "HND", "commission", 2):
        yield


async def refused(world: World) -> tuple[UUID, str, UUID]:
    """A claim refused by the commission and served: the case, its reference, the decision."""
    registered = await to_assessment(world)
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
    decision_id = await decide(world, registered.case_id)
    await serve(world, decision_id)
    await represented(world, registered.case_id)
    return registered.case_id, registered.reference, decision_id


async def filed(world: World, decision_id: UUID, kind: str) -> remedies.Filed:
    async with world.acting(COUNSEL) as db:
        return await remedies.file_remedy(db, db.actor, decision_id, kind=kind, grounds=GROUNDS)


async def upheld(world: World, remedy_id: UUID, who: str) -> UUID:
    async with world.acting(who) as db:
        judged = await remedies.decide_remedy(db, db.actor, remedy_id, result="upheld", reasons=JUDGED)
    await serve(world, judged.decision_id, who="appeals_clerk")
    return judged.decision_id


async def stage(world: World, reference: str) -> str:
    async with world.reading("supervisor") as db:
        return (await cases.case_view(db, reference)).stage


@pytest.mark.usefixtures("honduras")
async def test_a_remedy_is_in_time_years_later_and_the_appeal_follows_the_reconsideration(
    world: World,
) -> None:
    await also_holds(world, "appeals_judge", "appeals_judge", "inm_judge", body="reconsideration")
    await also_holds(world, "other_supervisor", "appeals_judge", "secretary", body="secretariat")
    await also_holds(world, "appeals_clerk", "appeals_clerk", "appeals_clerk", body="reconsideration")
    case_id, reference, decision_id = await refused(world)
    assert await stage(world, reference) == "remedy_window"
    world.clock.advance(timedelta(days=800))
    first = await filed(world, decision_id, "reconsideration")
    assert first.in_time, "no days are on record: nobody is late"
    second_decision = await upheld(world, first.remedy_id, "inm_judge")
    assert await stage(world, reference) == "appeal_window"
    world.clock.advance(timedelta(days=400))
    second = await filed(world, second_decision, "appeal")
    assert second.in_time
    assert await stage(world, reference) == "under_remedy"
    async with world.reading("supervisor") as db:
        assert {limit.rule for limit in await cases.limits_of(db, case_id)} == {"first_interview"}


def test_the_paper_says_which_remedies_remain_after_which_decision() -> None:
    profile = load("HND")
    first = [remedy.name for remedy in procedure.lying_once_served(profile, ["rejected"], "first")]
    second = [remedy.name for remedy in procedure.lying_once_served(profile, ["rejected"], "reconsideration")]
    assert (first, second) == (["reconsideration", "appeal"], ["appeal"])
    assert procedure.lying_once_served(profile, ["rejected"], "appeal") == ()
    assert procedure.lying_once_served(profile, ["recognised_cartagena"], "first") == ()
    lodged_together = procedure.lying_once_served(load("CRI", version="2024-06"), ["rejected"], "first")
    assert {remedy.name for remedy in lodged_together} == {"reconsideration", "appeal"}


@pytest.mark.usefixtures("honduras")
async def test_an_appeal_can_still_be_asked_for_after_the_reconsideration_became_final(world: World) -> None:
    await also_holds(world, "appeals_judge", "appeals_judge", "inm_judge", body="reconsideration")
    await also_holds(world, "appeals_clerk", "appeals_clerk", "appeals_clerk", body="reconsideration")
    case_id, reference, decision_id = await refused(world)
    second = await upheld(world, (await filed(world, decision_id, "reconsideration")).remedy_id, "inm_judge")
    async with world.acting("supervisor") as db:
        told = cases.Told({}, "Dice por escrito que no quiere apelar.")
        await record_step(db, db.actor, case_id, "became_final", told)
    assert await stage(world, reference) == "final"
    async with world.acting(COUNSEL) as db:
        late = await remedies.file_remedy(
            db, db.actor, second, kind="appeal", grounds=GROUNDS, late_reasons=LATE
        )
    assert not late.in_time


@pytest.mark.usefixtures("honduras")
async def test_no_screen_declares_a_refusal_final_by_the_calendar(world: World) -> None:
    case_id, reference, _ = await refused(world)
    world.clock.advance(timedelta(days=800))
    with pytest.raises(Conflict):
        async with world.acting("commission_secretary") as db:
            await decisions.declare_final(db, db.actor, case_id)
    assert await stage(world, reference) == "remedy_window"


@pytest.mark.usefixtures("honduras")
async def test_the_page_of_a_case_says_for_what_no_limit_is_on_record(world: World) -> None:
    _, reference, _ = await refused(world)
    async with world.reading("supervisor") as db:
        case = await cases.case_view(db, reference)
    assert not_on_record(case) == ["Presentar la reposición", "Presentar la apelación"]
