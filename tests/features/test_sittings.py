"""A body decides together or not at all: members, quorum, votes, recusals, and what becomes of the case."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from app.decisions import errors
from app.decisions import public as decisions
from app.documents.public import Desk
from tests.awaiting import case_awaiting_decision
from tests.world import World, also_holds, family_of_five

MEMBERS = ("commission_member_0", "commission_member_1", "commission_member_2")


async def convene(world: World, *, members: tuple[str, ...] = MEMBERS) -> UUID:
    async with world.acting("commission_secretary") as db:
        return await decisions.convene(
            db,
            db.actor,
            starts_at=world.clock.now() + timedelta(hours=1),
            members=[world.actor(m).user_id for m in members],
            presiding=world.actor(members[0]).user_id,
        )


async def put(world: World, sitting: UUID, case_id: UUID) -> UUID:
    async with world.acting("commission_secretary") as db:
        return await decisions.put_on_agenda(db, db.actor, sitting, case_id=case_id)


async def open_with(world: World, sitting: UUID, *present: str) -> None:
    async with world.acting("commission_secretary") as db:
        await decisions.record_attendance(
            db, db.actor, sitting, present=[world.actor(p).user_id for p in present]
        )
        await decisions.open_sitting(db, db.actor, sitting)


async def vote(
    world: World, who: str, sitting: UUID, item: UUID, choice: str = "for", reasons: str = ""
) -> None:
    async with world.acting(who) as db:
        await decisions.vote(db, db.actor, sitting, item_id=item, choice=choice, reasons=reasons)


async def close(world: World, sitting: UUID, item: UUID) -> decisions.Closed:
    async with world.acting("commission_secretary") as db:
        return await decisions.close_item(db, db.actor, sitting, item_id=item)


async def stage_of(world: World, case_id: UUID) -> str:
    async with world.reading("supervisor") as db:
        return str(await db.scalar(text("select stage from cases where id = :id"), {"id": case_id}))


async def test_the_agenda_opens_the_file_to_the_members_called_and_to_no_other(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world, members=MEMBERS[:2])
    async with world.reading("commission_member_0") as db:
        assert not (await decisions.sitting(db, sitting)).items
    await put(world, sitting, case_id)
    async with world.reading("commission_member_0") as db:
        (item,) = (await decisions.sitting(db, sitting)).items
    assert item.case_id == case_id
    assert [o.outcome for o in item.proposal] == ["rejected"]
    async with world.reading("commission_member_2") as db:
        assert await db.scalar(text("select count(*) from cases where id = :id"), {"id": case_id}) == 0
        with pytest.raises(NotFound):
            await decisions.sitting(db, sitting)


async def test_the_proposed_agenda_leaves_out_what_is_on_one_already(world: World) -> None:
    first, second = await case_awaiting_decision(world), await case_awaiting_decision(world)
    sitting = await convene(world)
    await put(world, sitting, first)
    async with world.reading("commission_secretary") as db:
        proposed = {row.id: row.endorsed for row in await decisions.proposed_agenda(db, limit=500)}
    assert proposed[second]
    assert first not in proposed
    with pytest.raises(errors.OnAnAgendaAlready):
        await put(world, await convene(world), first)


async def test_a_case_that_is_not_awaiting_a_decision_is_not_put_on_the_agenda(world: World) -> None:
    registered = await world.register()
    sitting = await convene(world)
    with pytest.raises(NotFound):
        await put(world, sitting, registered.case_id)


async def test_sittings_are_numbered_by_body_and_year(world: World) -> None:
    one, two = await convene(world), await convene(world)
    async with world.reading("commission_secretary") as db:
        numbers = {row.id: row.number for row in (await decisions.sittings(db)).rows}
    first, second = (int(numbers[s].removesuffix("-2026")) for s in (one, two))
    assert second == first + 1


async def test_the_same_seat_is_not_called_twice_nor_a_stranger_nor_the_secretary(world: World) -> None:
    officer, secretary = world.actor("eligibility_officer"), world.actor("commission_secretary")
    twin = await also_holds(
        world, "auditor", "commission_member", "twin", body="commission", seat="Seguridad Pública"
    )
    chosen = world.actor("commission_member_1").user_id
    for also, refusal in (
        (officer.user_id, errors.NotAMemberOfTheBody),
        (secretary.user_id, errors.SecretaryDoesNotVote),
        (twin.user_id, Invalid),
    ):
        with pytest.raises(refusal):
            async with world.acting("commission_secretary") as db:
                await decisions.convene(
                    db,
                    db.actor,
                    starts_at=world.clock.now() + timedelta(hours=1),
                    members=[chosen, also],
                    presiding=chosen,
                )


async def test_without_quorum_nothing_opens_and_nothing_is_decided(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    with pytest.raises(errors.NoQuorum):
        await open_with(world, sitting, "commission_member_0")
    with pytest.raises(errors.SittingNotOpen):
        await vote(world, "commission_member_0", sitting, item)
    await open_with(world, sitting, "commission_member_0", "commission_member_1")
    async with world.acting("commission_member_1") as db:
        await decisions.recuse(db, db.actor, sitting, item_id=item, reasons="Conozco a la familia.")
    await vote(world, "commission_member_0", sitting, item)
    with pytest.raises(errors.NoQuorum):
        await close(world, sitting, item)
    assert await stage_of(world, case_id) == "awaiting_decision"


async def test_a_quorum_that_nobody_set_is_not_guessed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.decisions import procedure as rulebook  # noqa: PLC0415
    from app.procedure import public as procedure  # noqa: PLC0415

    shipped = procedure.load("CRI", version="2024-06")

    async def without_the_demonstrations_values(_db: object) -> procedure.Profile:
        return shipped

    monkeypatch.setattr("app.decisions.actions.attend.procedure_in_force", without_the_demonstrations_values)
    assert rulebook.quorum_of(shipped, "commission").value is None  # type: ignore[union-attr]
    sitting = await convene(world)
    with pytest.raises(errors.QuorumUnknown):
        await open_with(world, sitting, *MEMBERS)


async def test_votes_are_of_members_called_and_present(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, "commission_member_0", "commission_member_1")
    outsider = await also_holds(
        world, "auditor", "commission_member", "outsider", body="commission", seat="Otra"
    )
    await vote(world, "commission_member_0", sitting, item)
    refused: list[tuple[str, type[Refusal]]] = [
        ("commission_member_2", errors.NotPresent),
        ("outsider", errors.NotConvened),
        ("commission_secretary", Forbidden),
        ("appeals_judge", Forbidden),
        ("supervisor", Forbidden),
    ]
    assert outsider.role == "commission_member"
    for who, refusal in refused:
        with pytest.raises(refusal):
            await vote(world, who, sitting, item)
    async with world.reading("commission_secretary") as db:
        seen = (await decisions.sitting(db, sitting)).item(item)
    assert set(seen.votes) == {world.actor("commission_member_0").user_id}
    assert seen.why_not_closed == "votes_missing"
    with pytest.raises(errors.VotesMissing):
        await close(world, sitting, item)


async def test_a_vote_other_than_for_the_proposal_says_why(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    for choice in ("against", "abstain"):
        with pytest.raises(Invalid) as refused:
            await vote(world, "commission_member_0", sitting, item, choice)
        assert refused.value.fields[0].field == "reasons"
    with pytest.raises(Invalid):
        await vote(world, "commission_member_0", sitting, item, "maybe", "No sé.")


@pytest.mark.parametrize(
    "who", ["commission_secretary", "commission_member_1", "outsider", "commission_member_2"]
)
async def test_the_database_itself_refuses_a_vote_that_is_not_the_voters_own(world: World, who: str) -> None:
    """By the secretary, in another's name, by who was not called, by who is recused."""
    case_id = await case_awaiting_decision(world)
    await also_holds(world, "auditor", "commission_member", "outsider", body="commission", seat="Otra")
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    async with world.acting("commission_member_2") as db:
        await decisions.recuse(db, db.actor, sitting, item_id=item, reasons="Conozco a la familia.")
    voter = world.actor("commission_member_0" if who == "commission_member_1" else who).user_id
    with pytest.raises(DBAPIError, match="row-level security"):
        async with world.acting(who) as db:
            await db.execute(
                text(
                    "insert into votes (item_id, user_id, case_id, choice, reasons, at)"
                    " values (:item, :voter, :case, 'for', '', now())"
                ),
                {"item": item, "voter": voter, "case": case_id},
            )


