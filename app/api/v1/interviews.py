"""Interviews: the record from the oath to the last signature, and what is added afterwards."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.paper import handed_over
from app.edge.transaction import Db, ReadDb
from app.interviews import public as interviews
from app.workflows.print_interview import print_interview, written

router = APIRouter(tags=["interviews"], responses=PROBLEMS)

Role = Literal[
    "applicant", "interviewer", "interpreter", "guardian", "legal_representative", "best_interests_officer"
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
    language: str
    status: str
    started_at: datetime
    oath_taken_at: datetime | None
    read_back_at: datetime | None
    signed_at: datetime | None
    digest: str | None
    version: int
    questions: int


class ParticipantAnswer(BaseModel):
    id: UUID
    role: str
    name: str
    interpreter_id: UUID | None
    identified_by: str | None
    joined_at: datetime
    oath_at: datetime | None
    left_at: datetime | None


class EntryAnswer(BaseModel):
    id: UUID
    position: int
    kind: str
    topic: str | None
    text: str
    words: str | None
    at: datetime
    changed_at: datetime | None
    corrects: UUID | None
    asked_by: str | None
    read_at: datetime | None
    version: int


class SignatureAnswer(BaseModel):
    participant_id: UUID
    method: str
    refusal_reason: str | None
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
    participants: list[ParticipantAnswer]
    entries: list[EntryAnswer]
    signatures: list[SignatureAnswer]
    addenda: list[AddendumAnswer]


class ParticipantBody(Body):
    role: Role
    name: str = Field(max_length=500)
    interpreter_id: UUID | None = None
    identified_by: str | None = Field(default=None, max_length=200)


class StartBody(Body):
    """From an appointment, or ad hoc for a claim (the principal applicant's when left out)."""

    appointment_id: UUID | None = None
    claim_id: UUID | None = None
    language: str | None = Field(default=None, description="BCP 47", max_length=35)
    present: list[ParticipantBody] = Field(default=[], max_length=20)


class LineBody(Body):
    kind: Literal["question", "answer", "statement", "note", "objection"]
    text: str
    words: str | None = Field(default=None, description="What was said, in the language spoken")
    topic: str | None = None
    to_clarify: bool = False


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
    refusal_reason: str | None = Field(default=None, max_length=2000)


class SignedAnswer(State):
    """`missing`: the participants who have neither signed nor refused."""

    missing: list[UUID]


class AddendumBody(Body):
    text: str
    requested_by: Role = "applicant"
    entry_id: UUID | None = None


class Made(BaseModel):
    id: UUID


@router.get("/cases/{reference}/interviews", dependencies=[requires("interview.read", reads=True)])
async def list_interviews(db: ReadDb, reference: str) -> list[InterviewAnswer]:
    """The interviews of a case that the caller may read, newest first: a draft is the office's alone."""
    case_id = await cases.case_id_of(db, reference)
    return [
        InterviewAnswer.model_validate(i, from_attributes=True)
        for i in await interviews.interviews_of(db, case_id)
    ]


@router.post("/cases/{reference}/interviews", status_code=201, response_model=State, dependencies=[CONDUCTS])
async def start(
    request: Request, db: Db, reference: str, body: StartBody, version: IfMatch, key: Key = None
) -> Response:
    """Open the record. Its appointment is kept by that; a child is not heard without somebody who answers for them."""

    async def do() -> State:
        interview_id = await interviews.start(
            db,
            db.actor,
            await cases.case_id_of(db, reference),
            appointment_id=body.appointment_id,
            claim_id=body.claim_id,
            language=body.language,
            present=[interviews.Present(**p.model_dump()) for p in body.present],
            version=version,
        )
        return await _state(db, interview_id)

    return await once(request, db, key, do, location=_address)


def _address(answer: BaseModel) -> str:
    return f"/api/v1/interviews/{answer.id}" if isinstance(answer, State) else ""


# Before the record itself: the path with its ending would fit there, too.
@router.get(
    "/interviews/{interview_id}.pdf",
    dependencies=[requires("interview.read")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def paper(request: Request, db: Db, interview_id: UUID) -> Response:
    """The record on paper (PDF/UA-1), in the caller's language."""
    printed = await print_interview(db, interview_id, language=written(request.state.language))
    return await handed_over(request, db, printed, "interview")


@router.get("/interviews/{interview_id}", dependencies=[requires("interview.read")])
async def read(request: Request, response: Response, db: Db, interview_id: UUID) -> TranscriptAnswer:
    """The whole record. The look is written into the record of access."""
    record = await interviews.transcript(db, interview_id)
    view = record.view
    await audit.looked(
        db,
        "interview.read",
        str(interview_id),
        case_id=view.case_id,
        request_id=request.state.request_id,
    )
    etag(response, view.version)
    head = InterviewAnswer.model_validate(view, from_attributes=True)
    return TranscriptAnswer(
        **head.model_dump(),
        intact=record.intact,
        participants=[ParticipantAnswer.model_validate(p, from_attributes=True) for p in record.participants],
        entries=[EntryAnswer.model_validate(e, from_attributes=True) for e in record.entries],
        signatures=[SignatureAnswer.model_validate(s, from_attributes=True) for s in record.signatures],
        addenda=[AddendumAnswer.model_validate(a, from_attributes=True) for a in record.addenda],
    )


@router.post(
    "/interviews/{interview_id}/participants",
    status_code=201,
    response_model=Made,
    dependencies=[CONDUCTS],
)
async def add_participant(
    request: Request, db: Db, interview_id: UUID, body: ParticipantBody, version: IfMatch, key: Key = None
) -> Response:
    """Somebody came in."""

    async def do() -> Made:
        made = await interviews.add_participant(
            db, db.actor, interview_id, **body.model_dump(), version=version
        )
        return Made(id=made)

    return await once(request, db, key, do)


@router.post("/interviews/{interview_id}/participants/{participant_id}/departure", dependencies=[CONDUCTS])
async def remove_participant(
    response: Response, db: Db, interview_id: UUID, participant_id: UUID, version: IfMatch
) -> State:
    """Somebody left: they stay in the record, with the time."""
    await interviews.remove_participant(
        db, db.actor, interview_id, participant_id=participant_id, version=version
    )
    return await _state(db, interview_id, response)


@router.post("/interviews/{interview_id}/oath", dependencies=[CONDUCTS])
async def take_oath(response: Response, db: Db, interview_id: UUID, version: IfMatch) -> State:
    """The interpreters in the room swear. Nothing is asked before."""
    await interviews.take_oath(db, db.actor, interview_id, version=version)
    return await _state(db, interview_id, response)


@router.post(
    "/interviews/{interview_id}/entries",
    status_code=201,
    response_model=SavedAnswer,
    dependencies=[CONDUCTS],
)
async def record_entry(
    request: Request, db: Db, interview_id: UUID, body: EntryBody, key: Key = None
) -> Response:
    """Write a line at the end of the record."""

    async def do() -> SavedAnswer:
        line = body.model_dump(exclude={"id"})
        saved = await interviews.record_entry(db, db.actor, interview_id, entry_id=body.id or uuid4(), **line)
        return SavedAnswer.model_validate(saved, from_attributes=True)

    return await once(request, db, key, do)


@router.put("/interviews/{interview_id}/entries/{entry_id}", dependencies=[CONDUCTS])
async def put_entry(
    response: Response, db: Db, interview_id: UUID, entry_id: UUID, body: LineBody, version: IfMatch
) -> SavedAnswer:
    """Write the line anew, or for the first time; `If-Match` is the version of the line that the caller saw."""
    saved = await interviews.record_entry(
        db, db.actor, interview_id, entry_id=entry_id, **body.model_dump(), version=version
    )
    etag(response, saved.version)
    return SavedAnswer.model_validate(saved, from_attributes=True)


@router.post("/interviews/{interview_id}/break", dependencies=[CONDUCTS])
async def pause(response: Response, db: Db, interview_id: UUID, body: BreakBody, version: IfMatch) -> State:
    await interviews.pause(db, db.actor, interview_id, **body.model_dump(), version=version)
    return await _state(db, interview_id, response)


@router.post("/interviews/{interview_id}/resume", dependencies=[CONDUCTS])
async def resume(response: Response, db: Db, interview_id: UUID, body: ResumeBody, version: IfMatch) -> State:
    await interviews.resume(db, db.actor, interview_id, note=body.note, version=version)
    return await _state(db, interview_id, response)


@router.post("/interviews/{interview_id}/read-back", dependencies=[CONDUCTS])
async def start_read_back(response: Response, db: Db, interview_id: UUID, version: IfMatch) -> State:
    """The questions end and the reading begins: from here what was said is corrected, not changed."""
    await interviews.start_read_back(db, db.actor, interview_id, version=version)
    return await _state(db, interview_id, response)


@router.post("/interviews/{interview_id}/readings", dependencies=[CONDUCTS])
async def mark_read(db: Db, interview_id: UUID, body: ReadingBody) -> ReadingAnswer:
    """These lines were read to the person and agreed to."""
    return ReadingAnswer(left=await interviews.mark_read(db, db.actor, interview_id, entries=body.entries))


@router.post(
    "/interviews/{interview_id}/corrections",
    status_code=201,
    response_model=SavedAnswer,
    dependencies=[CONDUCTS],
)
async def correct(
    request: Request, db: Db, interview_id: UUID, body: CorrectionBody, key: Key = None
) -> Response:
    """Write below a line what it should say, and who asked for it."""

    async def do() -> SavedAnswer:
        line = body.model_dump(exclude={"id"})
        saved = await interviews.correct(db, db.actor, interview_id, entry_id=body.id or uuid4(), **line)
        return SavedAnswer.model_validate(saved, from_attributes=True)

    return await once(request, db, key, do)


@router.post(
    "/interviews/{interview_id}/signatures",
    status_code=201,
    response_model=SignedAnswer,
    dependencies=[CONDUCTS],
)
async def sign(
    request: Request, db: Db, interview_id: UUID, body: SignatureBody, version: IfMatch, key: Key = None
) -> Response:
    """Take a signature, or a refusal with its reason. With the last one the record is closed and the case moves on."""

    async def do() -> SignedAnswer:
        done = await interviews.sign(db, db.actor, interview_id, **body.model_dump(), version=version)
        state = await _state(db, interview_id)
        return SignedAnswer(**state.model_dump(), missing=list(done.missing))

    return await once(request, db, key, do)


@router.post(
    "/interviews/{interview_id}/addenda", status_code=201, response_model=Made, dependencies=[CONDUCTS]
)
async def add_addendum(
    request: Request, db: Db, interview_id: UUID, body: AddendumBody, key: Key = None
) -> Response:
    """Add to a signed record; what was signed does not change."""

    async def do() -> Made:
        return Made(id=await interviews.add_addendum(db, db.actor, interview_id, **body.model_dump()))

    return await once(request, db, key, do)


async def _state(db: Session, interview_id: UUID, response: Response | None = None) -> State:
    view = await interviews.interview(db, interview_id)
    if response is not None:
        etag(response, view.version)
    return State(id=view.id, status=view.status, version=view.version)
