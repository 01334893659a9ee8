"""The limits of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    select,
)

from app.cases.models import (
    Deadline,
)
from app.core.database import ReadSession


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit of a case. `explanation` says how the days were counted.

    `extensions` and `extension_cause`: how often it was prolonged, and for what at last; `first_due_on` its last day before any
    change; `escalated_at` since when it is before the role above; `settled`: it passed, and what it asked was done after all;
    `claim_id` where it runs for one claim alone.
    """

    id: UUID
    rule: str
    kind: str
    state: str
    binds: str
    started_at: datetime
    starts_on: date
    due_on: date
    due_at: datetime
    basis: str
    verification: str
    explanation: Mapping[str, Any]
    ended_at: datetime | None
    extensions: int
    extension_cause: str | None
    first_due_on: date | None
    escalated_at: datetime | None
    settled: bool
    claim_id: UUID | None


async def limits_of(db: ReadSession, case_id: UUID, *, ended: bool = True) -> list[Limit]:
    """The limits of a case, running ones first, nearest first."""
    d = Deadline
    statement = (
        select(
            d.id,
            d.rule,
            d.kind,
            d.state,
            d.binds,
            d.started_at,
            d.starts_on,
            d.due_on,
            d.due_at,
            d.basis,
            d.verification,
            d.explanation,
            d.ended_at,
            d.extensions,
            d.extension_cause,
            d.first_due_on,
            d.escalated_at,
            d.settled_by.is_not(None),
            d.claim_id,
        )
        .where(d.case_id == case_id)
        .order_by(d.state != "running", d.due_at, d.id)
    )
    if not ended:
        statement = statement.where(d.state.in_(("running", "suspended")))
    return [Limit(*row) for row in await db.rows(statement)]
