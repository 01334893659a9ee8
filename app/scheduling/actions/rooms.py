"""The rooms of an office."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Forbidden, Invalid, NotFound, Stale
from app.core.ids import new_id
from app.identity.public import demand
from app.scheduling.models import Room

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """`confidential`: what is said in it stays in it. Interviews are offered nowhere else."""

    name: str
    confidential: bool = True
    child_friendly: bool = False
    step_free: bool = False
    video: bool = False
    active: bool = True


async def keep_room(
    db: Session,
    actor: Actor,
    facts: RoomFacts,
    *,
    office_id: UUID | None = None,
    room_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Add a room to an office, or change one; a supervisor, of the own office. What is booked in a room that is no longer used stays
    booked, for somebody to move. Raises `NotFound`, `Forbidden`, `Invalid`, `Stale`."""
    demand(actor, "calendar.manage")
    room = await db.locked(Room, room_id) if room_id else None
    if room_id and room is None:
        raise NotFound
    at = room.office_id if room else office_id
    if at is None:
        raise Invalid.at("office", "required", "Elija la oficina.")
    if actor.role == "supervisor" and at != actor.office_id:
        raise Forbidden
    if room and version is not None and version != room.version:
        raise Stale
    name = facts.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Invalid.at("name", "required", "Escriba el nombre de la sala.")
    same = select(Room.id).where(Room.office_id == at, Room.name == name, Room.id != room_id)
    if await db.scalar(same.limit(1)):
        raise Invalid.at("name", "taken", "Esa oficina ya tiene una sala con ese nombre.")
    if room is None:
        room = Room(id=new_id(), office_id=at, version=0)
        db.add(room)
    room.name, room.confidential, room.child_friendly = name, facts.confidential, facts.child_friendly
    room.step_free, room.video, room.active = facts.step_free, facts.video, facts.active
    room.version += 1
    await db.flush()
    return room.id


async def open_room(
    db: Session, *, office_id: UUID, name: str, child_friendly: bool, step_free: bool, video: bool = False
) -> UUID:
    """A room of a deployment that is being set up."""
    room = Room(
        id=new_id(),
        office_id=office_id,
        name=name,
        confidential=True,
        child_friendly=child_friendly,
        step_free=step_free,
        video=video,
        active=True,
        version=1,
    )
    db.add(room)
    await db.flush()
    return room.id
