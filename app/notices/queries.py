"""The messages of a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Message:
    id: UUID
    kind: str
    addressee: str
    channel: str
    language: str
    body: str
    state: str
    created_at: datetime
    sent_at: datetime | None


async def messages_of(db: ReadSession, case_id: UUID) -> list[Message]:
    """The messages about a case, newest first."""
    n = Notice
    statement = (
        select(n.id, n.kind, n.addressee, n.channel, n.language, n.body, n.state, n.created_at, n.sent_at)
        .where(n.case_id == case_id)
        .order_by(n.created_at.desc(), n.id)
    )
    return [Message(*row) for row in await db.rows(statement)]
