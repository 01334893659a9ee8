"""Printing many at once, and going on where the paper jammed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Stale
from app.core.ids import new_id
from app.documents import errors
from app.documents.actions.printing import copies_for_batch
from app.documents.models import DocumentPrint, PrintBatch
from app.documents.rules import MOST_IN_BATCH
from app.identity.public import demand


async def print_batch(
    db: Session, actor: Actor, documents: Sequence[UUID], *, form: str, printer: str = ""
) -> UUID:
    """One PDF of these documents, in that order, each copy written down. Raises `Invalid` for none or too many, `NotFound`,
    `DocumentEnded`, `DocumentSuspended`.
    """
    demand(actor, "counter.work")
    wanted = list(dict.fromkeys(documents))
    if not wanted or actor.office_id is None:
        raise Invalid.at("documents", "required", "Marque qué documentos se imprimen.")
    if len(wanted) > MOST_IN_BATCH:
        raise Invalid.at(
            "documents", "too_many", "Imprima %(most)s como máximo de una vez.", most=MOST_IN_BATCH
        )
    batch = PrintBatch(
        id=new_id(),
        office_id=actor.office_id,
        form=form,
        printer=printer.strip() or None,
        size=len(wanted),
        printed_until=0,
        made_at=db.now(),
        made_by=actor.user_id,
    )
    db.add(batch)
    await db.flush()
    placed = list(enumerate(wanted, start=1))
    await copies_for_batch(db, actor, batch.id, placed, form=form, printer=batch.printer)
    return batch.id


async def go_on_from(
    db: Session, actor: Actor, batch_id: UUID, *, position: int, version: int | None = None
) -> None:
    """The paper jammed: what was printed from that position on is spoilt, and is printed again from there.

    Raises `NotFound`, `BatchFinished`, `Stale`, `Invalid` for a position that the batch has not.
    """
    batch = await _open(db, actor, batch_id, version)
    if not 1 <= position <= batch.size:
        raise Invalid.at("position", "not_in_batch", "Esa tanda no tiene ese número de orden.")
    p = DocumentPrint
    lost = await db.scalars(
        select(p)
        .where(p.batch_id == batch.id, p.position >= position, p.spoilt_at.is_(None))
        .order_by(p.position)
    )
    for copy in lost:
        copy.spoilt_at, copy.spoilt_by = db.now(), actor.user_id
    await db.flush()
    again = [(copy.position or 0, copy.document_id) for copy in lost]
    await copies_for_batch(db, actor, batch.id, again, form=batch.form, printer=batch.printer, jam=True)
    batch.printed_until, batch.version = position - 1, batch.version + 1
    await db.flush()


async def finish(db: Session, actor: Actor, batch_id: UUID, *, version: int | None = None) -> None:
    """Everything came out well. Raises `NotFound`, `BatchFinished`, `Stale`."""
    batch = await _open(db, actor, batch_id, version)
    batch.printed_until, batch.finished_at, batch.version = batch.size, db.now(), batch.version + 1
    await db.flush()


async def _open(db: Session, actor: Actor, batch_id: UUID, version: int | None) -> PrintBatch:
    demand(actor, "counter.work")
    batch = await db.locked(PrintBatch, batch_id)
    if batch is None:
        raise NotFound
    if batch.finished_at is not None:
        raise errors.BatchFinished
    if version is not None and version != batch.version:
        raise Stale
    return batch
