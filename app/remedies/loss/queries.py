"""Reading procedures of loss."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table
from app.remedies.loss.models import Loss


@dataclass(frozen=True, slots=True)
class LossView:
    """One procedure of loss. `grounds` read in Spanish and English; `claims` whose status it is about."""

    id: UUID
    case_id: UUID
    reference: str
    kind: str
    grounds: list[dict[str, str]]
    claims: list[str]
    state: str
    reasons: str
    opened_at: datetime
    opened_by: UUID
    opened_by_name: str
    told_at: datetime | None
    told_how: str | None
    told_in: str | None
    answer_until: datetime | None
    answer: str | None
    answered_at: datetime | None
    hearing_waived: str | None
    decision_id: UUID | None
    decision_reasons: str | None
    decided_at: datetime | None
    sitting: str | None
    ended_at: datetime | None
    version: int


async def loss(db: ReadSession, loss_id: UUID) -> LossView:
    """Raises `NotFound`, also when it is not the actor's to see."""
    row = await db.row(_views(Loss.id == loss_id))
    if row is None:
        raise NotFound
    return LossView(*row)


async def losses_of(db: ReadSession, case_id: UUID) -> list[LossView]:
    """The procedures of loss of a case, the latest first."""
    return [LossView(*row) for row in await db.rows(_views(Loss.case_id == case_id))]


def _views(condition: ColumnElement[bool]) -> Select[Any]:
    x = Loss
    return (
        select(
            x.id,
            x.case_id,
            cases.case_table.c.reference,
            x.kind,
            x.grounds,
            x.claims,
            x.state,
            x.reasons,
            x.opened_at,
            x.opened_by,
            user_table.c.name,
            x.told_at,
            x.told_how,
            x.told_in,
            x.answer_until,
            x.answer,
            x.answered_at,
            x.hearing_waived,
            x.decision_id,
            x.decision_reasons,
            x.decided_at,
            x.sitting,
            x.ended_at,
            x.version,
        )
        .join(cases.case_table, cases.case_table.c.id == x.case_id)
        .join(user_table, user_table.c.id == x.opened_by)
        .where(condition)
        .order_by(x.opened_at.desc(), x.id.desc())
    )
