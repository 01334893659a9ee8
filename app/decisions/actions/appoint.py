"""Who holds a seat of a body, and who stands in for them."""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.chamber_models import SeatHolder
from app.decisions.policies import demand_secretary
from app.decisions.queries.seats import seats_of
from app.identity import public as identity

MOST_ALTERNATES = 9


async def appoint(
    db: Session,
    actor: Actor,
    *,
    user_id: UUID,
    seat: str,
    place: int,
    since: date,
    until: date | None,
    act: str,
) -> UUID:
    """Record that somebody holds a seat of the secretary's body (`place` 0) or stands in as its first, second … alternate.

    `act` names the act that appointed them; the days are both included, and may lie in the past. Raises `Invalid`,
    `SeatNotOfTheBody`, `NotAMemberOfTheBody`, `PlaceTaken`, `HoldsAnotherSeat`.
    """
    demand_secretary(actor)
    body = actor.body or ""
    _check(place, since, until, act)
    if seat not in {one.name for one in await seats_of(db, body)}:
        raise errors.SeatNotOfTheBody
    if user_id not in {m.user_id for m in await identity.colleagues(db, "commission_member", body=body)}:
        raise errors.NotAMemberOfTheBody
    row = SeatHolder(
        id=new_id(),
        body=body,
        seat=seat,
        user_id=user_id,
        place=place,
        since=since,
        until=until,
        act=act.strip(),
        ended_by_act="",
        recorded_by=actor.user_id,
        recorded_at=db.now(),
    )
    db.add(row)
    await _flush(db)
    return row.id


async def end_appointment(db: Session, actor: Actor, holder_id: UUID, *, until: date, act: str) -> None:
    """Record the last day of somebody in a seat and the act that ended it. Sittings held before keep who sat.

    Raises `NotFound`, `AlreadyEnded`, `Invalid`.
    """
    demand_secretary(actor)
    row = await db.locked(SeatHolder, holder_id)
    if row is None or row.body != actor.body:
        raise NotFound
    if row.ended_by_act:
        raise errors.AlreadyEnded
    _check(row.place, row.since, until, act)
    row.until, row.ended_by_act = until, act.strip()
    await _flush(db)


def _check(place: int, since: date, until: date | None, act: str) -> None:
    wrong = []
    if not 0 <= place <= MOST_ALTERNATES:
        wrong.append(FieldError("place", "unknown", "Elija titular o suplente."))
    if until is not None and until < since:
        wrong.append(FieldError("until", "before_first", "La última fecha es anterior a la primera."))
    if not act.strip():
        wrong.append(FieldError("act", "required", "Escriba el acto: acuerdo u oficio, número y fecha."))
    if wrong:
        raise Invalid(*wrong)


async def _flush(db: Session) -> None:
    try:
        await db.flush()
    except IntegrityError as error:
        said = str(error.orig)
        if "ex_seat_holders_place" in said:
            raise errors.PlaceTaken from error
        if "ex_seat_holders_person" in said:
            raise errors.HoldsAnotherSeat from error
        raise
