"""The board: what was found, what was recommended of it, and how far that has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import may, office_table, user_table
from app.quality.recommendations import rules
from app.quality.recommendations.actions import PERMISSION
from app.quality.recommendations.models import (
    OPEN,
    QualityFinding,
    QualityRecommendation,
    QualityRecommendationMove,
)

MOST = 200


@dataclass(frozen=True, slots=True)
class FindingView:
    """What was found, in `files` of `of_files`, and how many recommendations came of it."""

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


@dataclass(frozen=True, slots=True)
class MoveView:
    act: str
    before: str
    after: str
    reason: str
    evidence: str
    by: UUID
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A recommendation as it stands. `number` is said as R-12."""

    id: UUID
    number: int
    finding_id: UUID | None
    stage: str
    what: str
    evidence: str
    addressee: str
    office_id: UUID | None
    office: str | None
    due_on: date
    figure: str | None
    figure_filters: Mapping[str, Any]
    direction: str | None
    state: str
    state_since: datetime
    proposed_by: UUID
    proposer: str
    proposed_at: datetime
    implemented_at: datetime | None
    version: int

    def overdue(self, today: date) -> bool:
        return rules.is_overdue(self.state, self.due_on, today)


@dataclass(frozen=True, slots=True)
class Board:
    """`done` of `total`: implemented or verified, of every one that was ever made; those that were declined count in the total, so
    that declining makes no figure better."""

    by_state: Mapping[str, int]
    overdue: int

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def done(self) -> int:
        return sum(self.by_state.get(state, 0) for state in rules.DONE)


async def board(db: ReadSession, today: date) -> Board:
    """How many recommendations are in each state, among those that the actor may see."""
    r = QualityRecommendation
    rows = await db.rows(
        select(
            r.state,
            func.count().label("n"),
            func.count().filter(r.state.in_(OPEN), r.due_on < today).label("overdue"),
        ).group_by(r.state)
    )
    counted = {row.state: row.n for row in rows}
    return Board({state: counted.get(state, 0) for state in rules.STATES}, sum(row.overdue for row in rows))


async def recommendations(
    db: ReadSession,
    *,
    states: Sequence[str] = (),
    overdue_on: date | None = None,
    limit: int = MOST,
) -> list[RecommendationView]:
    """Those in the states named (none: all), the one that is due first on top; with `overdue_on` only those late on that day."""
    r, conditions = QualityRecommendation, list[ColumnElement[bool]]()
    if states:
        conditions.append(r.state.in_(states))
    if overdue_on is not None:
        conditions += [r.state.in_(OPEN), r.due_on < overdue_on]
    return await _views(db, *conditions, limit=limit)


async def recommendation(db: ReadSession, recommendation_id: UUID) -> RecommendationView:
    """Raises `NotFound`."""
    found = await _views(db, QualityRecommendation.id == recommendation_id)
    if not found:
        raise NotFound
    return found[0]


async def moves_of(db: ReadSession, recommendation_id: UUID) -> list[MoveView]:
    """Every step it took, the first one first."""
    m = QualityRecommendationMove
    rows = await db.rows(
        select(m, user_table.c.name)
        .join(user_table, user_table.c.id == m.by_user)
        .where(m.recommendation_id == recommendation_id)
        .order_by(m.at, m.id)
    )
    return [_move(row) for row in rows]


def steps_open_to(actor: Actor, view: RecommendationView, moves: Sequence[MoveView]) -> list[str]:
    """The steps that the actor may take now."""
    own = rules.their_own(view.proposed_by, [rules.Taken(m.act, m.by) for m in moves])

    def open_to(act: str) -> bool:
        side = rules.STEPS[act].side
        if not may(actor, PERMISSION[side]):
            return False
        if side == "quality":
            return actor.user_id not in own
        return actor.role == view.addressee and view.office_id in (None, actor.office_id)

    return [act for act in rules.steps_from(view.state) if open_to(act)]


async def findings(db: ReadSession, *, since: date | None = None, limit: int = MOST) -> list[FindingView]:
    """What was noted, newest first; with `since` only what was noted of a period that had not ended before."""
    conditions = [QualityFinding.period_until >= since] if since else []
    return await _findings(db, *conditions, limit=limit)


async def finding(db: ReadSession, finding_id: UUID) -> FindingView:
    """Raises `NotFound`."""
    found = await _findings(db, QualityFinding.id == finding_id)
    if not found:
        raise NotFound
    return found[0]


async def _findings(db: ReadSession, *conditions: ColumnElement[bool], limit: int = 1) -> list[FindingView]:
    f = QualityFinding
    came_of_it = (
        select(func.count()).where(QualityRecommendation.finding_id == f.id).correlate(f).scalar_subquery()
    )
    rows = await db.rows(
        select(f, user_table.c.name, office_table.c.name.label("office"), came_of_it.label("n"))
        .join(user_table, user_table.c.id == f.noted_by)
        .outerjoin(office_table, office_table.c.id == f.office_id)
        .where(*conditions)
        .order_by(f.noted_at.desc(), f.id)
        .limit(limit)
    )
    return [_finding(row) for row in rows]


def _finding(row: Any) -> FindingView:
    f: QualityFinding = row.QualityFinding
    return FindingView(
        id=f.id, stage=f.stage, instrument=f.instrument, indicator=f.indicator, summary=f.summary, since=f.period_since,
        until=f.period_until, files=f.files, of_files=f.of_files, office=row.office, noted_by=row.name, noted_at=f.noted_at,
        recommendations=row.n,
    )  # fmt: skip


async def _views(
    db: ReadSession, *conditions: ColumnElement[bool], limit: int = 1
) -> list[RecommendationView]:
    r, proposer = QualityRecommendation, aliased(user_table)
    rows = await db.rows(
        select(r, proposer.c.name.label("proposer"), office_table.c.name.label("office"))
        .join(proposer, proposer.c.id == r.proposed_by)
        .outerjoin(office_table, office_table.c.id == r.office_id)
        .where(*conditions)
        .order_by(r.due_on, r.number)
        .limit(limit)
    )
    return [_view(row) for row in rows]


def _view(row: Any) -> RecommendationView:
    r: QualityRecommendation = row.QualityRecommendation
    return RecommendationView(
        id=r.id, number=r.number, finding_id=r.finding_id, stage=r.stage, what=r.what, evidence=r.evidence,
        addressee=r.addressee, office_id=r.office_id, office=row.office, due_on=r.due_on, figure=r.figure,
        figure_filters=r.figure_filters, direction=r.direction, state=r.state, state_since=r.state_since,
        proposed_by=r.proposed_by, proposer=row.proposer, proposed_at=r.proposed_at, implemented_at=r.implemented_at,
        version=r.version,
    )  # fmt: skip


def _move(row: Any) -> MoveView:
    m: QualityRecommendationMove = row.QualityRecommendationMove
    return MoveView(m.act, m.from_state, m.to_state, m.reason, m.evidence, m.by_user, row.name, m.at)
