"""A decision looked at again: who may ask, until when, who may judge, what follows for each person."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.ids import new_id
from app.decisions import public as decisions
from app.documents import public as documents
from app.interviews import public as interviews
from app.interviews.models import Interview
from app.remedies import public as remedies
from app.remedies.public import Judged
from tests.appealing import GROUNDS, JUDGED, LATE, Scene, appealed, judge, rejected_and_served
from tests.features.test_decisions import serve
from tests.world import World, adult, also_holds, family_of_five, relative

INSTRUCTION = "Entreviste de nuevo sobre las amenazas de 2025 y valore la nota de país."


async def papers_of(scene: Scene) -> dict[UUID, documents.DocumentView]:
    async with scene.world.reading("supervisor") as db:
        found = await documents.documents_of(db, scene.case_id)
    return {d.claim_id: d for d in reversed(found)}


async def barred(scene: Scene) -> list[bool]:
    """Is the removal of each person of the household barred, in the order of the claims?"""
    papers, case = await papers_of(scene), await scene.case()
    async with scene.world.reading("supervisor") as db:
        return [await documents.removal_is_barred(db, number=papers[c.id].number) for c in case.claims]


async def final_for(scene: Scene) -> None:
    """The time to appeal passes and the secretary declares the decision final."""
    scene.world.clock.advance(timedelta(days=10))
    async with scene.world.acting("commission_secretary") as db:
        await decisions.declare_final(db, db.actor, scene.case_id)


async def seen(scene: Scene, remedy_id: UUID, who: str = "appeals_judge") -> remedies.RemedyView:
    async with scene.world.reading(who) as db:
        return await remedies.remedy(db, remedy_id)


async def test_an_appeal_in_time_goes_to_the_tribunal_and_keeps_documents_and_protection(
    world: World,
) -> None:
    scene = await rejected_and_served(world, family_of_five())
    before = await papers_of(scene)
    world.clock.advance(timedelta(days=1))
    filed = await scene.file()

    case, after = await scene.case(), await papers_of(scene)
    async with world.reading("supervisor") as db:
        limits = {x.rule: x for x in await cases.limits_of(db, scene.case_id)}
    assert filed.in_time
    assert (case.stage, case.instance, {c.stage for c in case.claims}) == (
        "under_remedy",
        "appeal",
        {"under_remedy"},
    )
    assert (limits["appeal"].state, limits["tribunal_decision"].state) == ("met", "running")
    assert limits["tribunal_decision"].due_on == date(2027, 2, 11)
    assert await barred(scene) == [True] * 5
    assert {p.status for p in after.values()} == {"active"}
    assert all(after[c].valid_until > before[c].valid_until for c in after)
    view = await seen(scene, filed.remedy_id)
    assert (view.status, view.suspensive, view.filed_as) == ("pending", True, "legal_representative")
    assert view.decision_id == scene.decision_id


async def test_the_tribunal_reads_the_closed_file_and_none_of_the_drafts(world: World) -> None:
    scene = await rejected_and_served(world)
    with pytest.raises(NotFound):
        await scene.case("appeals_judge")
    claim = (await scene.case()).claims[0]
    async with world.system.writing(SYSTEM) as db:
        for status in ("signed", "draft"):
            db.add(
                Interview(
                    id=new_id(),
                    case_id=scene.case_id,
                    claim_id=claim.id,
                    appointment_id=None,
                    interviewer_id=world.actor("eligibility_officer").user_id,
                    kind="applicant",
                    instrument="adult",
                    digest_form=2,
                    language="es",
                    status=status,
                    started_at=db.now(),
                    signed_at=db.now() if status == "signed" else None,
                )
            )
    await scene.file()
    async with world.reading("appeals_judge") as db:
        held = await interviews.interviews_of(db, scene.case_id)
        analysis = await assessments.endorsed(db, scene.case_id)
        versions = await assessments.assessments_of(db, scene.case_id)
        taken = await decisions.decisions_of(db, scene.case_id, drafts=True)
        hidden = [
            await db.scalar(text(f"select count(*) from {table}"))  # noqa: S608 - names from this test
            for table in ("reviews", "votes", "recusals")
        ]
    assert [i.status for i in held] == ["signed"]
    assert analysis is not None
    assert [v.status for v in versions] == ["endorsed"]
    assert [d.id for d in taken] == [scene.decision_id]
    assert hidden == [0, 0, 0]


async def test_another_representative_and_another_office_do_not_find_the_decision(world: World) -> None:
    scene = await rejected_and_served(world)
    for who in ("other_legal_representative", "other_registration_officer"):
        with pytest.raises(NotFound):
            await scene.file(who)
    with pytest.raises(Forbidden):
        await scene.file("supervisor")
    assert (await scene.case()).stage == "remedy_window"


async def test_the_office_files_on_behalf_and_dates_it_by_the_writing_that_it_received(world: World) -> None:
    scene = await rejected_and_served(world)
    received = world.clock.now() + timedelta(days=2)
    world.clock.advance(timedelta(days=5))
    async with world.acting("registration_officer") as db:
        filed = await remedies.file_remedy(
            db, db.actor, scene.decision_id, kind="appeal", grounds=GROUNDS, filed_at=received
        )
    assert filed.in_time
    assert (await seen(scene, filed.remedy_id)).filed_at == received
    for who, moment, rule in (
        ("legal_representative", received, "not_yours"),
        ("registration_officer", received + timedelta(days=9), "in_the_future"),
        ("registration_officer", received - timedelta(days=9), "before_service"),
    ):
        other = await rejected_and_served(world)
        with pytest.raises(Invalid) as refused:
            async with world.acting(who) as db:
                await remedies.file_remedy(
                    db, db.actor, other.decision_id, kind="appeal", grounds=GROUNDS, filed_at=moment
                )
        assert refused.value.fields[0].rule in {rule, "before_service"}


async def test_the_last_instant_of_the_limit_is_in_time_and_the_next_is_late(world: World) -> None:
    scene = await rejected_and_served(world)
    async with world.reading("supervisor") as db:
        limits = {x.rule: x for x in await cases.limits_of(db, scene.case_id)}
    world.clock.set(limits["appeal"].due_at)
    with pytest.raises(Invalid) as refused:
        await scene.file()
    assert refused.value.fields[0].field == "late_reasons"
    world.clock.advance(timedelta(seconds=-1))
    assert (await scene.file()).in_time


async def test_a_late_appeal_waits_for_the_tribunal_and_accepted_goes_on_as_if_in_time(world: World) -> None:
    scene = await rejected_and_served(world)
    await final_for(scene)
    assert await barred(scene) == [False]
    assert {p.status for p in (await papers_of(scene)).values()} == {"closed"}

    filed = await scene.file(late_reasons=LATE)
    assert not filed.in_time
    assert await barred(scene) == [True]
    assert (await seen(scene, filed.remedy_id)).status == "awaiting_admission"
    assert (await scene.case()).stage == "final"
    with pytest.raises(remedies.NotPending):
        await judge(world, filed.remedy_id, "upheld")

    async with world.acting("appeals_judge") as db:
        await remedies.admit_late(db, db.actor, filed.remedy_id, reasons="La hospitalización consta.")
    case = await scene.case()
    assert (case.stage, case.instance) == ("under_remedy", "appeal")
    assert await barred(scene) == [True]
    assert {p.status for p in (await papers_of(scene)).values()} == {"active"}
    view = await seen(scene, filed.remedy_id)
    assert (view.status, view.suspensive, view.in_time) == ("pending", True, False)
    assert view.admitted_by == world.actor("appeals_judge").user_id
    with pytest.raises(remedies.NotAwaitingAdmission):
        async with world.acting("appeals_judge") as db:
            await remedies.refuse_late(db, db.actor, filed.remedy_id, reasons="La hospitalización consta.")


async def test_nothing_becomes_final_while_a_late_appeal_awaits_its_ruling(world: World) -> None:
    scene = await rejected_and_served(world)
    world.clock.advance(timedelta(days=10))
    filed = await scene.file(late_reasons=LATE)
    with pytest.raises(decisions.RemedyAwaitsAdmission):
        async with world.acting("commission_secretary") as db:
            await decisions.declare_final(db, db.actor, scene.case_id)
    async with world.acting("appeals_judge") as db:
        await remedies.refuse_late(db, db.actor, filed.remedy_id, reasons="No consta la hospitalización.")
    async with world.acting("commission_secretary") as db:
        await decisions.declare_final(db, db.actor, scene.case_id)
    assert await barred(scene) == [False]


async def test_a_late_appeal_that_is_refused_leaves_the_decision_as_it_was(world: World) -> None:
    scene = await rejected_and_served(world)
    await final_for(scene)
    filed = await scene.file(late_reasons=LATE)
    assert await barred(scene) == [True]
    with pytest.raises(Forbidden):
        async with world.acting("appeals_clerk") as db:
            await remedies.refuse_late(db, db.actor, filed.remedy_id, reasons="No consta la hospitalización.")
    async with world.acting("appeals_judge") as db:
        await remedies.refuse_late(db, db.actor, filed.remedy_id, reasons="No consta la hospitalización.")
    assert (await scene.case()).stage == "final"
    assert await barred(scene) == [False]
    with pytest.raises(remedies.AlreadyUsed):
        await scene.file(late_reasons=LATE)


async def test_a_second_appeal_is_refused_while_the_first_is_pending_and_after_it_was_judged(
    world: World,
) -> None:
    scene, remedy_id = await appealed(world)
    with pytest.raises(remedies.AlreadyFiled):
        await scene.file()
    judgment = await judge(world, remedy_id, "upheld")
    await serve(world, judgment.decision_id, who="appeals_clerk")
    with pytest.raises(remedies.NoFurtherRemedy):
        await scene.file(late_reasons=LATE)
    assert (await scene.case()).stage == "final"


async def test_of_two_appeals_at_the_same_moment_one_is_received(world: World) -> None:
    scene = await rejected_and_served(world)
    results = await asyncio.gather(
        scene.file("legal_representative"), scene.file("registration_officer"), return_exceptions=True
    )
    assert sorted(type(r).__name__ for r in results) == ["AlreadyFiled", "Filed"]
    assert (await scene.events())[:2].count("remedy_filed") == 1


async def test_before_service_there_is_nothing_to_appeal_and_a_recognition_leaves_nothing_either(
    world: World,
) -> None:
    scene = await rejected_and_served(world, outcome="recognised_convention")
    with pytest.raises(remedies.NothingToChallenge):
        await scene.file()


async def test_a_remedy_that_goes_in_the_same_writing_is_not_filed_by_itself(world: World) -> None:
    scene = await rejected_and_served(world)
    for kind, rule in (("reconsideration", "lodged_with_another"), ("amparo", "unknown")):
        with pytest.raises(Invalid) as refused:
            await scene.file(kind=kind)
        assert [(f.field, f.rule) for f in refused.value.fields] == [("kind", rule)]


async def test_what_stands_in_the_same_writing_is_named_with_the_remedy(world: World) -> None:
    scene = await rejected_and_served(world)
    filed = await scene.file()
    assert filed.lodged_with == ("reconsideration",)
    async with world.reading("supervisor") as db:
        event = next(e for e in await cases.timeline(db, filed.case_id) if e.name == "remedy_filed")
    assert event.data["lodged_with"] == ["reconsideration"]


async def test_grounds_of_a_few_letters_are_refused_at_the_field(world: World) -> None:
    scene = await rejected_and_served(world)
    with pytest.raises(Invalid) as refused:
        async with world.acting("legal_representative") as db:
            await remedies.file_remedy(db, db.actor, scene.decision_id, kind="appeal", grounds="Apelo.")
    assert refused.value.fields[0].field == "grounds"


async def test_overturned_the_family_follows_and_is_protected_after_service(world: World) -> None:
    scene, remedy_id = await appealed(world, family_of_five())
    principal = (await scene.case()).claims[0].id
    recognised = Judged("recognised_convention", ("political_opinion",), "Ley 8764, art. 106", JUDGED)
    judgment = await judge(world, remedy_id, "overturned", outcomes={principal: recognised})

    case = await scene.case()
    assert judgment.stage == case.stage == "decided"
    assert [c.outcome for c in case.claims] == ["recognised_convention"] + ["recognised_derivative"] * 4
    assert case.claims[0].grounds == ["political_opinion"]
    async with world.reading("appeals_clerk") as db:
        decision = await decisions.decision(db, judgment.decision_id)
    assert (decision.instance, decision.body, decision.result, decision.status) == (
        "appeal",
        "tribunal",
        "overturned",
        "signed",
    )
    assert decision.reasons == JUDGED

    await serve(world, judgment.decision_id, who="appeals_clerk")
    assert (await scene.case()).stage == "final"
    assert await barred(scene) == [True] * 5
    assert {p.status for p in (await papers_of(scene)).values()} == {"active"}


async def test_overturned_gives_one_person_their_own_outcome(world: World) -> None:
    scene, remedy_id = await appealed(
        world, [adult(), relative("Darwin", date(1988, 11, 2), "spouse", sex="male")]
    )
    first, second = (c.id for c in (await scene.case()).claims)
    await judge(
        world,
        remedy_id,
        "overturned",
        outcomes={first: Judged("recognised_convention"), second: Judged("excluded")},
    )
    assert [c.outcome for c in (await scene.case()).claims] == ["recognised_convention", "excluded"]


async def test_upheld_the_decision_stands_and_protection_ends_with_service(world: World) -> None:
    scene, remedy_id = await appealed(world)
    judgment = await judge(world, remedy_id, "upheld")
    assert await barred(scene) == [True]
    await serve(world, judgment.decision_id, who="appeals_clerk")
    case = await scene.case()
    assert (case.stage, case.claims[0].outcome) == ("final", "rejected")
    assert await barred(scene) == [False]
    assert {p.status for p in (await papers_of(scene)).values()} == {"closed"}


async def test_sent_back_the_officer_reads_the_instruction_and_the_outcome_has_fallen(world: World) -> None:
    scene, remedy_id = await appealed(world)
    await judge(world, remedy_id, "remitted", instructions=[INSTRUCTION])
    async with world.reading("eligibility_officer") as db:
        case = await cases.case_view(db, scene.reference)
        told = await remedies.sent_back(db, scene.case_id)
        limits = {x.rule for x in await cases.limits_of(db, scene.case_id, ended=False)}
    assert (case.stage, case.instance, case.claims[0].outcome) == ("assessment", "first", None)
    assert told is not None
    assert (told.instructions, told.reasons) == ([INSTRUCTION], JUDGED)
    assert {"submit_assessment", "first_decision"} <= limits
    assert await barred(scene) == [True]


@pytest.mark.parametrize(
    ("result", "outcomes", "instruction", "field"),
    [
        ("overturned", {}, None, "outcomes.{claim}"),
        ("overturned", {"own": Judged("rejected")}, None, "outcomes"),
        ("overturned", {"own": Judged("beatified")}, None, "outcomes.{claim}"),
        ("overturned", {"foreign": Judged("rejected")}, None, "outcomes.{foreign}"),
        ("remitted", {}, "Corrija.", "instructions"),
        ("annulled", {}, None, "result"),
    ],
)
async def test_a_judgment_that_lacks_something_is_refused_at_the_field(
    world: World, result: str, outcomes: dict[str, Judged], instruction: str | None, field: str
) -> None:
    scene, remedy_id = await appealed(world)
    claim, foreign = (await scene.case()).claims[0].id, new_id()
    given = {claim if key == "own" else foreign: judged for key, judged in outcomes.items()}
    with pytest.raises(Invalid) as refused:
        await judge(world, remedy_id, result, outcomes=given, instructions=[instruction or ""])
    assert field.format(claim=claim, foreign=foreign) in {f.field for f in refused.value.fields}
    assert (await scene.case()).stage == "under_remedy"
    assert (await seen(scene, remedy_id)).status == "pending"


@pytest.mark.parametrize("worker", ["eligibility_officer", "supervisor", "registration_officer"])
async def test_who_worked_on_the_case_does_not_judge_it(world: World, worker: str) -> None:
    scene, remedy_id = await appealed(world)
    await also_holds(world, worker, "appeals_judge", "partial_judge", body="tribunal")
    with pytest.raises(remedies.WorkedOnThisCase):
        await judge(world, remedy_id, "upheld", who="partial_judge")
    assert (await seen(scene, remedy_id)).status == "pending"


async def test_who_voted_at_the_commission_does_not_judge_it(world: World) -> None:
    scene, remedy_id = await appealed(world)
    await also_holds(world, "commission_member_2", "appeals_judge", "voter_judge", body="tribunal")
    with pytest.raises(remedies.WorkedOnThisCase):
        await judge(world, remedy_id, "upheld", who="voter_judge")
    async with world.reading("voter_judge") as db:
        assert await remedies.has_worked_on(db, scene.case_id, db.actor.user_id)


async def test_only_a_judge_decides_and_only_once(world: World) -> None:
    _scene, remedy_id = await appealed(world)
    for who in ("appeals_clerk", "legal_representative", "supervisor"):
        with pytest.raises(Forbidden):
            await judge(world, remedy_id, "upheld", who=who)
    await judge(world, remedy_id, "upheld")
    with pytest.raises(remedies.NotPending):
        await judge(world, remedy_id, "upheld")


async def test_a_stale_version_is_refused(world: World) -> None:
    _scene, remedy_id = await appealed(world)
    with pytest.raises(remedies.RemedyChanged):
        async with world.acting("appeals_judge") as db:
            await remedies.decide_remedy(db, db.actor, remedy_id, result="upheld", reasons=JUDGED, version=7)


async def test_an_appeal_given_up_makes_the_decision_final(world: World) -> None:
    scene, remedy_id = await appealed(world)
    statement = "Desiste de la apelación por su propia voluntad."
    async with world.acting("legal_representative") as db:
        with pytest.raises(Invalid):
            await remedies.withdraw_remedy(db, db.actor, remedy_id, statement=statement, signed=False)
        await remedies.withdraw_remedy(
            db, db.actor, remedy_id, statement=statement, signed=True, explained_in="es"
        )
    case = await scene.case()
    assert (case.stage, case.claims[0].outcome) == ("final", "rejected")
    assert await barred(scene) == [False]
    with pytest.raises(remedies.NotPending):
        await judge(world, remedy_id, "upheld")
    with pytest.raises(remedies.AlreadyUsed):
        await scene.file(late_reasons=LATE)


async def test_one_relative_gives_the_appeal_up_and_it_goes_on_for_the_other(world: World) -> None:
    couple = [adult(), relative("Darwin", date(1988, 11, 2), "spouse", sex="male")]
    scene, remedy_id = await appealed(world, couple)
    first, second = (c.id for c in (await scene.case()).claims)
    async with world.acting("legal_representative") as db:
        await remedies.withdraw_remedy(
            db,
            db.actor,
            remedy_id,
            statement="Desiste de la apelación por su propia voluntad.",
            signed=True,
            explained_in="es",
            claims=[second],
        )
    assert [c.stage for c in (await scene.case()).claims] == ["under_remedy", "final"]
    assert await barred(scene) == [True, False]
    await judge(world, remedy_id, "overturned", outcomes={first: Judged("recognised_convention")})
    assert [c.outcome for c in (await scene.case()).claims] == ["recognised_convention", "rejected"]


async def test_the_list_shows_what_waits_for_the_tribunal_and_to_nobody_else(world: World) -> None:
    scene, remedy_id = await appealed(world, family_of_five())
    late = await rejected_and_served(world)
    await final_for(late)
    waiting = (await late.file(late_reasons=LATE)).remedy_id
    async with world.reading("appeals_clerk") as db:
        mine = [r for r in (await remedies.remedies(db, limit=200)).rows if r.id in (remedy_id, waiting)]
        admission = await remedies.remedies(db, status="awaiting_admission", limit=200)
        first = await remedies.remedies(db, limit=1)
        second = await remedies.remedies(db, limit=1, after=first.after)
    assert [(r.reference, r.due_rule) for r in mine] == [
        (scene.reference, "tribunal_decision"),
        (late.reference, None),
    ]
    assert [r.needs for r in mine] == [["SC-SC"], []]
    assert waiting in {r.id for r in admission.rows}
    assert first.rows[0].id != second.rows[0].id
    world.clock.advance(timedelta(days=120))
    async with world.system.writing(SYSTEM) as db:
        for limit in await cases.limits_of(db, scene.case_id, ended=False):
            await cases.note_passed(db, limit.id)
    async with world.reading("appeals_clerk") as db:
        rows = (await remedies.remedies(db, limit=200)).rows
    assert [(r.reference, r.due_rule) for r in rows if r.id == remedy_id] == [
        (scene.reference, "tribunal_decision")
    ]
    assert [r.id for r in rows].index(remedy_id) < [r.id for r in rows].index(waiting)
    async with world.reading("other_legal_representative") as db:
        assert (await remedies.remedies(db)).rows == []
    async with world.reading("border_liaison_officer") as db:
        assert (await remedies.remedies(db)).rows == []
