"""Printing documents: one copy, or many in one PDF; spoilt ones; handing over."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.core.errors import NotFound
from app.documents import public as documents
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.workflows.print_batch import print_batch_paper, print_copy_paper

router = Router(tags=["documents"], responses=PROBLEMS)

Form = Literal["a4", "card", "card_sheet"]
Words = Annotated[str, Field(max_length=500)]
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}


class PrintBody(Body):
    """`reason` is demanded from the second copy on."""

    form: Form = "a4"
    reason: Literal["copy", "spoilt", "jam"] | None = None
    note: Words = ""
    printer: Words = ""


class NoteBody(Body):
    note: Words = ""


class BatchBody(Body):
    documents: Annotated[list[UUID], Field(min_length=1, max_length=documents.MOST_IN_BATCH)]
    form: Form = "a4"
    printer: Words = ""


class JamBody(Body):
    """`position`: the first that did not come out well, counted from 1."""

    position: Annotated[int, Field(ge=1, le=documents.MOST_IN_BATCH)]


class PrintAnswer(BaseModel):
    id: UUID
    document_id: UUID
    copy_number: int
    form: str
    reason: str
    note: str | None
    printer: str | None
    batch_id: UUID | None
    position: int | None
    printed_at: datetime
    printed_by: str
    spoilt_at: datetime | None


class PrintsAnswer(BaseModel):
    prints: list[PrintAnswer]


class Made(BaseModel):
    """`paper`: where the PDF is."""

    id: UUID
    paper: str


class BatchAnswer(BaseModel):
    id: UUID
    form: str
    printer: str | None
    size: int
    printed_until: int
    made_at: datetime
    made_by: str
    finished_at: datetime | None
    paper: str


@router.get("/documents/{document_id}/prints", dependencies=[requires("document.print", reads=True)])
async def read_prints(db: ReadDb, document_id: UUID) -> PrintsAnswer:
    """Every copy of the document, the latest first."""
    if document_id not in await documents.printable_many(db, [document_id]):
        raise NotFound
    found = (await documents.prints_of(db, [document_id])).get(document_id, [])
    return PrintsAnswer(prints=[PrintAnswer(copy_number=p.copy, **_told(p)) for p in found])


def _told(view: documents.PrintView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in PrintAnswer.model_fields if name != "copy_number"}


@router.post(
    "/documents/{document_id}/prints",
    status_code=201,
    response_model=Made,
    dependencies=[requires("document.print")],
)
async def print_document_copy(
    request: Request, db: Db, document_id: UUID, body: PrintBody, key: Key = None
) -> Response:
    """Write one copy down; its PDF is where the answer says."""

    async def do() -> Made:
        made = await documents.print_copy(
            db,
            db.actor,
            document_id,
            form=body.form,
            reason=body.reason,
            note=body.note,
            printer=body.printer,
        )
        return Made(id=made, paper=f"/api/v1/document-prints/{made}.pdf")

    return await once(request, db, key, do)


@router.get(
    "/document-prints/{print_id}.pdf",
    dependencies=[requires("document.print")],
    response_class=Response,
    responses=PDF,
)
async def read_print(request: Request, db: Db, print_id: UUID) -> Response:
    """That copy as a PDF (PDF/UA-1), in the form that was asked for."""
    return await handed_over(request, db, await print_copy_paper(db, print_id), "document")


@router.post("/document-prints/{print_id}/spoilt", status_code=204, dependencies=[requires("document.print")])
async def spoil_print(db: Db, print_id: UUID, body: NoteBody) -> None:
    """That copy came out spoilt and was destroyed."""
    await documents.spoil(db, db.actor, print_id, note=body.note)


@router.post("/documents/{document_id}/handover", status_code=204, dependencies=[requires("document.print")])
async def hand_document_over(db: Db, document_id: UUID) -> None:
    """The holder has the paper in the hand."""
    await documents.hand_over(db, db.actor, document_id)


@router.post("/print-batches", status_code=201, response_model=Made, dependencies=[requires("counter.work")])
async def make_batch(request: Request, db: Db, body: BatchBody, key: Key = None) -> Response:
    """One PDF of these documents, in this order; a copy of each is written down."""

    async def do() -> Made:
        made = await documents.print_batch(db, db.actor, body.documents, form=body.form, printer=body.printer)
        return Made(id=made, paper=f"/api/v1/print-batches/{made}.pdf")

    return await once(request, db, key, do)


@router.get(
    "/print-batches/{print_batch_id}.pdf",
    dependencies=[requires("counter.work")],
    response_class=Response,
    responses=PDF,
)
async def read_batch_paper(request: Request, db: Db, print_batch_id: UUID) -> Response:
    """What is still to be printed of it, in order."""
    return await handed_over(request, db, await print_batch_paper(db, print_batch_id), "document")


@router.get("/print-batches/{print_batch_id}", dependencies=[requires("counter.work", reads=True)])
async def read_print_batch(db: ReadDb, print_batch_id: UUID, response: Response) -> BatchAnswer:
    """How far it has come."""
    found = await documents.batch_of(db, print_batch_id)
    etag(response, found.version)
    told = {name: getattr(found, name) for name in BatchAnswer.model_fields if name != "paper"}
    return BatchAnswer(paper=f"/api/v1/print-batches/{found.id}.pdf", **told)


@router.post("/print-batches/{print_batch_id}/jam", status_code=204, dependencies=[requires("counter.work")])
async def go_on_after_jam(db: Db, print_batch_id: UUID, body: JamBody, if_match: IfMatch) -> None:
    """The paper jammed: what came from that position on is spoilt and is printed again from there."""
    await documents.go_on_from(db, db.actor, print_batch_id, position=body.position, version=if_match)


@router.post("/print-batches/{print_batch_id}/end", status_code=204, dependencies=[requires("counter.work")])
async def end_batch(db: Db, print_batch_id: UUID, if_match: IfMatch) -> None:
    """Everything came out well."""
    await documents.finish(db, db.actor, print_batch_id, version=if_match)
