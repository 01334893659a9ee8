"""Two records become one person and two again: nothing is lost, nothing is doubled, and two people stand behind it."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Refusal
from app.documents import public as documents
from app.people import public as people
from app.people.pairs.references import MOVES, STAYS
from app.workflows.merge_persons import merge_persons, undo_merge
from app.workflows.register_arrival import register_arrival
from tests.offline.sending import jpeg
from tests.people.test_pairs import PAPER, propose, two
from tests.world import World, adult, also_holds, arrival, relative

BECAUSE = "Las dos partidas de nacimiento son la misma y lleva la misma cicatriz."


async def judged(world: World, pair: UUID, who: str, verdict: str = "same", **more: Any) -> str:
    async with world.acting(who) as db:
        return await people.pairs.judge(
            db, db.actor, pair, verdict=verdict, reasons=BECAUSE, today=date(2026, 11, 10), **more
        )


async def confirmed(world: World) -> tuple[UUID, UUID, UUID, UUID, UUID]:
    """A pair that two people found to be one: the pair, case, person, case, person."""
    case, one, other_case, other = await two(world)
    pair = await propose(world, one, other, PAPER)
    assert pair
    assert await judged(world, pair, "registration_officer") == "judged"
    assert await judged(world, pair, "supervisor") == "same"
    return pair, case, one, other_case, other


async def second_supervisor(world: World) -> str:
    if "second_supervisor" not in world.actors:
        name = "second_eligibility_officer"
        await also_holds(world, name, "supervisor", "second_supervisor", office_id=world.office)
    return "second_supervisor"


async def rows_of(world: World, *person_ids: UUID) -> dict[str, list[Any]]:
    """Every row of the database that points at those people, and theirs, whole. A file's version is the record's own count."""
    found: dict[str, list[Any]] = {}
    async with world.system.reading(SYSTEM) as db:
        for table, column, _ in [
            ("persons", "id", ()),
            *await db.rows(text("select * from person_references()")),
        ]:
            if f"{table}.{column}" in STAYS:
                continue
            minus = " - 'version' - 'audience'" if table == "cases" else ""
            statement = f"select to_jsonb(x){minus} from {table} x where {column} = any (:ids) order by 1"  # noqa: S608
            found[f"{table}.{column}"] = list(await db.scalars(text(statement), {"ids": list(person_ids)}))
    return found


async def events_of(world: World, case_id: UUID) -> Sequence[cases.Happening]:
    async with world.reading("supervisor") as db:
        return await cases.timeline(db, case_id)


async def test_every_place_that_points_at_a_person_is_accounted_for(world: World) -> None:
    async with world.system.reading(SYSTEM) as db:
        rows = await db.rows(text("select in_table::text || '.' || in_column from person_references()"))
    assert {row[0] for row in rows} == set(MOVES) | set(STAYS)


async def test_one_judges_and_another_confirms_whatever_their_roles(world: World) -> None:
    _, one, _, other = await two(world)
    pair = await propose(world, one, other, PAPER)
    assert pair
    assert await judged(world, pair, "registration_officer") == "judged"
    await also_holds(world, "registration_officer", "supervisor", "both", office_id=world.office)
    with pytest.raises(people.pairs.AlreadyLooked):
        await judged(world, pair, "both")
    with pytest.raises(people.pairs.NotTheirLook):
        await judged(world, pair, await _assigned(world, one))
    assert await judged(world, pair, "supervisor", "different") == "disputed"
    with pytest.raises(people.pairs.AlreadyLooked):
        await judged(world, pair, "supervisor")
    assert await judged(world, pair, await second_supervisor(world), "different") == "different"
    assert await propose(world, one, other, PAPER) is None
    again = people.Reason("same_number", 0.9, {"number": "100000000009"})
    assert await propose(world, one, other, again) == pair


async def _assigned(world: World, person: UUID) -> str:
    async with world.acting("registration_officer") as db:
        case_id = await db.scalar(text("select case_id from claims where person_id = :p"), {"p": person})
        await cases.take_over(db, db.actor, case_id, desk=documents.Desk())
    async with world.acting("supervisor") as db:
        officer = world.actor("eligibility_officer").user_id
        await cases.assign(db, db.actor, case_id, officer_id=officer)
    return "eligibility_officer"


async def test_undecided_says_what_is_missing_and_comes_back_on_its_day(world: World) -> None:
    _, one, _, other = await two(world)
    pair = await propose(world, one, other, PAPER)
    assert pair
    with pytest.raises(Refusal):
        await judged(world, pair, "registration_officer", "undecided")
    more = {"missing": "La partida de nacimiento", "back_on": date(2026, 11, 24)}
    assert await judged(world, pair, "registration_officer", "undecided", **more) == "undecided"
    for day, waiting in ((date(2026, 11, 23), False), (date(2026, 11, 24), True)):
        async with world.reading("supervisor") as db:
            assert (pair in {row.id for row in await people.pairs.pairs(db, today=day)}) is waiting


async def test_of_two_who_answer_at_once_one_is_first(world: World) -> None:
    _, one, _, other = await two(world)
    pair = await propose(world, one, other, PAPER)
    assert pair
    await judged(world, pair, "registration_officer")
    await second_supervisor(world)
    answers = await asyncio.gather(
        judged(world, pair, "supervisor"), judged(world, pair, "second_supervisor"), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NothingToJudge", "str"]


async def test_merged_nothing_is_lost_and_undone_everything_is_as_it_was(world: World) -> None:
    pair, case, one, other_case, other = await confirmed(world)
    before = await rows_of(world, one, other)
    async with world.acting("registration_officer") as db:
        await merge_persons(db, db.actor, pair, survivor=one, picks={"names": "merged"})
    merged = await rows_of(world, one)
    for place, rows in before.items():
        if place != "persons.id":
            assert len(merged[place]) == len(rows), place
    (person,) = merged["persons.id"]
    assert person["given_names"] == "Zulmiro"
    assert person["aliases"] == ["Marta Elena Pineda Cruz"]
    for told in (case, other_case):
        (happening,) = [h for h in await events_of(world, told) if h.name == "persons_merged"]
        assert len(happening.data["files"]) == 1
        assert happening.data["number"]
    async with world.reading("supervisor") as db:
        (also,) = await people.pairs.other_cases_of(db, case)
        assert also.visible
    with pytest.raises(people.pairs.MergedSince):
        async with world.acting("registration_officer") as db:
            await merge_persons(db, db.actor, pair, survivor=one)
    await _undone(world, pair)
    assert await rows_of(world, one, other) == before
    assert next(h.name for h in await events_of(world, case)) == "persons_separated"


async def _undone(world: World, pair: UUID) -> Any:
    async with world.acting("supervisor") as db:
        await people.pairs.ask_undo(db, db.actor, pair, reasons=BECAUSE)
    with pytest.raises(people.pairs.AskedForIt):
        async with world.acting("supervisor") as db:
            await undo_merge(db, db.actor, pair)
    async with world.acting(await second_supervisor(world)) as db:
        return await undo_merge(db, db.actor, pair)


async def test_what_came_since_a_merge_stays_with_who_is_left_and_that_is_said(world: World) -> None:
    pair, case, one, _, other = await confirmed(world)
    async with world.acting("registration_officer") as db:
        await merge_persons(db, db.actor, pair, survivor=one)
    world.clock.advance(timedelta(hours=1))
    async with world.acting("supervisor") as db:
        await people.record_need(db, db.actor, one, "DS-PM", note=None)
    left = await _undone(world, pair)
    assert [row["table"] for row in left["since"]] == ["specific_needs"]
    assert len((await rows_of(world, one))["specific_needs.person_id"]) == 1
    assert (await rows_of(world, other))["claims.person_id"]
    (happening, *_) = await events_of(world, case)
    assert happening.data["since"] == 1


async def test_a_person_twice_in_one_file_keeps_one_claim_and_undone_has_both_again(world: World) -> None:
    """The second claim ends with its document by the gate; another office's file is told in the same transaction."""
    registered = await world.register([adult(), relative("Yorleny B.", date(1991, 3, 14), "sibling")])
    async with world.reading("supervisor") as db:
        claims = (await cases.look_at(db, registered.case_id)).claims
        one, other = (claim.person_id for claim in claims)
    pair = await pair_of(world, one, other)
    await judged(world, pair, "registration_officer")
    await judged(world, pair, "supervisor")
    before = await rows_of(world, one, other)
    with pytest.raises(people.pairs.PrincipalStays):
        async with world.acting("supervisor") as db:
            await merge_persons(db, db.actor, pair, survivor=other)
    async with world.acting("supervisor") as db:
        await merge_persons(db, db.actor, pair, survivor=one)
    async with world.reading("supervisor") as db:
        case = await cases.look_at(db, registered.case_id)
        papers = await documents.documents_of(db, registered.case_id)
    assert [c.stage for c in case.claims] == ["registered", "elsewhere"]
    assert {p.claim_id: p.status for p in papers} == {claims[0].id: "active", claims[1].id: "closed"}
    await _undone(world, pair)
    assert await rows_of(world, one, other) == before
    names = [h.name for h in await events_of(world, registered.case_id)]
    assert names[:4] == [
        "persons_separated",
        "duplicate_claim_restored",
        "persons_merged",
        "duplicate_claim_closed",
    ]


