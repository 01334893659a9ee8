"""Keeping a time free: for some minutes, while somebody is asked whether it suits them, or blocked with a reason until an end."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import Range

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand, may
from app.scheduling.actions.loading import flush_time, the_room
from app.scheduling.errors import HoldEnded
from app.scheduling.models import Hold

HELD_FOR = timedelta(minutes=15)
LONGEST_BLOCK = timedelta(days=31)
LONGEST_REASON = 200


async def hold(
    db: Session,
    actor: Actor,
    *,
    room_id: UUID,
    starts_at: datetime,
    length: timedelta,
    interviewer_id: UUID | None = None,
    interpreter_id: UUID | None = None,
) -> UUID:
    """Hold a room and who would ask and interpret for a quarter of an hour. It names no person.

    Raises `NotFound`, `Invalid` for a time that is over, `AlreadyBooked`.
    """
    demand(actor, "appointment.book")
    room = await the_room(db, room_id)
    if starts_at <= db.now():
        raise Invalid.at("starts_at", "in_the_past", "Elija una hora que no haya pasado.")
    await release_expired(db)
    held = Hold(
        id=new_id(),
        office_id=room.office_id,
        room_id=room_id,
        interviewer_id=interviewer_id,
        interpreter_id=interpreter_id,
        during=Range(starts_at, starts_at + length, bounds="[)"),
        reason=None,
        made_by=actor.user_id,
        made_at=db.now(),
        until=db.now() + HELD_FOR,
        released_at=None,
    )
    db.add(held)
    await flush_time(db)
    return held.id


async def block(
    db: Session,
    actor: Actor,
    *,
    office_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    room_id: UUID | None = None,
    interviewer_id: UUID | None = None,
    interpreter_id: UUID | None = None,
) -> UUID:
    """Block a room, or somebody who interviews or interprets, from one moment to another, with the reason, which every colleague reads.

    Nothing that is booked gives way: it is moved first. Raises `NotFound`, `Forbidden` for another office, `Invalid`, `AlreadyBooked`.
    """
    demand(actor, "appointment.book")
    if actor.office_id is not None and actor.office_id != office_id:
        raise Forbidden
    because = reason.strip()
    if not because or len(because) > LONGEST_REASON:
        raise Invalid.at("reason", "required", "Escriba por qué se aparta.")
    if not (room_id or interviewer_id or interpreter_id):
        raise Invalid.at("what", "required", "Elija qué se aparta.")
    if ends_at <= db.now():
        raise Invalid.at("starts_at", "in_the_past", "Elija una hora que no haya pasado.")
    if not timedelta() < ends_at - starts_at <= LONGEST_BLOCK:
        raise Invalid.at("ends_at", "out_of_order", "Termina después de empezar, y dura un mes como máximo.")
    if room_id and (await the_room(db, room_id)).office_id != office_id:
        raise NotFound
    await release_expired(db)
    held = Hold(
        id=new_id(),
        office_id=office_id,
        room_id=room_id,
        interviewer_id=interviewer_id,
        interpreter_id=interpreter_id,
        during=Range(starts_at, ends_at, bounds="[)"),
        reason=because,
        made_by=actor.user_id,
        made_at=db.now(),
        until=ends_at,
        released_at=None,
    )
    db.add(held)
    await flush_time(db)
    return held.id


async def release(db: Session, actor: Actor, hold_id: UUID) -> None:
    """Give a held time back; a second time changes nothing. What is blocked, whoever manages the office's calendar gives back, too.

    Raises `NotFound`, also for what somebody else holds.
    """
    demand(actor, "appointment.book")
    held = await db.locked(Hold, hold_id)
    manages = (
        held is not None
        and held.reason is not None
        and may(actor, "calendar.manage")
        and actor.office_id in (None, held.office_id)
    )
    if held is None or (held.made_by != actor.user_id and not manages):
        raise NotFound
    if held.released_at is None:
        held.released_at = db.now()
        await db.flush()


async def use_hold(db: Session, actor: Actor, hold_id: UUID) -> None:
    """The held time is booked now, in the same transaction. Raises `HoldEnded` when it is no longer the actor's."""
    held = await db.locked(Hold, hold_id)
    if held is None or held.released_at is not None or held.made_by != actor.user_id:
        raise HoldEnded
    held.released_at = db.now()
    await db.flush()


_EXPIRED = (
    update(Hold)
    .where(Hold.until <= bindparam("now"), Hold.released_at.is_(None))
    .values(released_at=Hold.until)
    .execution_options(synchronize_session=False)
)


async def release_expired(db: Session) -> None:
    """Holds whose minutes are over keep nobody waiting."""
    await db.execute(_EXPIRED, {"now": db.now()})
