"""What is done on a decision's page beside reading and signing it: composed anew, the sheet signed by hand kept with it."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from app.audit import public as audit
from app.core.errors import Invalid, NotFound, Refusal
from app.decisions import public as decisions
from app.documents import public as documents
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import files_of
from app.web.pages.decisions import show_decision
from app.web.pages.form import typed_of
from app.web.pages.shown import go

router = Router(prefix="/decisions/{decision_id}")


@router.post("/composition", dependencies=[requires("decision.compose")])
async def compose_again(request: Request, db: Db, decision_id: UUID) -> Response:
    """The text anew, about those on whom something is still decided; what was edited goes."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await decisions.compose_again(db, db.actor, decision_id, version=typed.version)
    except NotFound:
        raise
    except Refusal as refusal:
        return await show_decision(request, db, decision_id, refusal)
    return go(f"/decisions/{decision_id}", said="composed")


@router.post("/withdrawal", dependencies=[requires("decision.compose")])
async def withdraw_text(request: Request, db: Db, decision_id: UUID) -> Response:
    """Some signed and somebody cannot any more: the text is taken back with the reasons, and composed for all to sign."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await decisions.withdraw_text(
                db,
                db.actor,
                decision_id,
                cause=typed.text("cause"),
                reasons=typed.text("reasons"),
                leaving=_chosen(typed.text("leaving")),
                version=typed.version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await show_decision(request, db, decision_id, refusal, typed=typed.values)
    return go(f"/decisions/{decision_id}", said="text_withdrawn")


def _chosen(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@router.post("/scan", dependencies=[requires("attachment.add")])
async def keep_scan(request: Request, db: Db, decision_id: UUID) -> Response:
    """The sheet that was signed by hand."""
    sent = await files_of(request)
    try:
        async with db.attempt():
            if not sent:
                raise Invalid.at("file", "required", "Elija un archivo que tenga contenido.")
            for one in sent:
                kept = await decisions.keep_scan(
                    db, db.actor, decision_id, name=one.name, content=one.content
                )
                found = await documents.attachment(db, kept)
                await audit.looked(db, "attachment.kept", str(kept), case_id=found.case_id)
    except NotFound:
        raise
    except Refusal as refusal:
        return await show_decision(request, db, decision_id, refusal)
    return go(f"/decisions/{decision_id}", said="saved")
