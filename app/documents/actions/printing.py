"""Every copy that leaves a printer is written down: who, when, in which form, and why another one."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.documents import errors
from app.documents.models import DocumentPrint, ProvisionalDocument
from app.documents.rules import FIRST, REPRINTS, why_not
from app.identity.public import demand

# A page that is loaded again is not another copy.
SAME_SITTING = timedelta(minutes=10)


async def print_copy(
    db: Session,
    actor: Actor,
    document_id: UUID,
    *,
    form: str,
    reason: str | None = None,
    note: str = "",
    printer: str = "",
) -> UUID:
    """Note one copy of the document. `reason` (copy, spoilt, jam) is demanded from the second copy on.

    Raises `NotFound`, `DocumentEnded`, `DocumentSuspended`, `Invalid`.
    """
    demand(actor, "document.print")
    document = await _printable(db, document_id)
    copies = await _copies(db, [document.id])
    if copies[document.id] and reason not in REPRINTS:
        raise Invalid.at("reason", "required", "Diga por qué se imprime otra vez.")
    made = _copy(db, actor, document, copies[document.id] + 1, form, reason or FIRST)
    made.note, made.printer = note.strip() or None, printer.strip() or None
    await db.flush()
    return made.id


async def note_sheet(db: Session, actor: Actor, document_id: UUID) -> None:
    """The sheet was opened as a PDF, on whatever page: a copy, unless the same person opened it a moment ago."""
    document = await _printable(db, document_id)
    p = DocumentPrint
    recent = await db.scalar(
        select(p.id).where(
            p.document_id == document.id,
            p.printed_by == actor.user_id,
            p.printed_at > db.now() - SAME_SITTING,
            p.spoilt_at.is_(None),
        )
    )
    if recent is not None:
        return
    copies = (await _copies(db, [document.id]))[document.id]
    _copy(db, actor, document, copies + 1, "a4", "copy" if copies else FIRST)
    await db.flush()


async def spoil(db: Session, actor: Actor, print_id: UUID, *, note: str = "") -> None:
    """That copy came out spoilt and was destroyed. Raises `NotFound`, `AlreadySpoilt`."""
    demand(actor, "document.print")
    found = await db.locked(DocumentPrint, print_id)
    if found is None:
        raise NotFound
    if found.spoilt_at is not None:
        raise errors.AlreadySpoilt
    found.spoilt_at, found.spoilt_by = db.now(), actor.user_id
    found.note = note.strip() or found.note
    await db.flush()


async def hand_over(db: Session, actor: Actor, document_id: UUID) -> None:
    """The holder has the paper in the hand. Raises `NotFound`, `NothingPrinted`, `AlreadyHandedOver`, `DocumentEnded`."""
    demand(actor, "document.print")
    document = await _printable(db, document_id)
    if document.handed_over_at is not None:
        raise errors.AlreadyHandedOver
    p = DocumentPrint
    good = select(p.id).where(p.document_id == document.id, p.spoilt_at.is_(None)).limit(1)
    if await db.scalar(good) is None:
        raise errors.NothingPrinted
    document.handed_over_at, document.handed_over_by = db.now(), actor.user_id
    await db.flush()


async def copies_for_batch(
    db: Session,
    actor: Actor,
    batch_id: UUID,
    documents: Sequence[tuple[int, UUID]],
    *,
    form: str,
    printer: str | None,
    jam: bool = False,
) -> None:
    """A copy of each at its position of the batch. Raises as `print_copy` does."""
    copies = await _copies(db, [document for _, document in documents])
    for position, document_id in documents:
        document = await _printable(db, document_id)
        before = copies[document_id]
        reason = "jam" if jam else "copy" if before else FIRST
        made = _copy(db, actor, document, before + 1, form, reason)
        made.batch_id, made.position, made.printer = batch_id, position, printer
    await db.flush()


async def _printable(db: Session, document_id: UUID) -> ProvisionalDocument:
    # Locked: two who print at once number their copies one after the other.
    document = await db.locked(ProvisionalDocument, document_id)
    if document is None:
        raise NotFound
    if (refusal := why_not("print", document.status)) is not None:
        raise refusal
    return document


async def _copies(db: Session, documents: Sequence[UUID]) -> dict[UUID, int]:
    p = DocumentPrint
    rows = await db.rows(
        select(p.document_id, func.max(p.copy)).where(p.document_id.in_(documents)).group_by(p.document_id)
    )
    return dict.fromkeys(documents, 0) | {row[0]: row[1] for row in rows}


def _copy(
    db: Session, actor: Actor, document: ProvisionalDocument, number: int, form: str, reason: str
) -> DocumentPrint:
    made = DocumentPrint(
        id=new_id(),
        case_id=document.case_id,
        document_id=document.id,
        copy=number,
        form=form,
        reason=reason,
        printed_at=db.now(),
        printed_by=actor.user_id,
    )
    db.add(made)
    return made
