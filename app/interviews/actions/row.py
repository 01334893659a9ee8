"""A row of the page: a question and its answer, written together."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.interviews import errors
from app.interviews.actions.enter import content, record_entry, typed
from app.interviews.actions.loading import in_hand, write
from app.interviews.models import Entry
from app.interviews.rules import check_text


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in the row's fields. The `…_words` are the same in the language spoken; `adverse` says which point against the
    claim the question puts to the person; `to_clarify` and `own_note` are the officer's own and stay out of the record."""

    question: str = ""
    answer: str = ""
    question_words: str = ""
    answer_words: str = ""
    topic: str | None = None
    adverse: str = ""
    to_clarify: bool = False
    own_note: str = ""

    def line(self, kind: str) -> dict[str, Any]:
        """The row's part that is the line of this kind."""
        if kind == "question":
            return {
                "text": self.question,
                "words": self.question_words,
                "topic": self.topic,
                "adverse": self.adverse,
            }
        return {
            "text": self.answer,
            "words": self.answer_words,
            "topic": self.topic,
            "to_clarify": self.to_clarify,
            "own_note": self.own_note,
        }


async def record_exchange(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    question_id: UUID,
    answer_id: UUID,
    row: Row,
    version: int = 0,
) -> int:
    """Write a question and its answer as one row of the page; either may still be empty. Returns the row's version.

    `version` is the sum of the versions of its lines, 0 for a new row: each change raises it. Raises as `record_entry`, with
    `Invalid` at `question` or `answer`.
    """
    await in_hand(db, actor, interview_id)
    lines = {"question": question_id, "answer": answer_id}
    known = {e.id: e for e in [await db.get(Entry, line) for line in lines.values()] if e is not None}
    seen = sum(e.version for e in known.values())
    total = 0
    for kind, entry_id in lines.items():
        entry, line = known.get(entry_id), row.line(kind)
        if entry is None and not line["text"].strip():
            continue
        check_text(kind, line["text"])
        if version != seen and (entry is None or content(entry) != typed(kind, **line)):
            raise errors.EntryChanged
        saved = await record_entry(
            db,
            actor,
            interview_id,
            entry_id=entry_id,
            kind=kind,
            **line,
            version=entry.version if entry else None,
        )
        total += saved.version
        if entry is None and kind == "question" and answer_id in known:
            await _put_below(db, known[answer_id], saved.position)
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
