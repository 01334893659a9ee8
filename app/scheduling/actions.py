"""Booking, moving, cancelling and missing an appointment."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.scheduling.errors import AlreadyBooked, NotBooked
from app.scheduling.models import Appointment, Interpreter, Room

LENGTH = timedelta(hours=2)
NO_SHOW_CHECK = "no_show_check"
GRACE = timedelta(hours=1)
_WHAT = {
    "ex_appointments_room": "esa sala",
    "ex_appointments_interviewer": "esa persona oficial",
    "ex_appointments_interpreter": "esa persona intérprete",
    "ex_appointments_person": "la persona solicitante",
}


async def book(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    room_id: UUID,
    starts_at: datetime,
    language: str,
    kind: str = "interview",
    length: timedelta = LENGTH,
    claim_id: UUID | None = None,
    interviewer_id: UUID | None = None,
    interpreter_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Book a time for a claim's person (the principal applicant's, when left out).

    Raises `NotFound`, `Invalid` for a time that is over, `AlreadyBooked` when the room or anyone is taken.
    """
    demand(actor, "appointment.book")
    opened = await cases.open_case(db, case_id, version=version)
    room = await _room(db, room_id)
    if starts_at <= db.now():
        raise Invalid.at("starts_at", "in_the_past", "Elija una hora que no haya pasado.")
    claim = opened.claim(claim_id) if claim_id else opened.principal
    appointment = Appointment(
        id=new_id(),
        case_id=case_id,
        person_id=claim.person_id,
        office_id=room.office_id,
        room_id=room_id,
        kind=kind,
        during=Range(starts_at, starts_at + length, bounds="[)"),
        interviewer_id=interviewer_id,
        interpreter_id=interpreter_id,
        language=language,
        state="booked",
        booked_at=db.now(),
        booked_by=actor.user_id,
        moved_to=None,
        end_reason=None,
        unanswered_since=None,
    )
    await _insert(db, appointment)
    db.later(NO_SHOW_CHECK, {"appointment": str(appointment.id)}, at=starts_at + length + GRACE)
    await cases.record(
        db,
        actor,
        opened,
        "appointment_booked",
        claims=[claim.id],
        data={"appointment": str(appointment.id), "starts_at": starts_at.isoformat(), "kind": kind},
    )
    return appointment.id


async def cancel(db: Session, actor: Actor, appointment_id: UUID, *, reasons: str) -> None:
    """Call a booked appointment off, with the reasons. Raises `NotFound`, `NotBooked`."""
    demand(actor, "appointment.book")
    appointment = await _booked(db, appointment_id)
    opened = await cases.open_case(db, appointment.case_id)
    appointment.state, appointment.end_reason = "cancelled", cases.check_reasons(reasons)
    await cases.record(
        db,
        actor,
        opened,
        "appointment_cancelled",
        data={"appointment": str(appointment.id), "reasons": reasons},
    )


async def call_off(db: Session, actor: Actor, case_id: UUID, *, reasons: str) -> int:
    """Cancel every appointment of the case that is still to come; how many they were."""
    coming = select(Appointment.id).where(
        Appointment.case_id == case_id,
        Appointment.state == "booked",
        func.lower(Appointment.during) > db.now(),
    )
    appointments = await db.scalars(coming.order_by(Appointment.id))
    for appointment_id in appointments:
        await cancel(db, actor, appointment_id, reasons=reasons)
    return len(appointments)


async def miss(db: Session, actor: Actor, appointment_id: UUID, *, cause: str) -> int:
    """Record that the person did not come, and the cause if it is known. Returns how many times that makes.

    Twice lets a supervisor give notice of abandonment; nothing follows by itself. Raises `NotFound`, `NotBooked`.
    """
    demand(actor, "appointment.miss")
    appointment = await _booked(db, appointment_id)
    starts_at = appointment.during.lower
    if starts_at is None or starts_at > db.now():
        raise Invalid.at("appointment", "not_yet", "La cita todavía no empieza.")
    opened = await cases.open_case(db, appointment.case_id)
    appointment.state, appointment.end_reason = "missed", cause.strip() or None
    opened.case.missed_interviews += 1
    await cases.record(
        db,
        actor,
        opened,
        "interview_missed",
        data={"appointment": str(appointment.id), "times": opened.case.missed_interviews},
    )
    return opened.case.missed_interviews


async def keep(db: Session, appointment_id: UUID) -> None:
    """The person came. Part of starting the interview, which is the event."""
    appointment = await _booked(db, appointment_id)
    appointment.state = "kept"
    await db.flush()


async def note_unanswered(db: Session, appointment_id: UUID) -> bool:
    """The time is over and nobody said whether the person came: mark it for the officer to settle. False when settled.

    Only a person may record a no-show; this changes no stage, starts no clock and counts against nobody.
    """
    appointment = await db.locked(Appointment, appointment_id)
    if appointment is None or appointment.state != "booked" or appointment.unanswered_since is not None:
        return False
    ended = appointment.during.upper
    if ended is None or ended + GRACE > db.now():
        return False
    appointment.unanswered_since = db.now()
    await db.flush()
    return True


async def open_room(
    db: Session, *, office_id: UUID, name: str, child_friendly: bool, step_free: bool
) -> UUID:
    room = Room(
        id=new_id(),
        office_id=office_id,
        name=name,
        confidential=True,
        child_friendly=child_friendly,
        step_free=step_free,
    )
    db.add(room)
    await db.flush()
    return room.id


async def add_interpreter(db: Session, *, name: str, sex: str, languages: list[str]) -> UUID:
    interpreter = Interpreter(id=new_id(), name=name, sex=sex, languages=languages, active=True)
    db.add(interpreter)
    await db.flush()
    return interpreter.id


async def _insert(db: Session, appointment: Appointment) -> None:
    db.add(appointment)
    try:
        await db.flush()
    except IntegrityError as error:
        for constraint, what in _WHAT.items():
            if constraint in str(error.orig):
                raise AlreadyBooked(what=what) from error
        raise


async def _room(db: Session, room_id: UUID) -> Room:
    room = await db.get(Room, room_id)
    if room is None:
        raise NotFound
    return room


async def _booked(db: Session, appointment_id: UUID) -> Appointment:
    case_id: UUID | None = await db.scalar(
        select(Appointment.case_id).where(Appointment.id == appointment_id)
    )
    if case_id is None:
        raise NotFound
    # The case first, as everywhere: two who lock in the same order never wait for each other in a ring.
    await cases.open_case(db, case_id)
    appointment = await db.locked(Appointment, appointment_id)
    if appointment is None:
        raise NotFound
    if appointment.state != "booked":
        raise NotBooked
    return appointment
