"""Reading who sits, the draft and its votes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.identity import public as identity
from app.identity.public import user_table
from app.remedies.panel import rules
from app.remedies.panel.models import Draft, Draw, JudgmentVote, Seat


@dataclass(frozen=True, slots=True)
class SeatView:
    """Who sits or sat; `left_at` and why, where they left."""

    user_id: UUID
    name: str
    seat: str
    position: int
    drawn_at: datetime
    drawn_by: str
    left_at: datetime | None
    left_reasons: str | None


@dataclass(frozen=True, slots=True)
class CandidateView:
    """Somebody of the body when it was drawn: what they had open, when they were last drawn, whether they could not sit."""

    name: str
    user_id: UUID
    open: int
    last_drawn_at: datetime | None
    barred: bool
    seat: str | None


@dataclass(frozen=True, slots=True)
class DrawView:
    """One drawing, with its seed and all that it looked at; `again` says that doing it again gives the same seats."""

    id: UUID
    seed: str
    seats: int
    drawn_at: datetime
    drawn_by: str
    candidates: tuple[CandidateView, ...]
    again: bool


@dataclass(frozen=True, slots=True)
class JudgmentVoteView:
    user_id: UUID
    name: str
    choice: str
    reasons: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """The draft being written or voted on, with the votes cast."""

    id: UUID
    author_id: UUID
    author: str
    status: str
    result: str
    reasons: str
    outcomes: dict[str, dict[str, object]]
    reversal_grounds: list[str]
    instructions: list[str]
    written_at: datetime
    version: int
    votes: tuple[JudgmentVoteView, ...]


async def seats_of(db: ReadSession, remedy_id: UUID) -> list[SeatView]:
    """Everybody who sits in the remedy or sat in it, in the order of the seats, those who left last."""
    s, drawer = Seat, user_table.alias()
    rows = await db.rows(
        select(
            s.user_id,
            user_table.c.name,
            s.seat,
            s.position,
            s.drawn_at,
            drawer.c.name,
            s.left_at,
            s.left_reasons,
        )
        .join(user_table, user_table.c.id == s.user_id)
        .join(drawer, drawer.c.id == s.drawn_by)
        .where(s.remedy_id == remedy_id)
        .order_by(s.left_at.is_not(None), s.position, s.drawn_at)
    )
    return [SeatView(*row) for row in rows]


async def draws_of(db: ReadSession, remedy_id: UUID) -> list[DrawView]:
    """The drawings by rota of a remedy, the first one first; for who hears remedies. Two queries."""
    d = Draw
    rows = await db.rows(
        select(d.id, d.seed, d.seats, d.drawn_at, user_table.c.name, d.candidates, d.drawn)
        .join(user_table, user_table.c.id == d.drawn_by)
        .where(d.remedy_id == remedy_id)
        .order_by(d.drawn_at, d.id)
    )
    names = await identity.names(db, {UUID(c["user_id"]) for row in rows for c in row.candidates})
    return [
        DrawView(
            row.id,
            row.seed,
            row.seats,
            row.drawn_at,
            row.name,
            _candidates(row.candidates, row.drawn, names),
            _as_drawn(row) == [(UUID(one["user_id"]), one["seat"], one["position"]) for one in row.drawn],
        )
        for row in rows
    ]


def _as_drawn(row: Any) -> list[tuple[UUID, str, int]]:
    again = rules.drawn_again(row.candidates, row.seats, row.seed)
    return [(one.user_id, one.seat, one.position) for one in again]


def _candidates(
    kept: list[dict[str, Any]], drawn: list[dict[str, Any]], names: Mapping[UUID, str]
) -> tuple[CandidateView, ...]:
    seats = {one["user_id"]: one["seat"] for one in drawn}
    return tuple(
        CandidateView(
            names[UUID(c["user_id"])],
            UUID(c["user_id"]),
            c["open"],
            datetime.fromisoformat(c["last_drawn_at"]) if c["last_drawn_at"] else None,
            c["barred"],
            seats.get(c["user_id"]),
        )
        for c in kept
    )


async def draft_of(db: ReadSession, remedy_id: UUID) -> DraftView | None:
    """The open draft, for who hears remedies; None for everybody else: the database shows it to no other role."""
    d, v = Draft, JudgmentVote
    row = await db.row(
        select(
            d.id,
            d.author_id,
            user_table.c.name,
            d.status,
            d.result,
            d.reasons,
            d.outcomes,
            d.reversal_grounds,
            d.instructions,
            d.written_at,
            d.version,
        )
        .join(user_table, user_table.c.id == d.author_id)
        .where(d.remedy_id == remedy_id, d.status.in_(("draft", "proposed")))
    )
    if row is None:
        return None
    votes = await db.rows(
        select(v.user_id, user_table.c.name, v.choice, v.reasons)
        .join(user_table, user_table.c.id == v.user_id)
        .where(v.draft_id == row.id)
        .order_by(v.at, v.user_id)
    )
    return DraftView(*[*row, tuple(JudgmentVoteView(*vote) for vote in votes)])
