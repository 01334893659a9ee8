"""Sittings of a collegiate body: convening, agenda, attendance, votes, recusals, closing, minutes."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import ReadSession
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.paper import handed_over
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.workflows.print_minutes import print_minutes

router = APIRouter(prefix="/sittings", tags=["sittings"], responses=PROBLEMS)
Reasons = Annotated[str, Field(max_length=4000)]


class ConveneBody(Body):
    """`members` are users who hold a seat of the body, one for each seat; `presiding` is one of them."""

    starts_at: AwareDatetime
    members: list[UUID] = Field(max_length=30)
    presiding: UUID


class AgendaBody(Body):
    reference: str


class AttendanceBody(Body):
    """Everybody who is in the room now; who is left out is taken to be absent."""

    present: list[UUID] = Field(max_length=30)


class OpeningBody(Body):
    """`presiding` only where another than the member called to it presides."""

    presiding: UUID | None = None


class VoteBody(Body):
    item: UUID
    choice: Literal["for", "against", "abstain"]
    reasons: Reasons = ""


class RecusalBody(Body):
    """A member recuses themselves; the secretary names the `member`."""

    item: UUID
    reasons: Reasons
    member: UUID | None = None


class ItemClosingBody(Body):
    """`by_vote` counts the votes and does what they say; `reasons` are then the decision's, or those of a deferral.

    `instruction` says what the assessment lacks, for `sent_back`.
    """

    result: Literal["by_vote", "sent_back", "deferred"] = "by_vote"
    reasons: Annotated[str, Field(max_length=20_000)] = ""
    instruction: Reasons = ""


class Convened(BaseModel):
    id: UUID
    number: str
    version: int


class SittingLine(BaseModel):
    id: UUID
    number: str
    body: str
    starts_at: datetime
    status: str
    items: int
    settled: int


class MemberAnswer(BaseModel):
    user_id: UUID
    name: str
    seat: str | None
    presides: bool = False
    present_at: datetime | None = None


class OutcomeAnswer(BaseModel):
    claim_id: UUID
    outcome: str
    grounds: list[str]
    article: str | None


class VoteAnswer(BaseModel):
    user_id: UUID
    choice: str
    reasons: str
    at: datetime


class RecusalAnswer(BaseModel):
    user_id: UUID
    reasons: str
    found_in_record: bool
    at: datetime


class TallyAnswer(BaseModel):
    """Members entitled to vote on the item: present, and not recused."""

    votes_for: int
    votes_against: int
    abstentions: int
    missing: int
    recused: int


class ItemAnswer(BaseModel):
    """`why_not_closed`: `settled`, `sitting_not_open`, `quorum_unknown`, `no_quorum`, `votes_missing`, or null when it can be closed."""

    id: UUID
    position: int
    status: str
    reference: str
    name: str
    household_size: int
    proposal: list[OutcomeAnswer]
    note: str | None
    closed_at: datetime | None
    votes: list[VoteAnswer]
    recusals: list[RecusalAnswer]
    tally: TallyAnswer
    missing: list[UUID]
    decision: UUID | None
    decision_status: str | None
    why_not_closed: str | None

    @classmethod
    def of(cls, item: decisions.ItemView) -> "ItemAnswer":
        return cls(
            id=item.id,
            position=item.position,
            status=item.status,
            reference=item.reference,
            name=item.name,
            household_size=item.household_size,
            proposal=[outcome_answer(one) for one in item.proposal],
            note=item.note,
            closed_at=item.closed_at,
            votes=[VoteAnswer.model_validate(v, from_attributes=True) for v in item.votes.values()],
            recusals=[RecusalAnswer.model_validate(r, from_attributes=True) for r in item.recusals.values()],
            tally=TallyAnswer.model_validate(item.tally, from_attributes=True),
            missing=sorted(item.missing),
            decision=item.decision.id if item.decision else None,
            decision_status=item.decision.status if item.decision else None,
            why_not_closed=item.why_not_closed,
        )


class QuorumAnswer(BaseModel):
    """`minimum` is null where the procedure does not know it: then no sitting opens. `synthetic`: made up for a demonstration."""

    minimum: int | None
    verification: str
    synthetic: bool
    present: int
    met: bool


class SittingAnswer(BaseModel):
    id: UUID
    number: str
    body: str
    starts_at: datetime
    status: str
    opened_at: datetime | None
    closed_at: datetime | None
    version: int
    quorum: QuorumAnswer
    members: list[MemberAnswer]
    items: list[ItemAnswer]
    recused_from: int = Field(description="Items that the caller does not see because they are recused")


class WaitingAnswer(BaseModel):
    reference: str
    name: str
    nationalities: list[str]
    household_size: int
    priority: int
    due_at: datetime | None
    stage_since: datetime


class OnAgenda(BaseModel):
    item: UUID


class Done(BaseModel):
    """The sitting's version after the change."""

    version: int


