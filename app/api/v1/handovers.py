"""A case handed over from one officer to another, who accepts it or not."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(tags=["notes"], responses=PROBLEMS)
Text = Annotated[str, Field(max_length=cases.notes.LONGEST_NOTE)]


class HandoverBody(Body):
    """What is done, what is pending and what was promised to the person: each in words, "nothing" too."""

    to_user: UUID
    done: Text
    pending: Text
    promises: Text


class RefusalBody(Body):
    reasons: Text


class HandoverAnswer(BaseModel):
    """`next_due_on` and its rule as they stood when it was offered."""

    id: UUID
    reference: str
    from_user: UUID
    from_name: str
    to_user: UUID
    to_name: str
    done: str
    pending: str
    promises: str
    next_due_on: date | None
    next_due_rule: str | None
    state: str
    proposed_at: datetime
    decided_at: datetime | None
    answer: str
    version: int


@router.get("/handovers", dependencies=[requires("case.hand_over")])
async def read_waiting(db: Db) -> list[HandoverAnswer]:
    """Offered to the caller, who has not answered."""
    return [_plain(view) for view in await cases.notes.handovers_waiting(db)]


@router.get("/cases/{reference}/handovers", dependencies=[requires("note.read")])
async def read_of_case(db: Db, reference: str) -> list[HandoverAnswer]:
    """Every hand-over of a case, the latest first."""
    case_id = await cases.case_id_of(db, reference)
    return [_plain(view) for view in await cases.notes.handovers_of(db, case_id)]


@router.post("/cases/{reference}/handovers", status_code=201, dependencies=[requires("case.hand_over")])
async def propose(
    response: Response, db: Db, reference: str, body: HandoverBody, version: IfMatch
) -> HandoverAnswer:
    """Offer the case to another officer of its office (`If-Match`: the case's version). Nothing moves until they accept."""
    case_id = await cases.case_id_of(db, reference)
    made = await cases.notes.propose_handover(
        db,
        db.actor,
        case_id,
        to_user=body.to_user,
        done=body.done,
        pending=body.pending,
        promises=body.promises,
        version=version,
    )
    response.headers["Location"] = f"/api/v1/handovers/{made}"
    return await _answer(response, db, made)


@router.get("/handovers/{handover_id}", dependencies=[requires("note.read")])
async def read_one(response: Response, db: Db, handover_id: UUID) -> HandoverAnswer:
    return await _answer(response, db, handover_id)


@router.post("/handovers/{handover_id}/acceptance", dependencies=[requires("case.hand_over")])
async def accept(db: Db, handover_id: UUID, version: IfMatch) -> Happened:
    """The case is in the caller's hands from this moment, with the tasks that the other still had open in it."""
    return Happened.of(await cases.notes.accept_handover(db, db.actor, handover_id, version=version))


@router.post("/handovers/{handover_id}/refusal", dependencies=[requires("case.hand_over")])
async def refuse(
    response: Response, db: Db, handover_id: UUID, body: RefusalBody, version: IfMatch
) -> HandoverAnswer:
    """The case stays where it is."""
    await cases.notes.refuse_handover(db, db.actor, handover_id, reasons=body.reasons, version=version)
    return await _answer(response, db, handover_id)


@router.post("/handovers/{handover_id}/withdrawal", dependencies=[requires("case.hand_over")])
async def withdraw(response: Response, db: Db, handover_id: UUID, version: IfMatch) -> HandoverAnswer:
    """Who offered it keeps it."""
    await cases.notes.withdraw_handover(db, db.actor, handover_id, version=version)
    return await _answer(response, db, handover_id)


async def _answer(response: Response, db: Session, handover_id: UUID) -> HandoverAnswer:
    view = await cases.notes.handover_view(db, handover_id)
    await audit.looked(db, "page.handover", str(handover_id), case_id=view.case_id)
    etag(response, view.version)
    return _plain(view)


def _plain(view: cases.notes.HandoverView) -> HandoverAnswer:
    return HandoverAnswer.model_validate(view, from_attributes=True)
