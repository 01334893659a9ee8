"""Seats and who stands in for whom, notes that one person reads, an agenda in its order, sittings that are interrupted."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Invalid, NotFound
from app.decisions import errors
from app.decisions import public as decisions
from app.intake import public as intake
from app.intake.rules import NewGuardian
from tests.awaiting import assess, case_awaiting_decision
from tests.features.test_sittings import MEMBERS, close, convene, open_with, put, vote
from tests.world import World, adult, also_holds

SEAT = "Ministerio de Seguridad Pública"
SINCE = date(2026, 1, 1)


async def appoint(world: World, who: str, place: int, *, since: date = SINCE, seat: str = SEAT) -> UUID:
    async with world.acting("commission_secretary") as db:
        return await decisions.appoint(
            db,
            db.actor,
            user_id=world.actor(who).user_id,
            seat=seat,
            place=place,
            since=since,
            until=None,
            act="Acuerdo sintético 1-2026",
        )


async def seats_with_alternate(world: World) -> None:
    """This world's Commission: member 1 holds a seat by an act, and another stands in for them."""
    await also_holds(
        world, "auditor", "commission_member", "alternate", body="commission", seat="Seguridad Pública"
    )
    # All worlds share one body: an earlier one may have left somebody there.
    async with world.system.writing(SYSTEM) as db:
        await db.execute(text("update seat_holders set body = id::text"))
    await appoint(world, "commission_member_1", 0)
    await appoint(world, "alternate", 1)


def child_alone() -> intake.Member:
    """A child whose claim is their own, with somebody who answers for them."""
    born = adult(birth_date=date(2011, 5, 1))
    return replace(born, guardian=NewGuardian("PANI", "institution"))


async def voters(world: World, sitting: UUID, item: UUID) -> set[UUID]:
    async with world.reading("commission_secretary") as db:
        return set((await decisions.sitting(db, sitting)).item(item).entitled)


async def test_an_alternate_sits_only_where_the_holder_does_not(world: World) -> None:
    await seats_with_alternate(world)
    mine = await case_awaiting_decision(world)
    other = await case_awaiting_decision(world)
    sitting = await convene(world, members=(*MEMBERS, "alternate"))
    first, second = await put(world, sitting, mine), await put(world, sitting, other)
    await open_with(world, sitting, *MEMBERS, "alternate")
    holder, alternate = world.actor("commission_member_1").user_id, world.actor("alternate").user_id
    with pytest.raises(errors.HolderSits):
        await vote(world, "alternate", sitting, first)
    async with world.acting("commission_member_1") as db:
        await decisions.recuse(db, db.actor, sitting, item_id=first, reasons="Conozco a la familia.")
    assert alternate in await voters(world, sitting, first)
    assert {holder} == await voters(world, sitting, second) & {holder, alternate}
    await vote(world, "alternate", sitting, first)
    for member in ("commission_member_0", "commission_member_2"):
        await vote(world, member, sitting, first)
    assert (await close(world, sitting, first)).result == "decided"
    # The holder leaves: the alternate sits for the other item, and the closed one keeps who had sat for it.
    async with world.acting("commission_secretary") as db:
        stay = [world.actor(m).user_id for m in ("commission_member_0", "commission_member_2", "alternate")]
        await decisions.record_attendance(db, db.actor, sitting, present=stay)
    assert alternate in await voters(world, sitting, second)
    assert len(await voters(world, sitting, first)) == len(MEMBERS)


async def test_a_place_is_held_once_and_nobody_holds_two(world: World) -> None:
    await seats_with_alternate(world)
    with pytest.raises(errors.PlaceTaken):
        await appoint(world, "commission_member_2", 1)
    with pytest.raises(errors.HoldsAnotherSeat):
        await appoint(world, "alternate", 2)
    with pytest.raises(errors.SeatNotOfTheBody):
        await appoint(world, "commission_member_2", 0, seat="Ministerio que no existe")
    async with world.acting("commission_secretary") as db:
        held = next(
            h
            for s in await decisions.seats_of(db, "commission")
            for h in s.holders
            if h.user_id == world.actor("alternate").user_id and h.until is None
        )
        assert held.id is not None
        await decisions.end_appointment(
            db, db.actor, held.id, until=date(2026, 11, 1), act="Oficio sintético 2-2026"
        )
    with pytest.raises(errors.NotAMemberOfTheBody):
        await convene(world, members=(*MEMBERS, "alternate"))


