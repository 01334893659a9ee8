"""Drawn signatures under a new master key."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.core import crypto
from app.core.database import Session
from app.interviews.models import Signature
from app.interviews.queries import drawing_place


async def rewrap_drawings(db: Session) -> int:
    """Wrap the key of every drawing under the current master key. Returns how many were under another."""
    changed = 0
    drawn = select(Signature).where(Signature.drawing.is_not(None)).options(undefer(Signature.drawing))
    for signature in await db.scalars(drawn.with_for_update()):
        before = signature.drawing or b""
        signature.drawing = crypto.rewrap(before, drawing_place(signature.id))
        changed += signature.drawing != before
    await db.flush()
    return changed
