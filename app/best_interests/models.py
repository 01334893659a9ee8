"""Best-interests procedures."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfUser, Rows
from app.core.database import Model


class BestInterests(Model):
    """One procedure for one child: a short or full assessment, or a determination by a panel. Determined, it never changes.

    `content` has the shape of `rules.Report`, `panel` of `rules.Panelist`. At most one is open for a child's claim. `writers` are all
    who wrote in the report, `author_id` who opened it.
    """

    __tablename__ = "best_interests"
    __table_args__ = (
        CheckConstraint("kind in ('short_assessment', 'assessment', 'determination')", name="kind"),
        CheckConstraint("state in ('draft', 'submitted', 'determined')", name="state"),
        Index(
            "uq_best_interests_open",
            "claim_id",
            unique=True,
            postgresql_where=text("state <> 'determined'"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), index=True)
    kind: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    content: Mapped[Json]
    author_id: Mapped[OfUser]
    writers: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list, server_default="{}")
    opened_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    panel: Mapped[Rows]
    chosen: Mapped[str | None]
    reasons: Mapped[str | None]
    dissent: Mapped[str | None]
    determined_at: Mapped[datetime | None]
    determined_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    follow_up_on: Mapped[date | None]
    review_of: Mapped[UUID | None] = mapped_column(ForeignKey("best_interests.id"))
    version: Mapped[int] = mapped_column(default=1)
