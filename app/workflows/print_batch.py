"""The PDF of a copy, and of a batch of them."""

from typing import cast
from uuid import UUID

from app.core.database import Session
from app.core.errors import NotFound
from app.documents import public as documents
from app.documents.public import papers
from app.workflows.print_document import Printed, print_papers


async def print_copy_paper(db: Session, print_id: UUID) -> Printed:
    """That copy, in its form. Raises `NotFound`, also for one that was spoilt."""
    document, form = await documents.copy_of(db, print_id)
    return await print_papers(db, [document], form=cast(papers.Form, form))


async def print_batch_paper(db: Session, batch_id: UUID) -> Printed:
    """What is still to be printed of the batch, in order. Raises `NotFound`."""
    batch = await documents.batch_of(db, batch_id)
    placed = await documents.placed_in(db, batch_id, after=batch.printed_until)
    if not placed:
        raise NotFound
    wanted = [copy.document_id for copy in placed]
    return await print_papers(
        db, wanted, form=cast(papers.Form, batch.form), name=f"tanda-{placed[0].position}"
    )
