"""Reading batches of prints."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.documents.models import DocumentPrint, PrintBatch
from app.identity.public import user_table

_VIEW = (
    PrintBatch.id,
    PrintBatch.form,
    PrintBatch.printer,
    PrintBatch.size,
    PrintBatch.printed_until,
    PrintBatch.made_at,
    user_table.c.name,
    PrintBatch.finished_at,
    PrintBatch.version,
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Many documents on one PDF. `printed_until`: the position up to which the paper came out well."""

    id: UUID
    form: str
    printer: str | None
    size: int
    printed_until: int
    made_at: datetime
    made_by: str
    finished_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A copy at its position of the batch."""

    position: int
    print_id: UUID
    document_id: UUID
    copy: int
    spoilt_at: datetime | None


async def batch_of(db: ReadSession, batch_id: UUID) -> Batch:
    """Raises `NotFound`, also for one of another office."""
    row = await db.row(
        select(*_VIEW)
        .join(user_table, user_table.c.id == PrintBatch.made_by)
        .where(PrintBatch.id == batch_id)
    )
    if row is None:
        raise NotFound
    return Batch(*row)


async def batches_of(db: ReadSession, office_id: UUID, *, limit: int = 5) -> list[Batch]:
    """The office's batches that are still being printed, the latest first."""
    b = PrintBatch
    rows = await db.rows(
        select(*_VIEW)
        .join(user_table, user_table.c.id == b.made_by)
        .where(b.office_id == office_id, b.finished_at.is_(None))
        .order_by(b.made_at.desc(), b.id)
        .limit(limit)
    )
    return [Batch(*row) for row in rows]


async def placed_in(db: ReadSession, batch_id: UUID, *, after: int = 0) -> list[Placed]:
    """The good copies of the batch after that position, in order."""
    p = DocumentPrint
    rows = await db.rows(
        select(p.position, p.id, p.document_id, p.copy, p.spoilt_at)
        .where(p.batch_id == batch_id, p.position > after, p.spoilt_at.is_(None))
        .order_by(p.position)
    )
    return [Placed(*row) for row in rows]


async def copy_of(db: ReadSession, print_id: UUID) -> tuple[UUID, str]:
    """The document and the form of a good copy. Raises `NotFound`."""
    p = DocumentPrint
    row = await db.row(select(p.document_id, p.form).where(p.id == print_id, p.spoilt_at.is_(None)))
    if row is None:
        raise NotFound
    return row.document_id, row.form
