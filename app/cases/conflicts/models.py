"""What was declared."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser
from app.core.database import Model


class Declaration(Model):
    """A conflict of interest of one user in one case. It counts until it is dismissed with reasons.

    `whose_role`: the role in which that user works on it, which says who answers it (`rules.answers`).
    """

    __tablename__ = "conflict_declarations"
    __table_args__ = (
        CheckConstraint("state in ('declared', 'upheld', 'dismissed')", name="state"),
        Index(
            "uq_conflict_declarations_standing",
            "case_id",
            "user_id",
            "kind",
            unique=True,
            postgresql_where=text("state <> 'dismissed'"),
        ),
        Index("ix_conflict_declarations_state_at", "state", "at", "id"),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    user_id: Mapped[OfUser]
    whose_role: Mapped[str]
    kind: Mapped[str]
    reasons: Mapped[str]
    declared_by: Mapped[OfUser]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="declared")
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
