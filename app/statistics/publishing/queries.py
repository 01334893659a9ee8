"""Releases, for the house and for everybody."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity import public as identity
from app.statistics.publishing.models import StatisticsRelease as R

DRAFT, SEALED, DISCARDED = "draft", "sealed", "discarded"
_LINE = (R.id, R.number, R.title, R.asked, R.digest, R.state, R.prepared_by, R.prepared_at, R.sealed_by, R.sealed_at, R.version)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release in a list. `asked` as `rules.asked.Asked` has it."""

    id: UUID
    number: str | None
    title: str
    asked: dict[str, Any]
    digest: str
    state: str
    prepared_by: UUID
    prepared_at: datetime
    sealed_by: UUID | None
    sealed_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Release:
    """A release in full: the file that is published as it is, what it says, and what it leaves out (for the house)."""

    line: ReleaseLine
    text: str
    content: dict[str, Any]
    preview: dict[str, Any]


async def releases(db: ReadSession) -> list[ReleaseLine]:
    """Every release that the house has, newest first."""
    return [_line(row) for row in await db.rows(select(*_LINE).order_by(R.prepared_at.desc()))]


async def published(db: ReadSession) -> list[ReleaseLine]:
    """What anybody may read, newest first."""
    rows = await db.rows(
        select(*_LINE).where(R.state == SEALED).order_by(R.sealed_at.desc(), R.number.desc())
    )
    return [_line(row) for row in rows]


async def release(db: ReadSession, release_id: UUID) -> Release:
    """Raises `NotFound`."""
    identity.demand(db.actor, "publication.read")
    return _whole(await db.row(select(*_LINE, R.content, R.preview).where(R.id == release_id)))


async def published_release(db: ReadSession, number: str) -> Release:
    """A sealed one by its number. Raises `NotFound`."""
    found = select(*_LINE, R.content, R.preview).where(R.number == number, R.state == SEALED)
    return _whole(await db.row(found))


def _whole(row: Row[Any] | None) -> Release:
    if row is None:
        raise NotFound
    return Release(_line(row), row.content, json.loads(row.content), row.preview)


def _line(row: Row[Any]) -> ReleaseLine:
    return ReleaseLine(*(getattr(row, column.key) for column in _LINE))
