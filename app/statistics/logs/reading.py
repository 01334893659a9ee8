"""Reading the log for an extract: cases a batch at a time in the order of their keys, each batch a transaction of its own.

The log is only ever appended to, so what was recorded by the moment of the extract is the same in the last batch as in the first.
"""

import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.core.actor import SYSTEM_ID, Actor
from app.core.database import Database, ReadSession
from app.statistics.figures.filters import Filters
from app.statistics.logs.pseudonyms import Pseudonyms
from app.statistics.logs.traces import LoggedClaim, LoggedEvent, Trace

BATCH = 100
DAY, INSTANT = "day", "instant"
# An origin of fewer cases than this in the extract is `other`: one of three people from a country is soon found.
FEWEST = 10
OTHER, UNKNOWN, SYSTEM = "other", "unknown", "system"

# Without what nobody asked for, so that a plan is made for the question at hand. How a case is handled, what its people need and the
# instance that it has come to are known of the principal's claim as the figures count it.
_OF_THE_CASE = {
    "office": "office_id = :office",
    "origin": "origin = :origin",
    "sex": "sex = :sex",
    "age_group": "age_group = :age_group",
    "since": "filed_on >= :since",
    "until": "filed_on <= :until",
}
_OF_THE_CLAIM = {
    "modality": "f.modality = :modality",
    "need": "',' || f.needs like '%,' || :need || '%'",
    "instance": "f.instance = :instance",
}
_SIZE = "select origin, count(*)::int as cases from log_cases where not sealed and {chosen} group by 1"
# Found once: a batch at a time, each would look through all cases for the next that is chosen.
_KEYS = "select case_id from log_cases where not sealed and {chosen} order by case_id"
_CASES = text("""
select case_id, office, filed_on, origin, sex, age_group,
       coalesce((select f.modality from claim_facts f where f.case_id = log_cases.case_id and f.principal), modality) as modality
  from log_cases where not sealed and case_id = any(cast(:cases as uuid[])) order by case_id
""")
_EVENTS = text("""
select id, case_id, name, at, actor_id, actor_role, claims, coalesce(stage_before, '') as stage_before, stage_after, outcomes,
       decision_id, remedy_id, result, kind
  from log_events where case_id = any(cast(:cases as uuid[])) and recorded_at <= :as_of order by case_id, at, number
""")
_CLAIMS = text("""
select claim_id, case_id, basis, derivative_of, origin, sex, age_group
  from log_claims where case_id = any(cast(:cases as uuid[])) order by case_id, position
""")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the log, up to when (UTC), with days or instants; `origins` are those that may be named."""

    filters: Filters
    as_of: datetime
    times: str
    zone: ZoneInfo
    origins: frozenset[str]


async def sized(db: ReadSession, filters: Filters) -> tuple[int, frozenset[str]]:
    """How many cases an extract would have, and which origins are of enough of them to be named."""
    rows = await db.rows(text(_SIZE.format(chosen=chosen(filters))), parameters(filters))
    enough = frozenset(row.origin for row in rows if row.origin and row.cases >= FEWEST)
    return sum(row.cases for row in rows), enough


def chosen(filters: Filters) -> str:
    """Which of `log_cases` are meant; its values are `parameters`."""
    asked = parameters(filters)
    of_the_claim = [condition for name, condition in _OF_THE_CLAIM.items() if name in asked]
    found = [condition for name, condition in _OF_THE_CASE.items() if name in asked]
    if of_the_claim:
        # A list, which is made once: the other tables of the view are not looked through again for each fact.
        facts = " and ".join(["f.principal", *of_the_claim])
        found.append(f"case_id in (select f.case_id from claim_facts f where {facts})")  # noqa: S608 - constants
    return " and ".join(found) or "true"


def parameters(filters: Filters) -> dict[str, Any]:
    """What is asked for, by name."""
    values = {name: getattr(filters, name) for name in (*_OF_THE_CASE, *_OF_THE_CLAIM)}
    return {name: value for name, value in values.items() if value is not None}


async def traces(
    database: Database, actor: Actor, scope: Scope, names: Pseudonyms
) -> AsyncIterator[list[Trace]]:
    """The cases with their events, a batch at a time; within a batch in the order of their pseudonyms, so that the place of a case
    does not say when it was filed."""
    async with database.reading(actor) as db:
        keys = await db.scalars(text(_KEYS.format(chosen=chosen(scope.filters))), parameters(scope.filters))
    for first in range(0, len(keys), BATCH):
        asked = {"cases": keys[first : first + BATCH]}
        async with database.reading(actor) as db:
            found = await db.rows(_CASES, asked)
            events = await db.rows(_EVENTS, asked | {"as_of": scope.as_of})
            claims = await db.rows(_CLAIMS, asked)
        told = _Told(scope, names)
        by_case, of_case = _grouped(events), _grouped(claims)
        batch = [
            told.trace(row, of_case.get(row.case_id, ()), by_case[row.case_id])
            for row in found
            if row.case_id in by_case
        ]
        yield sorted(batch, key=lambda trace: trace.case)


def _grouped(rows: Iterable[Any]) -> Mapping[UUID, Sequence[Any]]:
    grouped: dict[UUID, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.case_id, []).append(row)
    return grouped


@dataclass(frozen=True, slots=True)
class _Told:
    """Rows as an extract tells them."""

    scope: Scope
    names: Pseudonyms

    def trace(self, case: Any, claims: Sequence[Any], events: Sequence[Any]) -> Trace:
        # A claim that has moved to another file is told there.
        own = frozenset(row.claim_id for row in claims)
        return Trace(
            case=self.names.of("case", case.case_id),
            office=case.office,
            filed_on=case.filed_on,
            origin=self._origin(case.origin),
            sex=case.sex or UNKNOWN,
            age_group=case.age_group,
            modality=case.modality,
            claims=tuple(self._claim(row, own) for row in claims),
            events=tuple(self._event(position, row, own) for position, row in enumerate(events, start=1)),
        )

    def _claim(self, row: Any, own: Collection[UUID]) -> LoggedClaim:
        return LoggedClaim(
            id=self.names.of("claim", row.claim_id),
            basis=row.basis,
            derivative_of=self.names.of("claim", row.derivative_of) if row.derivative_of in own else None,
            origin=self._origin(row.origin),
            sex=row.sex or UNKNOWN,
            age_group=row.age_group,
        )

    def _event(self, position: int, row: Any, own: Collection[UUID]) -> LoggedEvent:
        outcomes = json.loads(row.outcomes) if isinstance(row.outcomes, str) else row.outcomes or {}
        decided = ((UUID(claim), outcome) for claim, outcome in outcomes.items())
        return LoggedEvent(
            id=self.names.of("event", row.id),
            position=position,
            name=row.name,
            at=self._at(row.at),
            officer=SYSTEM if row.actor_id == SYSTEM_ID else self.names.of("officer", row.actor_id),
            role=row.actor_role,
            stage_before=row.stage_before,
            stage_after=row.stage_after,
            claims=tuple(self.names.of("claim", claim) for claim in row.claims if claim in own),
            outcomes=tuple((self.names.of("claim", claim), what) for claim, what in decided if claim in own),
            decision=self.names.of("decision", row.decision_id) if row.decision_id else None,
            remedy=self.names.of("remedy", row.remedy_id) if row.remedy_id else None,
            result=row.result if row.remedy_id else None,
            kind=row.kind if row.remedy_id else None,
        )

    def _origin(self, origin: str | None) -> str:
        return UNKNOWN if not origin else origin if origin in self.scope.origins else OTHER

    def _at(self, at: datetime) -> datetime:
        if self.scope.times == INSTANT:
            return at.astimezone(UTC)
        day = at.astimezone(self.scope.zone).date()
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
