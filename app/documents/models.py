"""The paper in the hand."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfPerson, OfUser
from app.core.database import Model


class ProvisionalDocument(Model):
    """The applicant's document. At most one active for each claim: the database itself refuses a second."""

    __tablename__ = "provisional_documents"
    __table_args__ = (
        CheckConstraint("status in ('active', 'replaced', 'revoked', 'closed')", name="status"),
        Index(
            "uq_provisional_documents_active_claim",
            "claim_id",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
        Index("ix_provisional_documents_number", "number"),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    person_id: Mapped[OfPerson]
    kind: Mapped[str]
    number: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    may_work: Mapped[bool]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[OfUser]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("provisional_documents.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
