"""The record is read to the person in their language, and corrected below what was said."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select, update

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.interviews import errors
from app.interviews.actions.enter import Saved, saved
from app.interviews.actions.loading import in_hand, next_position, nobody_signed, session_in_hand, write
from app.interviews.exchanges import BESIDE
from app.interviews.models import Entry, Interview
from app.interviews.rules import ROLES, SPOKEN, check_text

CORRECTABLE = SPOKEN | BESIDE


async def start_read_back(
    db: Session, actor: Actor, interview_id: UUID, *, continues: bool = False, version: int | None = None
) -> None:
    """The questions end and the reading begins; from here what was said is corrected, not changed.

    `continues`: it ends the session alone, and the interview goes on another day. Raises `NothingAsked`, `AlreadyReadBack`.
    """
    interview = await in_hand(db, actor, interview_id, version=version)
    if interview.status == "read_back":
        raise errors.AlreadyReadBack
    said = select(func.count()).where(Entry.interview_id == interview_id, Entry.kind.in_(SPOKEN))
    if not await db.scalar(said):
        raise errors.NothingAsked
    session = await session_in_hand(db, interview_id)
    session.read_back_at, session.continues = db.now(), continues
    interview.status, interview.read_back_at = "read_back", db.now()
    interview.version += 1
    await write(db)


async def mark_read(
    db: Session, actor: Actor, interview_id: UUID, *, entries: Collection[UUID] | None = None
) -> int:
    """These lines were read and agreed to (all, when left out). Returns how many are left. Raises `NotReadBack`."""
    interview = await in_hand(db, actor, interview_id)
    _being_read(interview)
    lines = update(Entry).where(Entry.interview_id == interview_id, Entry.read_at.is_(None))
    if entries is not None:
        lines = lines.where(Entry.id.in_(list(entries)))
    await db.execute(lines.values(read_at=db.now()))
    return await left_to_read(db, interview_id)


async def correct(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    entry_id: UUID,
    corrects: UUID,
    text: str,
    words: str | None = None,
    asked_by: str = "applicant",
) -> Saved:
    """Write below a line what it should say, and who asked; the line itself stays. Sent twice, written once.

    A correction of a correction corrects the first line anew. Raises `NotReadBack`, `NotFound`, `SomebodySigned`, `Invalid`.
    """
    text = check_text("text", text)
    if asked_by not in ROLES:
        raise Invalid.at("asked_by", "unknown_role", "Elija quién pidió la corrección.")
    interview = await in_hand(db, actor, interview_id)
    _being_read(interview)
    known = await db.get(Entry, entry_id)
    if known is not None:
        if (known.interview_id, known.kind, known.text) != (interview_id, "correction", text):
            raise errors.EntryElsewhere
        return saved(known)
    await nobody_signed(db, interview_id)
    session = await session_in_hand(db, interview_id)
    original = await _original(db, interview_id, corrects)
    original.read_at = original.read_at or db.now()
    correction = Entry(
        id=entry_id,
        case_id=interview.case_id,
        interview_id=interview_id,
        session_id=session.id,
        position=await next_position(db, interview_id),
        kind="correction",
        topic=original.topic,
        text=text,
        words=(words or "").strip() or None,
        at=db.now(),
        changed_at=None,
        corrects=original.id,
        asked_by=asked_by,
        adverse=None,
        own_note=None,
        read_at=db.now(),
        version=1,
    )
    db.add(correction)
    await write(db)
    return saved(correction)


async def left_to_read(db: Session, interview_id: UUID) -> int:
    """How many lines of the record have not been read back."""
    unread = select(func.count()).where(Entry.interview_id == interview_id, Entry.read_at.is_(None))
    return int(await db.scalar(unread))


def _being_read(interview: Interview) -> None:
    if interview.status != "read_back":
        raise errors.NotReadBack


async def _original(db: Session, interview_id: UUID, entry_id: UUID) -> Entry:
    entry = await db.get(Entry, entry_id)
    if entry is not None and entry.corrects is not None:
        entry = await db.get(Entry, entry.corrects)
    if entry is None or entry.interview_id != interview_id or entry.kind not in CORRECTABLE:
        raise NotFound
    return entry
