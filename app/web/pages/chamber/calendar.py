"""The body's calendar: a month, the list, and convening a sitting."""

from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal, said
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.web.formats import WEEKDAYS, month_name
from app.web.i18n import language
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.sitting_month import Month
from app.web.sitting_words import place_words, status_words
from app.web.typed import as_typed, typed_id, typed_moment

router = Router(prefix="/sittings")
LONGEST = 50


@router.get("", dependencies=[requires("sitting.read")])
async def list_sittings(request: Request, db: Db, month: str = "", after: str = "") -> HTMLResponse:
    """The sittings of the actor's body, or those they were called to: a month, and the list; the secretary convenes the next here."""
    return await _list(request, db, month=month, after=after)


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
                extraordinary=_extraordinary(values),
            )
    except Refusal as refusal:
        return await _list(request, db, refused_status(refusal), values=values, errors=field_errors(refusal))
    return go(f"/sittings/{sitting_id}", said="convened")


def _extraordinary(values: dict[str, Any]) -> decisions.Extraordinary | None:
    if values.get("kind") != "extraordinary":
        return None
    return decisions.Extraordinary(
        typed_id(values.get("called_by", ""), "called_by", said("Elija quién la pidió.")),
        values.get("grounds", ""),
        bool(values.get("urgent")),
    )


async def _list(
    request: Request,
    db: Session,
    status: int = 200,
    *,
    month: str = "",
    after: str = "",
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    profile = await procedure_in_force(db)
    zone, body = profile.zone, profile.bodies.get(db.actor.body or "")
    shown = Month.read(month, db.now().astimezone(zone).date())
    found = await decisions.sittings(db, after=after or None, limit=LONGEST)
    members = await _members(db) if identity.may(db.actor, "sitting.manage") else []
    return page(
        request,
        db,
        "sittings/list.html",
        status,
        sittings=found.rows,
        next_href=f"/sittings?after={quote(found.after)}" if found.after else None,
        single=body is not None and body.kind in decisions.SINGLE,
        month=shown,
        month_words=month_name(shown.name),
        weekdays=WEEKDAYS[language()],
        weeks=shown.weeks(await decisions.sittings_between(db, *shown.bounds(zone)), zone),
        status_words=status_words(),
        members=members,
        values=values or await _suggested(db, members),
        errors=errors or {},
    )


async def _members(db: Session) -> list[tuple[str, str]]:
    """Who may be called today, by seat and place: whose account, and their words."""
    today = (await procedure_in_force(db)).today(db.now())
    able = await decisions.who_may_sit(db, db.actor.body or "", today)
    names = await identity.names(db, able)
    return [
        (str(one.user_id), f"{names[one.user_id]} · {place_words(one.seat, one.place)}")
        for one in sorted(able.values(), key=lambda one: (one.seat, one.place))
    ]


async def _suggested(db: Session, members: list[tuple[str, str]]) -> dict[str, Any]:
    """The next working day at nine, everybody who holds a seat, the first of them presiding: to be looked at, not taken for granted."""
    profile = await procedure_in_force(db)
    if not members:
        return {"kind": "ordinary", "members": [], "presiding": ""}
    body = db.actor.body or ""
    office = await cases.office_code(db, db.actor.office_id) if db.actor.office_id else None
    at = decisions.first_start(profile, body, db.now(), office)
    able = await decisions.who_may_sit(db, body, at.date())
    first_of_seat: dict[str, str] = {}
    for one in sorted(able.values(), key=lambda one: one.place):
        first_of_seat.setdefault(one.seat, str(one.user_id))
    called = [user for user, _words in members if user in first_of_seat.values()]
    return {
        **as_typed(at, "starts_at", profile.zone),
        "kind": "ordinary",
        "members": called,
        "presiding": called[0] if called else "",
    }
