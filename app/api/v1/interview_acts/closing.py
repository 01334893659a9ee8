"""Read-back, corrections, signatures, addenda."""

from uuid import UUID, uuid4

from fastapi import Request, Response

from app.api.v1.interview_acts.answers import (
    CodeAnswer,
    Made,
    ReadingAnswer,
    SavedAnswer,
    SignedAnswer,
    State,
    state_of,
)
from app.api.v1.interview_acts.bodies import (
    CONDUCTS,
    AddendumBody,
    CodeBody,
    CorrectionBody,
    ReadBackBody,
    ReadingBody,
    SignatureBody,
)
from app.api.v1.shapes import PROBLEMS
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db
from app.interviews import public as interviews

router = Router(tags=["interviews"], responses=PROBLEMS)


@router.post("/interviews/{interview_id}/read-back", dependencies=[CONDUCTS])
async def start_read_back(
    response: Response, db: Db, interview_id: UUID, version: IfMatch, body: ReadBackBody | None = None
) -> State:
    """The questions end and the reading begins: from here what was said is corrected, not changed."""
    await interviews.start_read_back(
        db, db.actor, interview_id, continues=bool(body and body.continues), version=version
    )
    return await state_of(db, interview_id, response)


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


@router.post("/interviews/{interview_id}/codes", status_code=201, dependencies=[CONDUCTS])
async def hand_code(db: Db, interview_id: UUID, body: CodeBody) -> CodeAnswer:
    """A code for a participant to sign with."""
    return CodeAnswer(
        code=await interviews.hand_code(db, db.actor, interview_id, participant_id=body.participant_id)
    )


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
        state = await state_of(db, interview_id)
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
