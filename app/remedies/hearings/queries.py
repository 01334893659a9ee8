"""Reading records of hearings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table
from app.remedies.hearings.models import Hearing


@dataclass(frozen=True, slots=True)
class HearingView:
    """One record of a hearing, of a remedy or of a procedure of loss."""

    id: UUID
    case_id: UUID
    reference: str
    remedy_id: UUID | None
    loss_id: UUID | None
    status: str
    language: str
    interpreter: str | None
    started_at: datetime
    ended_at: datetime | None
    people: list[dict[str, object]]
    said: str
    evidence: str
    signatures: list[dict[str, object]]
    recorded_by: str
    digest: str | None
    version: int


async def hearing(db: ReadSession, hearing_id: UUID) -> HearingView:
    """Raises `NotFound`, also when it is not the actor's to see: an unsigned record is open only to who holds the hearing."""
    found = await _found(db, Hearing.id == hearing_id)
    if not found:
        raise NotFound
    return found[0]


async def hearings_of(db: ReadSession, case_id: UUID) -> list[HearingView]:
    """Those of a case that the actor may see, the latest first."""
    return await _found(db, Hearing.case_id == case_id)


async def _found(db: ReadSession, condition: ColumnElement[bool]) -> list[HearingView]:
    h = Hearing
    rows = await db.rows(
        select(
            h.id,
            h.case_id,
            cases.case_table.c.reference,
            h.remedy_id,
            h.loss_id,
            h.status,
            h.language,
            h.interpreter,
            h.started_at,
            h.ended_at,
            h.people,
            h.said,
            h.evidence,
            h.signatures,
            user_table.c.name,
            h.digest,
            h.version,
        )
        .join(cases.case_table, cases.case_table.c.id == h.case_id)
        .join(user_table, user_table.c.id == h.recorded_by)
        .where(condition)
        .order_by(h.started_at.desc(), h.id.desc())
    )
    return [HearingView(*row) for row in rows]
