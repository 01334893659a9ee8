"""Reading appointments and rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import aliased

from app.cases.public import case_table
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import office_table, user_table
from app.scheduling.models import Appointment, Room
from app.scheduling.staff.models import Interpreter

BUSY = text(
    "select resource, starts_at, ends_at from busy_times(cast(:resources as uuid[]), :after, :before)"
)

_A, _video_room = Appointment, aliased(Room)
_APPOINTMENTS = (
    select(
        _A.id,
        _A.case_id,
        _A.person_id,
        _A.kind,
        func.lower(_A.during),
        func.upper(_A.during),
        _A.office_id,
        office_table.c.name,
        _A.room_id,
        Room.name,
        _video_room.name,
        _A.interviewer_id,
        user_table.c.name,
        _A.interpreter_id,
        Interpreter.name,
        _A.language,
        _A.state,
        _A.series_id,
        _A.waived,
        _A.end_reason,
        _A.cause,
        _A.justified,
        _A.justified_why,
        _A.moved_to,
        _A.unanswered_since,
    )
    .join(Room, Room.id == _A.room_id)
    .outerjoin(_video_room, _video_room.id == _A.video_room_id)
    .join(office_table, office_table.c.id == _A.office_id)
    .outerjoin(user_table, user_table.c.id == _A.interviewer_id)
    .outerjoin(Interpreter, Interpreter.id == _A.interpreter_id)
    .order_by(func.lower(_A.during).desc(), _A.id)
)
_ONE = _APPOINTMENTS.where(_A.id == bindparam("id"))
_OF_CASE = _APPOINTMENTS.where(_A.case_id == bindparam("case"))
_WITH_OFFICER = _APPOINTMENTS.where(
    or_(
        _A.interviewer_id == bindparam("officer"),
        and_(
            _A.interviewer_id.is_(None),
            _A.case_id.in_(select(case_table.c.id).where(case_table.c.assigned_to == bindparam("officer"))),
        ),
    ),
    _A.state == "booked",
    _A.during.op("&&")(bindparam("span", type_=_A.during.type)),
)


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """A booked time and what became of it. `unanswered_since`: over, and nobody has said whether the person came.

    `waived`: what was asked for and left out, each with `what`, `reason` and `consented_by`. `cause`: why it was moved or missed;
    `justified`: whether an absence had a good reason, none while nobody has said.
    """

    id: UUID
    case_id: UUID
    person_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    office_id: UUID
    office: str
    room_id: UUID
    room: str
    video_room: str | None
    interviewer_id: UUID | None
    interviewer: str | None
    interpreter_id: UUID | None
    interpreter: str | None
    language: str
    state: str
    series_id: UUID | None
    waived: tuple[dict[str, Any], ...]
    end_reason: str | None
    cause: str | None
    justified: bool | None
    justified_why: str | None
    moved_to: UUID | None
    unanswered_since: datetime | None


@dataclass(frozen=True, slots=True)
class RoomView:
    id: UUID
    office_id: UUID
    office: str
    name: str
    child_friendly: bool
    step_free: bool
    confidential: bool = True
    video: bool = False
    active: bool = True
    version: int = 1


async def appointments_of(db: ReadSession, case_id: UUID) -> list[AppointmentView]:
    """The appointments of a case, the next or latest first."""
    return _views(await db.rows(_OF_CASE, {"case": case_id}))


async def appointment(db: ReadSession, appointment_id: UUID) -> AppointmentView:
    """Raises `NotFound`, also when it is of a case that is not the actor's to see."""
    for found in _views(await db.rows(_ONE, {"id": appointment_id})):
        return found
    raise NotFound


async def appointments_with(
    db: ReadSession, interviewer_id: UUID, *, since: datetime, until: datetime
) -> list[AppointmentView]:
    """What an officer has between two moments, in order of time: booked with them, or with nobody yet in a case that is theirs."""
    values = {"officer": interviewer_id, "span": Range(since, until)}
    found = _views(await db.rows(_WITH_OFFICER, values))
    return sorted(found, key=lambda a: a.starts_at)


