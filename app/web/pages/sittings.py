"""The list of sittings, and convening one."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.sitting_shown import status_words
from app.web.typed import as_typed, typed_id, typed_moment

router = APIRouter(prefix="/sittings")


@router.get("", dependencies=[requires("sitting.read")])
async def list_sittings(request: Request, db: Db) -> HTMLResponse:
    """The sittings of the actor's body, or those they were called to; the secretary convenes the next one here."""
    return await _list(request, db)


@router.post("", dependencies=[requires("sitting.manage")])
async def convene(request: Request, db: Db) -> Response:
    form = await request.form()
    called = [str(value) for value in form.getlist("members")]
    values: dict[str, Any] = {k: str(v) for k, v in form.items()} | {"members": called}
    try:
        async with db.attempt():
            sitting_id = await decisions.convene(
                db,
                db.actor,
                starts_at=typed_moment(form, "starts_at", (await procedure_in_force(db)).zone),
                members=[typed_id(value, "members") for value in called],
                presiding=typed_id(values.get("presiding", ""), "presiding"),
            )
    except Refusal as refusal:
        return await _list(request, db, refused_status(refusal), values=values, errors=field_errors(refusal))
    return go(f"/sittings/{sitting_id}", said="convened")


async def _list(
    request: Request,
    db: Session,
    status: int = 200,
    *,
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    manages = identity.may(db.actor, "sitting.manage")
    members = await identity.colleagues(db, "commission_member", body=db.actor.body) if manages else []
    return page(
        request,
        db,
        "sittings/list.html",
        status,
        sittings=(await decisions.sittings(db)).rows,
        status_words=status_words(),
        members=[(str(m.user_id), f"{m.name} · {m.seat or ''}") for m in members],
        values=values or await _suggested(db, members),
        errors=errors or {},
    )


async def _suggested(db: Session, members: list[identity.Colleague]) -> dict[str, Any]:
    """Tomorrow at nine, the first of each seat, the first of them presiding: to be looked at, not taken for granted."""
    zone = (await procedure_in_force(db)).zone
    tomorrow = (db.now() + timedelta(days=1)).astimezone(zone).replace(hour=9, minute=0)
    first_of_seat = {m.seat: str(m.user_id) for m in reversed(members)}
    called = [str(m.user_id) for m in members if str(m.user_id) in first_of_seat.values()]
    return {
        **as_typed(tomorrow, "starts_at", zone),
        "members": called,
        "presiding": called[0] if called else "",
    }
