"""Reading one remedy, the remedies of a case, and what came with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.decisions import public as decisions
from app.identity.public import user_table
from app.remedies import rules
from app.remedies.models import Correction, FirstAnswer, Remedy


@dataclass(frozen=True, slots=True)
class RemedyView:
    """One remedy. `filed_as` is the role in which it was filed; `decision_number` the decision that it challenges."""

    id: UUID
    case_id: UUID
    reference: str
    decision_id: UUID
    decision_number: str
    kind: str
    body: str
    status: str
    filed_at: datetime
    filed_by: UUID
    filed_by_name: str
    filed_as: str
    lodged_by: str
    grounds: str
    points: list[dict[str, str]]
    hearing_reasons: str | None
    hearing_ruling: str | None
    hearing_ruling_reasons: str | None
    in_time: bool
    late_reasons: str | None
    admitted_by: UUID | None
    admitted_at: datetime | None
    admission_reasons: str | None
    suspensive: bool
    result: str | None
    reasons: str | None
    instructions: list[str]
    reversal_grounds: list[str]
    decided_at: datetime | None
    decided_by: UUID | None
    version: int


@dataclass(frozen=True, slots=True)
class SentBack:
    """What the first instance was told when a case came back to it."""

    instructions: list[str]
    reasons: str
    decided_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What the writing lacked; `due_at` is the first instant after the days given."""

    lacking: str
    days: int
    asked_at: datetime
    due_at: datetime
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What the first instance said to the remedy."""

    text: str
    given_at: datetime
    name: str


def _views(*conditions: ColumnElement[bool]) -> Select[Any]:
    r, decision = Remedy, decisions.decision_table.c
    return (
        select(
            r.id,
            r.case_id,
            cases.case_table.c.reference,
            r.decision_id,
            decision.number,
            r.kind,
            r.body,
            r.status,
            r.filed_at,
            r.filed_by,
            user_table.c.name,
            r.filed_as,
            r.lodged_by,
            r.grounds,
            r.points,
            r.hearing_reasons,
            r.hearing_ruling,
            r.hearing_ruling_reasons,
            r.in_time,
            r.late_reasons,
            r.admitted_by,
            r.admitted_at,
            r.admission_reasons,
            r.suspensive,
            r.result,
            r.reasons,
            r.instructions,
            r.reversal_grounds,
            r.decided_at,
            r.decided_by,
            r.version,
        )
        .join(cases.case_table, cases.case_table.c.id == r.case_id)
        .join(decisions.decision_table, decision.id == r.decision_id)
        .join(user_table, user_table.c.id == r.filed_by)
        .where(*conditions)
        .order_by(r.filed_at.desc(), r.id.desc())
    )


async def remedies_of(db: ReadSession, case_id: UUID) -> list[RemedyView]:
    """The remedies of a case, the latest first."""
    return [RemedyView(*row) for row in await db.rows(_views(Remedy.case_id == case_id))]


async def remedy(db: ReadSession, remedy_id: UUID) -> RemedyView:
    """Raises `NotFound`, also when it is not the actor's to see."""
    row = await db.row(_views(Remedy.id == remedy_id))
    if row is None:
        raise NotFound
    return RemedyView(*row)


async def sent_back(db: ReadSession, case_id: UUID) -> SentBack | None:
    """The instruction of the latest remedy that sent the case back, for whoever assesses it again."""
    r = Remedy
    row = await db.row(
        select(r.instructions, r.reasons, r.decided_at, r.body)
        .where(r.case_id == case_id, r.result == rules.REMITTED)
        .order_by(r.decided_at.desc())
        .limit(1)
    )
    return SentBack(*row) if row else None


async def correction_of(db: ReadSession, remedy_id: UUID) -> CorrectionView | None:
    """What was asked to be corrected, if anything was."""
    c = Correction
    row = await db.row(
        select(c.lacking, c.days, c.asked_at, c.due_at, c.answer, c.answered_at).where(
            c.remedy_id == remedy_id
        )
    )
    return CorrectionView(*row) if row else None


async def first_answer(db: ReadSession, remedy_id: UUID) -> AnswerView | None:
    """The first instance's answer, once it is there."""
    a = FirstAnswer
    row = await db.row(
        select(a.text, a.given_at, user_table.c.name)
        .join(user_table, user_table.c.id == a.given_by)
        .where(a.remedy_id == remedy_id)
    )
    return AnswerView(*row) if row else None
