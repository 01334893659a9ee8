"""A draft that nobody will sign: the case ended before."""

from uuid import UUID

from sqlalchemy import select

from app.core.database import Session
from app.decisions.models import Decision


async def discard_draft(db: Session, case_id: UUID) -> bool:
    """Put the case's unsigned decision aside, so that it stands in no one's way when the case comes back. False: there was none.

    It is kept, as everything is, and shown to nobody.
    """
    unsigned = select(Decision).where(Decision.case_id == case_id, Decision.status == "draft")
    drafts = list(await db.scalars(unsigned.with_for_update()))
    for draft in drafts:
        draft.status = "discarded"
    await db.flush()
    return bool(drafts)
