"""Filings, the rota of legal aid, and who was asked for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser, Words
from app.core.database import Model


class Filing(Model):
    """Something handed in to a case, as it came. Its text never changes; an answer stands beside it.

    `counts_on` is the day on which it counts as received: the day it came, or the next working one. `digest`: SHA-256 of the title
    and the text, in hexadecimal. Its files are attachments about `filing:<id>`.
    """

    __tablename__ = "filings"
    __table_args__ = (
        Index("ix_filings_unanswered", "case_id", postgresql_where=text("answered_at is null")),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    claims: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list, server_default="{}")
    digest: Mapped[str]
    filed_by: Mapped[OfUser]
    filed_as: Mapped[str]
    handed_in_by: Mapped[str]
    received_at: Mapped[datetime]
    counts_on: Mapped[date]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)


class RotaMember(Model):
    """A legal representative who takes legal-aid cases: at which instances, in which languages, and how many at most at once."""

    __tablename__ = "legal_aid_rota"
    __table_args__ = (CheckConstraint("most between 1 and 500", name="most"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    instances: Mapped[Words]
    languages: Mapped[Words]
    most: Mapped[int] = mapped_column(SmallInteger)
    active: Mapped[bool] = mapped_column(default=True)
    last_turn_at: Mapped[datetime | None]
    changed_by: Mapped[OfUser]
    changed_at: Mapped[datetime]


class LegalAidRequest(Model):
    """Legal aid asked for in a case, for one instance. At most one waits for a case."""

    __tablename__ = "legal_aid_requests"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'assigned', 'withdrawn')", name="state"),
        Index(
            "uq_legal_aid_requests_waiting",
            "case_id",
            "instance",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    instance: Mapped[str]
    language: Mapped[str]
    for_child: Mapped[bool]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[OfUser]
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    assigned_at: Mapped[datetime | None]
    # Who had the turn and could not take it, with the reason, in the order in which they were asked.
    excused: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list, server_default="{}")
    excuses: Mapped[Words]
    version: Mapped[int] = mapped_column(default=1)
