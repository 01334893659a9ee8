"""Making a list of cases to look at before anything is done to any of them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.cases.actions.admit import check_reasons
from app.cases.batches.errors import BatchNotPrepared, BatchOpenAlready, NotWaitingInTheBatch
from app.cases.batches.kinds import KINDS, KindName, scope_of
from app.cases.batches.loading import take
from app.cases.batches.models import Batch, BatchCase
from app.cases.batches.shapes import Examined, Why
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound, said
from app.core.ids import new_id
from app.identity.public import demand

PREPARE = "batch_prepare"
OPEN = ("preparing", "prepared", "running", "stopped")
TAKEN_OUT = said("La sacó de la lista una persona: «%(reasons)s»")


async def prepare(
    db: Session,
    actor: Actor,
    kind: KindName,
    *,
    rule: str,
    country: str,
    profile_version: str,
    filters: Mapping[str, Any],
) -> UUID:
    """Begin a list of the cases that a rule concerns; the worker fills it. Nothing is done to any case.

    Asked again for the same, the same list answers. Raises `BatchOpenAlready` while another list of that rule is open.
    """
    demand(actor, KINDS[kind].prepares)
    scope, asked = scope_of(actor), dict(filters)
    made = (
        insert(Batch)
        .values(
            id=new_id(),
            kind=kind,
            rule=rule,
            country=country,
            profile_version=profile_version,
            scope=scope,
            filters=asked,
            state="preparing",
            prepared_by=actor.user_id,
            prepared_at=db.now(),
            version=1,
        )
        .on_conflict_do_nothing()
        .returning(Batch.id)
    )
    batch_id: UUID | None = await db.scalar(made)
    if batch_id is not None:
        db.later(PREPARE, {"batch": str(batch_id)}, at=db.now())
        return batch_id
    return await _the_same(db, actor, kind, rule, asked)


async def _the_same(db: Session, actor: Actor, kind: str, rule: str, asked: dict[str, Any]) -> UUID:
    found: Batch | None = await db.scalar(
        select(Batch).where(
            Batch.kind == kind, Batch.rule == rule, Batch.scope == scope_of(actor), Batch.state.in_(OPEN)
        )
    )
    fresh = found is not None and found.state in ("preparing", "prepared")
    if found is None or not fresh or found.prepared_by != actor.user_id or found.filters != asked:
        raise BatchOpenAlready
    return found.id


async def being_prepared(db: Session, batch_id: UUID) -> Batch | None:
    """The batch, locked, while its list is being made; `None` when it is not."""
    batch = await db.locked(Batch, batch_id)
    return batch if batch is not None and batch.state == "preparing" else None


async def add_examined(db: Session, batch: Batch, examined: Sequence[Examined]) -> None:
    """Put cases on the list, each once however often they are brought."""
    last = await db.scalar(
        select(func.coalesce(func.max(BatchCase.position), 0)).where(BatchCase.batch_id == batch.id)
    )
    rows = [
        {
            "batch_id": batch.id,
            "case_id": one.case_id,
            "position": last + n,
            "reference": one.reference,
            "state": "left_out" if one.why else "waiting",
            "facts": dict(one.facts),
            "why": [why.as_row() for why in one.why],
        }
        for n, one in enumerate(examined, start=1)
    ]
    if rows:
        await db.execute(insert(BatchCase).values(rows).on_conflict_do_nothing())
        batch.looked_at_until = examined[-1].case_id


def list_is_complete(batch: Batch) -> None:
    """Every case was looked at: people may look at the list."""
    batch.state = "prepared"
    batch.version += 1


async def take_out(
    db: Session, actor: Actor, batch_id: UUID, *, case_id: UUID, reasons: str, version: int | None = None
) -> None:
    """Take a case off the list before the batch comes to it: it is examined on its own. Raises `NotFound`,
    `NotWaitingInTheBatch`, `Invalid` without reasons."""
    batch, kind = await take(db, actor, batch_id, version=version)
    demand(actor, kind.reads)
    row = await db.scalar(
        select(BatchCase)
        .where(BatchCase.batch_id == batch.id, BatchCase.case_id == case_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    given = check_reasons(reasons)
    if row.state not in ("waiting", "refused") or batch.state in ("preparing", "discarded"):
        raise NotWaitingInTheBatch
    row.state, row.changed_by, row.changed_at = "left_out", actor.user_id, db.now()
    row.why = [Why("taken_out", TAKEN_OUT, {"reasons": given}).as_row()]
    batch.version += 1


async def discard(db: Session, actor: Actor, batch_id: UUID, *, version: int | None = None) -> None:
    """Put a list away: nothing more is done with it. Raises `BatchNotPrepared` while it is applied, and after."""
    batch, kind = await take(db, actor, batch_id, version=version)
    demand(actor, kind.prepares)
    if batch.state == "discarded":
        return
    if batch.state not in ("preparing", "prepared", "stopped"):
        raise BatchNotPrepared
    batch.state, batch.finished_at = "discarded", db.now()
    batch.version += 1
