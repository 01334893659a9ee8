"""Challenges to a decision."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser, Rows, Words
from app.core.database import Model


class Remedy(Model):
    """A reconsideration, appeal or review filed against a decision, in time or late with reasons.

    `points` are its answers to the reasons of the decision; `hearing_reasons` why it asks to be heard, where it does;
    `instructions` what the first instance must do when the case is sent back to it, point by point; `reversal_grounds` why the
    decision did not stand.
    """

    __tablename__ = "remedies"
    __table_args__ = (
        CheckConstraint(
            "status in ('awaiting_admission', 'pending', 'decided', 'refused_as_late', 'withdrawn')",
            name="status",
        ),
        CheckConstraint("lodged_by in ('person', 'representative', 'guardian')", name="lodged_by"),
        CheckConstraint("hearing_ruling in ('granted', 'refused')", name="hearing_ruling"),
        Index(
            "uq_remedies_open_decision",
            "decision_id",
            unique=True,
            postgresql_where=text("status in ('awaiting_admission', 'pending')"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"))
    kind: Mapped[str]
    body: Mapped[str]
    status: Mapped[str]
    filed_at: Mapped[datetime]
    filed_by: Mapped[OfUser]
    filed_as: Mapped[str]
    lodged_by: Mapped[str] = mapped_column(default="representative")
    grounds: Mapped[str]
    points: Mapped[Rows]
    hearing_reasons: Mapped[str | None]
    hearing_ruling: Mapped[str | None]
    hearing_ruling_reasons: Mapped[str | None]
    in_time: Mapped[bool]
    late_reasons: Mapped[str | None]
    admitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    admitted_at: Mapped[datetime | None]
    admission_reasons: Mapped[str | None]
    suspensive: Mapped[bool]
    result: Mapped[str | None]
    reasons: Mapped[str | None]
    instructions: Mapped[Words]
    reversal_grounds: Mapped[Words]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)


class Correction(Model):
    """What a writing lacks, asked for once with the days to bring it; `due_at` is the first instant after the last of them."""

    __tablename__ = "remedy_corrections"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    remedy_id: Mapped[UUID] = mapped_column(ForeignKey("remedies.id"), unique=True)
    lacking: Mapped[str]
    days: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[OfUser]
    due_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class FirstAnswer(Model):
    """What the body whose decision is challenged says to it, or its summary of the case, sent to who hears the remedy."""

    __tablename__ = "remedy_answers"
    __table_args__ = (UniqueConstraint("remedy_id"),)

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    remedy_id: Mapped[UUID] = mapped_column(ForeignKey("remedies.id"))
    text: Mapped[str]
    given_at: Mapped[datetime]
    given_by: Mapped[OfUser]
