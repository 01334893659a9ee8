"""A procedure in which a status may be lost."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfUser, Rows, Words
from app.core.database import Model


class Loss(Model):
    """One cessation, cancellation or revocation, from the day it was opened to what became of it.

    `grounds` are those of the country's procedure, as they read then (`{es, en}`); `claims` whose status it is about; `before` what
    they had when it was decided, so that it can be given back: outcome and grounds of each claim.
    """

    __tablename__ = "losses"
    __table_args__ = (
        CheckConstraint("kind in ('cessation', 'cancellation', 'revocation', 'complementary')", name="kind"),
        CheckConstraint("state in ('opened', 'told', 'signed', 'kept', 'lost', 'restored')", name="state"),
        CheckConstraint("state <> 'signed' or decision_id is not null", name="signed"),
        Index(
            "uq_losses_open_case",
            "case_id",
            unique=True,
            postgresql_where=text("state in ('opened', 'told', 'signed')"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    kind: Mapped[str]
    grounds: Mapped[Rows]
    claims: Mapped[Words]
    state: Mapped[str]
    reasons: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[OfUser]
    told_at: Mapped[datetime | None]
    told_how: Mapped[str | None]
    told_in: Mapped[str | None]
    answer_until: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    hearing_waived: Mapped[str | None]
    before: Mapped[Json]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"))
    decision_reasons: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    sitting: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
