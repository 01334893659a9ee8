"""A pending case comes under another version of its procedure, because a rule says so and a person applies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.cases.clocks import bring_under
from app.cases.errors import StageNotInVersion
from app.cases.events import Recorded, record
from app.cases.models import CaseEvent
from app.cases.opening import OpenCase, open_case
from app.cases.situation import situation_of
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.identity.public import demand
from app.overrides import public as overrides
from app.procedure import public as procedure

EVENT = "moved_to_version"


@dataclass(frozen=True, slots=True)
class UnderVersion:
    """The other version, and what the rule means there for the case."""

    profile: procedure.Profile
    moving: procedure.Moving


async def under_version(
    db: ReadSession, opened: OpenCase, rule: procedure.Transition, *, to: str
) -> UnderVersion:
    """What moving to the edition `to` would mean for the case; nothing is changed. Raises `StageNotInVersion`."""
    profile = await overrides.edition(db, opened.case.country, to)
    situation = await situation_of(db, opened, at=db.now())
    try:
        moving = procedure.move(profile, rule, situation, facts=await _facts(db, opened))
    except procedure.StageMissing as refusal:
        label = opened.profile.stage(refusal.stage).label
        raise StageNotInVersion(stage=label.es, stage_en=label.en) from refusal
    return UnderVersion(profile, moving)


async def move_to_version(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    rule: procedure.Transition,
    to: str,
    reasons: str = "",
    batch_id: UUID | None = None,
) -> Recorded:
    """Bring the case under the edition `to`. It stands where it stood; its clocks keep their ends, but for those that the rule
    has counted anew. Raises `NotFound`, `StageNotInVersion`, and what the gate raises.
    """
    demand(actor, "transition.apply")
    opened = await open_case(db, case_id)
    came_from = opened.case.profile_version
    under = await under_version(db, opened, rule, to=to)
    opened.case.profile_version, opened.profile = to, under.profile
    over = bring_under(db, opened, under.moving.clocks, at=db.now())
    recounted = sorted({c.rule for c in under.moving.clocks if c.fate == "recounted"})
    data: dict[str, Any] = {"from": came_from, "to": to, "rule": rule.name, "parts": list(rule.parts)}
    data |= {"recounted": recounted} if recounted else {}
    data |= {"reasons": reasons} if reasons else {}
    data |= {"batch": str(batch_id)} if batch_id else {}
    recorded = await record(db, actor, opened, EVENT, data=data)
    for deadline in over:
        if deadline.state == "missed":
            deadline.settled_by = recorded.event_id
        else:
            deadline.ended_by = recorded.event_id
    return recorded


async def _facts(db: ReadSession, opened: OpenCase) -> Mapping[UUID, Mapping[str, Any]]:
    """With what each clock was started: the data of its event."""
    begun = {d.started_by for d in opened.deadlines}
    rows = await db.rows(select(CaseEvent.id, CaseEvent.data).where(CaseEvent.id.in_(begun)))
    data = {row.id: row.data for row in rows}
    return {d.id: data.get(d.started_by, {}) for d in opened.deadlines}
