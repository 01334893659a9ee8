"""Photographs that come with an item, in pieces, over a line that breaks."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.core import crypto
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.identity.public import demand
from app.intake.offline.errors import PhotoDamaged, WrongOffset
from app.intake.offline.models import OfflineItem, OfflinePhoto

MOST_BYTES = 2 * 1024 * 1024
# What has not gone on for this long is given up: the laptop still has it whole, and may begin again.
GIVEN_UP_AFTER = timedelta(days=30)
ABANDONED = "offline_photo_abandoned"


@dataclass(frozen=True, slots=True)
class Announced:
    """A photograph that an item says will come: of the person with that place in the household."""

    person: int
    digest: str
    size: int


async def announce(db: Session, item_id: UUID, photos: Iterable[Announced]) -> None:
    """Write down what will come. What was announced before stays as far as it has come."""
    known = {p.digest for p in await of_item(db, item_id)}
    for photo in photos:
        if photo.digest not in known:
            db.add(
                OfflinePhoto(
                    item_id=item_id,
                    digest=photo.digest,
                    person=photo.person,
                    size=photo.size,
                    received=0,
                    state="coming",
                    content=None,
                    touched_at=db.now(),
                    photo_id=None,
                )
            )
    await db.flush()


async def of_item(db: Session, item_id: UUID) -> list[OfflinePhoto]:
    p = OfflinePhoto
    return list(await db.scalars(select(p).where(p.item_id == item_id).order_by(p.person)))


async def photo_on_its_way(db: Session, actor: Actor, item_id: UUID, digest: str) -> OfflinePhoto:
    """A photograph of one's own item, locked. Raises `NotFound`."""
    demand(actor, "registration.create")
    p = OfflinePhoto
    found: OfflinePhoto | None = await db.scalar(
        select(p)
        .join(OfflineItem, OfflineItem.id == p.item_id)
        .where(p.item_id == item_id, p.digest == digest, OfflineItem.user_id == actor.user_id)
        .with_for_update(of=p)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


async def take_piece(
    db: Session, actor: Actor, item_id: UUID, digest: str, *, offset: int, piece: bytes
) -> OfflinePhoto:
    """Add a piece that begins at `offset`. The last one makes it whole, if it is what was announced.

    Raises `NotFound`, `WrongOffset`, `Invalid` for more than was announced. One that came damaged is empty again, `refused`.
    """
    photo = await photo_on_its_way(db, actor, item_id, digest)
    if photo.state in ("whole", "kept"):
        if offset == photo.size and not piece:
            return photo
        raise WrongOffset(offset=photo.received)
    if offset != photo.received:
        raise WrongOffset(offset=photo.received)
    if offset + len(piece) > photo.size:
        raise Invalid.at("photo", "too_large", "Llegaron más bytes de los anunciados.")
    if not photo.received:
        payload = {"item": str(item_id), "digest": digest}
        db.later(ABANDONED, payload, at=db.now() + GIVEN_UP_AFTER)
    so_far = _so_far(photo) + piece
    photo.state, photo.received, photo.touched_at = "coming", len(so_far), db.now()
    photo.content = crypto.seal(so_far, _place(photo))
    if photo.received == photo.size:
        photo.state = "whole"
        if hashlib.sha256(so_far).hexdigest() != digest:
            photo.state, photo.received, photo.content = "refused", 0, None
    await db.flush()
    return photo


def whole(photo: OfflinePhoto) -> bytes:
    """The picture, once it is whole. Raises `PhotoDamaged` before that."""
    if photo.state != "whole":
        raise PhotoDamaged
    return _so_far(photo)


async def photo_kept(db: Session, photo: OfflinePhoto, photo_id: UUID) -> None:
    """It is with the person now; the copy of its coming is emptied."""
    photo.state, photo.photo_id, photo.content = "kept", photo_id, None
    await db.flush()


async def give_up(db: Session, item_id: UUID, digest: str) -> None:
    """Empty what began to come and has not gone on: the calendar's."""
    photo = await db.scalar(
        select(OfflinePhoto)
        .where(OfflinePhoto.item_id == item_id, OfflinePhoto.digest == digest)
        .with_for_update()
    )
    if photo is not None and photo.state == "coming" and photo.touched_at + GIVEN_UP_AFTER <= db.now():
        photo.state, photo.received, photo.content = "abandoned", 0, None
        await db.flush()


async def rewrap_coming(db: Session) -> int:
    """The same for photographs on their way."""
    changed = 0
    for photo in await db.scalars(
        select(OfflinePhoto).where(OfflinePhoto.content.is_not(None)).with_for_update()
    ):
        again = crypto.rewrap(photo.content or b"", _place(photo))
        changed += again != photo.content
        photo.content = again
    await db.flush()
    return changed


def _so_far(photo: OfflinePhoto) -> bytes:
    return crypto.open_sealed(photo.content, _place(photo)) if photo.content else b""


def _place(photo: OfflinePhoto) -> str:
    return crypto.place("offline_photos", f"{photo.item_id}.{photo.digest}", "content")
