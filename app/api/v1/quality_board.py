"""What comes of assessing files: findings, recommendations, and how far they are. The same as the pages under `/quality/board`."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.core.database import ReadSession
from app.core.errors import Invalid
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.quality import public as quality
from app.workflows.measure_recommendation import Side, check_figure, measured, read_filters

router = Router(prefix="/quality", tags=["quality"], responses=PROBLEMS)
Text = Annotated[str, Field(max_length=4000)]
Stage = Literal["registration", "interview", "decision", "notification", "other"]
State = Literal["proposed", "accepted", "declined", "in_progress", "implemented", "verified"]


class Wanted(BaseModel):
    """`overdue`: only those past their day."""

    state: list[State] = []
    overdue: bool = False


class BoardAnswer(BaseModel):
    """`done` of `total`: implemented or verified, of every recommendation ever made; declined ones count in the total."""

    done: int
    total: int
    overdue: int
    by_state: dict[str, int]


class FindingBody(Body):
    """Found in `files` of `of_files` assessed from `since` until `until`. Write no name and no reference of a case."""

    stage: Stage
    instrument: Annotated[str, Field(max_length=40)] = ""
    indicator: Annotated[str, Field(max_length=60)] = ""
    summary: Text
    since: date
    until: date
    files: int
    of_files: int
    office: Annotated[str | None, Field(max_length=60)] = None


class FindingAnswer(BaseModel):
    id: UUID
    stage: str
    instrument: str
    indicator: str
    summary: str
    since: date
    until: date
    files: int
    of_files: int
    office: str | None
    noted_by: str
    noted_at: datetime
    recommendations: int


class RecommendationBody(Body):
    """Addressed to the supervision of an `office` (its code) or to the commission's secretariat. `figure`: which figure it should move,
    `direction` which way, for the cases of `figure_office` and `figure_origin`."""

    finding_id: UUID | None = None
    stage: Stage
    what: Text
    evidence: Text
    addressee: Literal["supervisor", "commission_secretary"]
    office: Annotated[str | None, Field(max_length=60)] = None
    due_on: date
    figure: Annotated[str | None, Field(max_length=60)] = None
    direction: Literal["up", "down"] | None = None
    figure_office: Annotated[str | None, Field(max_length=60)] = None
    figure_origin: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$", examples=["VEN"])] = None


class StepAnswer(BaseModel):
    act: str
    before: str
    after: str
    reason: str
    evidence: str
    by_name: str
    at: datetime


class HeadlineAnswer(BaseModel):
    key: str
    kind: str
    value: float | int | date | None
    low: float | None
    high: float | None


class SideAnswer(BaseModel):
    since: date
    until: date
    as_of: datetime
    values: list[HeadlineAnswer]

    @classmethod
    def of(cls, side: Side | None) -> "SideAnswer | None":
        if side is None:
            return None
        values = [HeadlineAnswer.model_validate(v, from_attributes=True) for v in side.figure.headline]
        return cls(since=side.since, until=side.until, as_of=side.figure.as_of, values=values)


class RecommendationAnswer(BaseModel):
    """`steps_open`: what the caller may do with it now."""

    id: UUID
    number: int
    finding_id: UUID | None
    stage: str
    what: str
    evidence: str
    addressee: str
    office: str | None
    due_on: date
    overdue: bool
    figure: str | None
    direction: str | None
    state: str
    state_since: datetime
    proposer: str
    proposed_at: datetime
    implemented_at: datetime | None
    version: int


class RecommendationInFull(RecommendationAnswer):
    """`before`: the figure over the half year before it was proposed; `after`: from the day it was carried out."""

    steps: list[StepAnswer]
    steps_open: list[str]
    before: SideAnswer | None
    after: SideAnswer | None


class AnswerStep(Body):
    """`implement` says in `evidence` what shows it."""

    act: Literal["accept", "decline", "start", "implement"]
    reason: Text
    evidence: Text = ""


class VerificationStep(Body):
    """`verify` says in `evidence` what shows it; `send_back`: it was not carried out."""

    act: Literal["verify", "send_back"]
    reason: Text
    evidence: Text = ""


@router.get("/board", dependencies=[requires("recommendation.read", reads=True)])
async def read_board(db: ReadDb) -> BoardAnswer:
    """How many recommendations are in each state, among those that the caller may see."""
    found = await quality.board(db, (await procedure_in_force(db)).today(db.now()))
    return BoardAnswer(
        done=found.done, total=found.total, overdue=found.overdue, by_state=dict(found.by_state)
    )


@router.get("/findings", dependencies=[requires("recommendation.read", reads=True)])
async def read_findings(db: ReadDb) -> list[FindingAnswer]:
    """Newest first."""
    return [FindingAnswer.model_validate(f, from_attributes=True) for f in await quality.findings(db)]


@router.post("/findings", status_code=201, dependencies=[requires("recommendation.propose")])
async def note_finding(db: Db, body: FindingBody) -> FindingAnswer:
    """Write down what was found, with its counts as they are now."""
    facts = body.model_dump(exclude={"office"})
    made = await quality.note_finding(
        db, db.actor, quality.Found(**facts, office_id=await office_of(db, body.office))
    )
    return FindingAnswer.model_validate(await quality.finding(db, made), from_attributes=True)


@router.get("/recommendations", dependencies=[requires("recommendation.read", reads=True)])
async def read_recommendations(db: ReadDb, query: Annotated[Wanted, Query()]) -> list[RecommendationAnswer]:
    """The one that is due first on top; with `overdue` only those past their day."""
    today = (await procedure_in_force(db)).today(db.now())
    found = await quality.recommendations(db, states=query.state, overdue_on=today if query.overdue else None)
    return [RecommendationAnswer(**_plain(view, today)) for view in found]


@router.post("/recommendations", status_code=201, dependencies=[requires("recommendation.propose")])
async def propose(response: Response, db: Db, body: RecommendationBody) -> RecommendationInFull:
    """Propose a change, to somebody, by a day."""
    check_figure(body.figure)
    made = await quality.propose(
        db,
        db.actor,
        quality.Proposal(
            body.stage,
            body.what,
            body.evidence,
            body.addressee,
            await office_of(db, body.office),
            body.due_on,
            body.figure,
            body.direction,
        ),
        finding_id=body.finding_id,
        figure_filters=read_filters(
            office=await office_of(db, body.figure_office), origin=body.figure_origin
        ),
    )
    response.headers["Location"] = f"/api/v1/quality/recommendations/{made}"
    return await _in_full(response, db, made)


@router.get(
    "/recommendations/{recommendation_id}", dependencies=[requires("recommendation.read", reads=True)]
)
async def read_recommendation(
    response: Response, db: ReadDb, recommendation_id: UUID
) -> RecommendationInFull:
    """With every step, and the figure that it should move before and after."""
    return await _in_full(response, db, recommendation_id)


@router.post("/recommendations/{recommendation_id}/answer", dependencies=[requires("recommendation.answer")])
async def answer(
    response: Response, db: Db, recommendation_id: UUID, body: AnswerStep, version: IfMatch
) -> RecommendationInFull:
    """A step of whoever it is addressed to: accept, decline, start, implement. Each with its reason."""
    await quality.move(
        db,
        db.actor,
        recommendation_id,
        body.act,
        reason=body.reason,
        evidence=body.evidence,
        version=version,
    )
    return await _in_full(response, db, recommendation_id)


@router.post(
    "/recommendations/{recommendation_id}/verification", dependencies=[requires("recommendation.verify")]
)
async def verify(
    response: Response, db: Db, recommendation_id: UUID, body: VerificationStep, version: IfMatch
) -> RecommendationInFull:
    """Was it carried out? Never by who proposed it or carried it out."""
    await quality.move(
        db,
        db.actor,
        recommendation_id,
        body.act,
        reason=body.reason,
        evidence=body.evidence,
        version=version,
    )
    return await _in_full(response, db, recommendation_id)


async def office_of(db: ReadSession, code: str | None) -> UUID | None:
    if not code:
        return None
    found = next((o.id for o in await identity.offices(db) if o.code == code), None)
    if found is None:
        raise Invalid.at("office", "unknown_office", "Elija una oficina de la lista.")
    return found


async def _in_full(response: Response, db: ReadSession, recommendation_id: UUID) -> RecommendationInFull:
    view = await quality.recommendation(db, recommendation_id)
    moves = await quality.moves_of(db, recommendation_id)
    moved = await measured(db, view)
    etag(response, view.version)
    return RecommendationInFull(
        **_plain(view, (await procedure_in_force(db)).today(db.now())),
        steps=[StepAnswer.model_validate(m, from_attributes=True) for m in moves],
        steps_open=quality.steps_open_to(db.actor, view, moves),
        before=SideAnswer.of(moved.before if moved else None),
        after=SideAnswer.of(moved.after if moved else None),
    )


def _plain(view: quality.RecommendationView, today: date) -> dict[str, Any]:
    names = set(RecommendationAnswer.model_fields) - {"overdue"}
    return {name: getattr(view, name) for name in names} | {"overdue": view.overdue(today)}