async def pair_of(world: World, one: UUID, other: UUID) -> UUID:
    """The pair of two people, proposed by whoever was first."""
    found = await propose(world, one, other, PAPER)
    if found is None:
        async with world.system.reading(SYSTEM) as db:
            known = "select id from duplicate_pairs where person_a in (:a, :b) and person_b in (:a, :b)"
            found = await db.scalar(text(known), {"a": one, "b": other})
    assert found is not None
    return found


async def test_a_file_of_another_office_is_told_too_and_stays_theirs(world: World) -> None:
    registered = await world.register([adult("Marta Elena", "Pineda Cruz")])
    unlike = adult("Zulmiro", "Quirós Vado", birth_date=date(1962, 8, 30), phone=None, sex="male")
    async with world.acting("other_registration_officer") as db:
        away = await register_arrival(db, db.actor, [unlike], arrival(), office_id=world.other_office)
    async with world.system.reading(SYSTEM) as db:
        persons = "select person_id from claims where case_id = :c"
        one = await db.scalar(text(persons), {"c": registered.case_id})
        other = await db.scalar(text(persons), {"c": away.case_id})
    pair = await pair_of(world, one, other)
    async with world.acting("other_registration_officer") as db:
        await people.keep_photo(db, db.actor, other, jpeg())
    async with world.reading("registration_officer") as db:
        (side,) = await people.pairs.photos_of_pair(db, pair)
        assert await people.pairs.photo_of_side(db, pair, side)
    async with world.reading("border_liaison_officer") as db:
        assert await people.pairs.photos_of_pair(db, pair) == {}
    await judged(world, pair, "registration_officer")
    await judged(world, pair, "other_supervisor")
    async with world.acting("registration_officer") as db:
        await merge_persons(db, db.actor, pair, survivor=one)
        assert not await cases.visible_among(db, [away.reference])
    async with world.reading("other_supervisor") as db:
        assert (await cases.timeline(db, away.case_id))[0].name == "persons_merged"
        (also,) = await people.pairs.other_cases_of(db, away.case_id)
    assert (also.reference, also.visible) == (registered.reference, False)
    async with world.system.reading(SYSTEM) as db:
        audience = await db.scalar(text("select audience from cases where id = :c"), {"c": away.case_id})
    assert not any(key.startswith("pair:") for key in audience)