async def appointments_at(
    db: ReadSession, office_id: UUID, *, since: datetime, until: datetime
) -> list[AppointmentView]:
    """What is booked at an office between two moments, of the cases that the actor sees, in order of time."""
    found = await _appointments(
        db,
        Appointment.office_id == office_id,
        Appointment.state.in_(("booked", "kept", "missed")),
        Appointment.during.op("&&")(Range(since, until)),
    )
    return sorted(found, key=lambda a: a.starts_at)


async def appointments_in(db: ReadSession, series_id: UUID) -> list[AppointmentView]:
    """What was booked together, of the cases that the actor sees, in order of time."""
    return sorted(await _appointments(db, Appointment.series_id == series_id), key=lambda a: a.starts_at)


async def cases_with_a_time(db: ReadSession, case_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these cases have an appointment that stands and is still to come."""
    a = Appointment
    coming = select(a.case_id).where(
        a.case_id.in_(list(case_ids)), a.state == "booked", func.lower(a.during) > db.now()
    )
    return set(await db.scalars(coming))


async def attending_of(db: ReadSession, appointment_id: UUID) -> list[UUID]:
    """The users whose time an appointment takes besides who asks and interprets."""
    found: list[UUID] | None = await db.scalar(
        select(Appointment.attending).where(Appointment.id == appointment_id)
    )
    return list(found or ())


async def booked_with(
    db: ReadSession, column: str, owner_id: UUID, *, since: datetime, until: datetime
) -> list[AppointmentView]:
    """What is booked between two moments with an interviewer or whoever is called besides (`user_id`), an interpreter (`interpreter_id`) or at an office (`office_id`),
    of the cases that the actor sees, in order of time."""
    a = Appointment
    of = {
        "user_id": or_(a.interviewer_id == owner_id, a.attending.contains([owner_id])),
        "interpreter_id": a.interpreter_id == owner_id,
    }
    found = await _appointments(
        db,
        of.get(column, a.office_id == owner_id),
        Appointment.state == "booked",
        Appointment.during.op("&&")(Range(since, until)),
    )
    return sorted(found, key=lambda a: a.starts_at)


async def _appointments(db: ReadSession, *conditions: ColumnElement[bool]) -> list[AppointmentView]:
    return _views(await db.rows(_APPOINTMENTS.where(*conditions)))


def _views(rows: Iterable[Any]) -> list[AppointmentView]:
    return [AppointmentView(*row) for row in rows]


async def rooms(
    db: ReadSession, office_id: UUID | None = None, *, everything: bool = False
) -> list[RoomView]:
    """The rooms in use of an office, or of all; `everything` with those that are not used any more."""
    r = Room
    statement = (
        select(
            *(r.id, r.office_id, office_table.c.name, r.name, r.child_friendly, r.step_free),
            *(r.confidential, r.video, r.active, r.version),
        )
        .join(office_table, office_table.c.id == r.office_id)
        .order_by(office_table.c.name, r.name, r.id)
    )
    if office_id is not None:
        statement = statement.where(r.office_id == office_id)
    if not everything:
        statement = statement.where(r.active)
    return [RoomView(*row) for row in await db.rows(statement)]


async def room(db: ReadSession, room_id: UUID) -> RoomView:
    """Raises `NotFound`."""
    for found in await rooms(db, everything=True):
        if found.id == room_id:
            return found
    raise NotFound


async def busy_times(
    db: ReadSession, resources: Iterable[UUID], *, after: datetime, before: datetime
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """When each of these rooms and people is taken, also by cases that the actor does not see; in order."""
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for row in await db.rows(BUSY, {"resources": list(resources), "after": after, "before": before}):
        found.setdefault(row.resource, []).append((row.starts_at, row.ends_at))
    return found