async def test_two_members_at_once_both_count_and_one_twice_counts_once(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    await asyncio.gather(
        vote(world, "commission_member_0", sitting, item),
        vote(world, "commission_member_1", sitting, item),
        vote(world, "commission_member_1", sitting, item, "against", "Falta oír a la persona."),
    )
    async with world.reading("commission_secretary") as db:
        seen = (await decisions.sitting(db, sitting)).item(item)
    assert (seen.tally.votes_for + seen.tally.votes_against, seen.tally.missing) == (2, 1)


async def test_a_vote_changes_until_the_item_is_closed_and_then_not_even_in_the_database(
    world: World,
) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    for member in MEMBERS:
        await vote(world, member, sitting, item, "against", "Falta oír a la persona.")
    for member in MEMBERS[:2]:
        await vote(world, member, sitting, item)
    # A vote that comes while two close the item: each of the three finds the others' work done, or not begun.
    closing, also_closing, voting = await asyncio.gather(
        close(world, sitting, item),
        close(world, sitting, item),
        vote(world, "commission_member_2", sitting, item),
        return_exceptions=True,
    )
    assert {type(closing), type(also_closing)} == {decisions.Closed, errors.ItemClosed}
    assert voting is None or isinstance(voting, errors.ItemClosed)
    async with world.reading("commission_secretary") as db:
        seen = (await decisions.sitting(db, sitting)).item(item)
    assert (seen.status, seen.tally.votes_for) == ("decided", 3 if voting is None else 2)
    with pytest.raises(errors.ItemClosed):
        await vote(world, "commission_member_0", sitting, item, "against", "Ahora no.")
    async with world.acting("commission_member_0") as db:
        changed = await db.execute(
            text("update votes set choice = 'against' where item_id = :item"), {"item": item}
        )
        assert changed.rowcount == 0  # type: ignore[attr-defined]
    with pytest.raises(DBAPIError, match="is closed"):
        async with world.system.writing(SYSTEM) as db:
            await db.execute(
                text("update votes set choice = 'against' where item_id = :item"), {"item": item}
            )


async def test_who_handled_the_case_is_recused_by_the_record_and_never_sees_it(world: World) -> None:
    member = await also_holds(
        world, "eligibility_officer", "commission_member", "former", body="commission", seat="Otra"
    )
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world, members=("commission_member_0", "commission_member_1", "former"))
    item = await put(world, sitting, case_id)
    async with world.reading("former") as db:
        seen = await decisions.sitting(db, sitting)
        assert await db.scalar(text("select count(*) from cases where id = :id"), {"id": case_id}) == 0
    assert seen.items == ()
    assert [r.found_in_record for r in seen.closed_to_me] == [True]
    await open_with(world, sitting, "commission_member_0", "commission_member_1", "former")
    with pytest.raises(errors.RecusedFromThis):
        await vote(world, "former", sitting, item)
    async with world.reading("commission_secretary") as db:
        shown = (await decisions.sitting(db, sitting)).item(item)
    assert member.user_id in shown.recusals
    assert member.user_id not in shown.entitled


