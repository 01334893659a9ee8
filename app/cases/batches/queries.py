"""Reading batches: how far one is, and its cases by keyset."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased

from app.cases.batches.kinds import EVERYWHERE, KindName, scope_of
from app.cases.batches.models import Batch, BatchCase
from app.core.actor import Actor
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table

STATES = ("waiting", "left_out", "done", "refused")


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch with its figures. `counts` has every state; `to_do` is what was approved, `handled` how much of it is behind."""

    id: UUID
    kind: str
    rule: str
    country: str
    profile_version: str
    scope: str
    filters: Mapping[str, Any]
    state: str
    prepared_by: UUID
    preparer: str
    prepared_at: datetime
    approved_by: UUID | None
    approver: str | None
    approved_at: datetime | None
    reasons: str | None
    stopper: str | None
    stopped_at: datetime | None
    stop_reason: str | None
    finished_at: datetime | None
    version: int
    counts: Mapping[str, int]
    people: int

    @property
    def to_do(self) -> int:
        return self.counts["waiting"] + self.handled

    @property
    def handled(self) -> int:
        return self.counts["done"] + self.counts["refused"]

    @property
    def looked_at(self) -> int:
        return sum(self.counts.values())


async def batch(db: ReadSession, kind: KindName, batch_id: UUID) -> BatchView:
    """Raises `NotFound`, also for one of another kind, body or office."""
    found = await _views(db, Batch.id == batch_id, Batch.kind == kind)
    if not found:
        raise NotFound
    return found[0]


async def batches(db: ReadSession, kind: KindName, *, limit: int = 50) -> list[BatchView]:
    """The batches of the actor's body or office, the latest first."""
    return await _views(db, Batch.kind == kind, limit=limit)


async def _views(db: ReadSession, *conditions: ColumnElement[bool], limit: int = 1) -> list[BatchView]:
    preparer, approver, stopper = (aliased(user_table) for _ in range(3))
    rows = await db.rows(
        select(
            Batch,
            preparer.c.name.label("preparer"),
            approver.c.name.label("approver"),
            stopper.c.name.label("stopper"),
        )
        .join(preparer, preparer.c.id == Batch.prepared_by)
        .outerjoin(approver, approver.c.id == Batch.approved_by)
        .outerjoin(stopper, stopper.c.id == Batch.stopped_by)
        .where(_seen_by(db.actor), *conditions)
        .order_by(Batch.prepared_at.desc(), Batch.id.desc())
        .limit(limit)
    )
    counted = await _counted(db, [row.Batch.id for row in rows])
    return [_view(row, counted.get(row.Batch.id, {})) for row in rows]


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those of the actor's body or office; all of its kind for who belongs to none (an administrator sees figures)."""
    scope = scope_of(actor)
    return true() if scope == EVERYWHERE else Batch.scope == scope


def _view(row: Any, counted: Mapping[str, tuple[int, int]]) -> BatchView:
    b: Batch = row.Batch
    return BatchView(
        b.id,
        b.kind,
        b.rule,
        b.country,
        b.profile_version,
        b.scope,
        b.filters,
        b.state,
        b.prepared_by,
        row.preparer,
        b.prepared_at,
        b.approved_by,
        row.approver,
        b.approved_at,
        b.reasons,
        row.stopper,
        b.stopped_at,
        b.stop_reason,
        b.finished_at,
        b.version,
        {state: counted.get(state, (0, 0))[0] for state in STATES},
        sum(people for state, (_, people) in counted.items() if state != "left_out"),
    )


async def _counted(db: ReadSession, ids: list[UUID]) -> dict[UUID, dict[str, tuple[int, int]]]:
    people = func.coalesce(func.sum(BatchCase.facts["people"].as_integer()), 0)
    rows = await db.rows(
        select(BatchCase.batch_id, BatchCase.state, func.count(), people)
        .where(BatchCase.batch_id.in_(ids))
        .group_by(BatchCase.batch_id, BatchCase.state)
    )
    found: dict[UUID, dict[str, tuple[int, int]]] = {}
    for batch_id, state, cases, members in rows:
        found.setdefault(batch_id, {})[state] = (cases, members)
    return found


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One case of a batch: what the preview shows of it, and why it is not in it, or was refused."""

    case_id: UUID
    position: int
    reference: str
    state: str
    facts: Mapping[str, Any]
    why: list[Mapping[str, Any]]
    changed_at: datetime | None
    event_id: UUID | None


@dataclass(frozen=True, slots=True)
class BatchPage:
    """`after` continues the list, or is `None` at its end."""

    lines: list[BatchLine]
    after: int | None


async def cases_of(
    db: ReadSession, batch_id: UUID, *, state: str | None = None, after: int = 0, limit: int = 50
) -> BatchPage:
    """The cases of a batch in its order, or those in one state. Keyset pages of `limit`. The caller read the batch before."""
    b = BatchCase
    statement = (
        select(b.case_id, b.position, b.reference, b.state, b.facts, b.why, b.changed_at, b.event_id)
        .where(b.batch_id == batch_id, b.position > after)
        .order_by(b.position)
        .limit(limit + 1)
    )
    if state is not None:
        statement = statement.where(b.state == state)
    lines = [BatchLine(*row) for row in await db.rows(statement)]
    more = len(lines) > limit
    lines = lines[:limit]
    return BatchPage(lines, lines[-1].position if more else None)


async def facts_of(db: ReadSession, batch_id: UUID, case_id: UUID) -> Mapping[str, Any]:
    """What was known of the case when the list was made. Raises `NotFound`."""
    found: Mapping[str, Any] | None = await db.scalar(
        select(BatchCase.facts).where(BatchCase.batch_id == batch_id, BatchCase.case_id == case_id)
    )
    if found is None:
        raise NotFound
    return found


async def case_in(db: ReadSession, batch_id: UUID, reference: str) -> UUID:
    """The case of that reference in the batch. Raises `NotFound`."""
    found: UUID | None = await db.scalar(
        select(BatchCase.case_id).where(BatchCase.batch_id == batch_id, BatchCase.reference == reference)
    )
    if found is None:
        raise NotFound
    return found
