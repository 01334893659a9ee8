"""Seats, drafts and votes of those who hear a remedy."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfUser, Rows, Words
from app.core.database import Model


class Seat(Model):
    """Who sits in one remedy, drawn by rota: the rapporteur, members, alternates. Who left says why."""

    __tablename__ = "remedy_seats"
    __table_args__ = (
        CheckConstraint("seat in ('rapporteur', 'member', 'alternate')", name="seat"),
        Index(
            "uq_remedy_seats_sitting",
            "remedy_id",
            "user_id",
            unique=True,
            postgresql_where=text("left_at is null"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    remedy_id: Mapped[UUID] = mapped_column(ForeignKey("remedies.id"))
    user_id: Mapped[OfUser]
    seat: Mapped[str]
    position: Mapped[int]
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[OfUser]
    left_at: Mapped[datetime | None]
    left_reasons: Mapped[str | None]


class Draw(Model):
    """One drawing by rota, as it was done: whoever has its row can do it again and must come to the same seats.

    `candidates` are those of the body with what they had open, when they were last drawn and whether they were barred; `seats` how
    many were to be filled, before alternates; `drawn` who came out (`user_id`, `seat`, `position`).
    """

    __tablename__ = "remedy_draws"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    remedy_id: Mapped[UUID] = mapped_column(ForeignKey("remedies.id"))
    seed: Mapped[str]
    seats: Mapped[int]
    candidates: Mapped[Rows]
    drawn: Mapped[Rows]
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[OfUser]


class Draft(Model):
    """A judgment being written. Only who hears remedies sees it: the database itself shows it to no other role."""

    __tablename__ = "judgment_drafts"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'proposed', 'rejected', 'issued')", name="status"),
        Index(
            "uq_judgment_drafts_open",
            "remedy_id",
            unique=True,
            postgresql_where=text("status in ('draft', 'proposed')"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    remedy_id: Mapped[UUID] = mapped_column(ForeignKey("remedies.id"))
    author_id: Mapped[OfUser]
    status: Mapped[str]
    result: Mapped[str]
    reasons: Mapped[str]
    outcomes: Mapped[Json]
    reversal_grounds: Mapped[Words]
    instructions: Mapped[Words]
    written_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class JudgmentVote(Model):
    """One vote on a proposed draft, once; a vote against says why."""

    __tablename__ = "judgment_votes"
    __table_args__ = (CheckConstraint("choice in ('for', 'against')", name="choice"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("judgment_drafts.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    case_id: Mapped[OfCase]
    choice: Mapped[str]
    reasons: Mapped[str]
    at: Mapped[datetime]
