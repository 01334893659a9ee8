"""From an answer at the desk to what somebody decides later; and needs that are looked at again, read by whom they concern."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Invalid
from app.intake import public as intake
from app.people import public as people
from app.workflows.due_jobs import need_review
from app.workflows.record_need import record_need, review_need
from app.workflows.register_arrival import Registered, register_arrival
from app.workflows.screen_person import decide_proposal, screen_again
from tests.world import World, adult

BORDER, OFFICE = "border_liaison_officer", "registration_officer"


async def registered_with(
    world: World, answers: dict[str, str], *, needs: tuple[str, ...] = ()
) -> Registered:
    told = intake.Arrival(
        date(2026, 11, 9), screening={"answers": {"0": answers}, "accepted": {"0": ["referral:health"]}}
    )
    async with world.acting(BORDER) as db:
        return await register_arrival(db, db.actor, [adult(needs=needs)], told, office_id=world.office)


async def test_what_the_desk_takes_is_decided_and_what_it_leaves_waits_for_the_office(world: World) -> None:
    case = await registered_with(world, {"illness": "critical", "harmed": "yes"}, needs=("SM-CC",))
    async with world.reading(BORDER) as db:
        found = {(p.kind, p.value): p for p in await intake.suggested_in(db, case.case_id)}
    assert {key for key, p in found.items() if p.state == "accepted"} == {
        ("need", "SM-CC"),
        ("referral", "health"),
    }
    waiting = {key for key, p in found.items() if p.state == "open"}
    assert waiting >= {("need", "TR"), ("referral", "mental_health"), ("modality", "accelerated")}
    async with world.acting(OFFICE) as db:
        await cases.take_over(db, db.actor, case.case_id)
        with pytest.raises(Invalid):
            await decide_proposal(db, db.actor, found["referral", "mental_health"].id, accept=False)
    async with world.acting(OFFICE) as db:
        await decide_proposal(db, db.actor, found["need", "TR"].id, accept=True)
        await decide_proposal(db, db.actor, found["modality", "accelerated"].id, accept=True)
        await decide_proposal(
            db, db.actor, found["referral", "mental_health"].id, accept=False, reason="No quiere ahora"
        )
    async with world.reading("supervisor") as db:
        view = await cases.case_view(db, case.reference)
        needs = await people.needs_of(db, [view.claims[0].person_id])
        decided = {(p.kind, p.value): p for p in await intake.suggested_in(db, case.case_id)}
        waits = await intake.suggested_for(db, limit=10)
    assert (view.accelerated, view.priority) == (True, 1)
    assert {n.code for n in needs[view.claims[0].person_id]} == {"SM-CC", "TR"}
    assert decided["referral", "mental_health"].reason == "No quiere ahora"
    assert {p.value for p in waits if p.reference == case.reference} == {"1"}
    with pytest.raises(intake.ProposalDecided):
        async with world.acting(OFFICE) as db:
            await decide_proposal(db, db.actor, found["need", "TR"].id, accept=True)


async def test_a_later_round_is_kept_beside_the_first_and_proposes_only_what_is_new(world: World) -> None:
    case = await registered_with(world, {"illness": "chronic"}, needs=("SM-CI",))
    async with world.acting("supervisor") as db:
        person = (await cases.case_view(db, case.reference)).claims[0].person_id
        await screen_again(db, db.actor, case.reference, person, {"illness": "chronic", "papers": "yes"})
    async with world.reading("supervisor") as db:
        rounds = await intake.screenings_of(db, case.case_id)
        keys = [(p.kind, p.value) for p in await intake.suggested_in(db, case.case_id) if p.state == "open"]
        events = [e.name for e in await cases.timeline(db, case.case_id)]
    assert [r.answers for r in rounds] == [{"illness": "chronic", "papers": "yes"}, {"illness": "chronic"}]
    assert ("need", "LP-ND") in keys
    assert ("need", "SM-CI") not in keys
    assert events[0] == "screening_recorded"
    async with world.reading("documentation_officer") as db:
        assert await intake.screenings_of(db, case.case_id) == []


async def test_a_protected_need_is_read_by_few_and_what_it_asks_for_by_whoever_books(world: World) -> None:
    case = await registered_with(world, {})
    async with world.acting("supervisor") as db:
        person = (await cases.case_view(db, case.reference)).claims[0].person_id
        await record_need(db, db.actor, case.case_id, person_id=person, code="SV-VO", note="Lo contó a solas")
        await record_need(db, db.actor, case.case_id, person_id=person, code="SM-CI")

    async def seen_by(who: str) -> tuple[set[str], tuple[str, ...], list[str], tuple[str, ...]]:
        async with world.reading(who) as db:
            codes = {n.code for n in (await people.needs_of(db, [person])).get(person, [])}
            asks = (await people.asked_of(db, [person])).get(person, ())
            rows = (await cases.worklist(db, cases.Filters(), limit=50)).rows
            listed = next((list(r.needs) for r in rows if r.reference == case.reference), [])
            profile = (await people.profiles(db, [person]))[person]
        return codes, asks, listed, profile.needs

    codes, asks, listed, head = await seen_by("supervisor")
    assert codes == {"SV-VO", "SM-CI"}
    assert asks[:3] == ("woman_interviewer", "same_interpreter", "private_room")
    assert (listed, head) == (["SM-CI"], ("SM-CI",)), "in no list, and at no head of a page"
    assert await seen_by(OFFICE) == ({"SM-CI"}, asks, ["SM-CI"], ("SM-CI",))
    codes, asks, listed, _ = await seen_by("documentation_officer")
    assert (codes, listed) == (set(), [])
    async with world.reading(OFFICE) as reader:
        assert await reader.scalar(text("select count(*) from specific_needs where code = 'SV-VO'")) == 0


async def test_the_day_of_review_comes_before_whoever_works_with_the_case_until_somebody_looks(
    world: World,
) -> None:
    case = await registered_with(world, {})
    soon = world.clock.now().date() + timedelta(days=20)
    async with world.acting("supervisor") as db:
        person = (await cases.case_view(db, case.reference)).claims[0].person_id
        need = await record_need(db, db.actor, case.case_id, person_id=person, code="SM-DP", review_on=soon)
    world.clock.set(world.clock.now() + timedelta(days=20))
    async with world.system.writing(SYSTEM) as db:
        await need_review(db, {"need": str(need), "day": soon.isoformat()}, None)  # type: ignore[arg-type]
    async with world.acting("supervisor") as db:
        assert [n.need_id for n in await cases.needs_to_review(db)] == [need]
        await review_need(db, db.actor, case.case_id, need, still=True, note="Control en la clínica")
        assert await cases.needs_to_review(db) == []
    async with world.system.writing(SYSTEM) as db:
        await need_review(db, {"need": str(need), "day": soon.isoformat()}, None)  # type: ignore[arg-type]
    async with world.acting("supervisor") as db:
        assert await cases.needs_to_review(db) == [], "a job that comes twice asks for nothing"
        with pytest.raises(Invalid):
            await review_need(db, db.actor, case.case_id, need, still=False)
    async with world.acting("supervisor") as db:
        await review_need(db, db.actor, case.case_id, need, still=False, note="Nació la niña")
        (ended,) = (await people.needs_of(db, [person], ended=True))[person]
        assert (ended.end_reason, [r.still for r in ended.reviews]) == ("Nació la niña", [False, True])
        assert (await people.needs_of(db, [person])).get(person, []) == []
