"""What is kept is what a recount from the events gives, over random histories; and the past stays as it was."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.core.database import ReadSession
from app.procedure import public as procedure
from app.statistics import public as statistics
from app.statistics.facts import counts, keeping
from app.statistics.facts.project import project
from app.statistics.facts.store import read
from app.statistics.facts.values import Fact, PastCase, PastClaim, PastEvent, Trait
from app.statistics.figures import counting
from app.statistics.figures.durations import observed
from app.statistics.figures.standing import standing
from bench.histories import Place, invent, write
from tests.world import MORNING, World

HERE = [UUID(int=1), UUID(int=2)]


def past_case(seed: int) -> PastCase:
    """One invented case, as the projection takes it."""
    rows = invent(seed, 1, Place(HERE, [UUID(int=3), UUID(int=4)], MORNING)).by_table
    (case,) = rows["cases"]
    traits = (Trait(case[5], "VEN", "female", "18-59"),)
    claims = tuple(PastClaim(c[0], c[4], c[3], c[6], traits) for c in rows["claims"])
    events = tuple(
        PastEvent(e[2], e[3], e[4], e[5], e[6], tuple(e[8]), e[10], json.loads(e[11]))
        for e in rows["case_events"]
    )
    return PastCase(case[0], "CRI", case[4], None, case[5], claims, events)


@settings(deadline=None)
@given(seed=st.integers(0, 2**62), cut=st.integers(1, 12))
def test_what_was_known_does_not_change_with_what_comes_later(seed: int, cut: int) -> None:
    profile, case = procedure.load("CRI"), past_case(seed)
    whole = project(case, profile)
    until = case.events[:cut][-1].recorded_at
    # What was recorded at one instant is one transaction.
    events = tuple(event for event in case.events if event.recorded_at <= until)
    part = project(replace(case, events=events), profile)
    # Where the case is now is known from its first transfer: cut before it, the case is where it ended.
    moved = any(event.name == "transferred" for event in case.events[len(events) :])
    known = [f for f in whole.facts if f.known_from <= until]
    assert len(known) == len(part.facts)
    for one, other in zip(known, part.facts, strict=True):
        assert one == (replace(other, office_id=one.office_id) if moved else other)
    assert [a for a in whole.acts if a.recorded_at <= until] == list(part.acts)


async def histories(world: World, database_url: str, seed: int, cases: int) -> list[UUID]:
    """Random cases of the world's two offices, up to now; their events wait to be counted."""
    users = [world.actor("eligibility_officer").user_id, world.actor("second_eligibility_officer").user_id]
    place = Place([world.office, world.other_office], users, world.clock.now())
    rows = invent(seed, cases, place)
    connection = await asyncpg.connect(database_url)
    await write(connection, rows)
    await connection.close()
    return [row[0] for row in rows.by_table["cases"]]


async def recount(world: World, cases: list[UUID]) -> list[Fact]:
    """The last fact of every claim, projected anew from the events."""
    async with world.system.writing(SYSTEM) as db:
        read_back = await read(db, await db.driver(), cases)
    last: dict[UUID, Fact] = {}
    for case, profile in read_back:
        last |= {fact.claim_id: fact for fact in project(case, profile).facts}
    return list(last.values())


@pytest.mark.parametrize("seed", [3, 1511, 77003])
async def test_kept_counts_facts_and_a_recount_are_one(world: World, database_url: str, seed: int) -> None:
    cases = await histories(world, database_url, seed, 25)
    await keeping.catch_up(world.system)
    # Something more is recorded of some of them, and they are counted again.
    more = cases[:5]
    async with world.system.writing(SYSTEM) as db:
        await db.execute(
            text(
                "insert into case_events (id, case_id, number, name, at, recorded_at, actor_id, actor_role, claims, stage_before,"
                " stage_after, data, digest) select gen_random_uuid(), id, 99, 'withdrawn', :at, :at, registered_by, 'system',"
                " (select array_agg(c.id) from claims c where c.case_id = cases.id), stage, 'withdrawn', '{}', ''"
                " from cases where id = any (:ids)"
            ),
            {"at": world.clock.now(), "ids": more},
        )
    await keeping.catch_up(world.system)
    facts = await recount(world, cases)
    chance = Random(seed)
    async with world.reading("auditor") as db:
        for unit in ("cases", "persons"):
            office = chance.choice((world.office, world.other_office))
            mine = [f for f in facts if f.office_id == office and (f.principal or unit == "persons")]
            filters = statistics.Filters(office=office, unit=unit)
            question = await counting.asked(db, filters)
            assert counting.kept(db, question) is not None
            expected = _observed(mine, question)
            assert _as_counter(await observed(db, question, "decision_days")) == expected
            assert await standing(db, question) == _standing(mine, question)
            # The same from the facts: as of now, which the kept counts do not answer.
            past = await counting.asked(db, filters.at(world.clock.now()))
            assert counting.kept(db, past) is None
            assert _as_counter(await observed(db, past, "decision_days")) == expected
            assert await standing(db, past) == _standing(mine, question)
    assert await _by_sql(world) == await _anew(world)
    async with world.system.reading(SYSTEM) as db:
        assert {(f.claim_id, f.author) for f in facts if f.decided_at and f.principal} == {
            tuple(row) for row in await db.rows(_AUTHORS, {"ids": cases})
        }


