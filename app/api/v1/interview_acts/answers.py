"""What interviews answer."""

from datetime import datetime
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from app.core.database import Session
from app.edge.concurrency import etag
from app.interviews import public as interviews


class State(BaseModel):
    """Where the record stands after an act on it."""

    id: UUID
    status: str
    version: int


class InterviewAnswer(BaseModel):
    id: UUID
    reference: str
    claim_id: UUID
    person_id: UUID
    person: str
    appointment_id: UUID | None
    interviewer_id: UUID
    interviewer: str
    kind: str
    instrument: str
    language: str
    status: str
    started_at: datetime
    oath_taken_at: datetime | None
    read_back_at: datetime | None
    signed_at: datetime | None
    digest: str | None
    version: int
    questions: int


class SessionAnswer(BaseModel):
    """One day of an interview: how it was held, who was identified how, and how it ended."""

    id: UUID
    number: int
    appointment_id: UUID | None
    started_at: datetime
    ended_at: datetime | None
    ending: str | None
    continues: bool
    cause: str | None
    cause_note: str
    format: str
    identity: str
    identity_by: str
    place: str
    others: str
    line: str | None
    read_back_at: datetime | None


class ParticipantAnswer(BaseModel):
    id: UUID
    session_id: UUID
    role: str
    name: str
    interpreter_id: UUID | None
    identified_by: str | None
    joined_at: datetime
    oath_at: datetime | None
    left_at: datetime | None


class EntryAnswer(BaseModel):
    id: UUID
    session_id: UUID
    position: int
    kind: str
    topic: str | None
    text: str
    words: str | None
    at: datetime
    changed_at: datetime | None
    corrects: UUID | None
    asked_by: str | None
    adverse: str | None
    read_at: datetime | None
    version: int


class SignatureAnswer(BaseModel):
    participant_id: UUID
    method: str
    refusal_reason: str | None
    drawing_digest: str | None
    at: datetime


class AddendumAnswer(BaseModel):
    id: UUID
    entry_id: UUID | None
    text: str
    requested_by: str
    at: datetime
    author: str


class TranscriptAnswer(InterviewAnswer):
    """`intact`: the signed record still has the digest that it was closed with."""

    intact: bool
    sessions: list[SessionAnswer]
    participants: list[ParticipantAnswer]
    entries: list[EntryAnswer]
    signatures: list[SignatureAnswer]
    addenda: list[AddendumAnswer]


class SavedAnswer(BaseModel):
    id: UUID
    position: int
    version: int
    at: datetime


class ReadingAnswer(BaseModel):
    left: int


class CodeAnswer(BaseModel):
    """To be handed to the person: good once, for half an hour, and told nowhere again."""

    code: str


class SignedAnswer(State):
    """`missing`: the participants who have neither signed nor refused."""

    missing: list[UUID]


class Made(BaseModel):
    id: UUID


class FoundAnswer(BaseModel):
    """An exchange in which what was sought is said."""

    number: int
    question: str
    answer: str
    words: str | None
    entries: list[UUID]


class AdversePointAnswer(BaseModel):
    """A point against the claim that was put to the person, with the answer; empty while nothing was answered."""

    interview_id: UUID
    entry_id: UUID
    number: int
    point: str
    question: str
    answer_id: UUID | None
    answer: str
    put_at: datetime
    signed: bool


class PassageAnswer(BaseModel):
    entry_id: UUID
    position: int
    question: str
    answer: str
    words: str | None
    digest: str


class BlockAnswer(BaseModel):
    """Part of the instrument with which a child is heard."""

    code: str
    es: str
    en: str
    topics: list[str]
    questions: list[dict[str, str]]


async def state_of(db: Session, interview_id: UUID, response: Response | None = None) -> State:
    """Where the record stands now."""
    view = await interviews.interview(db, interview_id)
    if response is not None:
        etag(response, view.version)
    return State(id=view.id, status=view.status, version=view.version)
