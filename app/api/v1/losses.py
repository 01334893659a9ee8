"""Losing a status: cessation, cancellation, revocation, with notice, answer, hearing and remedy; and giving it up."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened, SigningBody
from app.audit import public as audit
from app.cases import public as cases
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.remedies import public as remedies

router = Router(tags=["loss"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=20_000)]


class OpeningBody(Body):
    """`grounds` are positions, from 0, in the country's list for that way; `claims` those concerned, all with a status when left out."""

    kind: Literal["cessation", "cancellation", "revocation", "complementary"]
    grounds: list[Annotated[int, Field(ge=0, le=50)]] = Field(default=[], max_length=20)
    reasons: Text
    claims: Annotated[list[UUID] | None, Field(max_length=50)] = None


class NoticeBody(Body):
    """How the person was told, in which language (ISO 639), and how many calendar days there are to answer."""

    how: Text
    language: Annotated[str, Field(max_length=20)]
    days: Annotated[int, Field(ge=1, le=365)]


class AnswerBody(Body):
    text: Text


class WaiverBody(Body):
    statement: Text
    signed: bool


class SittingBody(Body):
    sitting_id: UUID


class OnAgenda(BaseModel):
    """The item of the agenda."""

    item: UUID


class DecisionBody(SigningBody):
    """Where a body of several decides, only that it voted against in its sitting, and the status is kept."""

    result: Literal["kept", "lost"]
    reasons: Text


class ServiceBody(Body):
    """`effective_on` and `reasons` where the law does not say from which day this service has effect."""

    channel: str = Field(examples=["in_person"], max_length=60)
    served_at: AwareDatetime
    served_to: Annotated[str, Field(max_length=300)]
    proof: Annotated[str, Field(max_length=2000)]
    served_as: str = Field(default="self", max_length=30)
    effective_on: date | None = None
    reasons: Annotated[str, Field(max_length=2000)] = ""

    def as_served(self) -> decisions.Served:
        return decisions.Served(
            self.channel,
            self.served_at,
            self.served_to,
            self.proof,
            served_as=self.served_as,
            effective_on=self.effective_on,
            reasons=self.reasons,
        )


class ChecksBody(Body):
    """Asked alone, in the person's language."""

    alone: bool
    understands: bool
    no_promise: bool
    no_threat: bool


class RenunciationBody(Body):
    claim_id: UUID
    statement: Text
    explained_in: Annotated[str, Field(max_length=20)]
    interpreter: Annotated[str, Field(max_length=200)] = ""
    checks: ChecksBody
    signed: bool


class Opened(BaseModel):
    id: UUID


class Decided(BaseModel):
    """`decision_id` is the signed decision of a loss; null where the status is kept."""

    decision_id: UUID | None


class LossAnswer(BaseModel):
    id: UUID
    reference: str
    kind: str
    grounds: list[dict[str, str]]
    claims: list[str]
    state: str
    reasons: str
    opened_at: datetime
    told_at: datetime | None
    told_in: str | None
    answer_until: datetime | None
    answer: str | None
    answered_at: datetime | None
    hearing_waived: str | None
    decision_id: UUID | None
    decision_reasons: str | None
    decided_at: datetime | None
    ended_at: datetime | None
    version: int


class OpenLossRow(BaseModel):
    """`waits_for`: to be served, told, heard, decided, or answered by the person until `answer_until`."""

    id: UUID
    reference: str
    name: str
    nationalities: list[str]
    household_size: int
    office: str
    kind: str
    state: str
    waits_for: str
    opened_at: datetime
    answer_until: datetime | None


class OpenLosses(BaseModel):
    """`next` continues the list: send it as `after`. It is null at the end."""

    losses: list[OpenLossRow]
    next: str | None


class ListQuery(BaseModel):
    model_config = {"extra": "forbid"}

    waits_for: Literal["serve", "tell", "hear", "decide", "answer"] | None = None
    after: str | None = None
    limit: Annotated[int, Query(ge=1, le=200)] = 50


@router.get("/losses", dependencies=[requires("loss.list", reads=True)])
async def list_open(db: ReadDb, query: Annotated[ListQuery, Query()]) -> OpenLosses:
    """The open procedures of loss of the cases that the caller may see: what waits for the house first, then what waits for the
    person, the oldest first."""
    found = await remedies.open_losses(db, waits_for=query.waits_for, after=query.after, limit=query.limit)
    rows = [OpenLossRow.model_validate(row, from_attributes=True) for row in found.rows]
    return OpenLosses(losses=rows, next=found.after)


