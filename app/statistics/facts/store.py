"""Reading cases with their events for projection, and writing what came of it; many cases in a few statements."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

import structlog

from app.core.database import Session
from app.overrides import public as overrides
from app.procedure import public as procedure
from app.statistics.facts.plan import plans_of
from app.statistics.facts.project import as_rows, project
from app.statistics.facts.values import (
    ACT_COLUMNS,
    FACT_COLUMNS,
    Act,
    Fact,
    Need,
    PastCase,
    PastClaim,
    PastEvent,
    Trait,
)

log = structlog.get_logger()
FIRST_DECISION = "first_decision"
_CASES = "select id, country, profile_version, office_id, post_id, registered_at from cases where id = any ($1::uuid[])"
_CLAIMS = """
select c.id, c.case_id, c.person_id, c.basis, c.filed_on, p.nationalities[1] as origin, p.sex, p.birth_date
  from claims c join persons p on p.id = c.person_id where c.case_id = any ($1::uuid[]) order by c.case_id, c.position, c.id
"""
_TRAITS = """
select claim_id, since, origin, sex, age_group, decision_due_at, remedy_due_at from claim_traits
 where claim_id = any ($1::uuid[]) order by claim_id, since
"""
_NEEDS = "select person_id, code, found_at, ended_at from specific_needs where person_id = any ($1::uuid[])"
_LIMITS = """
select case_id, claim_id, rule, due_at from deadlines
 where case_id = any ($1::uuid[]) and rule = any ($2::text[]) and state <> 'cancelled' order by started_at, id
"""
_EVENTS = """
select case_id, number, name, at, recorded_at, actor_id, claims, stage_after, data from case_events
 where case_id = any ($1::uuid[]) and name = any ($2::text[]) order by case_id, number
"""
_ADD_TRAITS = """
insert into claim_traits (claim_id, since, origin, sex, age_group, decision_due_at, remedy_due_at)
select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
on conflict do nothing
"""
# What the limits' own rows say of how each ended, and the calendar's of who waited for an interpreter. Of a limit of the whole file, the
# principal's claim speaks for all.
_LIMITS_ENDED = """
insert into claim_acts (case_id, claim_id, kind, at, day, recorded_at, code, result, codes, instance, officer, office_id)
select d.case_id, f.claim_id, 'limit', d.ended_at, (d.ended_at at time zone $2)::date, e.recorded_at, d.rule, d.state, d.basis,
       f.instance, null, f.office_id
  from deadlines d
  join case_events e on e.id = d.ended_by
  join claim_facts f on f.case_id = d.case_id and (f.claim_id = d.claim_id or d.claim_id is null and f.principal)
 where d.case_id = any ($1::uuid[]) and d.state in ('met', 'missed') and d.kind <> 'internal'
"""
_INTERPRETED = """
insert into claim_acts (case_id, claim_id, kind, at, day, recorded_at, code, result, codes, instance, officer, office_id)
select a.case_id, f.claim_id, 'interpreter', a.booked_at, (a.booked_at at time zone $2)::date, a.booked_at, a.language,
       greatest(0, (lower(a.during) at time zone $2)::date - f.filed_on)::text, '', f.instance, null, f.office_id
  from appointments a
  join claims c on c.case_id = a.case_id and c.person_id = a.person_id
  join claim_facts f on f.claim_id = c.id
 where a.case_id = any ($1::uuid[]) and a.interpreter_id is not null and a.state in ('booked', 'kept', 'missed')
"""
# By which channel the person was last told of the hour, before it.
_CHANNELS = """
update claim_acts a set codes = n.channel
  from claim_acts b
 cross join lateral (select channel from notices n where n.case_id = b.case_id and n.kind like 'appointment%' and n.created_at <= b.at
                      order by n.created_at desc, n.id desc limit 1) n
 where a.id = b.id and b.case_id = any ($1::uuid[]) and b.kind in ('interview', 'absence')
