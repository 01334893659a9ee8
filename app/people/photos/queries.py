"""Reading photographs. The database shows them to the roles that must know the person in front of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core import storage
from app.core.crypto import place
from app.core.database import ReadSession
from app.people.models import PersonPhoto


@dataclass(frozen=True, slots=True)
class Photo:
    id: UUID
    person_id: UUID
    taken_at: datetime


async def photo_of(db: ReadSession, person_id: UUID) -> bytes | None:
    """The person's current photograph as JPEG; `None` where there is none that the actor may see."""
    found = await photos_of(db, [person_id])
    if person_id not in found:
        return None
    photo = found[person_id].id
    return await storage.get(photo, at=place("person_photos", photo, "content"))


async def photos_of(db: ReadSession, person_ids: Iterable[UUID]) -> dict[UUID, Photo]:
    """Who of them has a photograph that the actor may see."""
    p = PersonPhoto
    rows = await db.rows(
        select(p.id, p.person_id, p.taken_at)
        .where(p.person_id.in_(list(person_ids)), p.replaced_at.is_(None))
        .order_by(p.taken_at, p.id)
    )
    # The last one of each stands: two records that became one brought a photograph each.
    return {row.person_id: Photo(*row) for row in rows}
