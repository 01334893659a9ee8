"""Putting a message in the outbox, and sending it."""

from uuid import UUID

from app.core.database import Session
from app.core.ids import new_id
from app.notices.models import Notice

SEND = "send_notice"


async def queue(
    db: Session,
    *,
    case_id: UUID,
    event_id: UUID,
    kind: str,
    addressee: str,
    channel: str,
    language: str,
    body: str,
) -> UUID:
    """Write a message and the job that sends it: both or neither is committed."""
    notice = Notice(
        id=new_id(),
        case_id=case_id,
        event_id=event_id,
        kind=kind,
        addressee=addressee,
        channel=channel,
        language=language,
        body=body,
        state="waiting",
        created_at=db.now(),
        sent_at=None,
    )
    db.add(notice)
    db.later(SEND, {"notice": str(notice.id)}, at=db.now())
    return notice.id


async def mark_sent(db: Session, notice_id: UUID) -> bool:
    """Record that the message left. False when it had left before: a job run twice sends once."""
    notice = await db.locked(Notice, notice_id)
    if notice is None or notice.state != "waiting":
        return False
    notice.state, notice.sent_at = "sent", db.now()
    await db.flush()
    return True