@router.get("/cases/{reference}/losses", dependencies=[requires("loss.read", reads=True)])
async def list_losses(db: ReadDb, reference: str) -> list[LossAnswer]:
    """The procedures of loss of a case, the latest first."""
    found = await remedies.losses_of(db, await cases.case_id_of(db, reference))
    return [LossAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/cases/{reference}/losses", status_code=201, dependencies=[requires("loss.open")])
async def open_loss(db: Db, reference: str, body: OpeningBody, if_match: IfMatch) -> Opened:
    """Open a procedure of loss: the status stays until a decision is served. `If-Match` carries the case's ETag."""
    loss_id = await remedies.open_loss(
        db,
        db.actor,
        await cases.case_id_of(db, reference),
        kind=body.kind,
        grounds=body.grounds,
        reasons=body.reasons,
        claims=body.claims,
        version=if_match,
    )
    return Opened(id=loss_id)


@router.get("/losses/{loss_id}", dependencies=[requires("loss.read")])
async def read_loss(response: Response, db: Db, loss_id: UUID) -> LossAnswer:
    """One procedure of loss. The look is written into the record of access."""
    view = await remedies.loss(db, loss_id)
    await audit.looked(db, "loss.read", str(loss_id), case_id=view.case_id)
    etag(response, view.version)
    return LossAnswer.model_validate(view, from_attributes=True)


@router.post("/losses/{loss_id}/notice", status_code=204, dependencies=[requires("loss.tell")])
async def tell(db: Db, loss_id: UUID, body: NoticeBody, if_match: IfMatch) -> Response:
    """The person was told, and until when they may answer. `If-Match` carries the procedure's ETag."""
    await remedies.tell_of_loss(
        db, db.actor, loss_id, how=body.how, language=body.language, days=body.days, version=if_match
    )
    return Response(status_code=204)


@router.post("/losses/{loss_id}/answer", status_code=204, dependencies=[requires("loss.answer")])
async def answer(db: Db, loss_id: UUID, body: AnswerBody, if_match: IfMatch) -> Response:
    """What the person says to it."""
    await remedies.answer_loss(db, db.actor, loss_id, text=body.text, version=if_match)
    return Response(status_code=204)


@router.post("/losses/{loss_id}/hearing-waiver", status_code=204, dependencies=[requires("loss.answer")])
async def waive_hearing(db: Db, loss_id: UUID, body: WaiverBody, if_match: IfMatch) -> Response:
    """The person does not want to be heard, and signed that."""
    await remedies.waive_hearing(
        db, db.actor, loss_id, statement=body.statement, signed=body.signed, version=if_match
    )
    return Response(status_code=204)


@router.post("/losses/{loss_id}/decision", status_code=201, dependencies=[requires("loss.decide")])
async def decide(db: Db, loss_id: UUID, body: DecisionBody, if_match: IfMatch) -> Decided:
    """Sign that the status is kept, or lost: never unheard, never by who opened it."""
    decision_id = await remedies.decide_loss(
        db,
        db.actor,
        loss_id,
        result=body.result,
        reasons=body.reasons,
        passphrase=body.key(),
        version=if_match,
    )
    return Decided(decision_id=decision_id)


@router.post("/losses/{loss_id}/sitting", status_code=201, dependencies=[requires("sitting.manage")])
async def bring_to_sitting(db: Db, loss_id: UUID, body: SittingBody) -> OnAgenda:
    """Put the procedure on the agenda of the body of several that decides on it: it votes on taking the status away."""
    item = await remedies.bring_loss_to_sitting(db, db.actor, loss_id, sitting_id=body.sitting_id)
    return OnAgenda(item=item)


@router.post("/losses/{loss_id}/service", dependencies=[requires("decision.notify")])
async def serve(db: Db, loss_id: UUID, body: ServiceBody, if_match: IfMatch) -> Happened:
    """The signed loss was served: the status ends, and the time to challenge it runs."""
    recorded = await remedies.serve_loss(db, db.actor, loss_id, body.as_served(), version=if_match)
    return Happened.of(recorded)


@router.post("/cases/{reference}/renunciation", dependencies=[requires("loss.renounce")])
async def renounce(db: Db, reference: str, body: RenunciationBody, if_match: IfMatch) -> Happened:
    """One adult gives their own status up, freely. `If-Match` carries the case's ETag."""
    recorded = await remedies.renounce(
        db,
        db.actor,
        await cases.case_id_of(db, reference),
        body.claim_id,
        statement=body.statement,
        explained_in=body.explained_in,
        interpreter=body.interpreter,
        checks=body.checks.model_dump(),
        signed=body.signed,
        version=if_match,
    )
    return Happened.of(recorded)
