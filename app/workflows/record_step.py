"""A step on the general form, with the documents that it may concern."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.documents.public import Desk


async def record_step(
    db: Session, actor: Actor, case_id: UUID, event: str, told: cases.Told, *, version: int | None = None
) -> cases.Recorded:
    """Raises as `cases.record_step` does."""
    return await cases.record_step(db, actor, case_id, event, told, desk=Desk(), version=version)
