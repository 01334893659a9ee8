"""Who waits for a time."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfOffice, OfPerson, OfUser
from app.core.database import Model


class Waiting(Model):
    """One person who waits for one kind of appointment. `adult_on`: the day from which the claim is no longer a child's."""

    __tablename__ = "waiting_list"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'filled', 'left')", name="state"),
        Index(
            "uq_waiting_list_once",
            "person_id",
            "kind",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    person_id: Mapped[OfPerson]
    office_id: Mapped[OfOffice]
    kind: Mapped[str]
    language: Mapped[str]
    adult_on: Mapped[date]
    state: Mapped[str]
    note: Mapped[str]
    since: Mapped[datetime]
    asked_by: Mapped[OfUser]
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"))
    ended_at: Mapped[datetime | None]
