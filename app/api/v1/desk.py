"""The desk of a single authority: recommendations laid before it, and its answer to each."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.api.v1.sittings.answers import WaitingAnswer
from app.audit import public as audit
from app.cases import public as cases
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb

router = Router(prefix="/desk", tags=["decisions"], responses=PROBLEMS)


class DeskBody(Body):
    """`authority` is who decides; from here on they see the file."""

    authority: UUID


class ClaimRuling(Body):
    claim: UUID
    outcome: str


class RulingBody(Body):
    """Anything but `agrees` has its own reasons; `outcomes` are what is decided instead, for the claims that it concerns."""

    answer: Literal["agrees", "in_part", "disagrees", "returns"]
    reasons: Annotated[str, Field(max_length=20_000)] = ""
    outcomes: list[ClaimRuling] = Field(default=[], max_length=50)


class Ruled(BaseModel):
    """The draft to sign, or null where the recommendation was returned."""

    decision: UUID | None


class RulingAnswer(BaseModel):
    name: str
    answer: str
    reasons: str
    at: datetime
    outcomes: list[dict[str, Any]]
    decision_id: UUID | None


@router.get("", dependencies=[requires("sitting.read", reads=True)])
async def read_desk(db: ReadDb, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[WaitingAnswer]:
    """The recommendations that the caller has still to answer (or, as secretary, to lay on the desk): a child's claim first."""
    found = await decisions.on_the_desk(db, limit=limit)
    return [WaitingAnswer.model_validate(w, from_attributes=True) for w in found]


@router.post(
    "/{reference}", status_code=201, response_model=Happened, dependencies=[requires("sitting.manage")]
)
async def bring(request: Request, db: Db, reference: str, body: DeskBody, key: Key = None) -> Response:
    """Lay an endorsed recommendation on the authority's desk."""

    async def do() -> Happened:
        case_id = await cases.case_id_of(db, reference)
        return Happened.of(await decisions.bring_to_desk(db, db.actor, case_id, authority=body.authority))

    return await once(request, db, key, do)


@router.post(
    "/{reference}/ruling", status_code=201, response_model=Ruled, dependencies=[requires("sitting.vote")]
)
async def rule(
    request: Request, db: Db, reference: str, body: RulingBody, version: IfMatch, key: Key = None
) -> Response:
    """Answer a recommendation; `If-Match` is the case's version. What was decided is then signed at `/decisions/{id}/signature`."""

    async def do() -> Ruled:
        case_id = await cases.case_id_of(db, reference)
        made = await decisions.rule_alone(
            db,
            db.actor,
            case_id,
            answer=body.answer,
            reasons=body.reasons,
            outcomes={one.claim: one.outcome for one in body.outcomes},
            version=version,
        )
        return Ruled(decision=made)

    return await once(request, db, key, do)


@router.get("/{reference}/rulings", dependencies=[requires("sitting.read")])
async def read_rulings(request: Request, db: Db, reference: str) -> list[RulingAnswer]:
    """What the authority answered in a case, the latest first."""
    case_id = await cases.case_id_of(db, reference)
    await audit.looked(db, "desk.rulings", reference, case_id=case_id, request_id=request.state.request_id)
    return [
        RulingAnswer(
            name=one.name,
            answer=one.answer,
            reasons=one.reasons,
            at=one.at,
            outcomes=[dict(outcome) for outcome in one.outcomes],
            decision_id=one.decision_id,
        )
        for one in await decisions.rulings_of(db, case_id)
    ]