# Straight from the log: whose analysis was the last before the first decision.
_AUTHORS = text("""
select f.claim_id, (select e.actor_id from case_events e where e.case_id = f.case_id and e.name = 'assessment_submitted'
                       and e.at <= f.decided_at order by e.number desc limit 1)
  from claim_facts f where f.case_id = any (:ids) and f.principal and f.decided_at is not null
""")


def _observed(facts: list[Fact], question: counting.Asked) -> Counter[tuple[int, bool]]:
    found: Counter[tuple[int, bool]] = Counter()
    for f in facts:
        waited = (question.today - f.filed_on).days if f.open else f.closed_days or 0
        found[(f.decision_days, True) if f.decision_days is not None else (waited, False)] += 1
    return found


def _as_counter(seen: tuple[statistics.OnDay, ...]) -> Counter[tuple[int, bool]]:
    found: Counter[tuple[int, bool]] = Counter()
    for one in seen:
        found[one.day, True] += one.events
        found[one.day, False] += one.censored
    return +found


def _standing(facts: list[Fact], question: counting.Asked) -> Counter[tuple[str, int, bool]]:
    return Counter(
        (
            f.stage,
            (question.today - f.filed_on).days,
            f.late_on is not None and f.late_on <= question.today,
        )
        for f in facts
        if f.open
    )


_COUNTS = text("select * from fact_counts order by 1, 2, 3, 4, 5, 6, 7, 8")


async def _by_sql(world: World) -> list[tuple[object, ...]]:
    async with world.system.reading(SYSTEM) as db:
        return [tuple(row) for row in await db.rows(_COUNTS)]


async def _anew(world: World) -> list[tuple[object, ...]]:
    async with world.system.writing(SYSTEM) as db:
        driver = await db.driver()
        for statement in counts.ANEW:
            await driver.execute(statement)
        return [tuple(row) for row in await db.rows(_COUNTS)]


async def _everything(db: ReadSession, filters: statistics.Filters) -> list[object]:
    found: list[object] = []
    for name in statistics.NAMES:
        figure = await statistics.figure(db, name, filters)
        found.append((name, figure.headline, figure.tables))
    return found


async def test_a_figure_as_of_a_past_instant_stays_when_later_events_come(
    world: World, database_url: str
) -> None:
    cases = await histories(world, database_url, 70_007, 30)
    await keeping.catch_up(world.system)
    then = world.clock.now()
    filters = statistics.Filters(office=world.office, since=(then - timedelta(days=800)).date())
    async with world.reading("supervisor") as db:
        before = await _everything(db, filters)
    world.clock.advance(timedelta(days=30))
    async with world.system.writing(SYSTEM) as db:
        await db.execute(
            text(
                "insert into case_events (id, case_id, number, name, at, recorded_at, actor_id, actor_role, claims, stage_before,"
                " stage_after, data, digest) select gen_random_uuid(), id, 99, 'withdrawn', :at, :at, registered_by, 'system',"
                " (select array_agg(c.id) from claims c where c.case_id = cases.id), stage, 'withdrawn', '{}', ''"
                " from cases where id = any (:ids)"
            ),
            {"at": world.clock.now(), "ids": cases},
        )
        await db.execute(
            text(
                "update persons set sex = 'unknown' where id in (select person_id from claims where case_id = any (:ids))"
            ),
            {"ids": cases},
        )
    await keeping.catch_up(world.system)
    async with world.reading("supervisor") as db:
        assert await _everything(db, filters) != before
        assert await _everything(db, filters.at(then)) == before
    # Made anew from the events alone, by one or by two at a time, the past is the same.
    for processes in (1, 2):
        await statistics.rebuild(world.system, processes=processes)
        async with world.reading("supervisor") as db:
            assert await _everything(db, filters.at(then)) == before


async def test_what_waits_to_be_counted_is_shown(world: World, database_url: str) -> None:
    await keeping.catch_up(world.system)
    await histories(world, database_url, 110_011, 3)
    async with world.reading("auditor") as db:
        behind = (await statistics.figure(db, "pending", statistics.Filters())).lag
    assert behind.cases == 3
    assert behind.since is not None
    await keeping.catch_up(world.system)
    async with world.reading("auditor") as db:
        assert await statistics.lag(db) == statistics.Lag(0, None)
