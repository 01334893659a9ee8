"""Who assesses which file. Whoever had a part in a case never does: asked here, and held by the database (migration 0335)."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.actor import SYSTEM, Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import colleagues, demand
from app.quality import errors
from app.quality.loading import author_of, barred, drawn_sample
from app.quality.models import OPEN, QualityReview, Sample, SampledFile
from app.quality.rules.instruments import NAMES, current

ACCESS_OVER = "quality_access_over"
_ASSIGNED = text(
    "select file_id, instrument, purpose, slot, assessor_id, state from quality_assignments(:sample)"
)
LIVE = (*OPEN, "submitted", "released")
# A file is not lent for ever: 366 whole days, and what is left of today.
LONGEST_OPEN = timedelta(days=367)


async def assign_files(
    db: Session,
    actor: Actor,
    sample_id: UUID,
    *,
    assessors: Sequence[UUID],
    due_at: datetime,
    version: int | None = None,
) -> int:
    """Give every place that is still free to somebody of `assessors` who had no part in the case, evenly. Returns how many.

    One person assesses a file by all the instruments of the sample; the second is another, and neither has a seat in its calibration.
    Raises `Invalid`, `SampleEnded`, `NobodyIndependent`: then nothing was assigned.
    """
    demand(actor, "quality.sample")
    sample = await drawn_sample(db, sample_id, version)
    team = list(dict.fromkeys(assessors))
    await _demand_team(db, team, due_at)
    files = await db.scalars(
        select(SampledFile).where(SampledFile.sample_id == sample_id).order_by(SampledFile.case_id)
    )
    given_out = await db.rows(_ASSIGNED, {"sample": sample_id})
    taken, calibrated = _taken(given_out), _in_hand(given_out, "calibration", LIVE)
    apart = await barred(db, [f.case_id for f in files], team)
    load = Counter({user: sum(1 for who in taken.values() if who == user) for user in team})
    left, given = 0, 0
    for each in files:
        holders = {slot: taken.get((each.id, name, slot)) for slot in (1, 2) for name in sample.instruments}
        for slot in range(1, each.reviews + 1):
            free = [name for name in sample.instruments if (each.id, name, slot) not in taken]
            if not free:
                continue
            other = holders.get(2 if slot == 1 else 1)
            able = [
                u
                for u in team
                if (each.case_id, u) not in apart and (each.id, u) not in calibrated and u != other
            ]
            if not able:
                left += 1
                continue
            who = min(able, key=lambda u: (load[u], _lot(sample.lot, each.code, u)))
            for name in free:
                await _add(db, actor, sample, each, name, who, slot, due_at, "assessment")
            holders[slot], given = who, given + len(free)
            load[who] += 1
    if left:
        raise errors.NobodyIndependent(files=left)
    sample.version += 1
    await _flushed(db)
    return given


async def assign_review(
    db: Session,
    actor: Actor,
    file_id: UUID,
    *,
    instrument: str,
    assessor_id: UUID,
    slot: int,
    due_at: datetime,
    purpose: str = "assessment",
) -> UUID:
    """One place to one person; `purpose` calibration: one of several on the same file, who has no assessment of it to make.

    Raises `NotFound`, `Invalid`, `HadAPart`, `SeesOthersMarks`, `AlreadyAssigned`.
    """
    demand(actor, "quality.sample")
    found = await db.get(SampledFile, file_id)
    if found is None:
        raise NotFound
    sample = await drawn_sample(db, found.sample_id)
    if instrument not in NAMES:
        raise Invalid.at("instrument", "unknown", "Este valor no está entre los posibles.")
    if purpose == "assessment" and (slot > found.reviews or instrument not in sample.instruments):
        raise Invalid.at("slot", "unknown", "Este valor no está entre los posibles.")
    await _demand_team(db, [assessor_id], due_at)
    if await barred(db, [found.case_id], [assessor_id]):
        raise errors.HadAPart
    given_out = await db.rows(_ASSIGNED, {"sample": sample.id})
    other, states = ("assessment", OPEN) if purpose == "calibration" else ("calibration", LIVE)
    if (file_id, assessor_id) in _in_hand(given_out, other, states):
        raise errors.SeesOthersMarks
    made = await _add(db, actor, sample, found, instrument, assessor_id, slot, due_at, purpose)
    await _flushed(db)
    return made


async def withdraw_review(db: Session, actor: Actor, review_id: UUID) -> None:
    """Take back what nobody has submitted: its assessor no longer opens the file. Raises `NotFound`, `NotOpenAnyMore`."""
    demand(actor, "quality.sample")
    found = await db.locked(QualityReview, review_id)
    if found is None:
        raise NotFound
    if found.state not in OPEN:
        raise errors.NotOpenAnyMore
    found.state, found.ended_at = "withdrawn", db.now()
    found.version += 1
    await db.flush()


async def let_access_end(db: Session, review_id: UUID) -> None:
    """The time for an assessment is over: what was not submitted lapses, and the file closes. By the worker."""
    found = await db.locked(QualityReview, review_id)
    if found is None or found.state not in OPEN or found.due_at > db.now():
        return
    found.state, found.ended_at = "lapsed", db.now()
    found.version += 1
    await db.flush()


async def _demand_team(db: Session, team: Sequence[UUID], due_at: datetime) -> None:
    known = {each.user_id for each in await colleagues(db, "quality_assessor")}
    if not team or any(user not in known for user in team):
        raise Invalid.at("assessors", "required", "Elija al menos una persona del equipo evaluador.")
    if not db.now() < due_at <= db.now() + LONGEST_OPEN:
        raise Invalid.at("due_at", "range", "Entre 1 y 366 días.")


def _in_hand(rows: Sequence[Any], purpose: str, states: Sequence[str]) -> set[tuple[UUID, UUID]]:
    """Which file whom, for that purpose and in those states."""
    return {(row.file_id, row.assessor_id) for row in rows if row.purpose == purpose and row.state in states}


def _taken(rows: Sequence[Any]) -> dict[tuple[UUID, str, int], UUID]:
    return {
        (row.file_id, row.instrument, row.slot): row.assessor_id
        for row in rows
        if row.purpose == "assessment" and row.state in LIVE
    }


async def _add(
    db: Session,
    actor: Actor,
    sample: Sample,
    file: SampledFile,
    instrument: str,
    assessor_id: UUID,
    slot: int,
    due_at: datetime,
    purpose: str,
) -> UUID:
    author = await author_of(db, file.case_id, instrument)
    made = QualityReview(
        id=new_id(),
        sample_id=sample.id,
        file_id=file.id,
        case_id=file.case_id,
        reference=file.reference,
        office_id=file.office_id,
        instrument=instrument,
        instrument_version=str(sample.versions.get(instrument) or current()[instrument].version),
        purpose=purpose,
        slot=slot,
        assessor_id=assessor_id,
        author_id=None if author == SYSTEM.user_id else author,
        state="assigned",
        assigned_at=db.now(),
        assigned_by=actor.user_id,
        due_at=due_at,
        started_at=None,
        submitted_at=None,
        released_at=None,
        ended_at=None,
        correct=None,
        minor=None,
        significant=None,
        applicable=None,
        failed=None,
    )
    db.add(made)
    db.later(ACCESS_OVER, {"review": str(made.id)}, at=due_at)
    return made.id


async def _flushed(db: Session) -> None:
    """Write what was assigned; what the database refuses is told in words."""
    try:
        async with db.attempt():
            await db.flush()
    except IntegrityError as refused:
        if "had a part" in str(refused):
            raise errors.HadAPart from refused
        raise errors.AlreadyAssigned from refused
    except DBAPIError as refused:
        if "had a part" in str(refused):
            raise errors.HadAPart from refused
        raise


def _lot(lot: str, code: str, user: UUID) -> str:
    return hashlib.sha256(f"{lot}:{code}:{user}".encode()).hexdigest()