async def test_of_two_who_merge_at_once_one_does_and_two_that_cross_do_not_wait_for_ever(
    world: World,
) -> None:
    """(one, other) twice at once, and (other, third) beside them: whoever comes second finds what the first left."""
    pair, _, one, _, other = await confirmed(world)
    extra = adult("Wendy", "Solano Brenes", birth_date=date(1978, 1, 5), phone=None, nationalities=("CUB",))
    third = await world.register([extra])
    async with world.reading("supervisor") as db:
        last = (await cases.look_at(db, third.case_id)).principal.person_id
    crossing = await pair_of(world, other, last)
    await judged(world, crossing, "registration_officer")
    await judged(world, crossing, "supervisor")

    async def merge(which: UUID, survivor: UUID) -> UUID:
        async with world.acting("registration_officer") as db:
            return await merge_persons(db, db.actor, which, survivor=survivor)

    answers = await asyncio.gather(
        merge(pair, one), merge(pair, one), merge(crossing, last), return_exceptions=True
    )
    done = [answer for answer in answers if isinstance(answer, UUID)]
    refused = {type(answer).__name__ for answer in answers if not isinstance(answer, UUID)}
    assert len(done) >= 1
    # Not found: the record that it was about has no claim of its own any more, so that nobody sees it.
    assert refused <= {"MergedSince", "Invalid", "NotFound"}
    async with world.system.reading(SYSTEM) as db:
        standing = {
            await db.scalar(text("select person_standing(:p)"), {"p": person})
            for person in (one, other, last)
        }
        claims = await db.scalar(
            text("select count(*) from claims where person_id = any (:standing)"),
            {"standing": list(standing)},
        )
    assert len(standing) == 3 - len(done)
    assert claims == 3
