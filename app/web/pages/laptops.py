"""The laptops of a post or office: what each has not sent, and what to do when one is lost."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.intake.public import offline
from app.web.formats import recent
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows import laptops

router = Router(prefix="/register/laptops")


@router.get("", dependencies=[requires("laptop.list")])
async def list_laptops(request: Request, db: Db) -> HTMLResponse:
    """Each laptop with its own last word."""
    found = await laptops.standing_laptops(db)
    return page(
        request,
        db,
        "laptops/list.html",
        rows=[_row(one) for one in found],
        waiting=await offline.waiting(db),
    )


def _row(one: laptops.Standing) -> dict[str, Any]:
    laptop = one.laptop
    unsent = ngettext("%(n)s sin enviar", "%(n)s sin enviar", laptop.unsent) % {"n": laptop.unsent}
    return {
        "id": laptop.id,
        "label": laptop.label,
        "place": laptop.post or laptop.office,
        "seen": recent(laptop.last_seen_at) if laptop.last_seen_at else "–",
        "unsent": unsent if laptop.unsent else _("Nada por enviar"),
        "oldest": laptop.oldest_unsent_at,
        "numbers": one.numbers_left,
        "lost": laptop.lost_at,
        "reason": laptop.lost_reason,
    }


@router.get("/{laptop_id}/lost", dependencies=[requires("laptop.report_lost")])
async def ask_lost(request: Request, db: Db, laptop_id: UUID) -> HTMLResponse:
    """What follows, before it is said."""
    return await _lost(request, db, laptop_id)


@router.post("/{laptop_id}/lost", dependencies=[requires("laptop.report_lost")])
async def report_lost(request: Request, db: Db, laptop_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await laptops.report_laptop_lost(db, db.actor, laptop_id, reasons=typed.text("reasons"))
    except Refusal as refusal:
        return await _lost(request, db, laptop_id, refusal, dict(typed.values))
    return go("/register/laptops", said="saved")


async def _lost(
    request: Request,
    db: Session,
    laptop_id: UUID,
    refusal: Refusal | None = None,
    values: dict[str, Any] | None = None,
) -> HTMLResponse:
    found = [one for one in await laptops.standing_laptops(db) if one.laptop.id == laptop_id]
    if not found:
        raise NotFound
    one = found[0]
    return page(
        request,
        db,
        "laptops/lost.html",
        refused_status(refusal) if refusal else 200,
        laptop=_row(one),
        points=[
            ngettext(
                "Se retira %(n)s número sin usar.", "Se retiran %(n)s números sin usar.", one.numbers_left
            )
            % {"n": one.numbers_left},
            _("Los papeles que imprimió y no ha enviado dejan de ser válidos al comprobarlos."),
            _("Lo que el equipo envíe después no se pierde: queda para que una persona lo mire."),
        ],
        values=values or {},
        errors=field_errors(refusal) if refusal else {},
    )
