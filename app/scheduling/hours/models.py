"""When an office is open, and when people work."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfUser
from app.core.database import Model

_ONE = "num_nonnulls(office_id, user_id, interpreter_id) = 1"


class Timetable(Model):
    """The weekly hours of one office, interviewer or interpreter: seven lists of pairs `["08:00", "12:00"]`, Monday first."""

    __tablename__ = "timetables"
    __table_args__ = (CheckConstraint(_ONE, name="of_one"),)

    id: Mapped[Key]
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"), index=True, unique=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True, unique=True)
    interpreter_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("interpreters.id"), index=True, unique=True
    )
    week: Mapped[list[Any]] = mapped_column(JSONB, default=list, server_default="[]")
    changed_by: Mapped[OfUser]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class DayChange(Model):
    """Days that are not as the week says: an absence, a closure, or hours besides. No hours: the whole day.

    `note` says nothing of why somebody is absent; a closed office says why.
    """

    __tablename__ = "day_changes"
    __table_args__ = (
        CheckConstraint(_ONE, name="of_one"),
        CheckConstraint("first <= last", name="in_order"),
        CheckConstraint(
            "(opens is null) = (closes is null) and (opens is null or opens < closes)"
            " and (not works or opens is not null)",
            name="hours",
        ),
    )

    id: Mapped[Key]
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    interpreter_id: Mapped[UUID | None] = mapped_column(ForeignKey("interpreters.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    opens: Mapped[time | None]
    closes: Mapped[time | None]
    works: Mapped[bool]
    note: Mapped[str]
    made_by: Mapped[OfUser]
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