async def test_who_took_a_hand_in_the_case_since_it_was_put_on_the_agenda_has_to_recuse(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    await also_holds(world, "commission_member_1", "supervisor", "also_supervisor", office_id=world.office)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    async with world.acting("also_supervisor") as db:
        await cases.assign(
            db, db.actor, case_id, officer_id=world.actor("second_eligibility_officer").user_id
        )
    await open_with(world, sitting, *MEMBERS)
    with pytest.raises(errors.HandledThisCase):
        await vote(world, "commission_member_1", sitting, item)


async def test_a_recused_member_sees_the_case_no_more_and_the_others_decide(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    async with world.acting("commission_member_2") as db:
        await decisions.recuse(db, db.actor, sitting, item_id=item, reasons="Conozco a la familia.")
    async with world.reading("commission_member_2") as db:
        assert (await decisions.sitting(db, sitting)).items == ()
        assert await db.scalar(text("select count(*) from votes")) == 0
    with pytest.raises(errors.RecusedFromThis):
        await vote(world, "commission_member_2", sitting, item)
    await vote(world, "commission_member_0", sitting, item)
    await vote(world, "commission_member_1", sitting, item)
    assert (await close(world, sitting, item)).result == "decided"


async def test_in_a_tie_the_vote_of_who_presides_decides_where_the_law_says_so(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, "commission_member_0", "commission_member_1")
    await vote(world, "commission_member_0", sitting, item)
    await vote(world, "commission_member_1", sitting, item, "against", "Falta oír a la persona.")
    assert (await close(world, sitting, item)).result == "decided"
    async with world.reading("commission_secretary") as db:
        assert (await decisions.sitting(db, sitting)).item(item).by_casting_vote


async def test_a_tie_without_who_presides_decides_nothing_and_the_case_waits_for_another_sitting(
    world: World,
) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    async with world.acting("commission_member_0") as db:
        await decisions.recuse(db, db.actor, sitting, item_id=item, reasons="Conozco a la familia.")
    await vote(world, "commission_member_1", sitting, item)
    await vote(world, "commission_member_2", sitting, item, "against", "Falta oír a la persona.")
    closed = await close(world, sitting, item)
    assert (closed.result, closed.decision_id) == ("deferred", None)
    assert await stage_of(world, case_id) == "awaiting_decision"
    async with world.reading("commission_member_0") as db:
        assert await db.scalar(text("select count(*) from cases where id = :id"), {"id": case_id}) == 0
    await put(world, await convene(world), case_id)


async def test_a_majority_against_the_proposal_sends_the_case_back_with_its_reasons(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    await vote(world, "commission_member_0", sitting, item)
    await vote(world, "commission_member_1", sitting, item, "against", "Falta examinar apatridia.")
    await vote(world, "commission_member_2", sitting, item, "against", "Falta oír a la persona.")
    assert (await close(world, sitting, item)).result == "sent_back"
    assert await stage_of(world, case_id) == "assessment"
    async with world.reading("eligibility_officer") as db:
        note = await db.scalar(text("select note from agenda_items where id = :id"), {"id": item})
        assert await db.scalar(text("select count(*) from votes")) == 0
    assert "Falta examinar apatridia." in note


async def test_the_body_sends_a_case_back_with_an_instruction_that_the_lawyer_does_not_read(
    world: World,
) -> None:
    case_id = await case_awaiting_decision(world)
    lawyer = world.actor("legal_representative")
    async with world.acting("registration_officer") as db:
        await cases.record_representation(
            db, db.actor, case_id, user_id=lawyer.user_id, mandate="Poder especial"
        )
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    with pytest.raises(Invalid):
        async with world.acting("commission_secretary") as db:
            await decisions.send_back(db, db.actor, sitting, item_id=item, instruction="Falta.")
    async with world.acting("commission_secretary") as db:
        await decisions.send_back(
            db, db.actor, sitting, item_id=item, instruction="Ampliar el examen de apatridia de los niños."
        )
    assert await stage_of(world, case_id) == "assessment"
    async with world.reading("legal_representative") as db:
        assert await db.scalar(text("select count(*) from cases where id = :id"), {"id": case_id}) == 1
        assert await db.scalar(text("select count(*) from agenda_items")) == 0


async def test_the_first_of_two_who_change_a_sitting_wins(world: World) -> None:
    sitting = await convene(world)
    async with world.reading("commission_secretary") as db:
        version = (await decisions.sitting(db, sitting)).version
    present = [world.actor(m).user_id for m in MEMBERS]
    for expected in (None, errors.SittingChanged):
        async with world.acting("commission_secretary") as db:
            if expected is None:
                await decisions.record_attendance(db, db.actor, sitting, present=present, version=version)
            else:
                with pytest.raises(expected):
                    await decisions.open_sitting(db, db.actor, sitting, version=version)


async def test_closing_the_sitting_leaves_what_was_not_reached_for_another(world: World) -> None:
    one, two = await case_awaiting_decision(world), await case_awaiting_decision(world, family_of_five())
    sitting = await convene(world)
    first, second = await put(world, sitting, one), await put(world, sitting, two)
    await open_with(world, sitting, *MEMBERS)
    for member in MEMBERS:
        await vote(world, member, sitting, first)
    await close(world, sitting, first)
    async with world.acting("commission_secretary") as db:
        await decisions.close_sitting(db, db.actor, sitting)
    async with world.reading("commission_secretary") as db:
        seen = await decisions.sitting(db, sitting)
    assert (seen.status, seen.item(first).status, seen.item(second).status) == (
        "closed",
        "decided",
        "deferred",
    )
    with pytest.raises(Conflict):
        await put(world, sitting, two)
    await put(world, await convene(world), two)


@pytest.mark.parametrize("left", ["withdrawn", "suspended"])
async def test_a_case_that_left_the_road_leaves_the_agenda_too_and_its_file_closes(
    world: World, left: str
) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    reasons = "Declara por su propia voluntad que no desea continuar."
    if left == "withdrawn":
        async with world.acting("registration_officer") as db:
            await cases.withdraw(db, db.actor, case_id, statement=reasons, signed=True, desk=Desk())
    else:
        async with world.acting("supervisor") as db:
            await cases.suspend(db, db.actor, case_id, reasons=reasons)
    async with world.acting("commission_secretary") as db:
        await decisions.close_sitting(db, db.actor, sitting)
    async with world.reading("commission_secretary") as db:
        seen = await decisions.sitting(db, sitting)
    assert (seen.status, seen.item(item).status) == ("closed", "deferred")
    assert await stage_of(world, case_id) == left
    async with world.reading("commission_member_0") as db:
        with pytest.raises(NotFound):
            await cases.reference_of(db, case_id)


async def test_who_presided_signs_and_any_voter_where_that_one_is_recused(world: World) -> None:
    """The profile says nothing on who signs: the house's own rule holds, and says that it is not the law's."""
    signing = []
    for out in (None, "commission_member_0"):
        case_id = await case_awaiting_decision(world)
        sitting = await convene(world)
        item = await put(world, sitting, case_id)
        await open_with(world, sitting, *MEMBERS)
        if out:
            async with world.acting(out) as db:
                await decisions.recuse(db, db.actor, sitting, item_id=item, reasons="Conozco a la familia.")
        for member in MEMBERS[bool(out) :]:
            await vote(world, member, sitting, item)
        closed = await close(world, sitting, item)
        assert closed.decision_id is not None
        async with world.reading("commission_secretary") as db:
            signing.append(await decisions.signatories_of(db, closed.decision_id))
    presiding, instead = signing
    assert [one.user_id for one in presiding.people] == [world.actor("commission_member_0").user_id]
    assert (presiding.any_one, presiding.verification) == (False, "unknown")
    assert instead.any_one
    assert {one.user_id for one in instead.people} == {world.actor(m).user_id for m in MEMBERS[1:]}
    assert instead.missing([instead.people[0].user_id]) == ()
