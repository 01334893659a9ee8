"""What is best for a child."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS, Body
from app.best_interests import public as best
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(tags=["best interests"], responses=PROBLEMS)


class OpenBody(Body):
    """`review_of`: an earlier procedure that is looked at again."""

    claim_id: UUID
    kind: Literal["short_assessment", "assessment", "determination"]
    reason: Literal[
        "asylum_procedure", "durable_solution", "temporary_care", "separation", "family_reunification"
    ]
    review_of: UUID | None = None


class ReportBody(Body):
    """May be unfinished until it is submitted."""

    report: best.Report


class DecisionBody(Body):
    """`panel`: for a determination, two people or more of different institutions, each with their undertaking of confidentiality."""

    chosen: str
    reasons: str
    dissent: str = ""
    panel: list[best.Panelist] = []
    follow_up_on: date | None = None


class ProcedureAnswer(BaseModel):
    """`state`: draft, submitted, determined."""

    id: UUID
    claim_id: UUID
    kind: str
    reason: str
    state: str
    report: best.Report
    author_name: str
    opened_at: datetime
    submitted_at: datetime | None
    chosen: str | None
    reasons: str | None
    dissent: str | None
    determined_at: datetime | None
    follow_up_on: date | None
    review_of: UUID | None
    version: int

    @classmethod
    def of(cls, view: best.ProcedureView) -> "ProcedureAnswer":
        return cls(**{name: getattr(view, name) for name in cls.model_fields})


class Made(BaseModel):
    id: UUID


@router.get("/cases/{reference}/best-interests", dependencies=[requires("best_interests.read")])
async def list_procedures(db: Db, reference: str) -> list[ProcedureAnswer]:
    """Those of the case that the caller may read, the last first."""
    case_id = await cases.case_id_of(db, reference)
    return [ProcedureAnswer.of(view) for view in await best.procedures_of(db, case_id)]


@router.post(
    "/cases/{reference}/best-interests", status_code=201, dependencies=[requires("best_interests.write")]
)
async def open_procedure(db: Db, reference: str, body: OpenBody, if_match: IfMatch) -> Made:
    """Open a procedure for a child of the case."""
    made = await best.open_procedure(
        db,
        db.actor,
        await cases.case_id_of(db, reference),
        claim_id=body.claim_id,
        kind=body.kind,
        reason=body.reason,
        review_of=body.review_of,
        version=if_match,
    )
    return Made(id=made)


@router.get("/best-interests/{best_interests_id}", dependencies=[requires("best_interests.read")])
async def read_procedure(response: Response, db: Db, best_interests_id: UUID) -> ProcedureAnswer:
    found = await best.best_interests(db, best_interests_id)
    etag(response, found.version)
    return ProcedureAnswer.of(found)


@router.put("/best-interests/{best_interests_id}", dependencies=[requires("best_interests.write")])
async def write(
    response: Response, db: Db, best_interests_id: UUID, body: ReportBody, if_match: IfMatch
) -> ProcedureAnswer:
    """Keep the report as written so far."""
    version = await best.write(
        db, db.actor, best_interests_id, report=body.report.model_dump(), version=if_match
    )
    etag(response, version)
    return ProcedureAnswer.of(await best.best_interests(db, best_interests_id))


@router.post(
    "/best-interests/{best_interests_id}/submission", dependencies=[requires("best_interests.write")]
)
async def submit(db: Db, best_interests_id: UUID, if_match: IfMatch) -> ProcedureAnswer:
    """The report goes to who decides. What is missing is named field by field."""
    await best.submit(db, db.actor, best_interests_id, version=if_match)
    return ProcedureAnswer.of(await best.best_interests(db, best_interests_id))


@router.post("/best-interests/{best_interests_id}/decision", dependencies=[requires("best_interests.write")])
async def determine(
    db: Db, best_interests_id: UUID, body: DecisionBody, if_match: IfMatch
) -> ProcedureAnswer:
    """What is best for the child, with the reasons. From here it does not change."""
    await best.determine(
        db,
        db.actor,
        best_interests_id,
        chosen=body.chosen,
        reasons=body.reasons,
        dissent=body.dissent,
        panel=body.panel,
        follow_up_on=body.follow_up_on,
        version=if_match,
    )
    return ProcedureAnswer.of(await best.best_interests(db, best_interests_id))
