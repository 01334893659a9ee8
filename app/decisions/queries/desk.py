"""What lies on a single authority's desk, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import ReadSession
from app.decisions.chamber_models import Ruling
from app.decisions.models import Decision
from app.decisions.queries.waiting import WaitingCase, waiting_cases
from app.identity.public import user_table


@dataclass(frozen=True, slots=True)
class Awaited:
    """A draft that the authority has still to sign."""

    decision_id: UUID
    number: str
    reference: str


@dataclass(frozen=True, slots=True)
class RulingView:
    """What an authority answered to the recommendation, with its reasons where it departed."""

    id: UUID
    name: str
    answer: str
    reasons: str
    at: datetime
    outcomes: tuple[Mapping[str, Any], ...]
    decision_id: UUID | None


async def on_the_desk(db: ReadSession, *, limit: int = 50) -> list[WaitingCase]:
    """The recommendations that the reader has still to answer, in the order in which cases wait."""
    return await waiting_cases(db, limit=limit)


async def to_sign(db: ReadSession, *, limit: int = 50) -> list[Awaited]:
    """The drafts that wait for the authority's signature, the oldest first."""
    case = cases.case_table.c
    rows = await db.rows(
        select(Decision.id, Decision.number, case.reference)
        .join(cases.case_table, case.id == Decision.case_id)
        .where(Decision.status == "draft", Decision.item_id.is_(None), Decision.instance == "first")
        .order_by(Decision.drafted_at, Decision.id)
        .limit(limit)
    )
    return [Awaited(*row) for row in rows]


async def rulings_of(db: ReadSession, case_id: UUID) -> list[RulingView]:
    """What the authority answered in a case, the latest first."""
    rows = await db.rows(
        select(Ruling, user_table.c.name)
        .join(user_table, user_table.c.id == Ruling.user_id)
        .where(Ruling.case_id == case_id)
        .order_by(Ruling.at.desc(), Ruling.id.desc())
    )
    return [
        RulingView(r.id, name, r.answer, r.reasons, r.at, tuple(r.outcomes), r.decision_id)
        for r, name in rows
    ]
