"""The paper in the hand, what was printed of it, and who comes for it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfOffice, OfPerson, OfUser
from app.core.database import Model


class ProvisionalDocument(Model):
    """The applicant's document. At most one active or suspended for each claim: the database itself refuses a second."""

    __tablename__ = "provisional_documents"
    __table_args__ = (
        CheckConstraint("status in ('active', 'suspended', 'replaced', 'revoked', 'closed')", name="status"),
        CheckConstraint("(status in ('active', 'suspended')) = (ended_at is null)", name="ended"),
        Index(
            "uq_provisional_documents_active_claim",
            "claim_id",
            unique=True,
            postgresql_where=text("status in ('active', 'suspended')"),
        ),
        Index("ix_provisional_documents_number", "number"),
        Index(
            "ix_provisional_documents_ending", "valid_until", "id", postgresql_where=text("status = 'active'")
        ),
        Index(
            "ix_provisional_documents_suspended",
            "suspended_at",
            "id",
            postgresql_where=text("status = 'suspended'"),
        ),
        Index(
            "ix_provisional_documents_undelivered",
            "issued_at",
            "id",
            postgresql_where=text("status = 'active' and handed_over_at is null"),
        ),
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
    # Why it was issued: registration, first, renewed, lost, stolen, damaged, data_changed, photo_changed, next_document.
    issue_reason: Mapped[str | None]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("provisional_documents.id"))
    extended_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    # The last day for which the holder was told that it ends.
    told_until: Mapped[date | None]
    handed_over_at: Mapped[datetime | None]
    handed_over_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
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


class DocumentPrint(Model):
    """One copy that left a printer: who, when, in which form, and why another one."""

    __tablename__ = "document_prints"
    __table_args__ = (
        CheckConstraint("form in ('a4', 'card', 'card_sheet')", name="form"),
        UniqueConstraint("document_id", "copy"),
        Index("ix_document_prints_batch_id_position", "batch_id", "position"),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("provisional_documents.id"))
    copy: Mapped[int]
    form: Mapped[str]
    # first, copy, spoilt, jam
    reason: Mapped[str]
    note: Mapped[str | None]
    printer: Mapped[str | None]
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("print_batches.id"))
    position: Mapped[int | None]
    printed_at: Mapped[datetime]
    printed_by: Mapped[OfUser]
    spoilt_at: Mapped[datetime | None]
    spoilt_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class PrintBatch(Model):
    """Many documents on one PDF, in order. `printed_until`: the position up to which the paper came out well."""

    __tablename__ = "print_batches"
    __table_args__ = (CheckConstraint("form in ('a4', 'card', 'card_sheet')", name="form"),)

    id: Mapped[Key]
    office_id: Mapped[OfOffice] = mapped_column(index=True)
    form: Mapped[str]
    printer: Mapped[str | None]
    size: Mapped[int]
    printed_until: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by: Mapped[OfUser]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class CounterVisit(Model):
    """Somebody at the counter, or who asked from afar that their document be renewed. `number` is of the office and day."""

    __tablename__ = "counter_visits"
    __table_args__ = (
        CheckConstraint(
            "wants in ('renewal', 'replacement', 'pick_up', 'first', 'photo', 'other')", name="wants"
        ),
        CheckConstraint("state in ('requested', 'waiting', 'called', 'done', 'left')", name="state"),
        CheckConstraint("state not in ('waiting', 'called') or number is not null", name="number"),
        UniqueConstraint("office_id", "day", "number"),
        Index(
            "uq_counter_visits_open_claim",
            "claim_id",
            unique=True,
            postgresql_where=text("state in ('requested', 'waiting', 'called')"),
        ),
        Index(
            "ix_counter_visits_open",
            "office_id",
            "asked_at",
            "id",
            postgresql_where=text("state in ('requested', 'waiting', 'called')"),
        ),
    )

    id: Mapped[Key]
    office_id: Mapped[OfOffice]
    case_id: Mapped[OfCase]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), index=True)
    wants: Mapped[str]
    state: Mapped[str]
    day: Mapped[date | None]
    number: Mapped[int | None]
    asked_at: Mapped[datetime]
    asked_by: Mapped[OfUser]
    called_at: Mapped[datetime | None]
    called_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class NumberSeries(Model):
    """How far a series of the deployment's own numbers has come. Only `next_in_series` writes it."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    latest: Mapped[int] = mapped_column(BigInteger)