class ItemClosed(BaseModel):
    """How the item ended, and the draft decision that awaits signature where it was decided."""

    result: str
    decision: UUID | None
    version: int


def outcome_answer(one: decisions.ClaimOutcome) -> OutcomeAnswer:
    return OutcomeAnswer.model_validate(one, from_attributes=True)


@router.get("", dependencies=[requires("sitting.read", reads=True)])
async def list_sittings(db: ReadDb) -> list[SittingLine]:
    """The secretary's body's sittings, or those the member was called to; the latest first."""
    return [SittingLine.model_validate(s, from_attributes=True) for s in await decisions.sittings(db)]


@router.post("", status_code=201, response_model=Convened, dependencies=[requires("sitting.manage")])
async def convene(request: Request, db: Db, body: ConveneBody, key: Key = None) -> Response:
    """Convene the caller's body. The number is the next of the body and the year."""

    async def do() -> Convened:
        sitting_id = await decisions.convene(
            db, db.actor, starts_at=body.starts_at, members=body.members, presiding=body.presiding
        )
        made = await decisions.sitting(db, sitting_id)
        return Convened(id=made.id, number=made.number, version=made.version)

    return await once(request, db, key, do, location=_location)


def _location(answer: BaseModel) -> str:
    return f"/api/v1/sittings/{answer.id}" if isinstance(answer, Convened) else ""


@router.get("/members", dependencies=[requires("sitting.manage", reads=True)])
async def list_members(db: ReadDb) -> list[MemberAnswer]:
    """Who may be called to a sitting of the caller's body, with their seats."""
    found = await identity.colleagues(db, "commission_member", body=db.actor.body)
    return [MemberAnswer.model_validate(m, from_attributes=True) for m in found]


