"""Remedies: filing one against a decision, the list of those who hear them, one to read, and giving it up."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.audit import public as audit
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.remedies import public as remedies

router = Router(tags=["remedies"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=20_000)]


class PointBody(Body):
    """What the writing answers to one reason of the decision, by the reason's code."""

    reason: str = Field(examples=["not_credible"], max_length=60)
    answer: Text


class FilingBody(Body):
    """`points` answer the decision's reasons; `hearing` says why an oral hearing is asked for; `late_reasons` where the time to
    file is over; `filed_at` for a writing that the office received earlier."""

    kind: str = Field(examples=["appeal"], max_length=60)
    grounds: Text
    points: list[PointBody] = Field(default=[], max_length=40)
    hearing: Text | None = None
    lodged_by: Literal["person", "representative", "guardian"] = "representative"
    late_reasons: Text | None = None
    filed_at: AwareDatetime | None = None


class FilingAnswer(BaseModel):
    """`in_time` false: the remedy waits for the body that hears it to admit it. `lodged_with`: what stands in the same writing
    by the law. `version` is the case's."""

    id: UUID
    in_time: bool
    status: str
    lodged_with: list[str]
    version: int


class RemedyRow(BaseModel):
    id: UUID
    reference: str
    name: str
    nationalities: list[str]
    household_size: int
    kind: str
    status: str
    in_time: bool
    filed_at: datetime
    decision_number: str
    due_on: date | None
    due_rule: str | None
    due_basis: str | None
    due_verification: str | None


class RemedyList(BaseModel):
    """`next` continues the list: send it as `after`. It is null at the end."""

    remedies: list[RemedyRow]
    next: str | None


class RemedyAnswer(BaseModel):
    id: UUID
    reference: str
    decision_id: UUID
    decision_number: str
    kind: str
    body: str
    status: str
    filed_at: datetime
    filed_as: str
    lodged_by: str
    grounds: str
    points: list[dict[str, str]]
    hearing_reasons: str | None
    hearing_ruling: str | None
    hearing_ruling_reasons: str | None
    in_time: bool
    late_reasons: str | None
    admitted_at: datetime | None
    admission_reasons: str | None
    suspensive: bool
    result: str | None
    reasons: str | None
    instructions: list[str]
    reversal_grounds: list[str]
    decided_at: datetime | None
    lodged_with: list[str] = []
    version: int


class ListQuery(BaseModel):
    model_config = {"extra": "forbid"}

    status: str | None = None
    after: str | None = None
    limit: Annotated[int, Query(ge=1, le=200)] = 50


class WithdrawalBody(Body):
    """`explained_in` is the language (ISO 639) in which it was explained what giving it up means. `claims` are those of who gives
    the remedy up; all that it reaches when left out."""

    statement: Text
    signed: bool
    explained_in: str = Field(default="", max_length=60)
    claims: Annotated[list[UUID] | None, Field(max_length=50)] = None


@router.post(
    "/decisions/{decision_id}/remedies",
    status_code=201,
    response_model=FilingAnswer,
    dependencies=[requires("remedy.file")],
)
async def file_remedy(
    request: Request, db: Db, decision_id: UUID, body: FilingBody, if_match: IfMatch, key: Key = None
) -> Response:
    """Challenge the newest served decision of a case. `If-Match` carries the case's ETag."""

    async def do() -> FilingAnswer:
        filed = await remedies.file_remedy(
            db,
            db.actor,
            decision_id,
            kind=body.kind,
            grounds=body.grounds,
            points=[remedies.Point(point.reason, point.answer) for point in body.points],
            hearing=body.hearing,
            lodged_by=body.lodged_by,
            late_reasons=body.late_reasons,
            filed_at=body.filed_at,
            version=if_match,
        )
        status = "pending" if filed.in_time else "awaiting_admission"
        return FilingAnswer(
            id=filed.remedy_id,
            in_time=filed.in_time,
            status=status,
            lodged_with=list(filed.lodged_with),
            version=filed.version,
        )

    return await once(request, db, key, do, location=_location)


def _location(answer: BaseModel) -> str:
    return f"/api/v1/remedies/{answer.id}" if isinstance(answer, FilingAnswer) else ""


@router.get("/remedies", dependencies=[requires("remedy.read", reads=True)])
async def list_remedies(db: ReadDb, query: Annotated[ListQuery, Query()]) -> RemedyList:
    """The remedies that the caller may see, nearest limit first; the open ones when no status is asked for."""
    page = await remedies.remedies(db, status=query.status, after=query.after, limit=query.limit)
    rows = [RemedyRow.model_validate(row, from_attributes=True) for row in page.rows]
    return RemedyList(remedies=rows, next=page.after)


@router.get("/remedies/{remedy_id}", dependencies=[requires("remedy.read")])
async def read_remedy(request: Request, response: Response, db: Db, remedy_id: UUID) -> RemedyAnswer:
    """One remedy. The look is written into the record of access."""
    view = await remedies.remedy(db, remedy_id)
    await audit.looked(
        db, "remedy.read", str(remedy_id), case_id=view.case_id, request_id=request.state.request_id
    )
    etag(response, view.version)
    case = await cases.case_view(db, view.reference)
    answer = RemedyAnswer.model_validate(view, from_attributes=True)
    together = [other.name for other in remedies.with_it(case.profile, view.kind)]
    return answer.model_copy(update={"lodged_with": together})


@router.post("/remedies/{remedy_id}/withdrawal", dependencies=[requires("remedy.withdraw")])
async def withdraw_remedy(db: Db, remedy_id: UUID, body: WithdrawalBody, if_match: IfMatch) -> Happened:
    """Give a pending remedy up, by a statement that the applicant signed. `If-Match` carries the remedy's ETag."""
    recorded = await remedies.withdraw_remedy(
        db,
        db.actor,
        remedy_id,
        statement=body.statement,
        signed=body.signed,
        explained_in=body.explained_in,
        claims=body.claims,
        version=if_match,
    )
    return Happened.of(recorded)