async def test_a_deliberation_note_is_read_by_its_author_alone(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world)
    item = await put(world, sitting, case_id)
    async with world.acting("commission_member_0") as db:
        await decisions.note_deliberation(db, db.actor, item, text="Preguntar por la hermana.")
    with pytest.raises(NotFound):
        async with world.acting(
            await also_holds(
                world, "auditor", "commission_member", "outsider", body="commission", seat="Otra"
            )
        ) as db:
            await decisions.note_deliberation(db, db.actor, item, text="Yo no.")
    readers = ("commission_member_1", "commission_secretary", "supervisor", "administrator", "auditor")
    for who in readers:
        async with world.reading(who) as db:
            assert await db.scalar(text("select count(*) from deliberation_notes")) == 0, who
    async with world.reading("commission_member_0") as db:
        assert await decisions.own_note(db, item) == "Preguntar por la hermana."


async def test_a_childs_claim_never_waits_behind_an_adults(world: World) -> None:
    """Nor behind one that came back with the facts that a body had asked for, which stands before the other adults'."""
    late = await case_awaiting_decision(world)
    back = await case_awaiting_decision(world)
    child = await case_awaiting_decision(world, [child_alone()])
    first = await convene(world)
    asked = await put(world, first, back)
    await open_with(world, first, *MEMBERS)
    async with world.acting("commission_secretary") as db:
        with pytest.raises(Invalid) as refused:
            await decisions.send_back(
                db,
                db.actor,
                first,
                item_id=asked,
                instruction="Oír a la hermana.",
                answer_by=date(2026, 1, 1),
            )
    assert refused.value.fields[0].field == "instruction"
    async with world.acting("commission_secretary") as db:
        await decisions.send_back(
            db,
            db.actor,
            first,
            item_id=asked,
            instruction="Oír a la hermana sobre las amenazas.",
            asked_of="Cancillería",
            answer_by=date(2026, 12, 1),
        )
    async with world.acting("eligibility_officer") as db:
        opened = await cases.open_case(db, back)
        assert opened.case.stage == "assessment"
    await assess(world, back, outcome="rejected", number=2)
    async with world.reading("commission_secretary") as db:
        waiting = [
            w.id for w in await decisions.proposed_agenda(db, limit=500) if w.id in {late, back, child}
        ]
        seen = (await decisions.sitting(db, first)).item(asked)
    assert waiting == [child, back, late]
    assert seen.asked == {"of": "Cancillería", "by": "2026-12-01"}
    # And on the agenda itself, in whatever order they are put there.
    second = await convene(world)
    for case_id in (late, back, child):
        await put(world, second, case_id)
    async with world.reading("commission_secretary") as db:
        assert [i.case_id for i in (await decisions.sitting(db, second)).items] == [child, back, late]


async def test_a_suspended_sitting_waits_and_an_extraordinary_one_says_why(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    called = [world.actor(m).user_id for m in MEMBERS]

    async def extraordinary(*, urgent: bool) -> UUID:
        async with world.acting("commission_secretary") as db:
            return await decisions.convene(
                db,
                db.actor,
                starts_at=world.clock.now() + timedelta(hours=2),
                members=called,
                presiding=called[0],
                extraordinary=decisions.Extraordinary(called[0], "Vence el límite de un niño.", urgent),
            )

    with pytest.raises(Invalid) as refused:
        await extraordinary(urgent=False)
    assert refused.value.fields[0].rule == "too_soon"
    sitting = await extraordinary(urgent=True)
    item = await put(world, sitting, case_id)
    async with world.acting("commission_secretary") as db:
        await decisions.circulate(db, db.actor, sitting)
        await decisions.record_attendance(db, db.actor, sitting, present=called[:1], remote=called[1:])
        await decisions.open_sitting(db, db.actor, sitting)
        await decisions.suspend_sitting(db, db.actor, sitting, reasons="Se cortó la luz.")
    with pytest.raises(errors.SittingNotOpen):
        await vote(world, "commission_member_0", sitting, item)
    async with world.acting("commission_secretary") as db:
        await decisions.resume_sitting(db, db.actor, sitting)
    await vote(world, "commission_member_0", sitting, item)
    async with world.reading("commission_secretary") as reading:
        seen = await decisions.sitting(reading, sitting)
    assert (seen.kind, seen.status, seen.because) == ("extraordinary", "open", "Se cortó la luz.")
    assert [m.remote for m in seen.members] == [False, True, True]
    assert seen.circulated_at is not None
