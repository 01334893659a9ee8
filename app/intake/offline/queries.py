"""Reading laptops, and what became of what they sent."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.cases.public import case_table
from app.core.database import ReadSession
from app.identity.public import office_table, post_table, user_table
from app.intake.offline.models import Laptop, OfflineItem, OfflinePhoto


@dataclass(frozen=True, slots=True)
class LaptopView:
    """A laptop with its own last word: `unsent` households, the oldest since when, said when and in whose hands."""

    id: UUID
    label: str
    kid: str
    post: str | None
    office: str
    enrolled_at: datetime
    enrolled_by: str
    key_until: datetime
    lost_at: datetime | None
    lost_reason: str | None
    last_seen_at: datetime | None
    unsent: int
    oldest_unsent_at: datetime | None


@dataclass(frozen=True, slots=True)
class PhotoState:
    person: int
    digest: str
    size: int
    received: int
    state: str


@dataclass(frozen=True, slots=True)
class ItemView:
    id: UUID
    laptop_id: UUID
    user_id: UUID
    number: int
    state: str
    typed_at: datetime
    sent_at: datetime
    received_at: datetime
    skew_seconds: int
    case_id: UUID | None
    reference: str | None
    answer: dict[str, Any]
    reasons: list[dict[str, Any]]
    sender: str
    post: str | None
    office: str
    decision: str | None
    decision_reasons: str | None
    decided_at: datetime | None
    photos: tuple[PhotoState, ...] = ()


async def laptops(db: ReadSession) -> list[LaptopView]:
    """The laptops of the actor's post or office, those in use first."""
    n = Laptop
    rows = await db.rows(
        select(
            n.id,
            n.label,
            n.kid,
            post_table.c.name,
            office_table.c.name,
            n.enrolled_at,
            user_table.c.name,
            n.key_until,
            n.lost_at,
            n.lost_reason,
            n.last_seen_at,
            n.unsent,
            n.oldest_unsent_at,
        )
        .join(office_table, office_table.c.id == n.office_id)
        .join(user_table, user_table.c.id == n.enrolled_by)
        .outerjoin(post_table, post_table.c.id == n.post_id)
        .order_by(n.lost_at.desc().nulls_first(), n.label, n.id)
    )
    return [LaptopView(*row) for row in rows]


async def items(
    db: ReadSession,
    *,
    item_id: UUID | None = None,
    laptop_id: UUID | None = None,
    user_id: UUID | None = None,
    states: tuple[str, ...] = (),
    limit: int = 200,
) -> list[ItemView]:
    """What came, by laptop, sender or state; the newest first."""
    i = OfflineItem
    statement = (
        select(
            i.id,
            i.laptop_id,
            i.user_id,
            i.number,
            i.state,
            i.typed_at,
            i.sent_at,
            i.received_at,
            i.skew_seconds,
            i.case_id,
            case_table.c.reference,
            i.answer,
            i.reasons,
            user_table.c.name,
            post_table.c.name,
            office_table.c.name,
            i.decision,
            i.decision_reasons,
            i.decided_at,
        )
        .join(user_table, user_table.c.id == i.user_id)
        .join(office_table, office_table.c.id == i.office_id)
        .outerjoin(post_table, post_table.c.id == i.post_id)
        .outerjoin(case_table, case_table.c.id == i.case_id)
        .order_by(i.received_at.desc(), i.number.desc())
        .limit(limit)
    )
    if item_id is not None:
        statement = statement.where(i.id == item_id)
    if laptop_id is not None:
        statement = statement.where(i.laptop_id == laptop_id)
    if user_id is not None:
        statement = statement.where(i.user_id == user_id)
    if states:
        statement = statement.where(i.state.in_(states))
    rows = await db.rows(statement)
    photos = await _photos(db, [row[0] for row in rows])
    return [replace(ItemView(*row), photos=tuple(photos.get(row[0], ()))) for row in rows]


async def waiting(db: ReadSession) -> int:
    """How many wait for a decision that is the actor's."""
    i = OfflineItem
    found: int = await db.scalar(select(func.count()).select_from(i).where(i.state == "clash"))
    return found


async def _photos(db: ReadSession, item_ids: list[UUID]) -> dict[UUID, list[PhotoState]]:
    p = OfflinePhoto
    found: dict[UUID, list[PhotoState]] = {}
    if not item_ids:
        return found
    rows = await db.rows(
        select(p.item_id, p.person, p.digest, p.size, p.received, p.state)
        .where(p.item_id.in_(item_ids))
        .order_by(p.item_id, p.person)
    )
    for item_id, *rest in rows:
        found.setdefault(item_id, []).append(PhotoState(*rest))
    return found
