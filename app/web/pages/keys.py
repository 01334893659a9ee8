"""Keys that sign documents, and keys of institutions that ask by machine: an administrator's two pages."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.web.i18n import gettext as _
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows import keep_keys

router = Router()


@router.get("/signing-keys", dependencies=[requires("key.manage")])
async def keys(request: Request, db: Db) -> HTMLResponse:
    return page(request, db, "keys/list.html", keys=await keep_keys.listed(db))


@router.post("/signing-keys", dependencies=[requires("key.manage")])
async def rotate(request: Request, db: Db) -> Response:
    await keep_keys.rotate(db, db.actor, request_id=request.state.request_id)
    return go("/signing-keys", said="done")


@router.get("/signing-keys/{kid}/revocation", dependencies=[requires("key.manage")])
async def ask_revocation(request: Request, db: Db, kid: str) -> HTMLResponse:
    return await _ask_revocation(request, db, kid)


@router.post("/signing-keys/{kid}/revocation", dependencies=[requires("key.manage")])
async def revoke(request: Request, db: Db, kid: str) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await keep_keys.revoke(
                db, db.actor, kid, because=typed.text("because"), request_id=request.state.request_id
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _ask_revocation(request, db, kid, refusal)
    return go("/signing-keys", said="done")


async def _ask_revocation(
    request: Request, db: Session, kid: str, refusal: Refusal | None = None
) -> HTMLResponse:
    found: documents.KeyView | None = next((k for k in await keep_keys.listed(db) if k.kid == kid), None)
    if found is None:
        raise NotFound
    return page(
        request,
        db,
        "keys/revoke.html",
        refused_status(refusal) if refusal else 200,
        key=found,
        values={},
        errors=field_errors(refusal) if refusal else {},
    )


@router.get("/institutions", dependencies=[requires("identity.manage")])
async def institutions(request: Request, db: Db) -> HTMLResponse:
    return await _institutions(request, db)


@router.post("/institutions", dependencies=[requires("identity.manage")])
async def issue(request: Request, db: Db) -> HTMLResponse:
    """The key is shown in the answer itself, once: a page to come back to would have to keep it."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            issued = await keep_keys.issue_client(
                db,
                db.actor,
                name=typed.text("name"),
                scopes=typed.many("scopes"),
                request_id=request.state.request_id,
            )
    except Refusal as refusal:
        return await _institutions(request, db, refusal=refusal, values=dict(typed.values))
    return await _institutions(request, db, issued=issued)


@router.get("/institutions/{client}/withdrawal", dependencies=[requires("identity.manage")])
async def ask_withdrawal(request: Request, db: Db, client: UUID) -> HTMLResponse:
    """What follows, before it is done."""
    found = next((c for c in await identity.clients(db) if c.id == client and c.active), None)
    if found is None:
        raise NotFound
    return page(request, db, "institutions/withdraw.html", client=found)


@router.post("/institutions/{client}/withdrawal", dependencies=[requires("identity.manage")])
async def withdraw(request: Request, db: Db, client: UUID) -> Response:
    await keep_keys.withdraw_client(db, db.actor, client, request_id=request.state.request_id)
    return go("/institutions", said="done")


async def _institutions(
    request: Request,
    db: Session,
    *,
    issued: identity.IssuedClient | None = None,
    refusal: Refusal | None = None,
    values: dict[str, object] | None = None,
) -> HTMLResponse:
    may_ask = {
        "document.verify": _("Si un documento es válido y permite trabajar"),
        "removal.check": _("Si la devolución de una persona está impedida"),
    }
    return page(
        request,
        db,
        "institutions/list.html",
        refused_status(refusal) if refusal else 200,
        clients=await identity.clients(db),
        issued=issued,
        may_ask=may_ask,
        values=values or {},
        errors=field_errors(refusal) if refusal else {},
    )
