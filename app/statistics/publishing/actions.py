"""Preparing a release, sealing it, leaving it: one person prepares, another seals."""

import hashlib
import json
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text

from app.audit import public as audit
from app.core.actor import Actor
from app.core.crypto import derived_key
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.statistics.facts.keeping import lag
from app.statistics.publishing import errors
from app.statistics.publishing.counting import counted
from app.statistics.publishing.models import StatisticsRelease
from app.statistics.publishing.queries import DISCARDED, DRAFT, SEALED
from app.statistics.publishing.rules.asked import Asked, demand
from app.statistics.publishing.rules.content import TellsBetweenTables, made
from app.statistics.publishing.rules.withholding import TooFewToPublish

ROUNDING = "statistics rounding"
# Between two counts of what is pending enough people come and go that their difference is not somebody.
PENDING_APART = timedelta(days=28)


async def prepare(db: Session, actor: Actor, asked: Asked) -> UUID:
    """Count, keep safe, and keep as a draft, which nobody outside sees.

    Raises `Invalid`, `TooFewPeople`, `TellsTooMuch`, `AlreadyPublished`, `PendingPublished`.
    """
    identity.demand(actor, "publication.prepare")
    profile = await procedure_in_force(db)
    demand(asked, today=profile.today(db.now()))
    await _demand_new_days(db, asked.measure, asked.since, asked.until, counted_at=db.now())
    behind = await lag(db)
    try:
        whole = made(
            await counted(db, asked),
            asked,
            key=derived_key(ROUNDING),
            country=profile.country,
            as_of=db.now(),
            waiting=behind.cases,
        )
    except TooFewToPublish as few:
        raise errors.TooFewPeople from few
    except TellsBetweenTables as tells:
        raise errors.TellsTooMuch from tells
    content = json.dumps(whole.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    release = StatisticsRelease(
        id=new_id(),
        title=asked.title,
        asked=asked.as_json(),
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        preview=whole.preview,
        state=DRAFT,
        prepared_by=actor.user_id,
        prepared_at=db.now(),
    )
    db.add(release)
    await db.flush()
    await audit.looked(db, "publication.prepared", str(release.id), detail={"sha256": release.digest})
    return release.id


async def seal(db: Session, actor: Actor, release_id: UUID, *, version: int | None = None) -> str:
    """Publish a draft as it is, for good. Returns its number. Raises `NotFound`, `AlreadySealed`, `NotADraftRelease`, `ReleaseChanged`,
    `AnotherPersonSeals`, `AlreadyPublished`, `PendingPublished`."""
    identity.demand(actor, "publication.seal")
    await db.execute(text("select pg_advisory_xact_lock(hashtext('statistics releases'))"))
    release = await _draft(db, release_id, version)
    if release.prepared_by == actor.user_id:
        raise errors.AnotherPersonSeals
    asked = release.asked
    since, until = (date.fromisoformat(str(d)) if (d := asked[name]) else None for name in ("since", "until"))
    await _demand_new_days(db, str(asked["measure"]), since, until, counted_at=release.prepared_at)
    year = (await procedure_in_force(db)).today(db.now()).year
    before = await db.scalar(select(func.count()).where(StatisticsRelease.number.like(f"E{year}-%")))
    number = f"E{year}-{(before or 0) + 1:03}"
    release.state, release.number = SEALED, number
    release.sealed_by, release.sealed_at = actor.user_id, db.now()
    release.version += 1
    await db.flush()
    await audit.looked(db, "publication.sealed", number, detail={"sha256": release.digest})
    return number


async def discard(db: Session, actor: Actor, release_id: UUID, *, version: int | None = None) -> None:
    """A draft that is not published. Raises `NotFound`, `AlreadySealed`, `NotADraftRelease`, `ReleaseChanged`."""
    identity.demand(actor, "publication.read")
    release = await _draft(db, release_id, version)
    release.state = DISCARDED
    release.version += 1
    await db.flush()
    await audit.looked(db, "publication.discarded", str(release.id))


async def _draft(db: Session, release_id: UUID, version: int | None) -> StatisticsRelease:
    release = await db.locked(StatisticsRelease, release_id)
    if release is None:
        raise NotFound
    # Sealed or discarded comes first: a second click is told what became of it, and not that somebody else was there.
    if release.state == SEALED:
        raise errors.AlreadySealed(number=release.number)
    if release.state != DRAFT:
        raise errors.NotADraftRelease
    if version is not None and version != release.version:
        raise errors.ReleaseChanged
    return release


async def _demand_new_days(
    db: Session, measure: str, since: date | None, until: date | None, *, counted_at: datetime
) -> None:
    """Two releases of the same days, counted on different days or otherwise, tell by their difference who came between; and two of
    them may close the circle that one may not."""
    kept = StatisticsRelease
    if measure == "pending":
        near = (kept.prepared_at > counted_at - PENDING_APART, kept.prepared_at < counted_at + PENDING_APART)
    else:
        near = (kept.asked["since"].astext <= str(until), kept.asked["until"].astext >= str(since))
    number = await db.scalar(
        select(kept.number)
        .where(kept.state == SEALED, kept.asked["measure"].astext == measure, *near)
        .limit(1)
    )
    if number is not None:
        if measure == "pending":
            raise errors.PendingPublished(number=number, days=PENDING_APART.days)
        raise errors.AlreadyPublished(number=number)
