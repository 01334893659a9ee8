"""The legal analysis of a case and its review."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.assessments import public as assessments
from app.assessments.public import Answer, Fact, Recommendation
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb

router = Router(tags=["assessments"], responses=PROBLEMS)


class AssessmentBody(Body):
    """A part that is left out stays as it is; in `analysis`, an issue that is left out does."""

    summary: str | None = Field(default=None, max_length=20000)
    facts: list[Fact] | None = Field(default=None, max_length=100)
    analysis: dict[str, Answer] | None = None
    recommendations: list[Recommendation] | None = None


class MissingAnswer(BaseModel):
    field: str
    rule: str


class ReviewAnswer(BaseModel):
    id: UUID
    reviewer: str
    outcome: str
    comment: str
    checklist: dict[str, str]
    at: datetime


class AssessmentAnswer(BaseModel):
    """`recommendations`: one for each claim that has a result; with `own` false it follows the principal's. `missing`: what stands
    between a draft and its submission."""

    id: UUID
    reference: str
    number: int
    status: str
    author: str
    summary: str
    facts: list[Fact]
    analysis: dict[str, Answer]
    recommendations: list[Recommendation]
    missing: list[MissingAnswer]
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    version: int
    second_for: list[str]
    reviews: list[ReviewAnswer]


class ReviewBody(Body):
    """`checklist`: code → yes, no or not_applicable. To endorse, every code must be answered and none with no."""

    outcome: Literal["endorsed", "returned"]
    comment: str = Field(default="", max_length=8000)
    checklist: dict[str, str] = {}


class Reviewed(BaseModel):
    """`draft` is the next version of a returned assessment, which its author goes on with."""

    assessment: AssessmentAnswer
    draft: UUID | None


@router.post(
    "/cases/{reference}/assessments",
    status_code=201,
    response_model=AssessmentAnswer,
    dependencies=[requires("assessment.write")],
)
async def start(request: Request, db: Db, reference: str, key: Key = None) -> Response:
    """Begin the analysis, or go on with the open draft. A new version begins as a copy of the one before."""

    async def do() -> BaseModel:
        case_id = await cases.case_id_of(db, reference)
        return await _answer(db, await assessments.start(db, db.actor, case_id))

    def location(answer: BaseModel) -> str:
        return f"/api/v1/assessments/{answer.id}" if isinstance(answer, AssessmentAnswer) else ""

    return await once(request, db, key, do, location=location)


@router.get("/cases/{reference}/assessments", dependencies=[requires("assessment.read", reads=True)])
async def list_versions(db: ReadDb, reference: str) -> list[AssessmentAnswer]:
    """The versions that the caller may see, newest first: drafts for the first instance, the endorsed one for those who decide."""
    case_id = await cases.case_id_of(db, reference)
    return [_shown(view) for view in await assessments.assessments_of(db, case_id)]


@router.get("/assessments/{assessment_id}", dependencies=[requires("assessment.read")])
async def read(request: Request, response: Response, db: Db, assessment_id: UUID) -> AssessmentAnswer:
    """One version. The look is written into the record of access."""
    view = await assessments.assessment(db, assessment_id)
    await audit.looked(
        db, "assessment.read", view.reference, case_id=view.case_id, request_id=request.state.request_id
    )
    etag(response, view.version)
    return _shown(view)


@router.put("/assessments/{assessment_id}", dependencies=[requires("assessment.write")])
async def save(
    response: Response, db: Db, assessment_id: UUID, body: AssessmentBody, version: IfMatch
) -> AssessmentAnswer:
    """Write the draft. It may be unfinished; `missing` says what is."""
    await assessments.save(
        db,
        db.actor,
        assessment_id,
        summary=body.summary,
        facts=body.facts,
        analysis=body.analysis,
        recommendations=body.recommendations,
        version=version,
    )
    return await _tagged(response, db, assessment_id)


@router.post("/assessments/{assessment_id}/submission", dependencies=[requires("assessment.write")])
async def submit(response: Response, db: Db, assessment_id: UUID, version: IfMatch) -> AssessmentAnswer:
    """Hand the draft in for review. What is missing comes back field by field."""
    await assessments.submit(db, db.actor, assessment_id, version=version)
    return await _tagged(response, db, assessment_id)


@router.post("/assessments/{assessment_id}/review", dependencies=[requires("assessment.countersign")])
async def review(
    response: Response, db: Db, assessment_id: UUID, body: ReviewBody, version: IfMatch
) -> Reviewed:
    """Endorse, or return with a comment; never one's own. Where two people endorse, the status is to_countersign after the first."""
    draft = None
    if body.outcome == "endorsed":
        await assessments.endorse(
            db, db.actor, assessment_id, checklist=body.checklist, comment=body.comment, version=version
        )
    else:
        draft = await assessments.give_back(
            db, db.actor, assessment_id, comment=body.comment, checklist=body.checklist, version=version
        )
    return Reviewed(assessment=await _tagged(response, db, assessment_id), draft=draft)


async def _answer(db: ReadSession, assessment_id: UUID) -> AssessmentAnswer:
    return _shown(await assessments.assessment(db, assessment_id))


async def _tagged(response: Response, db: ReadSession, assessment_id: UUID) -> AssessmentAnswer:
    answer = await _answer(db, assessment_id)
    etag(response, answer.version)
    return answer


def _shown(view: assessments.AssessmentView) -> AssessmentAnswer:
    return AssessmentAnswer(
        id=view.id,
        reference=view.reference,
        number=view.number,
        status=view.status,
        author=view.author,
        summary=view.summary,
        facts=list(view.facts),
        analysis=dict(view.analysis),
        recommendations=list(view.recommendations),
        missing=[MissingAnswer(field=m.field, rule=m.rule) for m in view.missing],
        created_at=view.created_at,
        changed_at=view.changed_at,
        submitted_at=view.submitted_at,
        version=view.version,
        second_for=list(view.second_for),
        reviews=[ReviewAnswer.model_validate(r, from_attributes=True) for r in view.reviews],
    )
