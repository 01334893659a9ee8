"""Examining a remedy before it is judged: what it lacks, whether it is taken up, a hearing, the first instance's answer."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.remedies import public as remedies
from app.workflows.print_remedy_receipt import print_remedy_receipt

router = Router(tags=["remedies"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=20_000)]


class CorrectionBody(Body):
    """What the writing lacks, and the working days in which it may be brought."""

    lacking: Text
    days: Annotated[int, Field(ge=1, le=60)]


class CorrectionAnswer(BaseModel):
    """`due_at` is the first instant after the days given (UTC)."""

    due_at: datetime


class TextBody(Body):
    text: Text


class ReasonsBody(Body):
    reasons: Text


class HearingRulingBody(Body):
    granted: bool
    reasons: Text


class Examination(BaseModel):
    """What came with the remedy so far: the correction asked for, and the first instance's answer."""

    class Correction(BaseModel):
        lacking: str
        days: int
        asked_at: datetime
        due_at: datetime
        answer: str | None
        answered_at: datetime | None

    class FirstInstance(BaseModel):
        text: str
        given_at: datetime

    correction: Correction | None
    first_instance: FirstInstance | None


@router.get("/remedies/{remedy_id}/receipt.pdf", dependencies=[requires("remedy.read")])
async def receipt(request: Request, db: Db, remedy_id: UUID) -> Response:
    """That the writing came, and when by the office's clock, as PDF."""
    printed = await print_remedy_receipt(db, remedy_id, language=request.state.language)
    return await handed_over(request, db, printed, "remedy_receipt")


@router.get("/remedies/{remedy_id}/examination", dependencies=[requires("remedy.read", reads=True)])
async def read_examination(db: ReadDb, remedy_id: UUID) -> Examination:
    """What was asked to be corrected, and what the first instance answered."""
    await remedies.remedy(db, remedy_id)
    correction = await remedies.correction_of(db, remedy_id)
    answer = await remedies.first_answer(db, remedy_id)
    return Examination.model_validate(
        {"correction": correction, "first_instance": answer}, from_attributes=True
    )


@router.post("/remedies/{remedy_id}/correction", status_code=201, dependencies=[requires("remedy.examine")])
async def ask_correction(
    db: Db, remedy_id: UUID, body: CorrectionBody, if_match: IfMatch
) -> CorrectionAnswer:
    """Ask once for what the writing lacks: no judgment is given while it may be brought."""
    due_at = await remedies.ask_correction(
        db, db.actor, remedy_id, lacking=body.lacking, days=body.days, version=if_match
    )
    return CorrectionAnswer(due_at=due_at)


@router.post(
    "/remedies/{remedy_id}/correction/answer", status_code=204, dependencies=[requires("remedy.file")]
)
async def answer_correction(db: Db, remedy_id: UUID, body: TextBody, if_match: IfMatch) -> Response:
    """Bring what was lacking."""
    await remedies.answer_correction(db, db.actor, remedy_id, answer=body.text, version=if_match)
    return Response(status_code=204)


@router.post("/remedies/{remedy_id}/taking-up", status_code=204, dependencies=[requires("remedy.examine")])
async def take_up(db: Db, remedy_id: UUID, body: ReasonsBody, if_match: IfMatch) -> Response:
    """The remedy meets the form and will be judged."""
    await remedies.take_up(db, db.actor, remedy_id, reasons=body.reasons, version=if_match)
    return Response(status_code=204)


@router.post(
    "/remedies/{remedy_id}/hearing-ruling", status_code=204, dependencies=[requires("remedy.examine")]
)
async def rule_on_hearing(db: Db, remedy_id: UUID, body: HearingRulingBody, if_match: IfMatch) -> Response:
    """Will the person be heard? With reasons either way."""
    await remedies.rule_on_hearing(
        db, db.actor, remedy_id, granted=body.granted, reasons=body.reasons, version=if_match
    )
    return Response(status_code=204)


@router.post(
    "/remedies/{remedy_id}/first-instance-answer", status_code=204, dependencies=[requires("remedy.answer")]
)
async def answer_for_first_instance(db: Db, remedy_id: UUID, body: TextBody, if_match: IfMatch) -> Response:
    """What the body whose decision is challenged says to the remedy, once."""
    await remedies.answer_for_first_instance(db, db.actor, remedy_id, text=body.text, version=if_match)
    return Response(status_code=204)
