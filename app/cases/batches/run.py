"""Carrying a batch out: approved by a person, one case after another, stopped and taken up again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select, update

from app.cases.actions.admit import check_reasons
from app.cases.batches.errors import (
    BatchNotPrepared,
    BatchNotRunning,
    BatchNotStopped,
    NothingInTheBatch,
    NotTheApprover,
    PreparerMayNotApprove,
)
from app.cases.batches.loading import take
from app.cases.batches.models import Batch, BatchCase
from app.cases.batches.shapes import Why
from app.core.actor import SYSTEM_ID, Actor
from app.core.database import ReadSession, Session
from app.identity.public import demand

RUN = "batch_run"


async def approve(
    db: Session, actor: Actor, batch_id: UUID, *, reasons: str, version: int | None = None
) -> None:
    """Approve the list as it was read: the worker applies it, case by case, in the approver's name.

    A second click changes nothing. What was stopped may be approved by another person, who answers for the rest. Raises
    `NotFound`, `BatchChanged`, `PreparerMayNotApprove`, `BatchNotPrepared`, `NothingInTheBatch`, `Invalid` without reasons.
    """
    batch, kind = await take(db, actor, batch_id)
    demand(actor, kind.approves)
    if batch.approved_by == actor.user_id and batch.state in ("running", "done"):
        return
    await take(db, actor, batch_id, version=version)
    if kind.four_eyes and batch.prepared_by == actor.user_id:
        raise PreparerMayNotApprove
    if batch.state not in ("prepared", "stopped"):
        raise BatchNotPrepared
    if not await _has(db, batch.id, "waiting"):
        raise NothingInTheBatch
    batch.reasons = check_reasons(reasons)
    batch.approved_by, batch.approved_role, batch.approved_at = actor.user_id, actor.role, db.now()
    _set_running(db, batch)


async def stop(db: Session, actor: Actor, batch_id: UUID, *, reasons: str) -> None:
    """No further case after the one in hand. Raises `BatchNotRunning`, `Invalid` without reasons."""
    batch, kind = await take(db, actor, batch_id)
    demand(actor, kind.reads)
    if batch.state == "stopped":
        return
    if batch.state != "running":
        raise BatchNotRunning
    put_to_rest(db, batch, by=actor.user_id, reason=check_reasons(reasons))


async def resume(db: Session, actor: Actor, batch_id: UUID) -> None:
    """Go on with what waits, and try again what was refused. The approval stands, and is the approver's own to use: what is done
    is done in that name. Raises `BatchNotStopped`, `NotTheApprover`.
    """
    batch, kind = await take(db, actor, batch_id)
    demand(actor, kind.reads)
    if batch.approved_by is None or batch.state not in ("running", "stopped", "done"):
        raise BatchNotStopped
    if batch.approved_by != actor.user_id:
        raise NotTheApprover
    if batch.state == "done" and not await _has(db, batch.id, "refused"):
        raise BatchNotStopped
    await db.execute(
        update(BatchCase)
        .where(BatchCase.batch_id == batch.id, BatchCase.state == "refused")
        .values(state="waiting", why=[], changed_by=actor.user_id, changed_at=db.now())
    )
    _set_running(db, batch)


def _set_running(db: Session, batch: Batch) -> None:
    batch.state = "running"
    batch.stopped_by = batch.stopped_at = batch.stop_reason = batch.finished_at = None
    batch.version += 1
    db.later(RUN, {"batch": str(batch.id)}, at=db.now())


def put_to_rest(db: Session, batch: Batch, *, reason: str, by: UUID = SYSTEM_ID) -> None:
    """The batch goes on only when a person says so."""
    batch.state, batch.stopped_by, batch.stopped_at, batch.stop_reason = "stopped", by, db.now(), reason
    batch.version += 1


async def in_hand(db: ReadSession, batch_id: UUID) -> Batch | None:
    """The batch while it is being carried out, not locked: who stops it waits for nobody. `None` when it is not."""
    batch: Batch | None = await db.scalar(select(Batch).where(Batch.id == batch_id))
    return batch if batch is not None and batch.state == "running" else None


async def next_waiting(db: Session, batch_id: UUID) -> UUID | None:
    """The next case that waits, kept from any other worker until the commit."""
    found: UUID | None = await db.scalar(
        select(BatchCase.case_id)
        .where(BatchCase.batch_id == batch_id, BatchCase.state == "waiting")
        .order_by(BatchCase.position)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return found


async def note_done(db: Session, batch_id: UUID, case_id: UUID, event_id: UUID) -> None:
    await _note(db, batch_id, case_id, state="done", event_id=event_id, why=[])


async def note_refused(db: Session, batch_id: UUID, case_id: UUID, why: Sequence[Why]) -> None:
    """The case did not take it: it is kept with the reason and does not stop the others."""
    await _note(db, batch_id, case_id, state="refused", why=[one.as_row() for one in why])


async def _note(db: Session, batch_id: UUID, case_id: UUID, **values: object) -> None:
    await db.execute(
        update(BatchCase)
        .where(BatchCase.batch_id == batch_id, BatchCase.case_id == case_id, BatchCase.state == "waiting")
        .values(changed_at=db.now(), **values)
    )


async def finish(db: Session, batch_id: UUID) -> None:
    """Nothing waits any more: the batch is done. While another worker still has a case of it in hand, that one says so."""
    batch = await db.locked(Batch, batch_id)
    if batch is not None and batch.state == "running" and not await _has(db, batch_id, "waiting"):
        batch.state, batch.finished_at = "done", db.now()
        batch.version += 1


async def halt(db: Session, batch_id: UUID, reason: str) -> None:
    """The system stops a batch that cannot go on as it was approved; what is left waits for a person."""
    batch = await db.locked(Batch, batch_id)
    if batch is not None and batch.state == "running":
        put_to_rest(db, batch, reason=reason)


async def _has(db: Session, batch_id: UUID, state: str) -> bool:
    found: bool = await db.scalar(
        select(exists().where(BatchCase.batch_id == batch_id, BatchCase.state == state))
    )
    return found
