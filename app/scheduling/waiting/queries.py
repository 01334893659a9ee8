"""The waiting list, in the order in which it is served."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.cases.public import case_table, claim_table
from app.core.database import ReadSession
from app.identity.public import office_table
from app.people.public import person_table
from app.scheduling.waiting.models import Waiting

MOST = 200


@dataclass(frozen=True, slots=True)
class WaitingView:
    id: UUID
    case_id: UUID
    reference: str
    person_id: UUID
    person: str
    office_id: UUID
    office: str
    kind: str
    language: str
    child: bool
    priority: int
    filed_on: date
    since: datetime
    note: str
    claim_id: UUID


async def waiting(
    db: ReadSession,
    *,
    today: date,
    office_id: UUID | None = None,
    case_id: UUID | None = None,
    limit: int = MOST,
) -> list[WaitingView]:
    """Who waits, of the cases that the actor sees, in order: children's claims before any adult's, then by the case's priority, by
    the age of the claim, and by since when they wait."""
    w, c, p = Waiting, case_table.c, person_table.c
    conditions: list[ColumnElement[bool]] = [w.state == "waiting"]
    conditions += [w.office_id == office_id] if office_id else []
    conditions += [w.case_id == case_id] if case_id else []
    child = w.adult_on > today
    rows = await db.rows(
        select(
            *(w.id, w.case_id, c.reference, w.person_id, p.given_names, p.family_names, w.office_id),
            *(office_table.c.name, w.kind, w.language, child, c.priority, c.filed_on, w.since, w.note),
            claim_table.c.id,
        )
        .join(case_table, c.id == w.case_id)
        .join(claim_table, (claim_table.c.case_id == w.case_id) & (claim_table.c.person_id == w.person_id))
        .join(person_table, p.id == w.person_id)
        .join(office_table, office_table.c.id == w.office_id)
        .where(*conditions)
        .order_by(child.desc(), c.priority.desc(), c.filed_on, w.since, w.id)
        .limit(limit)
    )
    return [_view(list(row)) for row in rows]


def _view(row: list[Any]) -> WaitingView:
    row[4:6] = [f"{row[4]} {row[5]}".strip()]
    return WaitingView(*row)
