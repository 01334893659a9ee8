"""Times that are held or blocked at an office: the list, blocking one, giving one back."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.scheduling import public as scheduling
from app.web.pages.appointment_form import one_of
from app.web.pages.calendar_hours import typed_hour
from app.web.pages.calendar_setup import office_shown
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.schedule_words import resource_options

router = Router(prefix="/calendar/holds")


@router.get("", dependencies=[requires("calendar.read")])
async def show(request: Request, db: Db, office: str = "") -> HTMLResponse:
    return await _show(request, db, office)


@router.post("", dependencies=[requires("appointment.book")])
async def block(request: Request, db: Db, office: str = "") -> Response:
    """Block a room or a person; what is booked then is not touched, and the page says so."""
    place, _places = await office_shown(db, office)
    typed = await typed_of(request)
    try:
        async with db.attempt():
            zone = (await procedure_in_force(db)).zone
            first = typed.day("first")
            if first is None:
                raise Invalid.at("first", "required", "Escriba al menos una fecha.")
            last = typed.day("last") or first
            closes = typed_hour(typed, "closes")
            kind, _bar, chosen = typed.text("what").partition(":")
            what = {f"{kind}_id": one_of(chosen)} if kind in ("room", "interviewer", "interpreter") else {}
            await scheduling.block(
                db,
                db.actor,
                office_id=place.id,
                starts_at=datetime.combine(first, typed_hour(typed, "opens") or time(), zone),
                ends_at=datetime.combine(last, closes, zone)
                if closes
                else datetime.combine(last + timedelta(days=1), time(), zone),
                reason=typed.text("reason"),
                **what,
            )
    except Refusal as refusal:
        return await _show(request, db, str(place.id), typed, refusal)
    return go(f"/calendar/holds?office={place.id}", said="saved")


@router.post("/{hold_id}/release", dependencies=[requires("appointment.book")])
async def release(db: Db, hold_id: UUID) -> Response:
    await scheduling.release(db, db.actor, hold_id)
    return go("/calendar/holds", said="hold_released")


async def _show(
    request: Request, db: Session, office: str, typed: Typed | None = None, refusal: Refusal | None = None
) -> HTMLResponse:
    place, places = await office_shown(db, office)
    books = identity.may(db.actor, "appointment.book") and db.actor.office_id in (None, place.id)
    manages = identity.may(db.actor, "calendar.manage") and books
    values: dict[str, Any] = dict(typed.values) if typed else {}
    errors = field_errors(refusal) if refusal else {}
    names = {"": "what", "starts_at": "first", "ends_at": "last"}
    return page(
        request,
        db,
        "scheduling/holds.html",
        refused_status(refusal) if refusal else 200,
        office=place,
        offices=places,
        books=books,
        rows=[
            {"view": one, "mine": one.made_by == db.actor.user_id or (manages and one.reason is not None)}
            for one in await scheduling.holds_at(db, place.id, since=db.now())
        ],
        options=await resource_options(db, place.id),
        values=values,
        errors={names.get(field, field): text for field, text in errors.items()},
    )
