"""What every act on an appointment begins with."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound, said
from app.identity.public import office_table
from app.scheduling.errors import AlreadyBooked, NotBooked
from app.scheduling.models import Appointment, Room

# As the trigger says what is taken (migration 0210).
_WHAT = {
    "taken room": said("esa sala"),
    "taken interviewer": said("esa persona oficial"),
    "taken interpreter": said("esa persona intérprete"),
    "taken person": said("la persona solicitante"),
    "taken attending": said("alguien de quienes están citados"),
    "uq_appointments_about_booked": said("esa misma audiencia"),
}


async def flush_time(db: Session) -> None:
    """Write what takes time. Raises `AlreadyBooked` when the room or anyone is taken then."""
    try:
        await db.flush()
    except IntegrityError as error:
        for words, what in _WHAT.items():
            if words in str(error.orig):
                raise AlreadyBooked(what=what) from error
        raise


async def the_room(db: Session, room_id: UUID) -> Room:
    """A room that is in use. Raises `NotFound`."""
    room = await db.get(Room, room_id)
    if room is None or not room.active:
        raise NotFound
    return room


_OFFICE_NAME = select(office_table.c.name).where(office_table.c.id == bindparam("office"))


async def place_of(db: Session, room: Room) -> str:
    """The name of the office where the room is: where the person is told to come."""
    found: str = await db.scalar(_OFFICE_NAME, {"office": room.office_id})
    return found


async def the_appointment(db: Session, appointment_id: UUID) -> tuple[cases.OpenCase, Appointment]:
    """The appointment in whatever state, locked, and its case. Raises `NotFound`."""
    case_id: UUID | None = await db.scalar(
        select(Appointment.case_id).where(Appointment.id == appointment_id)
    )
    if case_id is None:
        raise NotFound
    # The case first, as everywhere: two who lock in the same order never wait for each other in a ring.
    opened = await cases.open_case(db, case_id)
    appointment = await db.locked(Appointment, appointment_id)
    if appointment is None:
        raise NotFound
    return opened, appointment


async def booked(db: Session, appointment_id: UUID) -> tuple[cases.OpenCase, Appointment]:
    """The same, while it stands. Raises `NotFound`, `NotBooked`."""
    opened, appointment = await the_appointment(db, appointment_id)
    if appointment.state != "booked":
        raise NotBooked
    return opened, appointment
