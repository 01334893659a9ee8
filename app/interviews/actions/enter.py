"""Lines of the record, as they are typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.database import Session
from app.interviews import errors
from app.interviews.actions.loading import (
    beside,
    child_age,
    in_hand,
    next_position,
    nobody_signed,
    present,
    session_in_hand,
    write,
)
from app.interviews.instruments import CHILD, block_minutes, break_due
from app.interviews.models import Entry, Interview, InterviewSession
from app.interviews.rules import SPOKEN, check_adverse, check_entry
from app.interviews.topics import topics


class Content(NamedTuple):
    """What whoever types decides of a line: see `models.Entry`."""

    kind: str
    text: str
    topic: str | None = None
    words: str | None = None
    asked_by: str | None = None
    adverse: str | None = None
    to_clarify: bool = False
    own_note: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A line as it now stands. `version` is what the next change of it must name."""

    id: UUID
    position: int
    version: int
    at: datetime


async def record_entry(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    entry_id: UUID,
    kind: str,
    text: str,
    topic: str | None = None,
    words: str | None = None,
    asked_by: str | None = None,
    adverse: str | None = None,
    to_clarify: bool = False,
    own_note: str | None = None,
    version: int | None = None,
) -> Saved:
    """Write a line, or write it anew while the questions go on. `entry_id` comes from whoever types; `version` is the one they saw.

    The same line sent twice is written once. Raises `EntryChanged` when it was changed elsewhere meanwhile, `Paused`,
    `OathNotTaken`, `ChildAlone`, `AlreadyReadBack` for a change of what is being read back, `SomebodySigned`, `Invalid`.
    """
    new = typed(
        kind,
        text,
        topic=topic,
        words=words,
        asked_by=asked_by,
        adverse=adverse,
        to_clarify=to_clarify,
        own_note=own_note,
    )
    interview = await in_hand(db, actor, interview_id)
    entry = await db.get(Entry, entry_id)
    if entry is not None and entry.interview_id != interview_id:
        raise errors.EntryElsewhere
    if entry is None:
        return await _append(db, interview, entry_id, new)
    if content(entry) == new:
        return saved(entry)
    await _may_change(db, interview, entry, version)
    for field, value in new._asdict().items():
        setattr(entry, field, value)
    entry.changed_at = db.now()
    entry.version += 1
    await write(db)
    return saved(entry)


async def _append(db: Session, interview: Interview, entry_id: UUID, new: Content) -> Saved:
    await nobody_signed(db, interview.id)
    session = await session_in_hand(db, interview.id)
    if new.kind in SPOKEN:
        await _may_speak(db, interview, session, new.kind)
    entry = Entry(
        id=entry_id,
        case_id=interview.case_id,
        interview_id=interview.id,
        session_id=session.id,
        position=await next_position(db, interview.id),
        **new._asdict(),
        at=db.now(),
        changed_at=None,
        corrects=None,
        read_at=None,
        version=1,
    )
    db.add(entry)
    await write(db)
    return saved(entry)


async def _may_change(db: Session, interview: Interview, entry: Entry, version: int | None) -> None:
    await nobody_signed(db, interview.id)
    if interview.status == "read_back" or entry.read_at is not None:
        raise errors.AlreadyReadBack
    if version != entry.version:
        raise errors.EntryChanged


async def _may_speak(db: Session, interview: Interview, session: InterviewSession, kind: str) -> None:
    """Nothing is asked over an interpreter who has not sworn, nor of a child on their own or without the breaks that it needs."""
    room = await present(db, interview.id)
    if any(p.role == "interpreter" and p.oath_at is None for p in room):
        raise errors.OathNotTaken
    if interview.instrument != CHILD:
        return
    if not beside(room):
        raise errors.ChildAlone
    age = await child_age(db, interview.claim_id)
    if kind == "question" and age is not None:
        since = await _without_a_break(db, session)
        if break_due(since, db.now(), block_minutes(age)):
            raise errors.BreakDue


async def _without_a_break(db: Session, session: InterviewSession) -> datetime:
    last = select(func.max(Entry.at)).where(Entry.session_id == session.id, Entry.kind == "resume")
    found: datetime | None = await db.scalar(last)
    return found or session.started_at


def saved(entry: Entry) -> Saved:
    """The line as it now stands."""
    return Saved(entry.id, entry.position, entry.version, entry.at)


def typed(
    kind: str,
    text: str,
    *,
    topic: str | None = None,
    words: str | None = None,
    asked_by: str | None = None,
    adverse: str | None = None,
    to_clarify: bool = False,
    own_note: str | None = None,
) -> Content:
    """What was typed, as it is kept: without spaces around, nothing instead of an empty text. Raises `Invalid` at its field."""
    check_entry(kind, text, asked_by)
    return Content(
        kind,
        text.strip(),
        topic if topic in {t.code for t in topics()} else None,
        (words or "").strip() or None,
        asked_by if kind == "objection" else None,
        check_adverse(kind, adverse),
        to_clarify,
        (own_note or "").strip() or None,
    )


def content(entry: Entry) -> Content:
    """What the line says now."""
    return Content(**{field: getattr(entry, field) for field in Content._fields})
