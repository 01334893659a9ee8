"""A case's first steps in the office: taken over, admitted or declared inadmissible, assigned, passed on."""

from uuid import UUID

from fastapi import Response
from pydantic import Field

from app.api.v1.shapes import PROBLEMS, Body, Happened, SigningBody
from app.cases import public as cases
from app.decisions import public as decisions
from app.documents.public import Desk
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db
from app.workflows.transfer_case import transfer_case

router = Router(prefix="/cases/{reference}", tags=["cases"], responses=PROBLEMS)


class Assignment(Body):
    officer_id: UUID


class Inadmissibility(SigningBody):
    reasons: str = Field(max_length=8000)


class Transfer(Body):
    """`danger`: at once, without waiting for the other office's answer; both are told."""

    office_id: UUID
    reasons: str = Field(max_length=4000)
    danger: bool = False


@router.post("/take-over", dependencies=[requires("case.take_over")])
async def take_over(response: Response, db: Db, reference: str, version: IfMatch) -> Happened:
    """The office receives what the border began; the post sees the case no more."""
    case_id = await cases.case_id_of(db, reference)
    return _done(response, await cases.take_over(db, db.actor, case_id, desk=Desk(), version=version))


@router.post("/admission", dependencies=[requires("case.admit")])
async def admit(response: Response, db: Db, reference: str, version: IfMatch) -> Happened:
    """The claims go on to the interview."""
    case_id = await cases.case_id_of(db, reference)
    return _done(response, await cases.admit(db, db.actor, case_id, desk=Desk(), version=version))


@router.post("/inadmissibility", dependencies=[requires("case.declare_inadmissible")])
async def declare_inadmissible(
    response: Response, db: Db, reference: str, body: Inadmissibility, version: IfMatch
) -> Happened:
    """The claims are declared inadmissible, by a signed decision that still has to be served and can be challenged."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await decisions.declare_inadmissible(
        db, db.actor, case_id, reasons=body.reasons, passphrase=body.key(), version=version
    )
    return _done(response, recorded)


@router.post("/assignment", dependencies=[requires("case.assign")])
async def assign(response: Response, db: Db, reference: str, body: Assignment, version: IfMatch) -> Happened:
    """An eligibility officer of the case's office has it from now on."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.assign(db, db.actor, case_id, officer_id=body.officer_id, version=version)
    return _done(response, recorded)


@router.post("/transfer", dependencies=[requires("case.transfer")])
async def transfer(response: Response, db: Db, reference: str, body: Transfer, version: IfMatch) -> Happened:
    """Ask another office to take the case: it stays here until that office accepts (`/transfers`). In danger it moves at once."""
    case_id = await cases.case_id_of(db, reference)
    does = transfer_case if body.danger else cases.propose_transfer
    recorded = await does(
        db, db.actor, case_id, office_id=body.office_id, reasons=body.reasons, version=version
    )
    return _done(response, recorded)


def _done(response: Response, recorded: cases.Recorded) -> Happened:
    etag(response, recorded.number)
    return Happened.of(recorded)
