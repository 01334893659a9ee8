"""Calibration sessions: several assessors on one sampled file, each blind, then what they differed on and how it was settled."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.quality_figures import AgreementAnswer, agreement_answer
from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.quality import public as quality

router = Router(prefix="/quality/calibrations", tags=["quality"], responses=PROBLEMS)
Text = Annotated[str, Field(max_length=4000)]
MarkName = Literal["correct", "minor_error", "significant_error", "not_applicable"]


class CalibrationBody(Body):
    """`file_id`: a file of a sample. Each of the `assessors` gets an assessment of it, and may read the file with it."""

    title: Annotated[str, Field(max_length=200)]
    file_id: UUID
    instrument: Literal["registration", "interview", "decision", "notification"]
    assessors: Annotated[list[UUID], Field(max_length=12)]
    score_by: date


class LineAnswer(BaseModel):
    """`state`: scoring, discussing, settled."""

    id: UUID
    title: str
    instrument: str
    sample: str
    state: str
    due_at: datetime
    convened_at: datetime
    settled_at: datetime | None


class SeatAnswer(BaseModel):
    review_id: UUID
    name: str
    submitted: bool


class SaidAnswer(BaseModel):
    mark: str
    comment: str


class RowAnswer(BaseModel):
    """What each said of one indicator, in the order of the seats; `null` where it may not be read yet or nothing was said."""

    indicator: str
    differ: bool
    said: list[SaidAnswer | None]


class SettlementAnswer(BaseModel):
    mark: str
    note: str
    by: str
    at: datetime


class CalibrationAnswer(LineAnswer):
    """While it is scored, the rows hold the caller's own marks alone. `left`: differed on and not settled."""

    instrument_version: str
    reference: str
    convener: str
    conclusion: str
    seats: list[SeatAnswer]
    rows: list[RowAnswer]
    settled: dict[str, SettlementAnswer]
    left: list[str]
    agreement: AgreementAnswer | None
    version: int


class SettlementBody(Body):
    mark: MarkName
    note: Text


class ClosingBody(Body):
    conclusion: Text


@router.get("", dependencies=[requires("calibration.read", reads=True)])
async def read_all(db: ReadDb) -> list[LineAnswer]:
    """Newest first."""
    return [LineAnswer.model_validate(line, from_attributes=True) for line in await quality.calibrations(db)]


@router.post("", status_code=201, dependencies=[requires("calibration.convene")])
async def convene(request: Request, response: Response, db: Db, body: CalibrationBody) -> CalibrationAnswer:
    """Convene assessors over one file. Whoever had a part in the case is refused."""
    made = await quality.convene(
        db,
        db.actor,
        title=body.title,
        file_id=body.file_id,
        instrument=body.instrument,
        assessors=body.assessors,
        score_by=body.score_by,
    )
    response.headers["Location"] = f"/api/v1/quality/calibrations/{made}"
    return await _answer(request, response, db, made)


@router.get("/{calibration_id}", dependencies=[requires("calibration.read")])
async def read(request: Request, response: Response, db: Db, calibration_id: UUID) -> CalibrationAnswer:
    return await _answer(request, response, db, calibration_id)


@router.put("/{calibration_id}/settlements/{indicator}", dependencies=[requires("calibration.settle")])
async def settle(
    request: Request, response: Response, db: Db, calibration_id: UUID, indicator: str, body: SettlementBody
) -> CalibrationAnswer:
    """What they agreed on for an indicator, and why."""
    await quality.settle_indicator(
        db, db.actor, calibration_id, indicator=indicator, mark=body.mark, note=body.note
    )
    return await _answer(request, response, db, calibration_id)


@router.post("/{calibration_id}/discussion", dependencies=[requires("calibration.convene")])
async def go_without(
    request: Request, response: Response, db: Db, calibration_id: UUID, version: IfMatch
) -> CalibrationAnswer:
    """Discuss without those who have not submitted, once two have."""
    await quality.go_without(db, db.actor, calibration_id, version=version)
    return await _answer(request, response, db, calibration_id)


@router.post("/{calibration_id}/closing", dependencies=[requires("calibration.convene")])
async def close(
    request: Request,
    response: Response,
    db: Db,
    calibration_id: UUID,
    body: ClosingBody,
    version: IfMatch,
) -> CalibrationAnswer:
    """The session is over, with what every assessor does alike from now on."""
    await quality.close_session(db, db.actor, calibration_id, conclusion=body.conclusion, version=version)
    return await _answer(request, response, db, calibration_id)


async def _answer(
    request: Request, response: Response, db: Session, calibration_id: UUID
) -> CalibrationAnswer:
    view = await quality.calibration(db, calibration_id)
    await audit.looked(
        db, "calibration.read", str(calibration_id), request_id=getattr(request.state, "request_id", None)
    )
    etag(response, view.version)
    return CalibrationAnswer(
        id=view.id,
        title=view.title,
        instrument=view.instrument,
        sample=view.sample,
        state=view.state,
        due_at=view.due_at,
        convened_at=view.convened_at,
        settled_at=view.settled_at,
        instrument_version=view.instrument_version,
        reference=view.reference,
        convener=view.convener,
        conclusion=view.conclusion,
        seats=[SeatAnswer.model_validate(seat, from_attributes=True) for seat in view.seats],
        rows=[_row(row) for row in view.rows],
        settled={
            key: SettlementAnswer.model_validate(s, from_attributes=True) for key, s in view.settled.items()
        },
        left=view.left,
        agreement=agreement_answer(view.agreement) if view.agreement else None,
        version=view.version,
    )


def _row(row: quality.Compared) -> RowAnswer:
    said = [SaidAnswer(mark=one.mark, comment=one.comment) if one else None for one in row.said]
    return RowAnswer(indicator=row.indicator, differ=row.differ, said=said)
