"""The seats of a body: who holds each, who stands in, since when and by which act."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.web.i18n import gettext as _
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.typed import typed_id

router = Router(prefix="/sittings/seats")


def places() -> list[tuple[str, str]]:
    return [
        ("0", _("Titular")),
        ("1", _("Suplente")),
        ("2", _("Segunda suplencia")),
        ("3", _("Tercera suplencia")),
    ]


@router.get("", dependencies=[requires("sitting.read")])
async def seats(request: Request, db: Db) -> HTMLResponse:
    """Every seat with whoever holds or held it; the secretary records appointments here."""
    return await _shown(request, db)


@router.post("", dependencies=[requires("sitting.manage")])
async def appoint(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            since = typed.day("since")
            if since is None:
                raise Invalid.at("since", "required", "Escriba desde qué día.")
            place = typed.text("place")
            await decisions.appoint(
                db,
                db.actor,
                user_id=typed_id(typed.text("user"), "user"),
                seat=typed.text("seat"),
                place=int(place) if place.isdecimal() else -1,
                since=since,
                until=typed.day("until"),
                act=typed.text("act"),
            )
    except Refusal as refusal:
        return await _shown(request, db, refusal, typed)
    return go("/sittings/seats", said="saved")


@router.get("/{holder_id}/end", dependencies=[requires("sitting.manage")])
async def ask_end(request: Request, db: Db, holder_id: UUID) -> HTMLResponse:
    return await _ask_end(request, db, holder_id)


@router.post("/{holder_id}/end", dependencies=[requires("sitting.manage")])
async def end(request: Request, db: Db, holder_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            until = typed.day("until")
            if until is None:
                raise Invalid.at("until", "required", "Escriba el último día.")
            await decisions.end_appointment(db, db.actor, holder_id, until=until, act=typed.text("act"))
    except NotFound:
        raise
    except Refusal as refusal:
        return await _ask_end(request, db, holder_id, refusal, typed)
    return go("/sittings/seats", said="saved")


async def _shown(
    request: Request, db: Session, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    body = db.actor.body or ""
    profile = await procedure_in_force(db)
    found = await decisions.seats_of(db, body)
    manages = identity.may(db.actor, "sitting.manage")
    people = await identity.colleagues(db, "commission_member", body=body) if manages else []
    return page(
        request,
        db,
        "sittings/seats.html",
        refused_status(refusal) if refusal else 200,
        seats=found,
        seat_options=[(one.name, one.name) for one in found if one.name],
        today=profile.today(db.now()),
        place_options=places(),
        place_words=dict(places()),
        people=[(str(m.user_id), m.name) for m in people],
        values=_values(typed),
        errors=field_errors(refusal) if refusal else {},
    )


async def _ask_end(
    request: Request, db: Session, holder_id: UUID, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    found = (h for s in await decisions.seats_of(db, db.actor.body or "") for h in s.holders)
    holder = next((h for h in found if h.id == holder_id), None)
    if holder is None:
        raise NotFound
    return page(
        request,
        db,
        "sittings/seat_end.html",
        refused_status(refusal) if refusal else 200,
        holder=holder,
        values=_values(typed),
        errors=field_errors(refusal) if refusal else {},
    )


def _values(typed: Typed | None) -> dict[str, Any]:
    return dict(typed.values) if typed else {}
