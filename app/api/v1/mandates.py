"""Legal representatives of a case."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(prefix="/cases/{reference}/representations", tags=["representation"], responses=PROBLEMS)
Power = Literal["file", "attend", "be_served", "appeal", "withdraw"]


class MandateBody(Body):
    """`claims` empty: for everybody of the case. `valid_until`: the last day, in the office's zone."""

    representative_id: UUID
    mandate: str
    powers: list[Power] = ["file", "attend", "be_served", "appeal"]
    claims: list[UUID] = []
    valid_until: date | None = None


class SubstituteBody(Body):
    representative_id: UUID
    valid_until: date | None = None
    reasons: str


class EndBody(Body):
    """`why` by the office: revoked, disqualified, error. By the representative: resigned."""

    why: Literal["revoked", "disqualified", "error", "resigned"]
    words: str


class MandateAnswer(BaseModel):
    """`until` is when it ended, with `end_reason`; none: in force."""

    id: UUID
    representative_id: UUID
    name: str
    mandate: str
    kind: str
    powers: list[str]
    claims: list[UUID]
    substitute_of: UUID | None
    since: datetime
    valid_until: date | None
    until: datetime | None
    end_reason: str | None

    @classmethod
    def of(cls, view: cases.Representative) -> "MandateAnswer":
        return cls(
            id=view.id,
            representative_id=view.user_id,
            name=view.name,
            mandate=view.mandate,
            kind=view.kind,
            powers=view.powers,
            claims=view.claims,
            substitute_of=view.substitute_of,
            since=view.since,
            valid_until=view.valid_until,
            until=view.until,
            end_reason=view.end_reason,
        )


@router.get("", dependencies=[requires("representation.read")])
async def list_mandates(db: Db, reference: str) -> list[MandateAnswer]:
    """Every mandate of the case, those that ended too."""
    case_id = await cases.case_id_of(db, reference)
    return [MandateAnswer.of(m) for m in await cases.representatives_of(db, case_id, ended=True)]


@router.post("", status_code=201, dependencies=[requires("case.represent")])
async def record(db: Db, reference: str, body: MandateBody, if_match: IfMatch) -> Happened:
    """A legal representative takes the case on; the file opens to them."""
    recorded = await cases.record_representation(
        db,
        db.actor,
        await cases.case_id_of(db, reference),
        user_id=body.representative_id,
        mandate=body.mandate,
        powers=body.powers,
        claims=body.claims,
        valid_until=body.valid_until,
        version=if_match,
    )
    return Happened.of(recorded)


@router.post("/substitute", status_code=201, dependencies=[requires("representation.substitute")])
async def substitute(db: Db, reference: str, body: SubstituteBody, if_match: IfMatch) -> Happened:
    """Pass the own mandate on for a time, with no more powers than it has."""
    recorded = await cases.name_substitute(
        db,
        db.actor,
        await cases.case_id_of(db, reference),
        user_id=body.representative_id,
        valid_until=body.valid_until,
        reasons=body.reasons,
        version=if_match,
    )
    return Happened.of(recorded)


@router.post("/{mandate_id}/end", dependencies=[requires("representation.end")])
async def end(db: Db, reference: str, mandate_id: UUID, body: EndBody, if_match: IfMatch) -> Happened:
    """End a mandate: the file closes to the representative and their substitutes at once."""
    recorded = await cases.end_representation(
        db,
        db.actor,
        await cases.case_id_of(db, reference),
        mandate_id,
        why=body.why,
        words=body.words,
        version=if_match,
    )
    return Happened.of(recorded)