"""
# Row-level security takes no COPY: rows come into a table of the connection's own, and from there in one statement.
_ROOM = "create temporary table if not exists coming_{table} on commit delete rows as select {columns} from {table} with no data"
_MOVE = "insert into {table} ({columns}) select {columns} from coming_{table}"
_TABLES = ("claim_facts", "claim_facts_past", "claim_acts")


async def write(db: Session, case_ids: Sequence[UUID]) -> int:
    """Project these cases anew and write their facts in the place of the old ones. Returns how many cases were there.

    A case whose procedure cannot be read keeps the facts it has: it is named in the log, and the others are counted.
    """
    driver = await db.driver()
    facts: list[Fact] = []
    past: list[tuple[Fact, datetime]] = []
    acts: list[Act] = []
    offices: dict[UUID, UUID] = {}
    zones: dict[str, list[UUID]] = defaultdict(list)
    for case, profile in await read(db, driver, case_ids):
        zones[profile.time_zone].append(case.id)
        projection = project(case, profile)
        last: Fact | None = None
        for fact in projection.facts:
            if last is not None and last.claim_id == fact.claim_id:
                past.append((last, fact.known_from))
            elif last is not None:
                facts.append(last)
            last = fact
        if last is not None:
            facts.append(last)
        acts.extend(projection.acts)
        offices[case.id] = case.office_id
    anew = list(offices)
    for table in _TABLES:
        await driver.execute(f"delete from {table} where case_id = any ($1::uuid[])", anew)  # noqa: S608 - constants
    await _pour(driver, "claim_facts", FACT_COLUMNS, as_rows(facts))
    ends = [end for _, end in past]
    rows = as_rows(fact for fact, _ in past)
    known = [(*row, end) for row, end in zip(rows, ends, strict=True)]
    await _pour(driver, "claim_facts_past", (*FACT_COLUMNS, "known_to"), known)
    done = [(*_of_act(act), offices[act.case_id]) for act in acts]
    await _pour(driver, "claim_acts", (*ACT_COLUMNS, "office_id"), done)
    for zone, ids in zones.items():
        await driver.execute(_LIMITS_ENDED, ids, zone)
        await driver.execute(_INTERPRETED, ids, zone)
    await driver.execute(_CHANNELS, anew)
    return len(offices)


_of_act = attrgetter(*ACT_COLUMNS)


async def _pour(driver: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Very many wide rows: several times as fast as lists of values for each column."""
    if rows:
        names = ", ".join(columns)
        await driver.execute(_ROOM.format(table=table, columns=names))
        await driver.copy_records_to_table(f"coming_{table}", records=rows, columns=columns)
        await driver.execute(_MOVE.format(table=table, columns=names))


async def add(driver: Any, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """One statement for many rows: it takes a list of values for each column."""
    if rows:
        await driver.execute(statement, *(list(column) for column in zip(*rows, strict=True)))


async def read(
    db: Session, driver: Any, case_ids: Sequence[UUID]
) -> list[tuple[PastCase, procedure.Profile]]:
    """The cases with their events, each with its procedure; what is newly known of their people is kept with it."""
    cases = await driver.fetch(_CASES, list(case_ids))
    profiles = await _profiles(db, {(c["country"], c["profile_version"]) for c in cases})
    cases = [case for case in cases if (case["country"], case["profile_version"]) in profiles]
    names = sorted({name for profile in profiles.values() for name in plans_of(profile).names})
    events = await _events(driver, case_ids, names)
    claims = await _claims(db, driver, case_ids, profiles.values(), events)
    found = []
    for case in cases:
        past = PastCase(
            case["id"],
            case["country"],
            case["office_id"],
            case["post_id"],
            case["registered_at"],
            tuple(claims[case["id"]]),
            tuple(events[case["id"]]),
        )
        found.append((past, profiles[case["country"], case["profile_version"]]))
    return found


async def _profiles(
    db: Session, editions: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], procedure.Profile]:
    """Those that can be read."""
    found = {}
    for country, name in sorted(editions):
        try:
            found[country, name] = await overrides.edition(db, country, name)
        except overrides.ProcedureUnreadable:
            log.exception("not counted", country=country, edition=name)
    return found


