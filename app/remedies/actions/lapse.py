"""A remedy whose claimants are gone: nothing is left to decide."""

from uuid import UUID

from sqlalchemy import select

from app.core.database import Session
from app.remedies.models import Remedy


async def lapse(db: Session, case_id: UUID) -> int:
    """Close the pending remedies of a case that everybody left; how many they were.

    What was filed late and awaits admission stays with the judge: it keeps the person here until somebody rules on it.
    """
    pending = select(Remedy).where(Remedy.case_id == case_id, Remedy.status == "pending").with_for_update()
    remedies = await db.scalars(pending)
    for remedy in remedies:
        remedy.status, remedy.decided_at = "withdrawn", db.now()
        remedy.version += 1
    await db.flush()
    return len(remedies)
