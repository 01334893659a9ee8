"""What lies on a single authority's desk, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select

from app.cases import public as cases
from app.core.database import ReadSession
from app.decisions.chamber_models import Ruling
from app.decisions.models import Decision
from app.decisions.queries.order import came_back, is_childs, is_endorsed, order_of_waiting, youngest_adult
from app.decisions.queries.waiting import WaitingCase
from app.decisions.rules import WAITING
from app.identity.public import user_table
from app.people.public import person_table


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
    case, person = cases.case_table.c, person_table.c
    born_after = await youngest_adult(db)
    rows = await db.rows(
        select(
            case.id,
            case.reference,
            person.given_names,
            person.family_names,
            person.nationalities,
            case.household_size,
            case.priority,
            func.nullif(case.next_due_at, cases.NEVER).label("next_due_at"),
            case.stage_since,
            is_childs(born_after).label("childs"),
            came_back().label("came_back"),
            is_endorsed().label("endorsed"),
        )
        .join(person_table, person.id == case.principal_person_id)
        .where(
            case.stage == WAITING,
            ~exists().where(Decision.case_id == case.id, Decision.status == "draft"),
        )
        .order_by(*order_of_waiting(born_after))
        .limit(limit)
    )
    return [WaitingCase(*row) for row in rows]


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
