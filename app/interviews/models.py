"""The record of what was asked and answered."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser
from app.core.database import Model

OfInterview = Annotated[UUID, mapped_column(ForeignKey("interviews.id"), index=True)]


class Interview(Model):
    """An ordered record: draft, then read back, then signed. Signed is immutable; corrections are addenda."""

    __tablename__ = "interviews"
    __table_args__ = (CheckConstraint("status in ('draft', 'paused', 'read_back', 'signed')", name="status"),)

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"))
    interviewer_id: Mapped[OfUser]
    language: Mapped[str]
    status: Mapped[str]
    started_at: Mapped[datetime]
    oath_taken_at: Mapped[datetime | None]
    read_back_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    digest: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class Participant(Model):
    """Who was there and as what. Whoever leaves stays in the record, with the time."""

    __tablename__ = "interview_participants"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    role: Mapped[str]
    name: Mapped[str]
    interpreter_id: Mapped[UUID | None] = mapped_column(ForeignKey("interpreters.id"))
    identified_by: Mapped[str | None]
    joined_at: Mapped[datetime]
    oath_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class Entry(Model):
    """One line of the record. `words` is what was said in the language spoken, `text` the record's Spanish.

    `asked_by` is the role of whoever asked for a break or a correction, or objects. `adverse` says which point against the claim
    the question puts to the person. `to_clarify` and `own_note` are the officer's own: no part of the record.
    """

    __tablename__ = "interview_entries"
    __table_args__ = (UniqueConstraint("interview_id", "position"),)

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    position: Mapped[int]
    kind: Mapped[str]
    topic: Mapped[str | None]
    text: Mapped[str]
    words: Mapped[str | None]
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    corrects: Mapped[UUID | None] = mapped_column(ForeignKey("interview_entries.id"))
    asked_by: Mapped[str | None]
    adverse: Mapped[str | None]
    read_at: Mapped[datetime | None]
    to_clarify: Mapped[bool] = mapped_column(default=False)
    own_note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class Signature(Model):
    __tablename__ = "interview_signatures"
    __table_args__ = (UniqueConstraint("participant_id"),)

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("interview_participants.id"))
    method: Mapped[str]
    refusal_reason: Mapped[str | None]
    at: Mapped[datetime]
    taken_by: Mapped[OfUser]


class Addendum(Model):
    __tablename__ = "interview_addenda"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("interview_entries.id"))
    text: Mapped[str]
    requested_by: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[OfUser]
