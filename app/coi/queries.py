"""Reading sources: one with its editions and reviews, and those that wait for somebody to look again."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select

from app.coi.models import CoiDocument, CoiReview, CoiVersion
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table


@dataclass(frozen=True, slots=True)
class VersionView:
    """One edition as it was added."""

    id: UUID
    number: int
    title: str
    publisher: str
    publisher_kind: str
    reliability: str
    reliability_why: str
    relays: str
    published_on: date
    countries: list[str]
    topics: list[str]
    language: str
    url: str
    file_name: str
    file_digest: str
    what_changed: str
    digest: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    reviewed_at: datetime
    reviewer: str
    holds_until: date
    why: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with all its editions, the last one first. `confidential`: only who sees one case sees it."""

    id: UUID
    current: int
    confidential: bool
    expires_on: date
    review_due_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    version: int
    versions: tuple[VersionView, ...]
    reviews: tuple[ReviewView, ...]

    @property
    def last(self) -> VersionView:
        return self.versions[0]

    def edition(self, number: int) -> VersionView:
        """Raises `NotFound` for an edition that there is not."""
        for each in self.versions:
            if each.number == number:
                return each
        raise NotFound


@dataclass(frozen=True, slots=True)
class DueView:
    """A source whose day of review has come or is near."""

    id: UUID
    title: str
    publisher: str
    countries: list[str]
    expires_on: date
    review_due_at: datetime | None


async def source(db: ReadSession, document_id: UUID) -> SourceView:
    """Raises `NotFound`."""
    d = await db.get(CoiDocument, document_id)
    if d is None:
        raise NotFound
    return SourceView(
        d.id,
        d.current,
        d.request_id is not None,
        d.expires_on,
        d.review_due_at,
        d.withdrawn_at,
        d.withdrawn_why,
        d.version,
        await _versions(db, document_id),
        await _reviews(db, document_id),
    )


async def _versions(db: ReadSession, document_id: UUID) -> tuple[VersionView, ...]:
    v = CoiVersion
    rows = await db.rows(
        select(
            v.id, v.number, v.title, v.publisher, v.publisher_kind, v.reliability, v.reliability_why, v.relays, v.published_on,
            v.countries, v.topics, v.language, v.url, v.file_name, v.file_digest, v.what_changed, v.digest, v.added_at,
            user_table.c.name,
        )
        .join(user_table, user_table.c.id == v.added_by)
        .where(v.document_id == document_id)
        .order_by(v.number.desc())
    )  # fmt: skip
    return tuple(VersionView(*row) for row in rows)


async def _reviews(db: ReadSession, document_id: UUID) -> tuple[ReviewView, ...]:
    r = CoiReview
    rows = await db.rows(
        select(r.reviewed_at, user_table.c.name, r.holds_until, r.why)
        .join(user_table, user_table.c.id == r.reviewed_by)
        .where(r.document_id == document_id)
        .order_by(r.reviewed_at.desc(), r.id)
    )
    return tuple(ReviewView(*row) for row in rows)


async def due_for_review(db: ReadSession, *, limit: int = 50) -> list[DueView]:
    """Those that the calendar put before the unit, the longest waiting first."""
    d, v = CoiDocument, CoiVersion
    rows = await db.rows(
        select(d.id, v.title, v.publisher, v.countries, d.expires_on, d.review_due_at)
        .join(v, and_(v.document_id == d.id, v.number == d.current))
        .where(d.review_due_at.is_not(None), d.withdrawn_at.is_(None))
        .order_by(d.expires_on, d.id)
        .limit(limit)
    )
    return [DueView(*row) for row in rows]
