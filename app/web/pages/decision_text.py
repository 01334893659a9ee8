"""The text of a draft: edited by who drafts it, seen as a PDF before anybody signs."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web import decision_text_shown as shown
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows.print_decision import preview_decision

router = Router(prefix="/decisions/{decision_id}")
FIELD = "paragraphs."


@router.get("/preview.pdf", dependencies=[requires("decision.read")])
async def preview(request: Request, db: Db, decision_id: UUID) -> Response:
    """What would be signed, marked as a draft on each page."""
    return await handed_over(request, db, await preview_decision(db, decision_id), "decision")


@router.get("/text", dependencies=[requires("decision.draft")])
async def edit(request: Request, db: Db, decision_id: UUID) -> HTMLResponse:
    """The free paragraphs in fields, the fixed ones between them."""
    return await _form(request, db, decision_id)


@router.post("/text", dependencies=[requires("decision.draft")])
async def save(request: Request, db: Db, decision_id: UUID) -> Response:
    typed = {name: str(value) for name, value in (await request.form()).items()}
    version = typed.get("version", "")
    try:
        async with db.attempt():
            await decisions.edit_text(
                db,
                db.actor,
                decision_id,
                paragraphs={k.removeprefix(FIELD): v for k, v in typed.items() if k.startswith(FIELD)},
                version=int(version) if version.isdecimal() else 0,
            )
    except Refusal as refusal:
        return await _form(request, db, decision_id, refusal, typed)
    return go(f"/decisions/{decision_id}", said="saved")


async def _form(
    request: Request,
    db: Session,
    decision_id: UUID,
    refusal: Refusal | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    found = await decisions.decision(db, decision_id)
    text = await decisions.compose(db, decision_id)
    kept: dict[str, Any] = {
        f"{FIELD}{one.id}": one.words for part in text.parts for one in part.paragraphs if not one.fixed
    }
    return page(
        request,
        db,
        "decisions/text.html",
        refused_status(refusal) if refusal else 200,
        decision=found,
        text=text,
        parts=shown.parts(text),
        values=kept | (typed or {}),
        errors=field_errors(refusal) if refusal else {},
    )
