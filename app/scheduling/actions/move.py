"""Booking another time instead of one that was booked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand
from app.scheduling import rules
from app.scheduling.actions.book import as_booked, leave_for_later, serve_waiting
from app.scheduling.actions.checks import Waiver, Wanted, check
from app.scheduling.actions.freed import note_freed
from app.scheduling.actions.hold import release_expired
from app.scheduling.actions.loading import booked, flush_time, place_of, the_room


async def move(
    db: Session,
    actor: Actor,
    appointment_id: UUID,
    *,
    room_id: UUID,
    starts_at: datetime,
    cause: str,
    reasons: str,
    length: timedelta | None = None,
    interviewer_id: UUID | None = None,
    interpreter_id: UUID | None = None,
    attending: Sequence[UUID] | None = None,
    waivers: Sequence[Waiver] = (),
) -> UUID:
    """Book another time instead, with the cause (`rules.MOVES`) and the reasons; the person is told. Who asks and interprets stays,
    unless named. The new appointment's identifier.

    Raises `NotFound`, `NotBooked`, `Invalid`, `NotFitting`, `AlreadyBooked`, and then the old time stands.
    """
    demand(actor, "appointment.book")
    opened, old = await booked(db, appointment_id)
    if cause not in rules.MOVES:
        raise Invalid.at("cause", "required", "Elija por qué se cambia.")
    because = cases.check_reasons(reasons)
    lasts = length or _length(old.during.lower, old.during.upper)
    wanted = Wanted(
        old.person_id,
        old.kind,
        old.language,
        starts_at,
        lasts,
        await the_room(db, room_id),
        interviewer_id or old.interviewer_id,
        interpreter_id or old.interpreter_id,
        await the_room(db, old.video_room_id) if old.video_room_id else None,
        tuple(dict.fromkeys(old.attending if attending is None else attending)),
    )
    kept = [Waiver(str(w["what"]), str(w["reason"]), str(w["consented_by"])) for w in old.waived]
    waived = await check(db, opened, wanted, [*kept, *waivers])
    await release_expired(db)
    old.state, old.cause, old.end_reason = "moved", cause, because
    await db.flush()
    new = as_booked(db, actor, old.case_id, wanted, waived, old.series_id, old.about)
    db.add(new)
    await flush_time(db)
    old.moved_to = new.id
    note_freed(db, old)
    recorded = await cases.record(
        db,
        actor,
        opened,
        "appointment_moved",
        data={
            "appointment": str(new.id),
            "instead_of": str(old.id),
            "starts_at": starts_at.isoformat(),
            "place": await place_of(db, wanted.room),
            "cause": cause,
            "reasons": because,
            **({"waived": waived} if waived else {}),
        },
    )
    leave_for_later(db, new, recorded.event_id)
    await serve_waiting(db, new)
    return new.id


def _length(lower: datetime | None, upper: datetime | None) -> timedelta:
    return upper - lower if lower and upper else timedelta(hours=2)
