"""Handing a case over to another officer: the sheet, its acceptance, its refusal."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.web import notes_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router()


@router.get("/cases/{reference}/handover", dependencies=[requires("case.hand_over")])
async def ask(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await _form(request, db, reference, {})


@router.post("/cases/{reference}/handover", dependencies=[requires("case.hand_over")])
async def propose(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    case_id = await cases.case_id_of(db, reference)
    try:
        async with db.attempt():
            await cases.notes.propose_handover(
                db,
                db.actor,
                case_id,
                to_user=chosen(typed.text("to_user"), "to_user", _("Elija a quién se entrega.")),
                done=typed.text("done"),
                pending=typed.text("pending"),
                promises=typed.text("promises"),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _form(request, db, reference, typed.values, refusal)
    return go(f"/cases/{reference}/notes", said="handover_offered")


@router.get("/handovers/{handover_id}", dependencies=[requires("note.read")])
async def sheet(request: Request, db: Db, handover_id: UUID) -> HTMLResponse:
    """What is done, pending and promised; for whom it is offered to, with the two answers."""
    return await _sheet(request, db, handover_id, Typed({}))


@router.post("/handovers/{handover_id}/acceptance", dependencies=[requires("case.hand_over")])
async def accept(request: Request, db: Db, handover_id: UUID) -> Response:
    typed = await typed_of(request)
    view = await cases.notes.handover_view(db, handover_id)
    try:
        async with db.attempt():
            await cases.notes.accept_handover(db, db.actor, handover_id, version=typed.version)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _sheet(request, db, handover_id, typed, refusal)
    return go(f"/cases/{view.reference}", said="assigned")


@router.post("/handovers/{handover_id}/refusal", dependencies=[requires("case.hand_over")])
async def refuse(request: Request, db: Db, handover_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await cases.notes.refuse_handover(
                db, db.actor, handover_id, reasons=typed.text("reasons"), version=typed.version
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _sheet(request, db, handover_id, typed, refusal)
    return go("/", said="handover_refused")


@router.post("/handovers/{handover_id}/withdrawal", dependencies=[requires("case.hand_over")])
async def withdraw(request: Request, db: Db, handover_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await cases.notes.withdraw_handover(db, db.actor, handover_id, version=typed.version)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _sheet(request, db, handover_id, typed, refusal)
    return go(f"/handovers/{handover_id}", said="handover_withdrawn")


async def _form(
    request: Request,
    db: Session,
    reference: str,
    values: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HTMLResponse:
    case = await cases.case_view(db, reference)
    officers = await identity.colleagues(db, "eligibility_officer", office_id=case.office_id)
    return page(
        request,
        db,
        "notes/hand_over.html",
        refused_status(refusal) if refusal else 200,
        case=case,
        officers=[(str(o.user_id), o.name) for o in officers if o.user_id != db.actor.user_id],
        values=values,
        errors=field_errors(refusal) if refusal else {},
    )


async def _sheet(
    request: Request, db: Session, handover_id: UUID, typed: Typed, refusal: Refusal | None = None
) -> HTMLResponse:
    view = await cases.notes.handover_view(db, handover_id)
    await audit.looked(db, "page.handover", str(handover_id), case_id=view.case_id)
    return page(
        request,
        db,
        "notes/handover.html",
        refused_status(refusal) if refusal else 200,
        line=shown.handover(view, request.state.procedure),
        offered=view.state == "proposed" and view.to_user == db.actor.user_id,
        own=view.state == "proposed" and view.from_user == db.actor.user_id,
        values=typed.values,
        errors=field_errors(refusal) if refusal else {},
    )
