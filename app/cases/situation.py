"""Where a case stands, as the procedure's engine asks about it: claims with what the law spares them, clocks, what passed unmet,
the office whose days count, and how often a trigger's facts have happened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from app.cases.models import Case, CaseEvent, Claim, Deadline
from app.cases.opening import OpenCase
from app.cases.rules import claim_flags, passed_unmet
from app.core.database import ReadSession
from app.identity.public import offices
from app.people import public as people
from app.procedure import public as procedure

MODALITIES = ("accelerated", "simplified", "merged", "prima_facie")
# An office's code never changes; it is asked for with every event.
_CODES: dict[UUID, str] = {}


async def situation_of(
    db: ReadSession,
    opened: OpenCase,
    *,
    at: datetime,
    event: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> procedure.Situation:
    """The situation at that moment (UTC), before `event` with `data` where one is about to be recorded."""
    profile = opened.profile
    stages = {c.id: c.stage for c in opened.claims}
    missed = passed_unmet(profile, stages, opened.missed, opened.deadlines, at)
    standing = [
        replace(claim, missed=missed[claim.id])
        for claim in await _standing(db, profile, opened.claims, opened.case, at)
    ]
    return procedure.Situation(
        claims=tuple(standing),
        deadlines=tuple(state_of(d) for d in opened.deadlines),
        instance=opened.case.instance,
        stage=opened.case.stage or None,
        flags=frozenset(name for name in MODALITIES if getattr(opened.case, name, False)),
        office=await office_code(db, opened.case.office_id),
        counts=await _counts(db, opened, event, data or {}) if event else {},
    )


async def office_code(db: ReadSession, office_id: UUID) -> str | None:
    """The office's code in the profile; asked of the database once."""
    if office_id not in _CODES:
        _CODES.update({office.id: office.code for office in await offices(db)})
    return _CODES.get(office_id)


def state_of(d: Deadline) -> procedure.DeadlineState:
    """A clock of the record as the engine looks at it."""
    rolled_from = d.explanation.get("rolled_from")
    return procedure.DeadlineState(
        *(d.id, d.rule, d.claim_id, d.started_at, d.due_at, d.state, d.suspended_at, d.extensions),
        rolled_from=date.fromisoformat(str(rolled_from)) if rolled_from else None,
        starts_on=d.starts_on,
    )


async def _standing(
    db: ReadSession, profile: procedure.Profile, claims: Iterable[Claim], case: Case, at: datetime
) -> tuple[procedure.ClaimState, ...]:
    held = list(claims)
    flags: Mapping[UUID, frozenset[str]] = {}
    if looks_at_people(profile):
        day = profile.today(at, await office_code(db, case.office_id))
        known = await people.ages_and_needs(db, [c.person_id for c in held])
        flags = {person: claim_flags(profile, found, day) for person, found in known.items()}
    return tuple(
        procedure.ClaimState(c.id, c.stage or None, c.basis, flags.get(c.person_id, frozenset()))
        for c in held
    )


@lru_cache(maxsize=64)
def looks_at_people(profile: procedure.Profile) -> bool:
    """Does anything in this procedure depend on whose claim it is? Else nobody's age is asked for."""
    spared = (
        *(e.spares for e in profile.events),
        *(limit.spares for limit in profile.limits.values()),
        *(t.spares for t in profile.abandonment),
    )
    conditions = (
        *(v.when for limit in profile.limits.values() for v in limit.variants),
        *(t.when for e in profile.events for t in e.to),
        *(f.when for e in profile.events for f in (*e.starts, *e.issues, *e.extends, *e.notices)),
    )
    return any(spared) or any("flag" in when for when in conditions)


async def _counts(
    db: ReadSession, opened: OpenCase, event: str, data: Mapping[str, Any]
) -> Mapping[tuple[str, UUID], int]:
    """How often what each trigger of this event counts has happened to each claim since its count last began again."""
    found: dict[tuple[str, UUID], int] = {}
    for trigger in procedure.triggers_of(opened.profile, event, data):
        for claim, times in (await _count(db, opened.id, trigger)).items():
            found[trigger.name, claim] = times
    return found


async def _count(db: ReadSession, case_id: UUID, trigger: procedure.Trigger) -> Mapping[UUID, int]:
    e = CaseEvent
    counted = e.name == trigger.event
    if trigger.event is None:
        counted = and_(e.name == procedure.LIMIT_PASSED, e.data["rule"].astext == trigger.limit)
    rows = await db.rows(
        select(e.name, e.claims)
        .where(e.case_id == case_id, or_(counted, e.name.in_(trigger.reset_by)))
        .order_by(e.number)
    )
    found: dict[UUID, int] = {}
    for name, claims in rows:
        for claim in claims:
            found[claim] = 0 if name in trigger.reset_by else found.get(claim, 0) + 1
    return found
