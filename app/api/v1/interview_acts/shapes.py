"""What interviews send and are sent."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import Body
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import etag
from app.interviews import public as interviews

Role = Literal[
    "applicant",
    "interviewer",
    "interpreter",
    "guardian",
    "legal_representative",
    "best_interests_officer",
    "witness",
]
CONDUCTS = requires("interview.conduct")


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


class ParticipantBody(Body):
    role: Role
    name: str = Field(max_length=500)
    interpreter_id: UUID | None = None
    identified_by: str | None = Field(default=None, max_length=200)


class CircumstancesBody(Body):
    """How a session is held. By a line all of it is asked for, in a later session the identity check always."""

    format: Literal["in_person", "video", "telephone"] = "in_person"
    identity: str = Field(default="", description="How it was checked who the person is", max_length=1000)
    identity_by: str = Field(default="", max_length=1000)
    place: str = Field(default="", description="Where the person is", max_length=1000)
    others: str = Field(default="", description="Who else is in the room there", max_length=1000)
    line: Literal["good", "fair", "poor"] | None = None

    def told(self) -> interviews.Circumstances:
        return interviews.Circumstances(**self.model_dump())


class StartBody(Body):
    """From an appointment, or ad hoc for a claim (the principal applicant's when left out). A witness is named among `present`."""

    kind: Literal["applicant", "witness"] = "applicant"
    circumstances: CircumstancesBody = CircumstancesBody()

    appointment_id: UUID | None = None
    claim_id: UUID | None = None
    language: str | None = Field(default=None, description="BCP 47", max_length=35)
    present: list[ParticipantBody] = Field(default=[], max_length=20)


class ReconveneBody(Body):
    appointment_id: UUID | None = None
    present: list[ParticipantBody] = Field(default=[], max_length=20)
    circumstances: CircumstancesBody


Cause = Literal[
    "illness",
    "hunger",
    "exhaustion",
    "fear",
    "discomfort",
    "interpreter",
    "companion",
    "line",
    "time",
    "other",
]


class PostponeBody(Body):
    """Why it is put off; `other` says so in `note`."""

    cause: Cause
    note: str = Field(default="", max_length=2000)


class ReadBackBody(Body):
    """`continues`: only today's session ends with it."""

    continues: bool = False


class LineBody(Body):
    """`adverse`: the point against the claim that a question puts to the person. `asked_by`: who objects. `own_note` and `to_clarify`
    are the officer's own, and in nobody's answer."""

    kind: Literal["question", "answer", "statement", "note", "objection", "demeanour"]
    text: str
    words: str | None = Field(default=None, description="What was said, in the language spoken")
    topic: str | None = None
    asked_by: Role | None = None
    adverse: str | None = Field(default=None, max_length=1000)
    to_clarify: bool = False
    own_note: str | None = Field(default=None, max_length=2000)


class EntryBody(LineBody):
    """`id` is the caller's own, so that a repeated request is the same line."""

    id: UUID | None = None


class SavedAnswer(BaseModel):
    id: UUID
    position: int
    version: int
    at: datetime


class BreakBody(Body):
    asked_by: Role = "interviewer"
    note: str = Field(default="", max_length=2000)


class ResumeBody(Body):
    note: str = Field(default="", max_length=2000)


class ReadingBody(Body):
    """Entries that were read and agreed to: all, when left out."""

    entries: list[UUID] | None = None


class ReadingAnswer(BaseModel):
    left: int


class CorrectionBody(Body):
    id: UUID | None = None
    corrects: UUID
    text: str
    words: str | None = None
    asked_by: Role = "applicant"


class SignatureBody(Body):
    participant_id: UUID
    method: Literal["drawn", "code", "refused"]
    drawing: list[list[tuple[int, int]]] | None = Field(
        default=None, description="Strokes of points on a field of 600 by 200", max_length=200
    )
    code: str | None = Field(default=None, max_length=40)
    refusal_reason: str | None = Field(default=None, max_length=2000)


class CodeBody(Body):
    participant_id: UUID


class CodeAnswer(BaseModel):
    """To be handed to the person: good once, for half an hour, and told nowhere again."""

    code: str


class SignedAnswer(State):
    """`missing`: the participants who have neither signed nor refused."""

    missing: list[UUID]


class AddendumBody(Body):
    text: str
    requested_by: Role = "applicant"
    entry_id: UUID | None = None


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
