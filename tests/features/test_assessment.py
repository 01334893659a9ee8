"""The analysis of a case, from its first draft to the endorsed recommendation, and who sees it on the way."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Forbidden, Invalid, NotFound
from app.workflows.add_family_member import add_family_member
from tests.assessing import FACT, REASONS, complete_checklist, endorsed, submitted, to_assessment, written
from tests.world import World, adult, also_holds, family_of_five, relative

COMMENT = "Falta citar la información del país en el hecho 1."


async def read(world: World, who: str, assessment_id: UUID) -> assessments.AssessmentView:
    async with world.reading(who) as db:
        return await assessments.assessment(db, assessment_id)


async def test_returned_once_then_endorsed_and_the_returned_version_is_kept(world: World) -> None:
    registered = await to_assessment(world, family_of_five())
    first = await submitted(world, registered.case_id)
    async with world.acting("supervisor") as db:
        second = await assessments.give_back(db, db.actor, first, comment=COMMENT)

    before, after = await read(world, "supervisor", first), await read(world, "eligibility_officer", second)
    assert (before.status, before.number, before.reviews[0].comment) == ("returned", 1, COMMENT)
    assert (after.status, after.number, after.author_id) == ("draft", 2, before.author_id)
    assert (after.facts, after.analysis, after.summary) == (before.facts, before.analysis, before.summary)

    async with world.acting("eligibility_officer") as db:
        assert await assessments.start(db, db.actor, registered.case_id) == second
        await assessments.save(db, db.actor, second, summary="Con la fuente citada.")
        await assessments.submit(db, db.actor, second)
    async with world.acting("supervisor") as db:
        await assessments.endorse(db, db.actor, second, checklist=complete_checklist())

    async with world.reading("supervisor") as db:
        case = await cases.case_view(db, registered.reference)
        names = [e.name for e in reversed(await cases.timeline(db, case.id))]
        final = await assessments.endorsed(db, case.id)
    assert case.stage == "awaiting_decision"
    assert names[-5:] == [
        "assessment_started",
        "assessment_submitted",
        "returned",
        "assessment_submitted",
        "endorsed",
    ]
    assert final is not None
    assert final.id == second
    assert [(r.outcome, r.own) for r in final.recommendations] == [("rejected", True)] + [
        ("rejected", False)
    ] * 4
    assert (await read(world, "supervisor", first)).summary == before.summary


async def test_what_is_missing_is_named_field_by_field_and_nothing_moves(world: World) -> None:
    registered = await to_assessment(world)
    async with world.acting("eligibility_officer") as db:
        draft = await assessments.start(db, db.actor, registered.case_id)
    with pytest.raises(Invalid) as refused:
        async with world.acting("eligibility_officer") as db:
            await assessments.submit(db, db.actor, draft)
    assert {"facts", "summary", "analysis.exclusion.conclusion", "results.0.outcome"} <= {
        f.field for f in refused.value.fields
    }
    assert (await read(world, "eligibility_officer", draft)).status == "draft"


async def test_a_rejection_without_an_answer_on_statelessness_is_refused(world: World) -> None:
    registered = await to_assessment(world)
    draft = await written(world, registered.case_id)
    async with world.acting("eligibility_officer") as db:
        await assessments.save(
            db, db.actor, draft, analysis={"statelessness": {"conclusion": "no_indication"}}
        )
    with pytest.raises(Invalid) as refused:
        async with world.acting("eligibility_officer") as db:
            await assessments.submit(db, db.actor, draft)
    assert [(f.field, f.rule) for f in refused.value.fields] == [
        ("analysis.statelessness.reasons", "required")
    ]


async def test_drafts_are_for_the_first_instance_and_only_the_endorsed_one_for_those_who_decide(
    world: World,
) -> None:
    registered = await to_assessment(world)
    draft = await written(world, registered.case_id)
    for stranger in (
        "second_eligibility_officer",
        "other_supervisor",
        "registration_officer",
        "commission_secretary",
    ):
        with pytest.raises(NotFound):
            await read(world, stranger, draft)
    async with world.acting("eligibility_officer") as db:
        await assessments.submit(db, db.actor, draft)
    async with world.acting("supervisor") as db:
        second = await assessments.give_back(db, db.actor, draft, comment=COMMENT)
    async with world.acting("eligibility_officer") as db:
        await assessments.submit(db, db.actor, second)
    with pytest.raises(NotFound):
        await read(world, "commission_secretary", second)
    async with world.acting("supervisor") as db:
        await assessments.endorse(db, db.actor, second, checklist=complete_checklist())

    async with world.reading("commission_secretary") as db:
        assert [(a.id, a.reviews) for a in await assessments.assessments_of(db, registered.case_id)] == [
            (second, ())
        ]
    async with world.acting("supervisor") as db:
        opened = await cases.open_case(db, registered.case_id)
        await cases.record(
            db,
            db.actor,
            opened,
            "note_added",
            admit=["body:tribunal"],
            data={"note": "hecho llegar al Tribunal"},
        )
    for who in ("appeals_clerk", "appeals_judge"):
        async with world.reading(who) as db:
            assert [a.id for a in await assessments.assessments_of(db, registered.case_id)] == [second]


async def test_nobody_reviews_a_case_that_they_worked_on_whatever_their_role_now(world: World) -> None:
    registered = await to_assessment(world)
    draft = await submitted(world, registered.case_id)
    await also_holds(
        world, "eligibility_officer", "supervisor", "author_as_supervisor", office_id=world.office
    )
    with pytest.raises(assessments.AuthorMayNotReview):
        async with world.acting("author_as_supervisor") as db:
            await assessments.endorse(db, db.actor, draft, checklist=complete_checklist())
    with pytest.raises(assessments.AuthorMayNotReview):
        async with world.acting("author_as_supervisor") as db:
            await assessments.give_back(db, db.actor, draft, comment=COMMENT)
    with pytest.raises(Forbidden):
        async with world.acting("eligibility_officer") as db:
            await assessments.endorse(db, db.actor, draft, checklist=complete_checklist())
    assert (await read(world, "supervisor", draft)).status == "submitted"


async def test_who_wrote_the_draft_that_a_colleague_finished_does_not_review_it(world: World) -> None:
    registered = await to_assessment(world)
    draft = await written(world, registered.case_id)
    second = world.actor("second_eligibility_officer")
    async with world.acting("supervisor") as db:
        await cases.assign(db, db.actor, registered.case_id, officer_id=second.user_id)
    async with world.acting(second) as db:
        assert await assessments.start(db, db.actor, registered.case_id) == draft
        await assessments.submit(db, db.actor, draft)
    await also_holds(world, "eligibility_officer", "supervisor", "promoted", office_id=world.office)
    with pytest.raises(assessments.AuthorMayNotReview):
        async with world.acting("promoted") as db:
            await assessments.endorse(db, db.actor, draft, checklist=complete_checklist())


async def test_the_second_of_two_who_edit_is_told(world: World) -> None:
    registered = await to_assessment(world)
    draft = await written(world, registered.case_id)
    version = (await read(world, "eligibility_officer", draft)).version
    async with world.acting("eligibility_officer") as db:
        assert await assessments.save(db, db.actor, draft, summary="Una", version=version) == version + 1
    with pytest.raises(assessments.AssessmentChanged):
        async with world.acting("eligibility_officer") as db:
            await assessments.save(db, db.actor, draft, summary="Otra", version=version)
    assert (await read(world, "eligibility_officer", draft)).summary == "Una"


async def test_what_was_handed_in_cannot_be_changed_nor_handed_in_again_nor_endorsed_twice(
    world: World,
) -> None:
    registered = await to_assessment(world)
    draft = await submitted(world, registered.case_id)
    with pytest.raises(assessments.NotADraft):
        async with world.acting("eligibility_officer") as db:
            await assessments.submit(db, db.actor, draft)
    with pytest.raises(assessments.NotADraft):
        async with world.acting("eligibility_officer") as db:
            await assessments.save(db, db.actor, draft, summary="Tarde")
    async with world.acting("supervisor") as db:
        await assessments.endorse(db, db.actor, draft, checklist=complete_checklist())
    with pytest.raises(assessments.NotUnderReview):
        async with world.acting("supervisor") as db:
            await assessments.endorse(db, db.actor, draft, checklist=complete_checklist())


async def test_no_analysis_before_the_interview_nor_by_an_officer_without_the_case(world: World) -> None:
    registered = await world.register()
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    officer = world.actor("eligibility_officer").user_id
    async with world.acting("supervisor") as db:
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
    with pytest.raises(cases.WrongStage):
        async with world.acting("eligibility_officer") as db:
            await assessments.start(db, db.actor, registered.case_id)
    with pytest.raises(NotFound):
        async with world.acting("second_eligibility_officer") as db:
            await assessments.start(db, db.actor, registered.case_id)
    with pytest.raises(Forbidden):
        async with world.acting("supervisor") as db:
            await assessments.start(db, db.actor, registered.case_id)


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"recommendations": [{"claim_id": str(UUID(int=7)), "outcome": "rejected"}]}, "recommendations.0.claim_id", "unknown_claim"),
        ({"analysis": {"cartagena": {"conclusion": "met"}}}, "analysis.cartagena", "unknown_issue"),
        ({"facts": [FACT | {"finding": "perhaps"}]}, "facts.0.finding", "not_allowed"),
        ({"facts": [FACT | {"statement": "a" * 4001}]}, "facts.0.statement", "too_long"),
        ({"facts": [FACT | {"mood": "sad"}]}, "facts.0.mood", "unknown_field"),
        ({"summary": "a" * 20001}, "summary", "too_long"),
    ],
)  # fmt: skip
async def test_what_the_case_or_its_law_does_not_have_is_refused_at_its_field(
    world: World, given: dict[str, Any], field: str, rule: str
) -> None:
    registered = await to_assessment(world)
    draft = await written(world, registered.case_id)
    with pytest.raises(Invalid) as refused:
        async with world.acting("eligibility_officer") as db:
            await assessments.save(db, db.actor, draft, **given)
    assert [(f.field, f.rule) for f in refused.value.fields] == [(field, rule)]


async def test_saving_one_part_leaves_the_others(world: World) -> None:
    registered = await to_assessment(world)
    draft = await written(world, registered.case_id)
    before = await read(world, "eligibility_officer", draft)
    async with world.acting("eligibility_officer") as db:
        await assessments.save(db, db.actor, draft, analysis={"harm": {"conclusion": "persecution"}})
    after = await read(world, "eligibility_officer", draft)
    assert after.analysis["harm"].conclusion == "persecution"
    assert after.analysis["nexus"] == before.analysis["nexus"]
    assert (after.summary, after.facts, after.recommendations) == (
        before.summary,
        before.facts,
        before.recommendations,
    )


async def test_an_endorsement_needs_the_whole_checklist_and_a_return_a_comment(world: World) -> None:
    registered = await to_assessment(world)
    draft = await submitted(world, registered.case_id)
    with pytest.raises(Invalid) as refused:
        async with world.acting("supervisor") as db:
            await assessments.endorse(db, db.actor, draft, checklist={})
    assert {f.field for f in refused.value.fields} == {
        f"checklist.{code}" for code in assessments.checklist()
    }
    with pytest.raises(Invalid) as refused:
        async with world.acting("supervisor") as db:
            await assessments.give_back(db, db.actor, draft, comment="mal")
    assert [f.field for f in refused.value.fields] == ["comment"]


async def test_a_relative_who_joins_after_the_endorsement_follows_the_principal(world: World) -> None:
    registered = await to_assessment(world, [adult()])
    await endorsed(world, registered.case_id, outcome="recognised_convention")
    newcomer = relative("Sara Valentina", adult().person.birth_date.replace(year=2014), "child")
    async with world.acting("registration_officer") as db:
        await add_family_member(db, db.actor, registered.case_id, newcomer)
    async with world.reading("commission_secretary") as db:
        view = await assessments.endorsed(db, registered.case_id)
    assert view is not None
    assert [r.outcome for r in view.recommendations] == ["recognised_convention", "recognised_derivative"]


async def test_after_the_commission_sends_it_back_the_officer_goes_on_from_the_endorsed_version(
    world: World,
) -> None:
    registered = await to_assessment(world)
    first = await endorsed(world, registered.case_id)
    async with world.acting("commission_secretary") as db:
        opened = await cases.open_case(db, registered.case_id)
        await cases.record(db, db.actor, opened, "sent_back")
    async with world.acting("eligibility_officer") as db:
        again = await assessments.start(db, db.actor, registered.case_id)
    view = await read(world, "eligibility_officer", again)
    assert (view.number, view.status, view.facts[0].reasons) == (2, "draft", FACT["reasons"])
    assert (await read(world, "eligibility_officer", first)).status == "endorsed"
    assert view.missing == ()
    assert view.recommendations[0].reasons == REASONS


async def test_the_database_itself_keeps_what_was_handed_in(world: World) -> None:
    registered = await to_assessment(world)
    assessment_id = await submitted(world, registered.case_id)

    async def rewrite() -> None:
        change = text("update assessments set summary = 'Otra cosa' where id = :id")
        async with world.system.writing(SYSTEM) as db:
            await db.execute(change, {"id": assessment_id})

    with pytest.raises(IntegrityError, match="was handed in"):
        await rewrite()
    async with world.acting("supervisor") as db:
        await assessments.endorse(db, db.actor, assessment_id, checklist=complete_checklist())
    with pytest.raises(IntegrityError, match="was handed in"):
        await rewrite()
    assert "Otra cosa" not in (await read(world, "supervisor", assessment_id)).summary


async def test_of_two_supervisors_who_review_at_once_one_is_told(world: World) -> None:
    registered = await to_assessment(world)
    assessment_id = await submitted(world, registered.case_id)
    await also_holds(world, "other_supervisor", "supervisor", "second_supervisor", office_id=world.office)

    async def endorse() -> None:
        async with world.acting("supervisor") as db:
            await assessments.endorse(db, db.actor, assessment_id, checklist=complete_checklist())

    async def give_back() -> None:
        async with world.acting("second_supervisor") as db:
            await assessments.give_back(db, db.actor, assessment_id, comment=COMMENT)

    outcomes = await asyncio.gather(endorse(), give_back(), return_exceptions=True)
    assert sorted(type(o).__name__ for o in outcomes) == ["NoneType", "NotUnderReview"]
    async with world.reading("supervisor") as db:
        versions = await assessments.assessments_of(db, registered.case_id)
    assert (versions[-1].status, len(versions)) in {("endorsed", 1), ("returned", 2)}
