"""The legal analysis and its review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfUser, Rows, Words
from app.core.database import Model


class Assessment(Model):
    """One version of the analysis. `facts`, `analysis` and `recommendations` have the shapes of `assessments.rules`."""

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint(
            "status in ('draft', 'submitted', 'to_countersign', 'returned', 'endorsed')", name="status"
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    number: Mapped[int]
    author_id: Mapped[OfUser]
    status: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    facts: Mapped[Rows]
    analysis: Mapped[Json]
    recommendations: Mapped[Rows]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    # Why a second person endorses it (`rules.second`), and in which roles they may.
    second_for: Mapped[Words]
    second_by: Mapped[Words]
    version: Mapped[int] = mapped_column(default=1)


class Review(Model):
    __tablename__ = "reviews"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), index=True)
    reviewer_id: Mapped[OfUser]
    outcome: Mapped[str]
    comment: Mapped[str]
    checklist: Mapped[Json]
    at: Mapped[datetime]


class ReviewComment(Model):
    """What a reviewer says at a passage. It stays with the case through every version; `quote` finds its place again (`rules.anchors`)."""

    __tablename__ = "review_comments"
    __table_args__ = (CheckConstraint("state in ('open', 'answered', 'resolved')", name="state"),)

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), index=True)
    place: Mapped[str]
    quote: Mapped[str]
    start: Mapped[int]
    text: Mapped[str]
    by: Mapped[OfUser]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    resolved_at: Mapped[datetime | None]
