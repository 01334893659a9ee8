"""Who interviews and who interprets, what they speak, and what stands between them and a person."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser, Words
from app.core.database import Model


class InterviewerFacts(Model):
    """What a user brings to an interview. `trained_for`: codes of `rules.TRAININGS`."""

    __tablename__ = "interviewers"
    __table_args__ = (CheckConstraint("sex in ('female', 'male', 'other', 'unknown')", name="sex"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    languages: Mapped[Words]
    sex: Mapped[str]
    trained_for: Mapped[Words]
    changed_by: Mapped[OfUser]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Interpreter(Model):
    """`communities`: the ones that the interpreter belongs to, as countries (alpha-3) or in words. `offices` none: every one.

    `user_id`: the account of the same human being, where there is one. `suspended_on`: no longer called, since that day.
    """

    __tablename__ = "interpreters"

    id: Mapped[Key]
    name: Mapped[str]
    sex: Mapped[str]
    languages: Mapped[Words]
    communities: Mapped[Words]
    trained_for: Mapped[Words]
    offices: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list, server_default="{}")
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    active: Mapped[bool] = mapped_column(default=True)
    suspended_on: Mapped[date | None]
    suspended_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class InterpreterRating(Model):
    """How an interview was interpreted, by who led it: 1 (not usable) to 5 (faithful throughout)."""

    __tablename__ = "interpreter_ratings"
    __table_args__ = (
        CheckConstraint("score between 1 and 5", name="score"),
        UniqueConstraint("appointment_id", "by"),
    )

    id: Mapped[Key]
    interpreter_id: Mapped[UUID] = mapped_column(ForeignKey("interpreters.id"), index=True)
    case_id: Mapped[OfCase]
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id"))
    score: Mapped[int] = mapped_column(SmallInteger)
    note: Mapped[str]
    by: Mapped[OfUser]
    at: Mapped[datetime]


class InterviewWishes(Model):
    """What a person asked of their interviews. `communities`: those that they call their own, besides their nationalities."""

    __tablename__ = "interview_wishes"
    __table_args__ = (
        CheckConstraint("interviewer_sex in ('female', 'male')", name="interviewer_sex"),
        CheckConstraint("interpreter_sex in ('female', 'male')", name="interpreter_sex"),
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True, unique=True)
    interviewer_sex: Mapped[str | None]
    interpreter_sex: Mapped[str | None]
    refuses_own_community: Mapped[bool]
    communities: Mapped[Words]
    noted_by: Mapped[OfUser]
    noted_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class InterpreterConflict(Model):
    """An interpreter who knows the person, or whom the person does not want."""

    __tablename__ = "interpreter_conflicts"
    __table_args__ = (CheckConstraint("kind in ('knows_the_person', 'refused_by_the_person')", name="kind"),)

    id: Mapped[Key]
    interpreter_id: Mapped[UUID] = mapped_column(ForeignKey("interpreters.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[str]
    note: Mapped[str]
    noted_by: Mapped[OfUser]
    noted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
