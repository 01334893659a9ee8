"""The record of a hearing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser, Rows
from app.core.database import Model


class Hearing(Model):
    """One hearing, of a remedy or of a procedure of loss. Signed it cannot be changed: a trigger refuses it.

    `people` are those called (`name`, `capacity`, `present`); `said` what the person stated, in their words; `evidence` what was
    put forward; `signatures` who signed, or why not (`name`, `how`, `reasons`); `digest` SHA-256 over all of it.
    """

    __tablename__ = "hearings"
    __table_args__ = (
        CheckConstraint("status in ('open', 'signed')", name="status"),
        CheckConstraint("num_nonnulls(remedy_id, loss_id) = 1", name="about"),
        Index("uq_hearings_open_case", "case_id", unique=True, postgresql_where=text("status = 'open'")),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    remedy_id: Mapped[UUID | None] = mapped_column(ForeignKey("remedies.id"))
    loss_id: Mapped[UUID | None] = mapped_column(ForeignKey("losses.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"))
    status: Mapped[str]
    language: Mapped[str]
    interpreter: Mapped[str | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    people: Mapped[Rows]
    said: Mapped[str]
    evidence: Mapped[str]
    signatures: Mapped[Rows]
    recorded_by: Mapped[OfUser]
    digest: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
