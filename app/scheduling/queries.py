"""Reading appointments, rooms and free times."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.dialects.postgresql import Range

from app.cases.public import case_table
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import office_table, user_table
from app.procedure import public as procedure
from app.scheduling.models import Appointment, Interpreter, Room

DAY_TIMES = (time(8), time(10), time(13), time(15))
SEARCH_DAYS = 60


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """A booked time and what became of it. `unanswered_since`: over, and nobody has said whether the person came."""

    id: UUID
    case_id: UUID
    person_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    office: str
    room: str
    interviewer_id: UUID | None
    interviewer: str | None
    interpreter: str | None
    language: str
    state: str
    end_reason: str | None
    interpreter_id: UUID | None
    unanswered_since: datetime | None


@dataclass(frozen=True, slots=True)
class RoomView:
    id: UUID
    office_id: UUID
    office: str
    name: str
    child_friendly: bool
    step_free: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a room of an office is free."""

    room: RoomView
    starts_at: datetime


async def appointments_of(db: ReadSession, case_id: UUID) -> list[AppointmentView]:
    """The appointments of a case, the next or latest first."""
    return await _appointments(db, Appointment.case_id == case_id)


async def appointment(db: ReadSession, appointment_id: UUID) -> AppointmentView:
    """Raises `NotFound`, also when it is of a case that is not the actor's to see."""
    for found in await _appointments(db, Appointment.id == appointment_id):
        return found
    raise NotFound


async def appointments_with(
    db: ReadSession, interviewer_id: UUID, *, since: datetime, until: datetime
) -> list[AppointmentView]:
    """What an officer has between two moments, in order of time: booked with them, or with nobody yet in a case that is theirs."""
    theirs = select(case_table.c.id).where(case_table.c.assigned_to == interviewer_id)
    found = await _appointments(
        db,
        or_(
            Appointment.interviewer_id == interviewer_id,
            and_(Appointment.interviewer_id.is_(None), Appointment.case_id.in_(theirs)),
        ),
        Appointment.state == "booked",
        Appointment.during.op("&&")(Range(since, until)),
    )
    return sorted(found, key=lambda a: a.starts_at)


async def _appointments(db: ReadSession, *conditions: ColumnElement[bool]) -> list[AppointmentView]:
    a = Appointment
    statement = (
        select(
            a.id,
            a.case_id,
            a.person_id,
            a.kind,
            func.lower(a.during),
            func.upper(a.during),
            office_table.c.name,
            Room.name,
            a.interviewer_id,
            user_table.c.name,
            Interpreter.name,
            a.language,
            a.state,
            a.end_reason,
            a.interpreter_id,
            a.unanswered_since,
        )
        .join(Room, Room.id == a.room_id)
        .join(office_table, office_table.c.id == a.office_id)
        .outerjoin(user_table, user_table.c.id == a.interviewer_id)
        .outerjoin(Interpreter, Interpreter.id == a.interpreter_id)
        .where(*conditions)
        .order_by(func.lower(a.during).desc(), a.id)
    )
    return [AppointmentView(*row) for row in await db.rows(statement)]


async def rooms(db: ReadSession, office_id: UUID | None = None) -> list[RoomView]:
    statement = (
        select(Room.id, Room.office_id, office_table.c.name, Room.name, Room.child_friendly, Room.step_free)
        .join(office_table, office_table.c.id == Room.office_id)
        .order_by(office_table.c.name, Room.name)
    )
    if office_id is not None:
        statement = statement.where(Room.office_id == office_id)
    return [RoomView(*row) for row in await db.rows(statement)]


async def interpreters(db: ReadSession, language: str | None = None) -> list[tuple[UUID, str, list[str]]]:
    """Active interpreters, of one language or of all, by name."""
    statement = (
        select(Interpreter.id, Interpreter.name, Interpreter.languages)
        .where(Interpreter.active)
        .order_by(Interpreter.name)
    )
    if language is not None:
        statement = statement.where(Interpreter.languages.contains([language]))
    return [(row.id, row.name, row.languages) for row in await db.rows(statement)]


async def free_slots(
    db: ReadSession,
    profile: procedure.Profile,
    *,
    office_id: UUID,
    not_before: date,
    length: timedelta,
    step_free: bool = False,
    child_friendly: bool = False,
    limit: int = 3,
) -> list[Slot]:
    """The earliest free times of an office's rooms on working days, for rooms that meet the needs."""
    fitting = [
        r
        for r in await rooms(db, office_id)
        if (r.step_free or not step_free) and (r.child_friendly or not child_friendly)
    ]
    zone = ZoneInfo(profile.time_zone)
    begins = datetime.combine(not_before, time(), zone)
    taken = await db.rows(
        text("select room_id, starts_at, ends_at from taken_times(:office, :after, :before)"),
        {"office": office_id, "after": begins, "before": begins + timedelta(days=SEARCH_DAYS)},
    )
    found: list[Slot] = []
    for offset in range(SEARCH_DAYS):
        day = not_before + timedelta(days=offset)
        if not procedure.is_working_day(profile, day):
            continue
        for at in DAY_TIMES:
            starts = datetime.combine(day, at, zone)
            for room in fitting:
                busy = any(
                    t.room_id == room.id and t.starts_at < starts + length and starts < t.ends_at
                    for t in taken
                )
                if not busy and starts > db.now():
                    found.append(Slot(room, starts))
                    break
            if len(found) == limit:
                return found
    return found