@router.get("/proposed-agenda", dependencies=[requires("sitting.manage", reads=True)])
async def propose_agenda(db: ReadDb, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[WaitingAnswer]:
    """Cases that await a decision and are on no agenda: by their next limit, then by priority."""
    waiting = await decisions.proposed_agenda(db, limit=limit)
    return [WaitingAnswer.model_validate(w, from_attributes=True) for w in waiting]


@router.get("/{sitting_id}", dependencies=[requires("sitting.read")])
async def read_sitting(request: Request, response: Response, db: Db, sitting_id: UUID) -> SittingAnswer:
    """One sitting with members, quorum, agenda, votes and tallies. The look is written into the record of access."""
    found = await decisions.sitting(db, sitting_id)
    await audit.looked(db, "sitting.read", found.number, request_id=request.state.request_id)
    etag(response, found.version)
    return _answer(found)


def _answer(found: decisions.SittingView) -> SittingAnswer:
    return SittingAnswer(
        id=found.id,
        number=found.number,
        body=found.body,
        starts_at=found.starts_at,
        status=found.status,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        version=found.version,
        quorum=QuorumAnswer.model_validate(found.quorum, from_attributes=True),
        members=[MemberAnswer.model_validate(m, from_attributes=True) for m in found.members],
        items=[ItemAnswer.of(item) for item in found.items],
        recused_from=len(found.closed_to_me),
    )


@router.get(
    "/{sitting_id}/minutes.pdf",
    dependencies=[requires("sitting.manage")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def read_minutes(request: Request, db: Db, sitting_id: UUID) -> Response:
    """The minutes of a closed sitting as PDF/UA-1."""
    printed = await print_minutes(db, sitting_id, language=request.state.language)
    return await handed_over(request, db, printed, "minutes")


@router.post(
    "/{sitting_id}/agenda",
    status_code=201,
    response_model=OnAgenda,
    dependencies=[requires("sitting.manage")],
)
async def put_on_agenda(
    request: Request, db: Db, sitting_id: UUID, body: AgendaBody, version: IfMatch, key: Key = None
) -> Response:
    """Put a case at the end of the agenda. Members who handled it are recused at once, by the record."""

    async def do() -> OnAgenda:
        case_id = await cases.case_id_of(db, body.reference)
        item = await decisions.put_on_agenda(db, db.actor, sitting_id, case_id=case_id, version=version)
        return OnAgenda(item=item)

    return await once(request, db, key, do)


@router.delete("/{sitting_id}/agenda/{item_id}", dependencies=[requires("sitting.manage")])
async def take_off(response: Response, db: Db, sitting_id: UUID, item_id: UUID, version: IfMatch) -> Done:
    await decisions.take_off(db, db.actor, sitting_id, item_id=item_id, version=version)
    return await _done(response, db, sitting_id)


@router.post("/{sitting_id}/attendance", dependencies=[requires("sitting.manage")])
async def record_attendance(
    response: Response, db: Db, sitting_id: UUID, body: AttendanceBody, version: IfMatch
) -> Done:
    await decisions.record_attendance(db, db.actor, sitting_id, present=body.present, version=version)
    return await _done(response, db, sitting_id)


@router.post("/{sitting_id}/opening", dependencies=[requires("sitting.manage")])
async def open_sitting(
    response: Response, db: Db, sitting_id: UUID, body: OpeningBody, version: IfMatch
) -> Done:
    """Open the sitting: with the quorum that the procedure has today, or not at all."""
    await decisions.open_sitting(db, db.actor, sitting_id, presiding=body.presiding, version=version)
    return await _done(response, db, sitting_id)


@router.post("/{sitting_id}/cancellation", dependencies=[requires("sitting.manage")])
async def cancel_sitting(response: Response, db: Db, sitting_id: UUID, version: IfMatch) -> Done:
    await decisions.cancel_sitting(db, db.actor, sitting_id, version=version)
    return await _done(response, db, sitting_id)


@router.post(
    "/{sitting_id}/votes", status_code=201, response_model=Done, dependencies=[requires("sitting.vote")]
)
async def vote(request: Request, db: Db, sitting_id: UUID, body: VoteBody, key: Key = None) -> Response:
    """The caller's vote on an item. It is never changed."""

    async def do() -> Done:
        await decisions.vote(
            db, db.actor, sitting_id, item_id=body.item, choice=body.choice, reasons=body.reasons
        )
        return Done(version=(await decisions.sitting(db, sitting_id)).version)

    return await once(request, db, key, do)


@router.post(
    "/{sitting_id}/recusals", status_code=201, response_model=Done, dependencies=[requires("sitting.read")]
)
async def recuse(request: Request, db: Db, sitting_id: UUID, body: RecusalBody, key: Key = None) -> Response:
    """A member does not judge this case; its file closes to them at once."""

    async def do() -> Done:
        await decisions.recuse(
            db, db.actor, sitting_id, item_id=body.item, reasons=body.reasons, member_id=body.member
        )
        return Done(version=(await decisions.sitting(db, sitting_id)).version)

    return await once(request, db, key, do)


@router.post("/{sitting_id}/items/{item_id}/closing", dependencies=[requires("sitting.manage")])
async def close_item(
    response: Response,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    body: ItemClosingBody,
    version: IfMatch,
) -> ItemClosed:
    """End an item: by the votes, sent back with an instruction, or left for another sitting."""
    closed: decisions.Closed | None = None
    if body.result == "by_vote":
        closed = await decisions.close_item(
            db, db.actor, sitting_id, item_id=item_id, reasons=body.reasons or None, version=version
        )
    elif body.result == "sent_back":
        await decisions.send_back(
            db, db.actor, sitting_id, item_id=item_id, instruction=body.instruction, version=version
        )
    else:
        await decisions.defer(
            db, db.actor, sitting_id, item_id=item_id, reasons=body.reasons, version=version
        )
    done = await _done(response, db, sitting_id)
    result = closed.result if closed else body.result
    return ItemClosed(result=result, decision=closed.decision_id if closed else None, version=done.version)


@router.post("/{sitting_id}/closing", dependencies=[requires("sitting.manage")])
async def close_sitting(response: Response, db: Db, sitting_id: UUID, version: IfMatch) -> Done:
    """Close the sitting. What was not reached waits for another."""
    await decisions.close_sitting(db, db.actor, sitting_id, version=version)
    return await _done(response, db, sitting_id)


async def _done(response: Response, db: ReadSession, sitting_id: UUID) -> Done:
    version = (await decisions.sitting(db, sitting_id)).version
    etag(response, version)
    return Done(version=version)
