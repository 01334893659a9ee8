"""One sitting: who is there, its opening, interruption and end. The secretary's page and the member's are one."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.overrides.public import procedure_in_force
from app.web.i18n import gettext as _
from app.web.pages.chamber.one import Version, Words, attempt, show, step
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.typed import typed_id, typed_moment

router = Router(prefix="/sittings/{sitting_id}")


@router.get("", dependencies=[requires("sitting.read")])
async def sitting(request: Request, db: Db, sitting_id: UUID, item: int | None = None) -> HTMLResponse:
    """The sitting with the item in hand: the one asked for, or the first that is pending."""
    shown = await show(request, db, sitting_id, item)
    found = await decisions.sitting(db, sitting_id)
    await audit.looked(db, "page.sitting", found.number, request_id=request.state.request_id)
    return shown


@router.post("/attendance", dependencies=[requires("sitting.manage")])
async def record_attendance(request: Request, db: Db, sitting_id: UUID) -> Response:
    """Who is in the room; with the second button, the opening in the same act."""
    form = await request.form()
    present = [str(value) for value in form.getlist("present")]
    remote = [str(value) for value in form.getlist("remote")]
    presiding, opens = str(form.get("presiding", "")), "open" in form

    async def act() -> None:
        await decisions.record_attendance(
            db,
            db.actor,
            sitting_id,
            present=[typed_id(p, "present") for p in present],
            remote=[typed_id(p, "remote") for p in remote],
        )
        if opens:
            await decisions.open_sitting(
                db,
                db.actor,
                sitting_id,
                presiding=typed_id(presiding, "presiding") if presiding else None,
                early="early" in form,
            )

    typed = {"present": present, "remote": remote, "presiding": presiding, "early": "early" in form}
    return await step(request, db, sitting_id, None, act, typed=typed, said="opened" if opens else "saved")


@router.post("/suspension", dependencies=[requires("sitting.manage")])
async def suspend(request: Request, db: Db, sitting_id: UUID, version: Version = None) -> Response:
    """Interrupt the sitting, until an hour where one is given."""
    form = await request.form()
    reasons, at = str(form.get("suspension_reasons", "")), form.get("resumes_at-day", "")
    zone = (await procedure_in_force(db)).zone

    async def act() -> None:
        resumes_at = typed_moment(form, "resumes_at", zone) if at else None
        await decisions.suspend_sitting(
            db, db.actor, sitting_id, reasons=reasons, resumes_at=resumes_at, version=version
        )

    typed = {name: str(value) for name, value in form.items()}
    return await step(request, db, sitting_id, None, act, typed=typed, said="sitting_suspended")


@router.post("/resumption", dependencies=[requires("sitting.manage")])
async def resume(request: Request, db: Db, sitting_id: UUID, version: Version = None) -> Response:
    return await step(
        request,
        db,
        sitting_id,
        None,
        lambda: decisions.resume_sitting(db, db.actor, sitting_id, version=version),
        said="sitting_resumed",
    )


@router.get("/closing", dependencies=[requires("sitting.manage")])
async def ask_close(request: Request, db: Db, sitting_id: UUID) -> HTMLResponse:
    return await _ask_end(request, db, sitting_id)


@router.post("/closing", dependencies=[requires("sitting.manage")])
async def close_sitting(
    request: Request, db: Db, sitting_id: UUID, cancel_reasons: Words = "", version: Version = None
) -> Response:
    """Close an open sitting, or call a convened one off."""
    found = await decisions.sitting(db, sitting_id)

    async def end() -> None:
        if found.status == "convened":
            await decisions.cancel_sitting(db, db.actor, sitting_id, reasons=cancel_reasons, version=version)
        else:
            await decisions.close_sitting(db, db.actor, sitting_id, version=version)

    refusal = await attempt(db, end)
    if refusal is not None:
        return await _ask_end(request, db, sitting_id, refusal=refusal)
    ended = "sitting_cancelled" if found.status == "convened" else "sitting_closed"
    return go(f"/sittings/{sitting_id}", said=ended)


async def _ask_end(
    request: Request, db: Session, sitting_id: UUID, *, refusal: Refusal | None = None
) -> HTMLResponse:
    found = await decisions.sitting(db, sitting_id)
    pending = sum(i.status == "pending" for i in found.items)
    closing = found.status != "convened"
    return page(
        request,
        db,
        "sittings/end.html",
        refused_status(refusal) if refusal else 200,
        sitting=found,
        asked=_("Cerrar la sesión") if closing else _("Cancelar la convocatoria"),
        pending=pending,
        unsigned=sum(i.decision is not None and i.decision.status == "draft" for i in found.items),
        values={},
        errors=field_errors(refusal) if refusal else {},
    )
