"""Passages as a citation pins them, and what has happened to their source since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.coi.models import CoiDocument, CoiPassage, CoiVersion
from app.core.database import ReadSession
from app.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with what must be said of its source. `version` is the edition's number; `expires_on` the source's day of review."""

    id: UUID
    document_id: UUID
    version: int
    position: int
    text: str
    title: str
    publisher: str
    publisher_kind: str
    published_on: date
    countries: list[str]
    topics: list[str]
    reliability: str
    language: str
    url: str
    expires_on: date
    withdrawn_at: datetime | None
    digest: str
    # Of the file, counted from 1, where it begins; `None` where nobody said.
    page: int | None


@dataclass(frozen=True, slots=True)
class NewerView:
    """Why a pinned passage should be looked at again; at least one of these holds.

    `version`: the source has a later edition, of `published_on`, in which the paragraph stands unchanged or not (`same_text`,
    `passage_id` when it does). `expired`: its day of review has passed. `withdrawn`: the unit took it back. `later`: how many other
    sources on one of its countries and one of its topics were published after it.
    """

    document_id: UUID
    version: int | None
    published_on: date | None
    same_text: bool
    passage_id: UUID | None
    expired: bool
    withdrawn: bool
    later: int


_SHOWN = (
    select(
        CoiPassage.id,
        CoiPassage.document_id,
        CoiVersion.number,
        CoiPassage.position,
        CoiPassage.text,
        CoiVersion.title,
        CoiVersion.publisher,
        CoiVersion.publisher_kind,
        CoiVersion.published_on,
        CoiVersion.countries,
        CoiVersion.topics,
        CoiVersion.reliability,
        CoiVersion.language,
        CoiVersion.url,
        CoiDocument.expires_on,
        CoiDocument.withdrawn_at,
        CoiPassage.digest,
        CoiPassage.page,
    )
    .join(CoiVersion, CoiVersion.id == CoiPassage.version_id)
    .join(CoiDocument, CoiDocument.id == CoiPassage.document_id)
)


async def passage(db: ReadSession, passage_id: UUID) -> PassageView:
    """Raises `NotFound`, also for one that is confidential to a case that the reader does not see."""
    found = await passages(db, [passage_id])
    if passage_id not in found:
        raise NotFound
    return found[passage_id]


async def passages(db: ReadSession, passage_ids: Collection[UUID]) -> dict[UUID, PassageView]:
    """Those that the reader may see, in one question."""
    if not passage_ids:
        return {}
    rows = await db.rows(_SHOWN.where(CoiPassage.id.in_(list(passage_ids))))
    return {row.id: PassageView(*row) for row in rows}


async def passages_of(db: ReadSession, document_id: UUID, number: int) -> list[PassageView]:
    """Every passage of one edition, in order."""
    rows = await db.rows(
        _SHOWN.where(CoiPassage.document_id == document_id, CoiVersion.number == number).order_by(
            CoiPassage.position
        )
    )
    return [PassageView(*row) for row in rows]


async def newer(db: ReadSession, passage_ids: Collection[UUID]) -> Mapping[UUID, NewerView]:
    """Which of them have newer information; those that stand as they are cited are left out. One question, however many."""
    if not passage_ids:
        return {}
    today = db.now().date()
    rows = await db.rows(_since_cited(list(passage_ids)))
    return {row.id: view for row in rows if (view := _newer(row, today)) is not None}


def _newer(row: Any, today: date) -> NewerView | None:
    moved = row.current > row.number
    expired, withdrawn = row.expires_on <= today, row.withdrawn_at is not None
    if not (moved or expired or withdrawn or row.later):
        return None
    return NewerView(
        document_id=row.document_id,
        version=row.current if moved else None,
        published_on=row.published_on if moved else None,
        same_text=not moved or row.same is not None,
        passage_id=row.same if moved else None,
        expired=expired,
        withdrawn=withdrawn,
        later=row.later,
    )


def _since_cited(passage_ids: list[UUID]) -> Any:
    p, cited, last = CoiPassage, aliased(CoiVersion), aliased(CoiVersion)
    twin, other, other_version = aliased(CoiPassage), aliased(CoiDocument), aliased(CoiVersion)
    same = (
        select(twin.id)
        .where(twin.version_id == last.id, twin.digest == p.digest)
        .order_by(twin.position)
        .limit(1)
        .correlate(p, last)
        .scalar_subquery()
    )
    later = (
        select(func.count())
        .select_from(other)
        .join(
            other_version,
            and_(other_version.document_id == other.id, other_version.number == other.current),
        )
        .where(
            other.id != p.document_id,
            other.withdrawn_at.is_(None),
            other_version.published_on > cited.published_on,
            other_version.countries.op("&&")(cited.countries),
            other_version.topics.op("&&")(cited.topics),
        )
        .correlate(p, cited)
        .scalar_subquery()
    )
    return (
        select(
            p.id,
            p.document_id,
            cited.number,
            CoiDocument.current,
            CoiDocument.expires_on,
            CoiDocument.withdrawn_at,
            last.published_on,
            same.label("same"),
            later.label("later"),
        )
        .join(cited, cited.id == p.version_id)
        .join(CoiDocument, CoiDocument.id == p.document_id)
        .join(last, and_(last.document_id == p.document_id, last.number == CoiDocument.current))
        .where(p.id.in_(passage_ids))
    )
