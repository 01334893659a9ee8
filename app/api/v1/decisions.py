"""Decisions: reading, signing, service, finality."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.api.v1.sittings.answers import OutcomeAnswer, outcome_answer
from app.audit import public as audit
from app.cases import public as cases
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.paper import handed_over
from app.edge.transaction import Db
from app.procedure import public as procedure
from app.workflows.print_decision import print_decision

router = APIRouter(tags=["decisions"], responses=PROBLEMS)


class NotificationBody(Body):
    """How, when (with its zone) and to whom a decision was served, and what proves it."""

    channel: Literal["in_person", "electronic_address", "representative", "post"]
    served_at: AwareDatetime
    served_to: Annotated[str, Field(max_length=200)]
    proof: Annotated[str, Field(max_length=2000)]


class ServiceAnswer(BaseModel):
    channel: str
    served_at: datetime
    served_to: str
    proof: str


class DecisionAnswer(BaseModel):
    """`remedy_until` is the last day to challenge it; `remedy_in_words` says how it was counted. `status` is `draft` or `signed`."""

    id: UUID
    reference: str
    number: str
    instance: str
    body: str
    status: str
    result: str | None
    reasons: str
    outcomes: list[OutcomeAnswer]
    signatories: list[dict[str, Any]]
    tally: dict[str, Any]
    sitting: str | None
    signed_at: datetime | None
    digest: str | None
    service: ServiceAnswer | None
    remedy_until: date | None
    remedy_in_words: str | None

    @classmethod
    def of(cls, found: decisions.DecisionView, language: str) -> "DecisionAnswer":
        counted = found.remedy_explanation
        return cls(
            id=found.id,
            reference=found.reference,
            number=found.number,
            instance=found.instance,
            body=found.body,
            status=found.status,
            result=found.result,
            reasons=found.reasons,
            outcomes=[outcome_answer(one) for one in found.outcomes],
            signatories=[dict(s) for s in found.signatories],
            tally=dict(found.tally),
            sitting=found.sitting_number,
            signed_at=found.signed_at,
            digest=found.digest,
            service=ServiceAnswer.model_validate(found.service, from_attributes=True)
            if found.service
            else None,
            remedy_until=found.remedy_until,
            remedy_in_words=procedure.Explanation.from_dict(counted).in_words(language) if counted else None,
        )


# Before the route without the ending: an identifier with `.pdf` behind it is not one.
@router.get(
    "/decisions/{decision_id}.pdf",
    dependencies=[requires("decision.read")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def read_paper(request: Request, db: Db, decision_id: UUID) -> Response:
    """The signed decision as PDF/UA-1, in Spanish or English."""
    printed = await print_decision(db, decision_id, language=request.state.language)
    return await handed_over(request, db, printed, "decision")


@router.get("/decisions/{decision_id}", dependencies=[requires("decision.read")])
async def read_decision(request: Request, db: Db, decision_id: UUID) -> DecisionAnswer:
    """One decision. The look is written into the record of access."""
    found = await decisions.decision(db, decision_id)
    await audit.looked(
        db, "decision.read", found.number, case_id=found.case_id, request_id=request.state.request_id
    )
    return DecisionAnswer.of(found, request.state.language)


@router.get("/cases/{reference}/decisions", dependencies=[requires("decision.read")])
async def read_decisions(request: Request, db: Db, reference: str) -> list[DecisionAnswer]:
    """The signed decisions of a case, the latest first."""
    case_id = await cases.case_id_of(db, reference)
    await audit.looked(db, "case.decisions", reference, case_id=case_id, request_id=request.state.request_id)
    return [
        DecisionAnswer.of(one, request.state.language) for one in await decisions.decisions_of(db, case_id)
    ]


@router.post("/decisions/{decision_id}/signature", dependencies=[requires("decision.sign")])
async def sign(db: Db, decision_id: UUID) -> Happened:
    """Sign the draft of a body. From here on it cannot change."""
    return Happened.of(await decisions.sign(db, db.actor, decision_id))


@router.post(
    "/decisions/{decision_id}/notifications",
    status_code=201,
    response_model=Happened,
    dependencies=[requires("decision.notify")],
)
async def notify(
    request: Request,
    db: Db,
    decision_id: UUID,
    body: NotificationBody,
    version: IfMatch,
    key: Key = None,
) -> Response:
    """Record the service of a decision, once. `If-Match` is the case's version. The time to appeal starts at `served_at`."""

    async def do() -> Happened:
        return Happened.of(
            await decisions.notify(
                db,
                db.actor,
                decision_id,
                channel=body.channel,
                served_at=body.served_at,
                served_to=body.served_to,
                proof=body.proof,
                version=version,
            )
        )

    return await once(request, db, key, do)


@router.post("/cases/{reference}/finality", dependencies=[requires("decision.declare_final")])
async def declare_final(db: Db, reference: str, version: IfMatch) -> Happened:
    """Declare final what nobody challenged in time."""
    case_id = await cases.case_id_of(db, reference)
    return Happened.of(await decisions.declare_final(db, db.actor, case_id, version=version))
