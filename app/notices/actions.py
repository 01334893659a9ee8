"""Putting a message in the outbox, and sending it."""

from uuid import UUID

from app.core.database import Session
from app.core.ids import new_id
from app.notices.models import Notice
from app.notices.outbox import Outbox

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


async def send(db: Session, notice_id: UUID, outbox: Outbox) -> bool:
    """Hand a waiting message over and record that it left. False when it had left before."""
    notice = await db.locked(Notice, notice_id)
    if notice is None or notice.state != "waiting":
        return False
    outbox.put(
        notice.id,
        addressee=notice.addressee,
        channel=notice.channel,
        language=notice.language,
        body=notice.body,
    )
    notice.state, notice.sent_at = "sent", db.now()
    await db.flush()
    return True
