"""What a body could deal with next, in the order in which it should."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from app.cases import public as cases
from app.core.database import ReadSession
from app.decisions.models import AgendaItem, Decision
from app.decisions.queries.order import came_back, is_childs, is_endorsed, order_of_waiting, youngest_adult
from app.decisions.rules import WAITING
from app.people.public import person_table


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case that may be put on an agenda. `due_at` is its next limit, UTC; `childs`: the claim is a child's own; `came_back`:
    a body had asked for more facts; `endorsed`: it has the analysis without which it cannot be put there (a group's cases have none)."""

    id: UUID
    reference: str
    given_names: str
    family_names: str
    nationalities: list[str]
    household_size: int
    priority: int
    due_at: datetime | None
    stage_since: datetime
    childs: bool
    came_back: bool
    endorsed: bool

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


async def proposed_agenda(db: ReadSession, *, limit: int = 50) -> list[WaitingCase]:
    """Cases awaiting decision that are on no agenda and await no signature: a child's claim before every adult's, then those for
    which more facts had been asked, then by next limit, priority and age."""
    on_none = ~exists().where(AgendaItem.case_id == cases.case_table.c.id, AgendaItem.status == "pending")
    return await waiting_cases(db, on_none, limit=limit)


async def waiting_cases(db: ReadSession, *conditions: ColumnElement[bool], limit: int) -> list[WaitingCase]:
    """Those that await a decision and no signature, in the order in which they are decided."""
    born_after = await youngest_adult(db)
    case, person = cases.case_table.c, person_table.c
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
            *conditions,
        )
        .order_by(*order_of_waiting(born_after))
        .limit(limit)
    )
    return [WaitingCase(*row) for row in rows]
