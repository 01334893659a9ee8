"""Reading who sits, the draft and its votes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.identity.public import user_table
from app.remedies.panel.models import Draft, JudgmentVote, Seat


@dataclass(frozen=True, slots=True)
class SeatView:
    """Who sits or sat; `left_at` and why, where they left."""

    user_id: UUID
    name: str
    seat: str
    position: int
    drawn_at: datetime
    left_at: datetime | None
    left_reasons: str | None


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
    s = Seat
    rows = await db.rows(
        select(s.user_id, user_table.c.name, s.seat, s.position, s.drawn_at, s.left_at, s.left_reasons)
        .join(user_table, user_table.c.id == s.user_id)
        .where(s.remedy_id == remedy_id)
        .order_by(s.left_at.is_not(None), s.position, s.drawn_at)
    )
    return [SeatView(*row) for row in rows]


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
