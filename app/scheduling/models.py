"""Rooms, appointments, holds, and the time that they take."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfOffice, OfPerson, OfUser, Rows
from app.core.database import Model


class Room(Model):
    """`video`: from here one can be heard, or hear, elsewhere."""

    __tablename__ = "rooms"

    id: Mapped[Key]
    office_id: Mapped[OfOffice]
    name: Mapped[str]
    confidential: Mapped[bool] = mapped_column(default=True)
    child_friendly: Mapped[bool] = mapped_column(default=False)
    step_free: Mapped[bool] = mapped_column(default=False)
    video: Mapped[bool] = mapped_column(default=False, server_default="false")
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class Appointment(Model):
    """A booked time. While it is booked, what it needs is in `taken`, where nothing overlaps.

    `waived`: what the person asked for or the rules ask, and was left out, each with the reason and who consented. `cause`: why it was
    moved or missed, by code. `justified`: whether an absence had a good reason; none while nobody has said. `about`: what a hearing
    is about (`remedy:…`, `loss:…`), which has one standing at most; `attending`: users whose time it takes besides.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("state in ('booked', 'kept', 'missed', 'moved', 'cancelled')", name="state"),
        Index("ix_appointments_office_id_during", "office_id", "during", postgresql_using="gist"),
        Index(
            "uq_appointments_about_booked",
            "about",
            unique=True,
            postgresql_where=text("about is not null and state = 'booked'"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    person_id: Mapped[OfPerson]
    office_id: Mapped[OfOffice]
    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id"))
    # The second room, where who asks and who answers are not in one.
    video_room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    kind: Mapped[str]
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    interviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    interpreter_id: Mapped[UUID | None] = mapped_column(ForeignKey("interpreters.id"))
    language: Mapped[str]
    state: Mapped[str]
    booked_at: Mapped[datetime]
    booked_by: Mapped[OfUser]
    series_id: Mapped[UUID | None] = mapped_column(index=True)
    waived: Mapped[Rows]
    moved_to: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"))
    end_reason: Mapped[str | None]
    cause: Mapped[str | None]
    justified: Mapped[bool | None]
    justified_why: Mapped[str | None]
    justified_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    justified_at: Mapped[datetime | None]
    # Nobody said in time whether the person came. For an officer to settle; nothing follows by itself.
    unanswered_since: Mapped[datetime | None]
    about: Mapped[str | None] = mapped_column(default=None)
    attending: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list, server_default="{}")


class Hold(Model):
    """A time kept free: for some minutes while somebody is asked whether it suits them, or blocked, with a reason, until it is over.

    It names no case and no person. `until`: when it ends by itself; of what is blocked, the end of the time.
    """

    __tablename__ = "holds"
    __table_args__ = (
        Index("ix_holds_until", "until", postgresql_where=text("released_at is null")),
        CheckConstraint("num_nonnulls(room_id, interviewer_id, interpreter_id) > 0", name="of_something"),
    )

    id: Mapped[Key]
    office_id: Mapped[OfOffice]
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    interviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    interpreter_id: Mapped[UUID | None] = mapped_column(ForeignKey("interpreters.id"))
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    reason: Mapped[str | None]
    made_by: Mapped[OfUser]
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    released_at: Mapped[datetime | None]


class Taken(Model):
    """One room or person for one time. Nothing is taken twice at once: the database's constraint, not a check in code.

    Written by triggers on `appointments` and `holds` alone (migration 0210). `resource` is a room's, a person's, an interpreter's or
    an interviewer's identifier.
    """

    __tablename__ = "taken"
    __table_args__ = (
        CheckConstraint("num_nonnulls(appointment_id, hold_id) = 1", name="by_one"),
        ExcludeConstraint(("resource", "="), ("during", "&&"), name="ex_taken_resource", using="gist"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    kind: Mapped[str]
    resource: Mapped[UUID]
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"), index=True)
    hold_id: Mapped[UUID | None] = mapped_column(ForeignKey("holds.id"), index=True)
