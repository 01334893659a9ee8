"""Challenges to a decision."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser
from app.core.database import Model


class Remedy(Model):
    """A reconsideration, appeal or review filed against a decision, in time or late with reasons.

    `instruction` is what the first instance must do when the case is sent back to it.
    """

    __tablename__ = "remedies"
    __table_args__ = (
        CheckConstraint(
            "status in ('awaiting_admission', 'pending', 'decided', 'refused_as_late', 'withdrawn')",
            name="status",
        ),
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
    grounds: Mapped[str]
    in_time: Mapped[bool]
    late_reasons: Mapped[str | None]
    admitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    admission_reasons: Mapped[str | None]
    suspensive: Mapped[bool]
    result: Mapped[str | None]
    reasons: Mapped[str | None]
    instruction: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)
