"""The files of a case: what there is, one of them, adding one, and taking back one's own."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import attachment_answer, files_of
from app.web.i18n import language
from app.web.pages.case_header import case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/cases/{reference}/attachments")
# What the tab itself takes; the rest is added where it belongs: at the interview, the service, the hearing.
HERE = ("evidence", "internal")


@router.get("", dependencies=[requires("attachment.read")])
async def show(request: Request, db: Db, reference: str) -> HTMLResponse:
    """Every attachment that the reader may open, and the form for another."""
    return await _show(request, db, reference)


async def _show(
    request: Request, db: Session, reference: str, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="attachments")
    kinds = documents.ATTACHMENT_KINDS
    return page(
        request,
        db,
        "cases/attachments.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        attachments=[
            {
                "view": view,
                "kind": kinds[view.kind].label.in_(language()),
                "own": view.added_by == db.actor.user_id,
            }
            for view in await documents.attachments_of(db, header.case.id)
        ],
        kinds=[
            (name, kinds[name].label.in_(language()))
            for name in documents.writable_attachments(db.actor.role)
            if name in HERE
        ],
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


@router.post("", dependencies=[requires("attachment.add")])
async def add(request: Request, db: Db, reference: str) -> Response:
    typed, sent = await typed_of(request), await files_of(request)
    try:
        async with db.attempt():
            case_id = await cases.case_id_of(db, reference)
            if not sent:
                raise Invalid.at("file", "required", "Elija un archivo que tenga contenido.")
            for one in sent:
                kept = await documents.attach(
                    db, db.actor, case_id, kind=typed.text("kind"), name=one.name, content=one.content
                )
                await audit.looked(db, "attachment.kept", str(kept), case_id=case_id)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, reference, refusal, typed)
    return go(f"/cases/{reference}/attachments", said="saved")


@router.get("/{attachment_id}", dependencies=[requires("attachment.read")])
async def read(request: Request, db: Db, reference: str, attachment_id: UUID) -> Response:
    """The file itself, as a download."""
    await _of_case(db, reference, attachment_id)
    return await attachment_answer(request, db, attachment_id)


@router.post("/{attachment_id}/withdrawal", dependencies=[requires("attachment.add")])
async def withdraw(request: Request, db: Db, reference: str, attachment_id: UUID) -> Response:
    typed = await typed_of(request)
    await _of_case(db, reference, attachment_id)
    try:
        async with db.attempt():
            await documents.withdraw_attachment(db, db.actor, attachment_id, reasons=typed.text("reasons"))
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, reference, refusal)
    return go(f"/cases/{reference}/attachments", said="attachment_withdrawn")


async def _of_case(db: Session, reference: str, attachment_id: UUID) -> None:
    found = await documents.attachment(db, attachment_id)
    if found.case_id != await cases.case_id_of(db, reference):
        raise NotFound
