"""Keeping a photograph."""

import asyncio
import hashlib
from uuid import UUID

from sqlalchemy import select

from app.core import storage
from app.core.actor import Actor
from app.core.crypto import place
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.people.models import Person, PersonPhoto
from app.people.photos.rules import picture


async def keep_photo(db: Session, actor: Actor, person_id: UUID, content: bytes) -> UUID:
    """Keep a person's photograph; the one before it stays in the record as replaced.

    Raises `Invalid` at `photo`, `NotFound` for somebody the actor may not see, `storage.NoRoom`.
    """
    demand(actor, "photo.keep")
    made = await asyncio.to_thread(picture, content)
    # Locked, so that two photographs at once follow one another.
    if await db.locked(Person, person_id) is None:
        raise NotFound
    p = PersonPhoto
    for earlier in await db.scalars(select(p).where(p.person_id == person_id, p.replaced_at.is_(None))):
        earlier.replaced_at, earlier.replaced_by = db.now(), actor.user_id
    await db.flush()
    photo = PersonPhoto(
        id=new_id(),
        person_id=person_id,
        digest=hashlib.sha256(made.jpeg).hexdigest(),
        width=made.width,
        height=made.height,
        size=len(made.jpeg),
        taken_at=db.now(),
        taken_by=actor.user_id,
        replaced_at=None,
        replaced_by=None,
    )
    db.add(photo)
    await db.flush()
    await storage.put(photo.id, made.jpeg, at=_place(photo.id))
    return photo.id


async def rewrap_photos(db: Session) -> int:
    """Wrap the key of every photograph under the current master key. Returns how many were under another."""
    return sum(
        [await storage.rewrap(photo, at=_place(photo)) for photo in await db.scalars(select(PersonPhoto.id))]
    )


def _place(photo: UUID) -> str:
    return place("person_photos", photo, "content")
