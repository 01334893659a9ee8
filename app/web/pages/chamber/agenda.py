"""The agenda: what is on it, who has opened which file, and what could be on it."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.overrides.public import procedure_in_force
from app.web import sitting_shown
from app.web.pages.chamber.one import attempt
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/sittings/{sitting_id}")


@router.get("/agenda", dependencies=[requires("sitting.manage")])
async def ask_agenda(request: Request, db: Db, sitting_id: UUID) -> HTMLResponse:
    """What is on the agenda, and what could be: by the next limit, then by priority."""
    return await _agenda(request, db, sitting_id)


@router.post("/agenda", dependencies=[requires("sitting.manage")])
async def put_on_agenda(request: Request, db: Db, sitting_id: UUID) -> Response:
    form = await request.form()
    references = [str(value) for value in form.getlist("cases")]

    async def act() -> None:
        if not references:
            raise Invalid.at("cases", "required", "Elija al menos un expediente.")
        for reference in references:
            case_id = await cases.case_id_of(db, reference)
            await decisions.put_on_agenda(db, db.actor, sitting_id, case_id=case_id)

    refusal = await attempt(db, act)
    if refusal is not None:
        return await _agenda(request, db, sitting_id, refusal=refusal, typed={"cases": references})
    return go(f"/sittings/{sitting_id}/agenda", said="on_agenda")


@router.post("/agenda/{item_id}/removal", dependencies=[requires("sitting.manage")])
async def take_off(request: Request, db: Db, sitting_id: UUID, item_id: UUID) -> Response:
    refusal = await attempt(db, lambda: decisions.take_off(db, db.actor, sitting_id, item_id=item_id))
    if refusal is not None:
        return await _agenda(request, db, sitting_id, refusal=refusal)
    return go(f"/sittings/{sitting_id}/agenda", said="off_agenda")


@router.post("/circulation", dependencies=[requires("sitting.manage")])
async def circulate(request: Request, db: Db, sitting_id: UUID) -> Response:
    """Send the agenda round; who has opened which file shows from here on."""
    refusal = await attempt(db, lambda: decisions.circulate(db, db.actor, sitting_id))
    if refusal is not None:
        return await _agenda(request, db, sitting_id, refusal=refusal)
    return go(f"/sittings/{sitting_id}/agenda", said="circulated")


async def _agenda(
    request: Request,
    db: Session,
    sitting_id: UUID,
    *,
    refusal: Refusal | None = None,
    typed: dict[str, Any] | None = None,
) -> HTMLResponse:
    found, profile = await decisions.sitting(db, sitting_id), await procedure_in_force(db)
    return page(
        request,
        db,
        "sittings/agenda.html",
        refused_status(refusal) if refusal else 200,
        sitting=found,
        on_agenda=[i for i in found.items if i.status == "pending"],
        proposal_words=sitting_shown.proposal_words,
        opened_words=lambda item: sitting_shown.opened_words(found, item),
        waiting=await decisions.proposed_agenda(db),
        days_left_of=lambda case: sitting_shown.days_left_of(profile, db.now(), case),
        values=typed or {},
        errors=field_errors(refusal) if refusal else {},
    )
