"""What an assessment may quote of a record, and which points against the claim the person was asked about. Pure but for its reads.

A gap or a contradiction that was never put to the person may not count against them later (UNHCR procedural standards 4.3.6):
who assesses reads here what was put, in which words, and what was answered.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.database import ReadSession
from app.interviews.exchanges import Exchange
from app.interviews.queries import interviews_of, transcript


@dataclass(frozen=True, slots=True)
class Passage:
    """One answer (or statement) as it now reads, under the number that the record shows.

    `entry_id` is the line that a citation names; `answer` its Spanish as last corrected, `words` what was said in the language
    spoken. `digest` (SHA-256) changes with any of them: a citation that keeps it knows whether it quotes what is there.
    """

    entry_id: UUID
    position: int
    question: str
    answer: str
    words: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class AdversePoint:
    """A point that speaks against the claim, put to the person. `answer` is empty while nothing was answered.

    `entry_id` is the question that put it, `answer_id` what was answered; `signed` says that neither can change any more.
    """

    interview_id: UUID
    entry_id: UUID
    number: int
    point: str
    question: str
    answer_id: UUID | None
    answer: str
    put_at: datetime
    signed: bool


async def passages(db: ReadSession, interview_id: UUID) -> tuple[Passage, ...]:
    """The quotable parts of a record, in order. Raises `NotFound`, also for who may not read it."""
    record = await transcript(db, interview_id)
    return tuple(passage(e) for e in record.exchanges if e.number is not None and e.lines)


async def adverse_points(db: ReadSession, case_id: UUID) -> tuple[AdversePoint, ...]:
    """Every point that was put to somebody in this case's interviews, oldest first; of those the actor may
    read. What a witness was asked was not put to the person."""
    records = [await transcript(db, view.id) for view in reversed(await interviews_of(db, case_id))]
    return tuple(
        point
        for record in records
        if record.view.kind == "applicant"
        for point in _points(record.view.id, record.exchanges, signed=record.view.status == "signed")
    )


def passage(exchange: Exchange) -> Passage:
    """An exchange as it may be quoted: its answer, or what stands alone in it."""
    said = exchange.answer or exchange.lines[-1]
    question = exchange.question
    asked = exchange.final(question) if question and question is not said else ""
    answer = exchange.final(said)
    words = exchange.final_words(said)
    return Passage(
        said.id, exchange.number or 0, asked, answer, words, _digest(said.id, asked, answer, words)
    )


def _points(interview_id: UUID, exchanges: Iterable[Exchange], *, signed: bool) -> Iterable[AdversePoint]:
    for exchange in exchanges:
        question, answer = exchange.question, exchange.answer
        if question is not None and question.adverse:
            yield AdversePoint(
                interview_id,
                question.id,
                exchange.number or 0,
                question.adverse,
                exchange.final(question),
                answer.id if answer else None,
                exchange.final(answer) if answer else "",
                question.at,
                signed,
            )


def _digest(entry_id: UUID, question: str, answer: str, words: str | None) -> str:
    said = json.dumps([str(entry_id), question, answer, words], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
