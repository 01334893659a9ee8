"""Time, rooms and people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfOffice, OfPerson, OfUser, Words
from app.core.database import Model

_BOOKED = text("state = 'booked'")


class Room(Model):
    __tablename__ = "rooms"

    id: Mapped[Key]
    office_id: Mapped[OfOffice]
    name: Mapped[str]
    confidential: Mapped[bool] = mapped_column(default=True)
    child_friendly: Mapped[bool] = mapped_column(default=False)
    step_free: Mapped[bool] = mapped_column(default=False)


class Interpreter(Model):
    __tablename__ = "interpreters"

    id: Mapped[Key]
    name: Mapped[str]
    sex: Mapped[str]
    languages: Mapped[Words]
    active: Mapped[bool] = mapped_column(default=True)


class Appointment(Model):
    """A booked time. Nobody and no room is ever booked twice at once: exclusion constraints, not a check in code."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("state in ('booked', 'kept', 'missed', 'moved', 'cancelled')", name="state"),
        ExcludeConstraint(
            ("room_id", "="), ("during", "&&"), name="ex_appointments_room", using="gist", where=_BOOKED
        ),
        ExcludeConstraint(
            ("interviewer_id", "="),
            ("during", "&&"),
            name="ex_appointments_interviewer",
            using="gist",
            where=_BOOKED,
        ),
        ExcludeConstraint(
            ("interpreter_id", "="),
            ("during", "&&"),
            name="ex_appointments_interpreter",
            using="gist",
            where=_BOOKED,
        ),
        ExcludeConstraint(
            ("person_id", "="), ("during", "&&"), name="ex_appointments_person", using="gist", where=_BOOKED
        ),
        Index("ix_appointments_office_id_during", "office_id", "during", postgresql_using="gist"),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    person_id: Mapped[OfPerson]
    office_id: Mapped[OfOffice]
    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id"))
    kind: Mapped[str]
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    interviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    interpreter_id: Mapped[UUID | None] = mapped_column(ForeignKey("interpreters.id"))
    language: Mapped[str]
    state: Mapped[str]
    booked_at: Mapped[datetime]
    booked_by: Mapped[OfUser]
    moved_to: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"))
    end_reason: Mapped[str | None]
    # Nobody said in time whether the person came. For an officer to settle; nothing follows by itself.
    unanswered_since: Mapped[datetime | None]
