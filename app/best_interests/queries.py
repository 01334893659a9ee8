"""Reading best-interests procedures, and which children still wait for something."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, tuple_

from app.best_interests.models import BestInterests
from app.best_interests.rules import Report, read_report
from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table
from app.people.public import person_table

PAGE = 50


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """One procedure as it stands."""

    id: UUID
    case_id: UUID
    claim_id: UUID
    kind: str
    reason: str
    state: str
    report: Report
    author_id: UUID
    author_name: str
    opened_at: datetime
    submitted_at: datetime | None
    panel: list[dict[str, Any]]
    chosen: str | None
    reasons: str | None
    dissent: str | None
    determined_at: datetime | None
    follow_up_on: date | None
    review_of: UUID | None
    version: int


@dataclass(frozen=True, slots=True)
class WaitingChild:
    """A child of an open case: who answers for them, and how far the best-interests procedure is (`state` none: none was opened)."""

    claim_id: UUID
    reference: str
    name: str
    birth_date: date
    registered_at: datetime
    has_guardian: bool
    state: str | None


async def procedures_of(db: ReadSession, case_id: UUID) -> list[ProcedureView]:
    """Those of the case that the actor may read, the last first."""
    return await _views(db, BestInterests.case_id == case_id)


async def best_interests(db: ReadSession, procedure_id: UUID) -> ProcedureView:
    """One of them. Raises `NotFound`."""
    for found in await _views(db, BestInterests.id == procedure_id):
        return found
    raise NotFound


async def _views(db: ReadSession, condition: Any) -> list[ProcedureView]:
    b = BestInterests
    rows = await db.rows(
        select(
            b.id,
            b.case_id,
            b.claim_id,
            b.kind,
            b.reason,
            b.state,
            b.content,
            b.author_id,
            user_table.c.name,
            b.opened_at,
            b.submitted_at,
            b.panel,
            b.chosen,
            b.reasons,
            b.dissent,
            b.determined_at,
            b.follow_up_on,
            b.review_of,
            b.version,
        )
        .join(user_table, user_table.c.id == b.author_id)
        .where(condition)
        .order_by(b.opened_at.desc(), b.id.desc())
    )
    return [ProcedureView(*row[:6], read_report(row[6]), *row[7:]) for row in rows]  # type: ignore[call-arg]  # a row has as many


async def waiting_children(
    db: ReadSession,
    *,
    born_after: date,
    stages: Collection[str],
    after: tuple[datetime, UUID] | None = None,
    size: int = PAGE,
) -> tuple[list[WaitingChild], tuple[datetime, UUID] | None]:
    """Children whose claims are at one of those stages, of the cases that the actor sees, who has waited longest first; with them, where the next page goes on."""
    c, k, p, b = cases.case_table, cases.claim_table, person_table, BestInterests
    state = (
        select(b.state)
        .where(b.claim_id == k.c.id)
        .order_by(b.opened_at.desc())
        .limit(1)
        .correlate(k)
        .scalar_subquery()
    )
    guarded = exists().where(
        cases.guardianship_table.c.case_id == c.c.id,
        cases.guardianship_table.c.child_id == p.c.id,
        cases.guardianship_table.c.until.is_(None),
    )
    statement = (
        select(
            k.c.id,
            c.c.reference,
            (p.c.given_names + " " + p.c.family_names).label("name"),
            p.c.birth_date,
            c.c.registered_at,
            guarded.label("has_guardian"),
            state.label("state"),
        )
        .join(c, c.c.id == k.c.case_id)
        .join(p, p.c.id == k.c.person_id)
        .where(p.c.birth_date > born_after, k.c.stage.in_(list(stages)))
        .order_by(c.c.registered_at, k.c.id)
        .limit(size + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(c.c.registered_at, k.c.id) > tuple_(*after))
    rows = await db.rows(statement)
    found = [WaitingChild(*row) for row in rows[:size]]
    more = len(rows) > size
    return found, (found[-1].registered_at, found[-1].claim_id) if more else None
