"""Making and revoking the secret address of a user's own calendar, and reading it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text, update

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.scheduling.feeds.ical import Entry, calendar
from app.scheduling.feeds.models import CalendarFeed

READ = text("select * from calendar_feed(:digest, :after)")
# How far back a calendar still shows what was.
PAST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class FeedView:
    id: UUID
    made_at: datetime


async def open_feed(db: Session, actor: Actor) -> str:
    """A new secret for the actor's calendar; the one before no longer opens it. Shown once: only its digest is kept."""
    await close_feed(db, actor)
    secret = secrets.token_urlsafe(32)
    db.add(
        CalendarFeed(
            id=new_id(),
            user_id=actor.user_id,
            token_digest=_digest(secret),
            made_at=db.now(),
            revoked_at=None,
        )
    )
    await db.flush()
    return secret


async def close_feed(db: Session, actor: Actor) -> None:
    """From now on the address answers as if it had never been."""
    await db.execute(
        update(CalendarFeed)
        .where(CalendarFeed.user_id == actor.user_id, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=db.now())
    )


async def feed_of(db: ReadSession, actor: Actor) -> FeedView | None:
    """The actor's calendar address, less its secret; none while there is none."""
    f = CalendarFeed
    row = await db.row(
        select(f.id, f.made_at).where(f.user_id == actor.user_id, f.revoked_at.is_(None)).limit(1)
    )
    return FeedView(row.id, row.made_at) if row else None


async def read_feed(db: ReadSession, secret: str, *, base_url: str) -> bytes:
    """The calendar as a file (RFC 5545). Raises `NotFound` for a secret that opens nothing."""
    rows = await db.rows(READ, {"digest": _digest(secret), "after": db.now() - PAST})
    if not rows:
        raise NotFound
    entries = [
        Entry(
            row.id,
            row.starts_at,
            row.ends_at,
            row.kind,
            f"{row.office}, {row.room}",
            row.state,
            row.booked_at,
        )
        for row in rows
        if row.id is not None
    ]
    return calendar(entries, base_url=base_url, now=db.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
