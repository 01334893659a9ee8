"""Beginning, who is there, breaks, and the sessions of an interview."""

from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel

from app.api.v1.interview_acts.answers import Made, State, state_of
from app.api.v1.interview_acts.bodies import (
    CONDUCTS,
    BreakBody,
    CircumstancesBody,
    ParticipantBody,
    PostponeBody,
    ReconveneBody,
    ResumeBody,
    StartBody,
)
from app.api.v1.shapes import PROBLEMS
from app.cases import public as cases
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db
from app.interviews import public as interviews

router = Router(tags=["interviews"], responses=PROBLEMS)


@router.post("/cases/{reference}/interviews", status_code=201, response_model=State, dependencies=[CONDUCTS])
async def start(
    request: Request, db: Db, reference: str, body: StartBody, version: IfMatch, key: Key = None
) -> Response:
    """Open the record. Its appointment is kept by that; a child is not heard without somebody who answers for them."""

    async def do() -> State:
        case_id = await cases.case_id_of(db, reference)
        present = [interviews.Present(**p.model_dump()) for p in body.present]
        if body.kind == "witness":
            opened = await interviews.hear_witness(
                db,
                db.actor,
                case_id,
                claim_id=body.claim_id,
                language=body.language or "es",
                present=present,
                told=body.circumstances.told(),
                version=version,
            )
        else:
            opened = await interviews.start(
                db,
                db.actor,
                case_id,
                appointment_id=body.appointment_id,
                claim_id=body.claim_id,
                language=body.language,
                present=present,
                told=body.circumstances.told(),
                version=version,
            )
        return await state_of(db, opened)

    return await once(request, db, key, do, location=_address)


def _address(answer: BaseModel) -> str:
    return f"/api/v1/interviews/{answer.id}" if isinstance(answer, State) else ""


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
    return await state_of(db, interview_id, response)


@router.post("/interviews/{interview_id}/oath", dependencies=[CONDUCTS])
async def take_oath(response: Response, db: Db, interview_id: UUID, version: IfMatch) -> State:
    """The interpreters in the room swear. Nothing is asked before."""
    await interviews.take_oath(db, db.actor, interview_id, version=version)
    return await state_of(db, interview_id, response)


@router.post("/interviews/{interview_id}/break", dependencies=[CONDUCTS])
async def pause(response: Response, db: Db, interview_id: UUID, body: BreakBody, version: IfMatch) -> State:
    await interviews.pause(db, db.actor, interview_id, **body.model_dump(), version=version)
    return await state_of(db, interview_id, response)


@router.post("/interviews/{interview_id}/resume", dependencies=[CONDUCTS])
async def resume(response: Response, db: Db, interview_id: UUID, body: ResumeBody, version: IfMatch) -> State:
    await interviews.resume(db, db.actor, interview_id, note=body.note, version=version)
    return await state_of(db, interview_id, response)


@router.put("/interviews/{interview_id}/circumstances", dependencies=[CONDUCTS])
async def note_circumstances(
    response: Response, db: Db, interview_id: UUID, body: CircumstancesBody, version: IfMatch
) -> State:
    """How the session is held, said anew."""
    await interviews.note_circumstances(db, db.actor, interview_id, told=body.told(), version=version)
    return await state_of(db, interview_id, response)


@router.post("/interviews/{interview_id}/postponement", dependencies=[CONDUCTS])
async def postpone(
    response: Response, db: Db, interview_id: UUID, body: PostponeBody, version: IfMatch
) -> State:
    """Stop for today, with the cause. What was not read is read in the next session."""
    await interviews.postpone(db, db.actor, interview_id, **body.model_dump(), version=version)
    return await state_of(db, interview_id, response)


@router.post("/appointments/{appointment_id}/postponement", status_code=204, dependencies=[CONDUCTS])
async def postpone_before(db: Db, appointment_id: UUID, body: PostponeBody) -> Response:
    """The person came and cannot be heard: the appointment is called off with its cause, and is no absence."""
    await interviews.postpone_before(db, db.actor, appointment_id, **body.model_dump())
    return Response(status_code=204)


@router.post(
    "/interviews/{interview_id}/sessions", status_code=201, response_model=State, dependencies=[CONDUCTS]
)
async def reconvene(
    request: Request, db: Db, interview_id: UUID, body: ReconveneBody, version: IfMatch, key: Key = None
) -> Response:
    """Another session of an adjourned interview, with its people and its identity check."""

    async def do() -> State:
        await interviews.reconvene(
            db,
            db.actor,
            interview_id,
            appointment_id=body.appointment_id,
            present=[interviews.Present(**p.model_dump()) for p in body.present],
            told=body.circumstances.told(),
            version=version,
        )
        return await state_of(db, interview_id)

    return await once(request, db, key, do)
