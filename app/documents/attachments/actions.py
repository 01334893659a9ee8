"""Keeping a file with a case, and taking it back."""

import asyncio
import hashlib
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core import storage
from app.core.actor import Actor
from app.core.crypto import place
from app.core.database import Session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import new_id
from app.documents.attachments.kinds import KINDS
from app.documents.attachments.media import ENDINGS, kept
from app.documents.attachments.models import Attachment
from app.identity.public import demand
from app.settings import settings

MOST_NAME = 120


class AlreadyWithdrawn(Conflict):
    message = "Ese adjunto ya se había retirado."


async def attach(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    kind: str,
    name: str,
    content: bytes,
    about: str | None = None,
) -> UUID:
    """Seal a file with a case: PDF, JPEG, PNG, or a recording where the kind has sound. `about`: what it belongs to.

    The same content about the same thing, sent a second time, is the attachment that is there. Raises `Invalid` at `kind` or `file`,
    `NotFound` for a case the actor may not see, `storage.NoRoom`.
    """
    demand(actor, "attachment.add")
    of_kind = KINDS.get(kind)
    if of_kind is None or actor.role not in of_kind.writers:
        raise Invalid.at("kind", "unknown", "Elija qué es el archivo.")
    if len(content) > settings().attachment_limit_bytes:
        raise Invalid.at(
            "file",
            "too_large",
            "El archivo pesa demasiado: se reciben hasta %(megabytes)s MB.",
            megabytes=settings().attachment_limit_bytes // (1024 * 1024),
        )
    await cases.reference_of(db, case_id)
    medium = await asyncio.to_thread(kept, content, sound=of_kind.sound)
    digest = hashlib.sha256(medium.content).hexdigest()
    a = Attachment
    there: UUID | None = await db.scalar(
        select(a.id).where(
            a.case_id == case_id,
            a.about.is_not_distinct_from(about),
            a.kind == kind,
            a.digest == digest,
            a.withdrawn_at.is_(None),
        )
    )
    if there is not None:
        return there
    attachment = Attachment(
        id=new_id(),
        case_id=case_id,
        about=about,
        kind=kind,
        readers=sorted(of_kind.readers),
        name=_named(name, medium.media_type),
        media_type=medium.media_type,
        size=len(medium.content),
        digest=digest,
        added_at=db.now(),
        added_by=actor.user_id,
        withdrawn_at=None,
        withdrawn_by=None,
        withdrawn_because=None,
    )
    db.add(attachment)
    await db.flush()
    await storage.put(attachment.id, medium.content, at=sealed_at(attachment.id))
    return attachment.id


async def withdraw_attachment(db: Session, actor: Actor, attachment_id: UUID, *, reasons: str) -> None:
    """Take back one's own attachment that was added by mistake. It stays on record, and nobody reads its content any more.

    Raises `NotFound`, also for somebody else's, `Invalid` at `reasons`, `AlreadyWithdrawn`.
    """
    demand(actor, "attachment.add")
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba por qué se retira.")
    attachment = await db.locked(Attachment, attachment_id)
    if attachment is None or attachment.added_by != actor.user_id:
        raise NotFound
    if attachment.withdrawn_at is not None:
        raise AlreadyWithdrawn
    attachment.withdrawn_at, attachment.withdrawn_by = db.now(), actor.user_id
    attachment.withdrawn_because = reasons.strip()
    await db.flush()


async def rewrap_attachments(db: Session) -> int:
    """Wrap the key of every attachment under the current master key. Returns how many were under another."""
    return sum(
        [await storage.rewrap(one, at=sealed_at(one)) for one in await db.scalars(select(Attachment.id))]
    )


def sealed_at(attachment: UUID) -> str:
    """The place that an attachment's content is sealed for: it opens nowhere else."""
    return place("attachments", attachment, "content")


def _named(name: str, media_type: str) -> str:
    """A name that is safe in a header and on any disk, with the ending of what the file really is."""
    plain = "".join(c for c in PurePath(name.replace("\\", "/")).stem if c.isprintable()).strip(" .")
    ending = ENDINGS[media_type]
    return (plain[: MOST_NAME - len(ending)] or "adjunto") + ending
