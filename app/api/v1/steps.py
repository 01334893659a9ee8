"""The steps of a country's procedure that have no resource of their own, and what is proposed to a person."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.procedure import public as procedure
from app.workflows.record_step import record_step

router = Router(tags=["steps"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=20_000)]
Answer = Annotated[str, Field(max_length=4000)] | int


class StepBody(Body):
    """`answers` by the names of what the step asks; `claims` those concerned, all that it may leave from when left out; `at`
    when it happened, now when left out."""

    answers: dict[str, Answer] = Field(default={}, examples=[{"cause": "complexity"}], max_length=50)
    reasons: Text = ""
    claims: Annotated[list[UUID] | None, Field(max_length=50)] = None
    at: AwareDatetime | None = None

    def as_told(self) -> cases.Told:
        return cases.Told(self.answers, self.reasons, self.claims, self.at)


class ChoiceAnswer(BaseModel):
    name: str
    label: str


class AskAnswer(BaseModel):
    name: str
    label: str
    kind: str
    required: bool
    choices: list[ChoiceAnswer]


class FollowingLimit(BaseModel):
    rule: str
    due_on: date
    in_words: str
    verification: str


class FollowingAnswer(BaseModel):
    """What would follow. `ends` are the claims that would be open no longer."""

    stages: dict[UUID, str]
    ends: list[UUID]
    limits: list[FollowingLimit]
    documents_close: bool
    proposes: list[str]


class StepAnswer(BaseModel):
    """`follows` is null where it depends on the answers, or where the step is not possible now (`impossible` says why)."""

    event: str
    label: str
    basis: str
    verification: str
    needs: list[str]
    asks: list[AskAnswer]
    follows: FollowingAnswer | None
    impossible: str | None


class ProposalAnswer(BaseModel):
    """Something that a person may record, or leave with reasons. Nothing of it happens by itself."""

    id: UUID
    reference: str
    event: str
    label: str
    because: str
    kind: str
    why: str
    claims: list[UUID]
    roles: list[str]
    state: str
    proposed_at: datetime
    ended_at: datetime | None
    reasons: str | None


class DismissalBody(Body):
    reasons: Text


@router.get("/cases/{reference}/steps/{event}", dependencies=[requires("case.record_step", reads=True)])
async def read_step(request: Request, db: ReadDb, reference: str, event: str) -> StepAnswer:
    """What a step of the general form asks, and what would follow from it."""
    case = await cases.case_view(db, reference)
    known = cases.form_event(case.profile, event)
    outlook = await cases.outlook(db, db.actor, case.id, event)
    said = request.state.language
    return StepAnswer(
        event=known.name,
        label=known.label.in_(said),
        basis=case.profile.cite(known),
        verification=known.verification,
        needs=list(known.needs),
        asks=[_asked(ask, said) for ask in known.asks],
        follows=_following(outlook, said) if isinstance(outlook, cases.Foreseen) else None,
        impossible=str(outlook) if isinstance(outlook, Exception) else None,
    )


@router.post(
    "/cases/{reference}/steps/{event}",
    status_code=201,
    response_model=Happened,
    dependencies=[requires("case.record_step")],
)
async def take_step(
    request: Request,
    db: Db,
    reference: str,
    event: str,
    body: StepBody,
    if_match: IfMatch,
    key: Key = None,
) -> Response:
    """Record an event of the case's procedure that has no resource of its own."""

    async def do() -> Happened:
        case_id = await cases.case_id_of(db, reference)
        return Happened.of(await record_step(db, db.actor, case_id, event, body.as_told(), version=if_match))

    return await once(request, db, key, do)


@router.get("/proposals", dependencies=[requires("proposal.read", reads=True)])
async def read_proposals(request: Request, db: ReadDb) -> list[ProposalAnswer]:
    """What waits for a decision of the caller's role, oldest first."""
    return [_proposal(each, request.state.language) for each in await cases.proposals_for(db, db.actor.role)]


@router.get("/cases/{reference}/proposals", dependencies=[requires("proposal.read", reads=True)])
async def read_proposals_of_case(request: Request, db: ReadDb, reference: str) -> list[ProposalAnswer]:
    """Every proposal of a case, with how it ended."""
    case_id = await cases.case_id_of(db, reference)
    found = await cases.proposals_of(db, case_id, open_only=False)
    return [_proposal(each, request.state.language) for each in found]


@router.post("/proposals/{proposal_id}/dismissal", dependencies=[requires("proposal.dismiss")])
async def dismiss_proposal(db: Db, proposal_id: UUID, body: DismissalBody, if_match: IfMatch) -> Happened:
    """Leave undone what was proposed, with reasons. `If-Match` is the case's version."""
    return Happened.of(
        await cases.dismiss_proposal(db, db.actor, proposal_id, reasons=body.reasons, version=if_match)
    )


def _asked(ask: procedure.Ask, said: str) -> AskAnswer:
    return AskAnswer(
        name=ask.name,
        label=ask.label.in_(said),
        kind=ask.kind,
        required=ask.required,
        choices=[ChoiceAnswer(name=c.name, label=c.label.in_(said)) for c in ask.choices],
    )


def _following(found: cases.Foreseen, said: str) -> FollowingAnswer:
    follows = found.follows
    counted: list[tuple[str, Any]] = [
        *((found.rules[m.id], m.explanation) for m in follows.move if m.id in found.rules),
        *((new.rule, new.explanation) for new in follows.start),
    ]
    return FollowingAnswer(
        stages=dict(follows.stages),
        ends=list(found.ends),
        limits=[
            FollowingLimit(rule=r, due_on=e.due_day, in_words=e.in_words(said), verification=e.verification)
            for r, e in counted
        ],
        documents_close=follows.close_documents,
        proposes=[each.event for each in follows.propose],
    )


def _proposal(found: cases.ProposalView, said: str) -> ProposalAnswer:
    return ProposalAnswer(
        id=found.id,
        reference=found.reference,
        event=found.event,
        label=found.profile.event(found.event).label.in_(said),
        because=found.because,
        kind=found.kind,
        why=found.why.in_(said),
        claims=list(found.claims),
        roles=list(found.roles),
        state=found.state,
        proposed_at=found.proposed_at,
        ended_at=found.ended_at,
        reasons=found.reasons,
    )
