"""What happened in a case, and who had a hand in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.cases.mandates.rules import COUNSEL
from app.cases.models import (
    CaseEvent,
)
from app.cases.queries.finding import own_claims
from app.cases.queries.one import PAPER_DESK
from app.core.database import ReadSession
from app.identity.public import user_table


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline. `actor` is a name for staff; the record keeps the identifier."""

    id: UUID
    number: int
    name: str
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    actor: str
    actor_role: str
    stage_before: str | None
    stage_after: str
    data: Mapping[str, Any]


async def timeline(
    db: ReadSession, case_id: UUID, *, before: int | None = None, limit: int = 100
) -> list[Happening]:
    """What happened to the case, newest first, in pages before an event's number. Without its data for the paper desk; for a
    representative, with the data of what happened to those alone whom they speak for.
    """
    e = CaseEvent
    data: ColumnElement[Any] | InstrumentedAttribute[Any] = e.data
    nothing = literal({}, CaseEvent.__table__.c.data.type)
    if db.actor.role == PAPER_DESK:
        data = nothing
    elif db.actor.role == COUNSEL:
        data = case((e.claims.contained_by(list(await own_claims(db))), e.data), else_=nothing)
    statement = (
        select(
            e.id,
            e.number,
            e.name,
            e.at,
            e.recorded_at,
            e.actor_id,
            user_table.c.name.label("actor"),
            e.actor_role,
            e.stage_before,
            e.stage_after,
            data,
        )
        .join(user_table, user_table.c.id == e.actor_id)
        .where(e.case_id == case_id)
        .order_by(e.number.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(e.number < before)
    return [Happening(*row) for row in await db.rows(statement)]


_REACHED = (
    select(CaseEvent.stage_after, func.max(CaseEvent.at).label("at"))
    .where(
        CaseEvent.case_id == bindparam("case"),
        CaseEvent.stage_before.is_distinct_from(CaseEvent.stage_after),
    )
    .group_by(CaseEvent.stage_after)
)


async def stages_reached(db: ReadSession, case_id: UUID) -> dict[str, datetime]:
    """When the case last came to each stage (UTC). One row for a stage, however long the case has been going."""
    rows = await db.rows(_REACHED, {"case": case_id})
    return {row.stage_after: row.at for row in rows}


async def handled_by(db: ReadSession, case_id: UUID, user_id: UUID, *, roles: Iterable[str]) -> bool:
    """Did the user act on the case in one of those roles? Then they may not judge it."""
    found: bool = await db.scalar(
        select(
            exists().where(
                CaseEvent.case_id == case_id,
                CaseEvent.actor_id == user_id,
                CaseEvent.actor_role.in_(list(roles)),
            )
        )
    )
    return found


async def handlers(
    db: ReadSession, case_id: UUID, user_ids: Iterable[UUID], *, roles: Iterable[str]
) -> frozenset[UUID]:
    """Those of the users who acted on the case in one of those roles: they may not judge it."""
    rows = await db.rows(
        select(CaseEvent.actor_id)
        .where(
            CaseEvent.case_id == case_id,
            CaseEvent.actor_id.in_(list(user_ids)),
            CaseEvent.actor_role.in_(list(roles)),
        )
        .distinct()
    )
    return frozenset(row.actor_id for row in rows)
