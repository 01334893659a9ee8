"""A decision: signed by another than who drafted it, never changed, served once, and final only when a person says so in time."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.cases import public as cases
from app.core.errors import Forbidden, Invalid, NotFound
from app.decisions import errors
from app.decisions import public as decisions
from app.documents import public as documents
from tests.awaiting import REASONS, SUMMARY, assess, case_awaiting_decision
from tests.features.test_sittings import MEMBERS, close, convene, open_with, put, stage_of, vote
from tests.world import World, also_holds, family_of_five


async def draft(world: World, case_id: UUID) -> UUID:
    """Voted by all and closed: a draft to sign."""
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    for member in MEMBERS:
        await vote(world, member, sitting, item)
    decision_id = (await close(world, sitting, item)).decision_id
    assert decision_id is not None
    return decision_id


async def sign(world: World, decision_id: UUID, who: str = "commission_member_0") -> None:
    async with world.acting(who) as db:
        await decisions.sign(db, db.actor, decision_id)


async def decide(world: World, case_id: UUID) -> UUID:
    decision_id = await draft(world, case_id)
    await sign(world, decision_id)
    return decision_id


async def serve(
    world: World, decision_id: UUID, *, at: datetime | None = None, who: str = "commission_secretary"
) -> None:
    async with world.acting(who) as db:
        await decisions.notify(
            db,
            db.actor,
            decision_id,
            channel="in_person",
            served_at=at or db.now(),
            served_to="La persona solicitante",
            proof="Acta de notificación firmada",
            # Asked for where the law does not say when service has effect; elsewhere the law's day holds.
            effective_on=(at or db.now()).date(),
            reasons="Se le entregó y se le explicó ese mismo día.",
        )


async def view(world: World, decision_id: UUID, who: str = "commission_secretary") -> decisions.DecisionView:
    async with world.reading(who) as db:
        return await decisions.decision(db, decision_id)


async def test_a_family_of_five_is_decided_each_with_an_outcome(world: World) -> None:
    case_id = await case_awaiting_decision(world, family_of_five(), outcome="recognised_convention")
    decision_id = await decide(world, case_id)
    seen = await view(world, decision_id)
    assert seen.status == "signed"
    assert [o.outcome for o in seen.outcomes] == ["recognised_convention"] + ["recognised_derivative"] * 4
    assert seen.reasons.startswith(SUMMARY)
    assert REASONS in seen.reasons
    assert (seen.tally["for"], seen.tally["against"], seen.tally["quorum"]) == (3, 0, 2)
    assert [s["user_id"] for s in seen.signatories] == [str(world.actor("commission_member_0").user_id)]
    assert seen.digest is not None
    assert len(seen.digest) == 64
    async with world.reading("supervisor") as db:
        reference = await db.scalar(text("select reference from cases where id = :id"), {"id": case_id})
        case = await cases.case_view(db, reference)
        limits = {x.rule: x.state for x in await cases.limits_of(db, case_id)}
    assert {(c.stage, c.outcome) for c in case.claims[1:]} == {("decided", "recognised_derivative")}
    assert (case.stage, case.claims[0].outcome, case.claims[0].grounds) == (
        "decided",
        "recognised_convention",
        ["political_opinion"],
    )
    assert limits["first_decision"] == "met"


async def test_who_drafted_does_not_sign_nor_does_a_member_who_does_not_preside(world: World) -> None:
    decision_id = await draft(world, await case_awaiting_decision(world))
    secretary = world.actor("commission_secretary")
    await also_holds(
        world, "commission_secretary", "commission_member", "both", body="commission", seat="Otra"
    )
    for who, refusal in (
        ("commission_secretary", Forbidden),
        ("commission_member_1", errors.NotYoursToSign),
        ("both", errors.NotConvened),
        ("supervisor", Forbidden),
    ):
        with pytest.raises((refusal, NotFound)):
            await sign(world, decision_id, who)
    assert (await view(world, decision_id)).drafted_by == secretary.user_id
    await sign(world, decision_id)
    with pytest.raises(errors.AlreadySigned):
        await sign(world, decision_id)


async def test_where_the_presiding_member_is_recused_one_who_voted_signs(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    async with world.acting("commission_member_0") as db:
        await decisions.recuse(db, db.actor, sitting, item_id=item, reasons="Conozco a la familia.")
    for member in MEMBERS[1:]:
        await vote(world, member, sitting, item)
    decision_id = (await close(world, sitting, item)).decision_id
    assert decision_id is not None
    with pytest.raises(NotFound):
        await sign(world, decision_id)
    await sign(world, decision_id, "commission_member_2")
    assert await stage_of(world, case_id) == "decided"


async def test_a_draft_is_the_bodys_own_and_a_signed_decision_the_partys(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    decision_id = await draft(world, case_id)
    for who in ("eligibility_officer", "registration_officer"):
        with pytest.raises(NotFound):
            await view(world, decision_id, who)
    await sign(world, decision_id)
    assert (await view(world, decision_id, "registration_officer")).status == "signed"
    with pytest.raises(NotFound):
        await view(world, decision_id, "other_registration_officer")


async def test_a_signed_decision_cannot_be_changed_in_the_database(world: World) -> None:
    decision_id = await decide(world, await case_awaiting_decision(world))
    for change in ("reasons = 'otra cosa'", "status = 'draft'", "outcomes = '[]'"):
        with pytest.raises(IntegrityError, match="signed and cannot be changed"):
            async with world.acting("commission_secretary") as db:
                await db.execute(
                    text(f"update decisions set {change} where id = :id"),  # noqa: S608
                    {"id": decision_id},
                )
    with pytest.raises(IntegrityError, match="signed and cannot be changed"):
        async with world.system.writing(world.actor("administrator")) as db:
            await db.execute(text("update decisions set reasons = '' where id = :id"), {"id": decision_id})


async def test_a_second_decision_is_refused(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    decision_id = await draft(world, case_id)
    seen = await view(world, decision_id)
    assert seen.sitting_id is not None
    assert seen.item_id is not None
    with pytest.raises(errors.ItemClosed):
        await close(world, seen.sitting_id, seen.item_id)
    with pytest.raises(errors.AwaitingSignature):
        await put(world, await convene(world), case_id)
    await sign(world, decision_id)
    with pytest.raises(errors.NotAwaitingDecision):
        await put(world, await convene(world), case_id)
    async with world.reading("commission_secretary") as db:
        assert len(await decisions.decisions_of(db, case_id, drafts=True)) == 1


async def test_a_relative_added_meanwhile_without_a_recommendation_is_not_decided_unseen(
    world: World,
) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    async with world.acting("commission_secretary") as db:
        await db.execute(text("update agenda_items set proposal = '[]' where id = :id"), {"id": item})
    await open_with(world, sitting, *MEMBERS)
    for member in MEMBERS:
        await vote(world, member, sitting, item)
    with pytest.raises(errors.ProposalIncomplete):
        await close(world, sitting, item)


async def test_service_starts_the_time_to_appeal_and_says_how_it_was_counted(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    decision_id = await decide(world, case_id)
    world.clock.advance(timedelta(days=2))
    # Thursday 12 November: Friday, Monday and Tuesday are the three working days.
    await serve(world, decision_id, at=world.clock.now() - timedelta(hours=1))
    seen = await view(world, decision_id)
    assert await stage_of(world, case_id) == "remedy_window"
    assert str(seen.remedy_until) == "2026-11-17"
    assert seen.remedy_explanation is not None
    assert seen.remedy_explanation["rule"] == "appeal"
    with pytest.raises(errors.AlreadyNotified):
        await serve(world, decision_id)


@pytest.mark.parametrize(
    ("moment", "rule"),
    [
        (lambda now: now + timedelta(minutes=1), "in_the_future"),
        (lambda now: now - timedelta(days=1), "before_signature"),
    ],
)
async def test_service_is_neither_in_the_future_nor_before_the_signature(
    world: World, moment: Callable[[datetime], datetime], rule: str
) -> None:
    case_id = await case_awaiting_decision(world)
    decision_id = await decide(world, case_id)
    with pytest.raises(Invalid) as refused:
        await serve(world, decision_id, at=moment(world.clock.now()))
    assert [(f.field, f.rule) for f in refused.value.fields] == [("served_at", rule)]
    assert await stage_of(world, case_id) == "decided"


async def test_service_says_to_whom_how_and_by_what_proof(world: World) -> None:
    decision_id = await decide(world, await case_awaiting_decision(world))
    with pytest.raises(Invalid) as refused:
        async with world.acting("commission_secretary") as db:
            await decisions.notify(
                db, db.actor, decision_id, channel="pigeon", served_at=db.now(), served_to=" ", proof=""
            )
    assert {f.field for f in refused.value.fields} == {"channel", "served_to", "proof"}


async def test_a_draft_is_not_served(world: World) -> None:
    decision_id = await draft(world, await case_awaiting_decision(world))
    with pytest.raises(errors.NotSignedYet):
        await serve(world, decision_id)
    with pytest.raises(NotFound):
        await serve(world, decision_id, who="registration_officer")


async def test_recognised_and_served_is_final_and_keeps_protecting(world: World) -> None:
    case_id = await case_awaiting_decision(world, family_of_five(), outcome="recognised_convention")
    await serve(world, await decide(world, case_id), who="registration_officer")
    assert await stage_of(world, case_id) == "final"
    async with world.reading("registration_officer") as db:
        assert {p.status for p in await documents.documents_of(db, case_id)} == {"active"}
        barred = await db.scalar(text("select removal_barred from cases where id = :id"), {"id": case_id})
    assert barred is True


async def test_a_status_that_protects_is_not_taken_away_by_reopening(world: World) -> None:
    case_id = await case_awaiting_decision(world, outcome="recognised_convention")
    await serve(world, await decide(world, case_id))
    with pytest.raises(cases.NothingToReopen):
        async with world.acting("supervisor") as db:
            await cases.reopen(
                db,
                db.actor,
                case_id,
                ground="ordered",
                reasons="Se pide revisar lo resuelto otra vez.",
                desk=documents.Desk(),
            )
    assert await stage_of(world, case_id) == "final"


async def test_the_paper_desk_reads_no_grounds_and_no_words_of_what_happened(world: World) -> None:
    case_id = await case_awaiting_decision(world, outcome="recognised_convention")
    await decide(world, case_id)
    for who, told in (("documentation_officer", False), ("supervisor", True)):
        async with world.reading(who) as db:
            case = await cases.case_view(db, await cases.reference_of(db, case_id))
            history = await cases.timeline(db, case_id)
        assert bool(case.claims[0].grounds) is told
        assert any(event.data for event in history) is told


async def test_a_rejection_becomes_final_only_after_the_time_to_appeal(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    decision_id = await decide(world, case_id)
    await serve(world, decision_id)

    async def declare(who: str = "commission_secretary") -> None:
        async with world.acting(who) as db:
            await decisions.declare_final(db, db.actor, case_id)

    refused: list[tuple[Callable[[], Awaitable[None]], type[Exception]]] = [
        (declare, errors.RemedyPeriodRunning),
        (lambda: declare("eligibility_officer"), Forbidden),
    ]
    for attempt, refusal in refused:
        with pytest.raises(refusal):
            await attempt()
    # Served on Tuesday 10: the last day is Friday 13; Saturday begins at 06:00 UTC.
    world.clock.set(datetime.fromisoformat("2026-11-14T05:59:00+00:00"))
    with pytest.raises(errors.RemedyPeriodRunning):
        await declare()
    world.clock.set(datetime.fromisoformat("2026-11-14T06:00:00+00:00"))
    await declare()
    assert await stage_of(world, case_id) == "final"
    async with world.reading("registration_officer") as db:
        assert {p.status for p in await documents.documents_of(db, case_id)} == {"closed"}


async def test_nothing_becomes_final_that_was_never_served(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    with pytest.raises(cases.WrongStage):
        async with world.acting("commission_secretary") as db:
            await decisions.declare_final(db, db.actor, case_id)


async def test_sent_back_and_assessed_again_it_is_decided_on_the_new_recommendation(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    async with world.acting("commission_secretary") as db:
        await decisions.send_back(
            db, db.actor, sitting, item_id=item, instruction="Oír de nuevo a la persona sobre su militancia."
        )
    await assess(world, case_id, outcome="recognised_convention", number=2)
    seen = await view(world, await decide(world, case_id))
    assert [o.outcome for o in seen.outcomes] == ["recognised_convention"]


async def test_a_refused_signature_leaves_no_outcome(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    decision_id = await draft(world, case_id)
    with pytest.raises(errors.NotYoursToSign):
        await sign(world, decision_id, "commission_member_2")
    async with world.reading("supervisor") as db:
        outcome = await db.scalar(text("select outcome from claims where case_id = :id"), {"id": case_id})
    assert (outcome, await stage_of(world, case_id)) == (None, "awaiting_decision")
