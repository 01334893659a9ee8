"""The record as it is read: lines joined into numbered exchanges, with breaks where they fell. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

# Said of what is being asked, not by itself: a note, an objection, how the person was, what was shown.
BESIDE = frozenset({"note", "objection", "demeanour", "exhibit"})


class Line(Protocol):
    """What a line of the record has."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def topic(self) -> str | None: ...
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def words(self) -> str | None: ...
    @property
    def corrects(self) -> UUID | None: ...
    @property
    def asked_by(self) -> str | None: ...
    @property
    def adverse(self) -> str | None: ...
    @property
    def read_at(self) -> datetime | None: ...
    @property
    def to_clarify(self) -> bool: ...
    @property
    def own_note(self) -> str | None: ...
    @property
    def version(self) -> int: ...


@dataclass(slots=True)
class Exchange:
    """A question with its answer, a statement by itself (no question), or a break (no number).

    `notes` are notes and objections made then; `corrections` what was corrected, by the corrected line, in order.
    """

    number: int | None
    at: datetime
    question: Line | None = None
    answer: Line | None = None
    pause: Line | None = None
    resumed_at: datetime | None = None
    notes: list[Line] = field(default_factory=list)
    corrections: dict[UUID, list[Line]] = field(default_factory=dict)

    @property
    def topic(self) -> str | None:
        return (self.question and self.question.topic) or (self.answer and self.answer.topic) or None

    @property
    def lines(self) -> list[Line]:
        """The lines said in it, without corrections and breaks."""
        return [line for line in (self.question, self.answer, *self.notes) if line is not None]

    @property
    def read(self) -> bool:
        """Has everything in it been read back?"""
        return all(line.read_at is not None for line in self.lines)

    @property
    def to_clarify(self) -> bool:
        return any(line.to_clarify for line in self.lines)

    def final(self, line: Line) -> str:
        """The words of `line` as last corrected."""
        corrected = self.corrections.get(line.id)
        return corrected[-1].text if corrected else line.text

    def final_words(self, line: Line) -> str | None:
        """What was said in the language spoken, as last corrected there; a correction in Spanish alone leaves it."""
        corrected = [c.words for c in self.corrections.get(line.id, ()) if c.words]
        return corrected[-1] if corrected else line.words


def exchanges(lines: Iterable[Line]) -> list[Exchange]:
    """The record in order. An answer joins the question before it; a note stays with what was being said."""
    found: list[Exchange] = []
    homes: dict[UUID, Exchange] = {}
    number = 0
    for line in lines:
        home = homes.get(line.corrects) if line.corrects else None
        if line.kind == "resume":
            _close_pause(found, line)
        elif line.kind == "correction" and home and line.corrects:
            home.corrections.setdefault(line.corrects, []).append(line)
        elif line.kind in BESIDE and found and found[-1].pause is None:
            found[-1].notes.append(line)
            homes[line.id] = found[-1]
        elif line.kind == "answer" and found and found[-1].question and found[-1].answer is None:
            found[-1].answer = line
            homes[line.id] = found[-1]
        else:
            if line.kind != "break":
                number += 1
            new = _begun(line, number)
            found.append(new)
            homes[line.id] = new
    return found


def _begun(line: Line, number: int) -> Exchange:
    if line.kind == "break":
        return Exchange(None, line.at, pause=line)
    new = Exchange(number, line.at)
    if line.kind == "question":
        new.question = line
    elif line.kind in BESIDE:
        new.notes.append(line)
    else:
        new.answer = line
    return new


def _close_pause(found: Sequence[Exchange], line: Line) -> None:
    for exchange in reversed(found):
        if exchange.pause is not None and exchange.resumed_at is None:
            exchange.resumed_at = line.at
            return
