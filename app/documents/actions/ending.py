"""What the calendar does with documents: tell the holder that theirs ends, and leave no gap while a renewal waits."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.database import ReadSession, Session
from app.documents import telling
from app.documents.actions.pending import keep_while_pending
from app.documents.models import CounterVisit, ProvisionalDocument
from app.documents.rules import OPEN_VISIT, TOLD_BEFORE
from app.overrides.public import procedure_in_force

END_NEAR = "document_end_near"
ONE_DAY = timedelta(days=1)


async def ending(db: ReadSession, *, most: int = 200) -> Sequence[UUID]:
    """Documents that end within 30 days whose holder was not told of that day, and those that end by tomorrow while their
    renewal waits. At most so many at once.
    """
    d, v = ProvisionalDocument, CounterVisit
    today = (await procedure_in_force(db)).today(db.now())
    waits = (
        select(v.id)
        .where(v.claim_id == d.claim_id, v.wants == "renewal", v.state.in_(OPEN_VISIT))
        .correlate(d)
        .exists()
    )
    untold = or_(d.told_until.is_(None), d.told_until != d.valid_until)
    return await db.scalars(
        select(d.id)
        .where(
            d.status == "active",
            d.valid_until.between(today, today + TOLD_BEFORE),
            or_(untold, (d.valid_until <= today + ONE_DAY) & waits),
        )
        .order_by(d.valid_until, d.id)
        .limit(most)
    )


async def note_end_near(db: Session, document_id: UUID) -> bool:
    """Keep the document valid where its renewal waits and the law keeps it alive; else tell the holder the day, once for each day.

    False when there is nothing to do any more.
    """
    d, v = ProvisionalDocument, CounterVisit
    found = await db.get(d, document_id)
    if found is None:
        return False
    opened = await cases.open_case(db, found.case_id)
    document = await db.locked(d, document_id)
    if document is None or document.status != "active":
        return False
    waits = await db.scalar(
        select(v.id).where(v.claim_id == document.claim_id, v.wants == "renewal", v.state.in_(OPEN_VISIT))
    )
    if waits is not None and keep_while_pending(db, opened, document):
        kind = "document_extended"
    elif document.told_until != document.valid_until:
        kind = "document_expiring"
    else:
        return False
    document.told_until = document.valid_until
    data = {"document": str(document.id), "until": document.valid_until.isoformat()}
    await cases.record(db, SYSTEM, opened, END_NEAR, claims=[document.claim_id], data=data)
    await telling.tell(db, opened, kind, [document])
    return True
