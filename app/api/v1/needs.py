"""Needs with their history, the form of screening, rounds of questions, and what people decide about what they propose."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.edge.access import requires
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.workflows.record_need import review_need
from app.workflows.screen_person import decide_proposal, screen_again

router = Router(tags=["needs"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=4000)]


class ReviewBody(Body):
    """`still` false ends the need; `note` then says why. `review_on`: by the need's own months where it is left out."""

    still: bool
    note: Text = ""
    review_on: date | None = None


class ScreeningBody(Body):
    """`answers`: a question's name → `yes`, `no`, `no_answer`, one of its choices, or a number."""

    person_id: UUID
    answers: dict[str, str | int] = Field(max_length=100, examples=[{"illness": "chronic"}])


class DecisionBody(Body):
    decision: Literal["accept", "not_now"]
    reason: Text = ""


class ReviewAnswer(BaseModel):
    at: datetime
    by: str
    still: bool
    review_on: date | None
    note: str


class NeedAnswer(BaseModel):
    """A need that the caller may read. `asks`: what it asks of an interview."""

    id: UUID
    person_id: UUID
    code: str
    sensitivity: str
    note: str | None
    found_at: datetime
    found_by: str
    review_on: date | None
    review_asked_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    asks: list[str]
    referral: str | None
    reviews: list[ReviewAnswer]


class NeedsAnswer(BaseModel):
    """`asks`: person → what the interview has to have, also because of needs that the caller may not read."""

    needs: list[NeedAnswer]
    asks: dict[UUID, list[str]]


class ProposalAnswer(BaseModel):
    id: UUID
    person_id: UUID
    kind: str
    value: str
    criterion: str | None
    because: str
    state: str
    proposed_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None


class ScreeningAnswer(BaseModel):
    id: UUID
    person_id: UUID
    at: datetime
    by: str
    edition: str
    answers: dict[str, str | int]


class ScreeningsAnswer(BaseModel):
    screenings: list[ScreeningAnswer]
    proposals: list[ProposalAnswer]


class Kept(BaseModel):
    id: UUID


@router.get("/screening-form", dependencies=[requires("person.screen", reads=True)])
async def screening_form(db: ReadDb) -> dict[str, Any]:
    """The form of the procedure in force: its questions, of whom they are asked, and what an answer proposes."""
    return intake.form_as_data(await procedure_in_force(db))


@router.get("/cases/{reference}/needs", dependencies=[requires("case.read")])
async def read_needs(request: Request, db: Db, reference: str) -> NeedsAnswer:
    """The needs of a case's people that the caller may read, with those that ended, and what the interviews ask for."""
    case = await cases.case_view(db, reference)
    await audit.looked(db, "case.needs", reference, case_id=case.id, request_id=request.state.request_id)
    persons = [claim.person_id for claim in case.claims]
    found = await people.needs_of(db, persons, ended=True)
    asks = await people.asked_of(db, persons)
    return NeedsAnswer(
        needs=[_need(need) for needs in found.values() for need in needs],
        asks={person: list(each) for person, each in asks.items()},
    )


@router.post(
    "/cases/{reference}/needs/{need_id}/reviews",
    status_code=204,
    dependencies=[requires("person.record_need")],
)
async def review(db: Db, reference: str, need_id: UUID, body: ReviewBody) -> None:
    """Somebody looked again: the need is still there, or it ended."""
    case_id = await cases.case_id_of(db, reference)
    await review_need(
        db, db.actor, case_id, need_id, still=body.still, note=body.note, review_on=body.review_on
    )


@router.get("/cases/{reference}/screenings", dependencies=[requires("person.screen")])
async def read_screenings(request: Request, db: Db, reference: str) -> ScreeningsAnswer:
    """Every round of questions of a case with its answers, and what was proposed and decided."""
    case = await cases.case_view(db, reference)
    await audit.looked(db, "case.screenings", reference, case_id=case.id, request_id=request.state.request_id)
    language = request.state.language
    return ScreeningsAnswer(
        screenings=[
            ScreeningAnswer.model_validate(each, from_attributes=True)
            for each in await intake.screenings_of(db, case.id)
        ],
        proposals=[_proposal(each, language) for each in await intake.suggested_in(db, case.id)],
    )


@router.post(
    "/cases/{reference}/screenings",
    status_code=201,
    response_model=Kept,
    dependencies=[requires("person.screen")],
)
async def screen(request: Request, db: Db, reference: str, body: ScreeningBody, key: Key = None) -> Response:
    """Keep a round of questions; what the answers propose waits for a decision."""

    async def do() -> Kept:
        answers = intake.answers_of(body.answers)
        return Kept(id=await screen_again(db, db.actor, reference, body.person_id, answers))

    return await once(request, db, key, do)


@router.post(
    "/screening-proposals/{suggested_id}/decision", status_code=204, dependencies=[requires("person.screen")]
)
async def decide(db: Db, suggested_id: UUID, body: DecisionBody) -> None:
    """Take what a screening proposes and do what follows, or leave it for now and say why."""
    await decide_proposal(db, db.actor, suggested_id, accept=body.decision == "accept", reason=body.reason)


def _need(need: people.NeedView) -> NeedAnswer:
    return NeedAnswer(
        id=need.id,
        person_id=need.person_id,
        code=need.code,
        sensitivity=need.sensitivity,
        note=need.note,
        found_at=need.found_at,
        found_by=need.found_by,
        review_on=need.review_on,
        review_asked_at=need.review_asked_at,
        ended_at=need.ended_at,
        end_reason=need.end_reason,
        asks=list(need.follows.asks),
        referral=need.follows.referral,
        reviews=[ReviewAnswer.model_validate(r, from_attributes=True) for r in need.reviews],
    )


def _proposal(found: intake.ProposedView, language: str) -> ProposalAnswer:
    return ProposalAnswer(
        id=found.id,
        person_id=found.person_id,
        kind=found.kind,
        value=found.value,
        criterion=found.criterion,
        because=found.because.in_(language),
        state=found.state,
        proposed_at=found.proposed_at,
        decided_at=found.decided_at,
        decided_by=found.decided_by,
        reason=found.reason,
    )
