"""Lines of the record, as they are typed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.interviews import errors
from app.interviews.actions.loading import (
    beside,
    in_hand,
    next_position,
    nobody_signed,
    of_a_child,
    present,
    write,
)
from app.interviews.models import Entry, Interview
from app.interviews.rules import SPOKEN, check_entry, check_text
from app.interviews.topics import topics

# Kind, text, topic, words as spoken, and whether it is to be clarified.
Content = tuple[str, str, str | None, str | None, bool]


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
    to_clarify: bool = False,
    version: int | None = None,
) -> Saved:
    """Write a line, or write it anew while the questions go on. `entry_id` comes from whoever types; `version` is the one they saw.

    The same line sent twice is written once. Raises `EntryChanged` when it was changed elsewhere meanwhile, `Paused`,
    `OathNotTaken`, `ChildAlone`, `AlreadyReadBack` for a change of what is being read back, `SomebodySigned`, `Invalid`.
    """
    check_entry(kind, text)
    interview = await in_hand(db, actor, interview_id)
    entry = await db.get(Entry, entry_id)
    if entry is not None and entry.interview_id != interview_id:
        raise errors.EntryElsewhere
    new = _typed(kind, text, topic, words, to_clarify)
    if entry is None:
        return await _append(db, interview, entry_id, new)
    if _content(entry) == new:
        return saved(entry)
    await _may_change(db, interview, entry, version)
    entry.kind, entry.text, entry.topic, entry.words, entry.to_clarify = new
    entry.changed_at = db.now()
    entry.version += 1
    await write(db)
    return saved(entry)


async def _append(db: Session, interview: Interview, entry_id: UUID, new: Content) -> Saved:
    await nobody_signed(db, interview.id)
    kind, text, topic, words, to_clarify = new
    if kind in SPOKEN:
        await _may_speak(db, interview)
    entry = Entry(
        id=entry_id,
        case_id=interview.case_id,
        interview_id=interview.id,
        position=await next_position(db, interview.id),
        kind=kind,
        topic=topic,
        text=text,
        words=words,
        at=db.now(),
        changed_at=None,
        corrects=None,
        asked_by=None,
        read_at=None,
        to_clarify=to_clarify,
        version=1,
    )
    db.add(entry)
    await write(db)
    return saved(entry)


async def _may_change(db: Session, interview: Interview, entry: Entry, version: int | None) -> None:
    await nobody_signed(db, interview.id)
    if interview.status == "read_back":
        raise errors.AlreadyReadBack
    if version != entry.version:
        raise errors.EntryChanged


async def _may_speak(db: Session, interview: Interview) -> None:
    """Nothing is asked over an interpreter who has not sworn, nor of a child on their own."""
    room = await present(db, interview.id)
    if any(p.role == "interpreter" and p.oath_at is None for p in room):
        raise errors.OathNotTaken
    if not beside(room) and await of_a_child(db, interview.claim_id):
        raise errors.ChildAlone


def saved(entry: Entry) -> Saved:
    """The line as it now stands."""
    return Saved(entry.id, entry.position, entry.version, entry.at)


async def record_exchange(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    question_id: UUID,
    answer_id: UUID,
    question: str,
    answer: str,
    topic: str | None = None,
    to_clarify: bool = False,
    version: int = 0,
) -> int:
    """Write a question and its answer as one row of the page; either may still be empty. Returns the row's version.

    `version` is the sum of the versions of its lines, 0 for a new row: each change raises it. Raises as `record_entry`, with
    `Invalid` at `question` or `answer`.
    """
    await in_hand(db, actor, interview_id)
    typed = {question_id: ("question", question), answer_id: ("answer", answer)}
    known = {e.id: e for e in [await db.get(Entry, line) for line in typed] if e is not None}
    seen = sum(e.version for e in known.values())
    total = 0
    for entry_id, (kind, text) in typed.items():
        entry = known.get(entry_id)
        if entry is None and not text.strip():
            continue
        check_text(kind, text)
        words, mark = entry.words if entry else None, to_clarify and kind == "answer"
        if version != seen and (entry is None or _content(entry) != _typed(kind, text, topic, words, mark)):
            raise errors.EntryChanged
        line = await record_entry(
            db,
            actor,
            interview_id,
            entry_id=entry_id,
            kind=kind,
            text=text,
            topic=topic,
            words=words,
            to_clarify=mark,
            version=entry.version if entry else None,
        )
        total += line.version
        if entry is None and kind == "question" and answer_id in known:
            await _put_below(db, known[answer_id], line.position)
    return total


async def _put_below(db: Session, answer: Entry, question: int) -> None:
    """The answer was typed first: it goes below its question's position. Raises `Invalid` when other lines follow it already."""
    if question != answer.position + 1:
        raise Invalid.at(
            "question",
            "answered_before",
            "Esa respuesta ya tiene otras después: escriba la pregunta en una nota.",
        )
    answer.position = question + 1
    await write(db)


def _typed(kind: str, text: str, topic: str | None, words: str | None, to_clarify: object) -> Content:
    return (
        kind,
        text.strip(),
        topic if topic in {t.code for t in topics()} else None,
        (words or "").strip() or None,
        bool(to_clarify),
    )


def _content(entry: Entry) -> Content:
    return (entry.kind, entry.text, entry.topic, entry.words, entry.to_clarify)
