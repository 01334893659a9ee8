"""The limits of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    bindparam,
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


_D = Deadline
_LIMITS = (
    select(
        _D.id,
        _D.rule,
        _D.kind,
        _D.state,
        _D.binds,
        _D.started_at,
        _D.starts_on,
        _D.due_on,
        _D.due_at,
        _D.basis,
        _D.verification,
        _D.explanation,
        _D.ended_at,
        _D.extensions,
        _D.extension_cause,
        _D.first_due_on,
        _D.escalated_at,
        _D.settled_by.is_not(None),
        _D.claim_id,
    )
    .where(_D.case_id == bindparam("case"))
    .order_by(_D.state != "running", _D.due_at, _D.id)
)
_GOING = _LIMITS.where(_D.state.in_(("running", "suspended")))


async def limits_of(db: ReadSession, case_id: UUID, *, ended: bool = True) -> list[Limit]:
    """The limits of a case, running ones first, nearest first."""
    statement = _LIMITS if ended else _GOING
    return [Limit(*row) for row in await db.rows(statement, {"case": case_id})]
