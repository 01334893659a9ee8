"""Transfers between offices: what the caller's office is asked to take, what it asked, and the answers."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.audit import public as audit
from app.cases import public as cases
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.workflows.transfer_case import accept_transfer

router = Router(prefix="/transfers", tags=["cases"], responses=PROBLEMS)
GATE = [requires("case.transfer")]


class AnswerBody(Body):
    reasons: Annotated[str, Field(max_length=4000)]


class TransferAnswer(BaseModel):
    """What both offices see: nobody's name. `state`: proposed, accepted, refused, withdrawn, lapsed; `urgent`: it moved at once."""

    id: UUID
    reference: str
    stage: str
    household_size: int
    children: int
    priority: int
    filed_on: date
    next_due_at: datetime | None
    languages: list[str]
    from_office: UUID
    to_office: UUID
    reasons: str
    urgent: bool
    state: str
    proposed_at: datetime
    decided_at: datetime | None
    answer: str


@router.get("", dependencies=GATE)
async def read_transfers(db: Db) -> list[TransferAnswer]:
    """Those asked of the caller's office and by it, the latest first."""
    await audit.looked(db, "transfers.read", str(db.actor.office_id))
    return [TransferAnswer.model_validate(one, from_attributes=True) for one in await cases.transfers(db)]


@router.post("/{request_id}/acceptance", dependencies=GATE)
async def accept(db: Db, request_id: UUID) -> Happened:
    """The case is the caller's office's from this moment; the other sees it no more."""
    return Happened.of(await accept_transfer(db, db.actor, request_id))


@router.post("/{request_id}/refusal", status_code=204, dependencies=GATE)
async def refuse(db: Db, request_id: UUID, body: AnswerBody) -> Response:
    """The caller's office does not take it; the case stays where it is."""
    await cases.refuse_transfer(db, db.actor, request_id, reasons=body.reasons)
    return Response(status_code=204)


@router.post("/{request_id}/withdrawal", status_code=204, dependencies=GATE)
async def withdraw(db: Db, request_id: UUID, body: AnswerBody) -> Response:
    """The caller's office no longer asks."""
    await cases.withdraw_transfer(db, db.actor, request_id, reasons=body.reasons)
    return Response(status_code=204)
