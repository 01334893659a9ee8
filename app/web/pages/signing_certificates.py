"""The certificates that decisions are signed with: one's own, and everybody's for who manages keys."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import files_of
from app.overrides.public import procedure_in_force
from app.web.i18n import gettext as _
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.typed import typed_moment
from app.workflows import keep_certificates

router = Router(prefix="/signing-certificates")


@router.get("", dependencies=[requires("key.own")])
async def listed(request: Request, db: Db) -> HTMLResponse:
    return await _list(request, db)


@router.post("", dependencies=[requires("key.own")])
async def enrol(request: Request, db: Db) -> Response:
    sent = await files_of(request)
    passphrase = str((await request.form()).get("passphrase", ""))
    try:
        async with db.attempt():
            await keep_certificates.enrol(
                db,
                db.actor,
                content=sent[0].content if sent else b"",
                passphrase=passphrase,
                request_id=request.state.request_id,
            )
    except Refusal as refusal:
        return await _list(request, db, refusal)
    return go("/signing-certificates", said="certificate_enrolled")


@router.get("/{certificate_id}/revocation", dependencies=[requires("key.own")])
async def ask_revocation(request: Request, db: Db, certificate_id: UUID) -> HTMLResponse:
    return await _ask_revocation(request, db, certificate_id)


@router.post("/{certificate_id}/revocation", dependencies=[requires("key.own")])
async def revoke(request: Request, db: Db, certificate_id: UUID) -> Response:
    typed = await typed_of(request)
    values = {name: str(value) for name, value in typed.values.items()}
    try:
        async with db.attempt():
            since = (
                typed_moment(values, "distrusted_from", (await procedure_in_force(db)).zone)
                if typed.text("distrusted_from-day")
                else None
            )
            await keep_certificates.revoke(
                db,
                db.actor,
                certificate_id,
                because=typed.text("because"),
                distrusted_from=since,
                request_id=request.state.request_id,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _ask_revocation(request, db, certificate_id, refusal, values)
    return go("/signing-certificates", said="certificate_revoked")


async def _list(request: Request, db: Session, refusal: Refusal | None = None) -> HTMLResponse:
    return page(
        request,
        db,
        "keys/certificates.html",
        refused_status(refusal) if refusal else 200,
        certificates=await decisions.certificates(db),
        states={
            "signs": _("firma ahora"),
            "expired": _("vencido"),
            "replaced": _("sustituido"),
            "revoked": _("revocado"),
        },
        errors=field_errors(refusal) if refusal else {},
    )


async def _ask_revocation(
    request: Request,
    db: Session,
    certificate_id: UUID,
    refusal: Refusal | None = None,
    values: dict[str, str] | None = None,
) -> HTMLResponse:
    found = next((one for one in await decisions.certificates(db) if one.id == certificate_id), None)
    if found is None:
        raise NotFound
    return page(
        request,
        db,
        "keys/revoke_certificate.html",
        refused_status(refusal) if refusal else 200,
        certificate=found,
        values=values or {},
        errors=field_errors(refusal) if refusal else {},
    )
