"""Calling a body together."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, cast, func, select, text

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.models import Sitting, SittingMember
from app.decisions.policies import demand_secretary
from app.identity import public as identity
from app.overrides.public import procedure_in_force


async def convene(
    db: Session, actor: Actor, *, starts_at: datetime, members: Sequence[UUID], presiding: UUID
) -> UUID:
    """Convene the secretary's body for a time. Members hold a seat of it, one for each seat; one of them presides.

    Numbers run by body and year. Raises `Invalid`, `NotAMemberOfTheBody`, `SecretaryDoesNotVote`.
    """
    demand_secretary(actor)
    body = actor.body or ""
    if starts_at <= db.now():
        raise Invalid.at("starts_at", "in_the_past", "Elija una hora que no haya pasado.")
    seats = await _seats(db, actor, body, members)
    if presiding not in seats:
        raise Invalid.at("presiding", "not_convened", "Elija quién preside entre las personas convocadas.")
    sitting = Sitting(
        id=new_id(),
        body=body,
        number=await _next_number(db, body, starts_at.astimezone((await procedure_in_force(db)).zone).year),
        starts_at=starts_at,
        status="convened",
        convened_by=actor.user_id,
        opened_at=None,
        closed_at=None,
        quorum=None,
        version=1,
    )
    db.add(sitting)
    await db.flush()
    db.add(
        *(
            SittingMember(
                sitting_id=sitting.id, user_id=user, seat=seat, presides=user == presiding, present_at=None
            )
            for user, seat in seats.items()
        )
    )
    await db.flush()
    return sitting.id


async def _seats(db: Session, actor: Actor, body: str, members: Sequence[UUID]) -> dict[UUID, str]:
    if not members:
        raise Invalid.at("members", "required", "Convoque a quienes integran el órgano.")
    if actor.user_id in members:
        raise errors.SecretaryDoesNotVote
    held = {c.user_id: c.seat or "" for c in await identity.colleagues(db, "commission_member", body=body)}
    if not set(members) <= set(held):
        raise errors.NotAMemberOfTheBody
    seats = {user: held[user] for user in members}
    if len(set(seats.values())) < len(seats):
        raise Invalid.at("members", "seat_twice", "Convoque a una sola persona por cada puesto.")
    return seats


async def _next_number(db: Session, body: str, year: int) -> str:
    # Two secretaries at once: the second waits for the first, and takes the number after.
    await db.execute(text("select pg_advisory_xact_lock(hashtext(:what))"), {"what": f"sittings of {body}"})
    last = await db.scalar(
        select(func.max(cast(func.split_part(Sitting.number, "-", 1), Integer))).where(
            Sitting.body == body, Sitting.number.like(f"%-{year}")
        )
    )
    return f"{(last or 0) + 1}-{year}"
