"""A photograph that comes after its item: in pieces, then with the person."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.intake.public import offline
from app.people import public as people

KEEP = "offline_photo_whole"


async def take_in_piece(
    db: Session, actor: Actor, item_id: UUID, digest: str, *, offset: int, piece: bytes
) -> offline.OfflinePhoto:
    """Add a piece; the last one puts the picture with the person, or leaves it to the decision where the item is a clash.

    Raises `NotFound`, `WrongOffset`, `Invalid`.
    """
    photo = await offline.take_piece(db, actor, item_id, digest, offset=offset, piece=piece)
    if photo.state == "whole":
        await keep_whole(db, actor, item_id)
    return photo


async def keep_whole(db: Session, actor: Actor, item_id: UUID) -> None:
    """Put the photographs that have come whole with the people of a registered item.

    Where the file is no longer the sender's to see, the worker does it: an office that took it over wants the picture all the same.
    """
    item = await db.get(offline.OfflineItem, item_id)
    if item is None or item.state not in (offline.REGISTERED, offline.JOINED):
        return
    told: list[str] = item.answer["persons"]  # type: ignore[assignment]  # written by `take_in_item`
    persons = [UUID(person) for person in told]
    for photo in await offline.of_item(db, item_id):
        if photo.state != "whole" or photo.person >= len(persons):
            continue
        try:
            async with db.attempt():
                kept = await people.keep_photo(db, actor, persons[photo.person], offline.whole(photo))
        except NotFound:
            db.later(KEEP, {"item": str(item_id)}, at=db.now())
            return
        except Invalid:
            photo.state, photo.content, photo.received = "refused", None, 0
            await db.flush()
            continue
        await offline.photo_kept(db, photo, kept)
