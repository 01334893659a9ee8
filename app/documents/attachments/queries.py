"""Reading attachments. The database shows each to the roles that its kind named, and to whoever added it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core import storage
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.documents.attachments.actions import sealed_at
from app.documents.attachments.models import Attachment
from app.identity.public import user_table


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One file of a case. `size` in bytes, `digest` SHA-256 in hexadecimal; a withdrawn one says since when and why."""

    id: UUID
    case_id: UUID
    about: str | None
    kind: str
    name: str
    media_type: str
    size: int
    digest: str
    added_at: datetime
    added_by: UUID
    added_by_name: str
    withdrawn_at: datetime | None
    withdrawn_because: str | None


def _selected() -> tuple[object, ...]:
    a = Attachment
    return (
        a.id,
        a.case_id,
        a.about,
        a.kind,
        a.name,
        a.media_type,
        a.size,
        a.digest,
        a.added_at,
        a.added_by,
        user_table.c.name,
        a.withdrawn_at,
        a.withdrawn_because,
    )


async def attachments_of(db: ReadSession, case_id: UUID, *, about: str | None = None) -> list[AttachmentView]:
    """The case's attachments that the actor may read, in the order in which they came; only what belongs to `about`, if given."""
    a = Attachment
    statement = (
        select(*_selected())  # type: ignore[call-overload]  # columns by position, as the view has them
        .join(user_table, user_table.c.id == a.added_by)
        .where(a.case_id == case_id)
        .order_by(a.added_at, a.id)
    )
    if about is not None:
        statement = statement.where(a.about == about)
    return [AttachmentView(*row) for row in await db.rows(statement)]


async def attachment(db: ReadSession, attachment_id: UUID) -> AttachmentView:
    """One of them. Raises `NotFound`, also for one that the actor may not read."""
    a = Attachment
    statement = (
        select(*_selected())  # type: ignore[call-overload]  # columns by position, as the view has them
        .join(user_table, user_table.c.id == a.added_by)
        .where(a.id == attachment_id)
    )
    for row in await db.rows(statement):
        return AttachmentView(*row)
    raise NotFound


async def attachment_content(db: ReadSession, attachment_id: UUID) -> bytes:
    """The content, byte for byte. Raises `NotFound`, also for one that was taken back; `crypto.NotReadable` for a damaged file."""
    found = await attachment(db, attachment_id)
    content = None if found.withdrawn_at else await storage.get(attachment_id, at=sealed_at(attachment_id))
    if content is None:
        raise NotFound
    return content
