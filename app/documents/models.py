"""The paper in the hand."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
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
    # Its place in the status list, out of a shuffled sequence: a laptop's papers bring theirs, which was set aside for them.
    status_index: Mapped[int] = mapped_column(
        BigInteger, unique=True, server_default=text("next_status_index()")
    )
    # The end that stood on it when it was given. One that lives longer is in the status list as extended, from that day on.
    printed_until: Mapped[date] = mapped_column(
        default=lambda context: context.get_current_parameters()["valid_until"]
    )


class NumberBlock(Model):
    """Numbers set aside for a laptop, so that what it prints with no line is final."""

    __tablename__ = "number_blocks"

    id: Mapped[Key]
    laptop_id: Mapped[UUID] = mapped_column(ForeignKey("laptops.id"), index=True)
    taken_by: Mapped[OfUser]
    taken_at: Mapped[datetime]
    until: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ReservedNumber(Model):
    """One entry of a block. `core` are the eight digits that follow the series; used once, by one item, for ever."""

    __tablename__ = "reserved_numbers"

    core: Mapped[str] = mapped_column(primary_key=True)
    block_id: Mapped[UUID] = mapped_column(ForeignKey("number_blocks.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    status_index: Mapped[int] = mapped_column(BigInteger, unique=True)
    used_at: Mapped[datetime | None]
    used_by: Mapped[UUID | None]
