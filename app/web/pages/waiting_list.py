"""Who waits for a time: the list, coming onto it and leaving it."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.scheduling import public as scheduling
from app.web.pages.case_step import chosen
from app.web.pages.form import typed_of
from app.web.pages.shown import go
from app.web.pages.shown import page as shown_page
from app.web.schedule_words import kind_words

router = Router()


@router.get("/waiting-list", dependencies=[requires("calendar.read")])
async def show(request: Request, db: Db) -> HTMLResponse:
    """Of the cases that the reader sees, in the order in which they are served."""
    await audit.looked(db, "page.waiting_list", "open", request_id=request.state.request_id)
    words = kind_words()
    found = await scheduling.waiting(db, today=db.now().date())
    return shown_page(
        request,
        db,
        "scheduling/waiting.html",
        rows=[{"view": one, "kind": words[one.kind]} for one in found],
        books=identity.may(db.actor, "appointment.book"),
    )


@router.post("/cases/{reference}/waiting", dependencies=[requires("appointment.book")])
async def wait(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    case_id = await cases.case_id_of(db, reference)
    try:
        async with db.attempt():
            claim = chosen(typed.text("claim"), "claim", "") if typed.text("claim") else None
            await scheduling.wait(
                db,
                db.actor,
                case_id,
                claim_id=claim,
                language=typed.text("language") or None,
                note=typed.text("note"),
            )
    except scheduling.AlreadyWaiting:
        # A second click asks for what is there already.
        return go(f"/cases/{reference}/interviews", said="waiting")
    return go(f"/cases/{reference}/interviews", said="waiting")


@router.post("/waiting-list/{waiting_id}/leaving", dependencies=[requires("appointment.book")])
async def leave(db: Db, waiting_id: UUID) -> Response:
    try:
        async with db.attempt():
            await scheduling.leave(db, db.actor, waiting_id)
    except scheduling.NotWaiting:
        return go("/waiting-list", said="left_waiting")
    return go("/waiting-list", said="left_waiting")