async def _events(driver: Any, case_ids: Sequence[UUID], names: list[str]) -> Mapping[UUID, list[PastEvent]]:
    found: dict[UUID, list[PastEvent]] = defaultdict(list)
    for case_id, number, name, at, recorded_at, actor, claims, stage, data in await driver.fetch(
        _EVENTS, list(case_ids), names
    ):
        known = data if isinstance(data, dict) else json.loads(data)
        found[case_id].append(PastEvent(number, name, at, recorded_at, actor, claims, stage, known))
    return found


async def _claims(
    db: Session,
    driver: Any,
    case_ids: Sequence[UUID],
    profiles: Iterable[procedure.Profile],
    events: Mapping[UUID, list[PastEvent]],
) -> Mapping[UUID, list[PastClaim]]:
    rows = await driver.fetch(_CLAIMS, list(case_ids))
    traits: dict[UUID, list[Trait]] = defaultdict(list)
    for claim_id, *known in await driver.fetch(_TRAITS, [row["id"] for row in rows]):
        traits[claim_id].append(Trait(*known))
    needs: dict[UUID, list[Need]] = defaultdict(list)
    for person_id, *need in await driver.fetch(_NEEDS, [row["person_id"] for row in rows]):
        needs[person_id].append(Need(*need))
    limits = await _limits(driver, case_ids, profiles)
    new: list[tuple[Any, ...]] = []
    found: dict[UUID, list[PastClaim]] = defaultdict(list)
    for row in rows:
        claim_id, case_id = row["id"], row["case_id"]
        of_case, history = events.get(case_id, ()), traits[claim_id]
        since = _since(history, of_case, db.now())
        now = Trait(
            since,
            row["origin"],
            row["sex"],
            age_group(row["birth_date"], row["filed_on"]),
            limits.get((case_id, claim_id, FIRST_DECISION)) or limits.get((case_id, None, FIRST_DECISION)),
            limits.get((case_id, claim_id, "remedy")) or limits.get((case_id, None, "remedy")),
        )
        if not history or _known(history[-1]) != _known(now):
            history.append(now)
            new.append((claim_id, now.since, *_known(now)))
        position = len(found[case_id])
        found[case_id].append(
            PastClaim(
                claim_id,
                row["basis"],
                position,
                row["filed_on"],
                tuple(history),
                tuple(needs[row["person_id"]]),
            )
        )
    await add(driver, _ADD_TRAITS, new)
    return found


def _since(history: Sequence[Trait], events: Sequence[PastEvent], now: datetime) -> datetime:
    """The first of what is known holds from the case's first event; what is found otherwise later, from now."""
    if not history:
        return events[0].recorded_at if events else now
    return max(now, history[-1].since + timedelta(microseconds=1))


def _known(trait: Trait) -> tuple[Any, ...]:
    return (trait.origin, trait.sex, trait.age_group, trait.decision_due_at, trait.remedy_due_at)


async def _limits(
    driver: Any, case_ids: Sequence[UUID], profiles: Iterable[procedure.Profile]
) -> Mapping[tuple[UUID, UUID | None, str], datetime]:
    """The last to start of each kind: the first decision, and whatever remedy is to be decided."""
    remedies = {r.decide_within for profile in profiles for r in profile.remedies if r.decide_within}
    rows = await driver.fetch(_LIMITS, list(case_ids), [FIRST_DECISION, *sorted(remedies)])
    return {
        (case_id, claim_id, FIRST_DECISION if rule == FIRST_DECISION else "remedy"): due
        for case_id, claim_id, rule, due in rows
    }


def age_group(born: date, on: date) -> str:
    """UNHCR's age groups, in completed years on a day."""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return (
        "0-4"
        if years < 5
        else "5-11"
        if years < 12
        else "12-17"
        if years < 18
        else "18-59"
        if years < 60
        else "60+"
    )
