"""What an office has to give appointments with: its rooms, who interviews and who interprets."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.scheduling import public as scheduling
from app.web.formats import language_codes, language_names
from app.web.i18n import gettext as _
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.schedule_words import hours_line, room_has, sex_words, training_words

router = Router(prefix="/calendar")
READS, MANAGES = [requires("calendar.read")], [requires("calendar.manage")]
ROOM = ("confidential", "child_friendly", "step_free", "video", "active")


async def office_shown(db: Session, wanted: str) -> tuple[identity.Place, list[tuple[str, str]]]:
    """The office asked for, else the actor's own, else the first; and all of them to choose from. Raises `NotFound`."""
    places = await identity.offices(db)
    own = await identity.office_of(db, db.actor)
    found = next((o for o in places if str(o.id) == (wanted or str(own))), None)
    if found is None and wanted:
        raise NotFound
    return found or places[0], [(str(o.id), o.name) for o in places]


@router.get("/setup", dependencies=READS)
async def show(request: Request, db: Db, office: str = "") -> HTMLResponse:
    """Rooms, interviewers, interpreters and hours of an office."""
    place, places = await office_shown(db, office)
    words = training_words()
    table = (await scheduling.timetables(db, [place.id], since=db.now().date()))[place.id]
    manages = identity.may(db.actor, "calendar.manage") and (
        db.actor.role != "supervisor" or db.actor.office_id == place.id
    )
    called = [
        one
        for one in await scheduling.interpreters(db, everybody=True)
        if not one.offices or place.id in one.offices
    ]
    return page(
        request,
        db,
        "scheduling/setup.html",
        office=place,
        offices=places,
        hours=hours_line(table.week or scheduling.ORDINARY_WEEK),
        manages=manages,
        rooms=[
            {"view": room, "has": room_has(room)}
            for room in await scheduling.rooms(db, place.id, everything=True)
        ],
        interviewers=[
            {
                "view": one,
                "sex": sex_words()[one.sex],
                "trained": ", ".join(words[t] for t in sorted(one.trained_for)),
            }
            for one in await scheduling.interviewers_of(db, place.id)
        ],
        interpreters=[{"view": one, "sex": sex_words()[one.sex], "rated": _rated(one)} for one in called],
    )


def _rated(one: scheduling.InterpreterView) -> str:
    if one.score is None:
        return _("sin valorar")
    return _("%(score)s de 5, %(n)s veces") % {"score": f"{one.score:.1f}", "n": one.ratings}


@router.get("/rooms/new", dependencies=MANAGES)
async def ask_room(request: Request, db: Db, office: str = "") -> HTMLResponse:
    place, _places = await office_shown(db, office)
    values = {"confidential": "1", "active": "1"}
    return _form(request, db, "room", _("Agregar una sala"), f"/calendar/rooms/new?office={place.id}", values)


@router.post("/rooms/new", dependencies=MANAGES)
async def add_room(request: Request, db: Db, office: str = "") -> Response:
    place, _places = await office_shown(db, office)
    return await _keep_room(request, db, place.id, None)


@router.get("/rooms/{room_id}", dependencies=MANAGES)
async def ask_change_room(request: Request, db: Db, room_id: UUID) -> HTMLResponse:
    found = await scheduling.room(db, room_id)
    values = {"name": found.name} | {name: "1" if getattr(found, name) else "" for name in ROOM}
    action = f"/calendar/rooms/{room_id}"
    return _form(request, db, "room", found.name, action, values, version=found.version)


@router.post("/rooms/{room_id}", dependencies=MANAGES)
async def change_room(request: Request, db: Db, room_id: UUID) -> Response:
    return await _keep_room(request, db, None, room_id)


async def _keep_room(request: Request, db: Session, office_id: UUID | None, room_id: UUID | None) -> Response:
    typed = await typed_of(request)
    at = (await scheduling.room(db, room_id)).office_id if room_id else office_id
    try:
        async with db.attempt():
            facts = scheduling.RoomFacts(typed.text("name"), **{name: typed.ticked(name) for name in ROOM})
            await scheduling.keep_room(
                db, db.actor, facts, office_id=office_id, room_id=room_id, version=typed.version
            )
    except Refusal as refusal:
        address = f"/calendar/rooms/{room_id}" if room_id else f"/calendar/rooms/new?office={office_id}"
        title = typed.text("name") or _("Agregar una sala")
        return _form(request, db, "room", title, address, typed.values, typed.version, refusal)
    return go(f"/calendar/setup?office={at}", said="saved")


@router.get("/interviewers/{user_id}", dependencies=MANAGES)
async def ask_interviewer(request: Request, db: Db, user_id: UUID) -> HTMLResponse:
    one = await scheduling.interviewer(db, user_id)
    values = {
        "sex": one.sex,
        "languages": language_names(one.languages),
        "trained_for": sorted(one.trained_for),
    }
    action = f"/calendar/interviewers/{user_id}"
    return _form(request, db, "interviewer", one.name, action, values, version=one.version)


@router.post("/interviewers/{user_id}", dependencies=MANAGES)
async def keep_interviewer(request: Request, db: Db, user_id: UUID) -> Response:
    typed = await typed_of(request)
    one = await scheduling.interviewer(db, user_id)
    try:
        async with db.attempt():
            await scheduling.keep_interviewer(
                db,
                db.actor,
                user_id,
                languages=language_codes(typed.text("languages")),
                sex=typed.text("sex"),
                trained_for=typed.many("trained_for"),
                version=typed.version,
            )
    except Refusal as refusal:
        action = f"/calendar/interviewers/{user_id}"
        return _form(request, db, "interviewer", one.name, action, typed.values, typed.version, refusal)
    return go("/calendar/setup", said="saved")


@router.get("/interpreters/new", dependencies=MANAGES)
async def ask_interpreter(request: Request, db: Db) -> HTMLResponse:
    offices = [(str(o.id), o.name) for o in await identity.offices(db)]
    title, action = _("Agregar intérprete"), "/calendar/interpreters/new"
    return _form(request, db, "interpreter", title, action, {"active": "1"}, offices=offices)


@router.post("/interpreters/new", dependencies=MANAGES)
async def add_interpreter(request: Request, db: Db) -> Response:
    return await _keep_interpreter(request, db, None)


@router.get("/interpreters/{interpreter_id}", dependencies=MANAGES)
async def ask_change_interpreter(request: Request, db: Db, interpreter_id: UUID) -> HTMLResponse:
    one = await scheduling.interpreter(db, interpreter_id)
    values = {
        "name": one.name,
        "sex": one.sex,
        "languages": language_names(one.languages),
        "communities": ", ".join(one.communities),
        "trained_for": sorted(one.trained_for),
        "offices": [str(office) for office in one.offices],
        "active": "1" if one.active else "",
        "suspended": "1" if one.suspended_on else "",
        "suspended_why": one.suspended_why or "",
    }
    return _form(
        request,
        db,
        "interpreter",
        one.name,
        f"/calendar/interpreters/{interpreter_id}",
        values,
        version=one.version,
        offices=[(str(o.id), o.name) for o in await identity.offices(db)],
        ratings=await scheduling.ratings_of(db, interpreter_id),
    )


@router.post("/interpreters/{interpreter_id}", dependencies=MANAGES)
async def change_interpreter(request: Request, db: Db, interpreter_id: UUID) -> Response:
    return await _keep_interpreter(request, db, interpreter_id)


async def _keep_interpreter(request: Request, db: Session, interpreter_id: UUID | None) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            facts = scheduling.InterpreterFacts(
                name=typed.text("name"),
                sex=typed.text("sex"),
                languages=language_codes(typed.text("languages")),
                communities=_listed(typed, "communities"),
                trained_for=typed.many("trained_for"),
                offices=[
                    chosen(one, "offices", _("Elija oficinas de la lista.")) for one in typed.many("offices")
                ],
                active=typed.ticked("active"),
                suspended_why=typed.text("suspended_why") if typed.ticked("suspended") else None,
            )
            await scheduling.keep_interpreter(
                db, db.actor, facts, interpreter_id=interpreter_id, version=typed.version
            )
    except Refusal as refusal:
        return _form(
            request,
            db,
            "interpreter",
            typed.text("name") or _("Agregar intérprete"),
            f"/calendar/interpreters/{interpreter_id or 'new'}",
            typed.values,
            typed.version,
            refusal,
            offices=[(str(o.id), o.name) for o in await identity.offices(db)],
        )
    return go("/calendar/setup", said="saved")


def _listed(typed: Typed, name: str) -> list[str]:
    return [part.strip() for part in typed.text(name).split(",") if part.strip()]


def _form(
    request: Request,
    db: Session,
    what: str,
    title: str,
    action: str,
    values: Mapping[str, Any],
    version: int | None = None,
    refusal: Refusal | None = None,
    **more: Any,
) -> HTMLResponse:
    return page(
        request,
        db,
        "scheduling/form.html",
        refused_status(refusal) if refusal else 200,
        what=what,
        title=title,
        action=action,
        version=version,
        back="/calendar/setup",
        sexes=list(sex_words().items()),
        trainings=list(training_words().items()),
        values=values,
        errors=field_errors(refusal) if refusal else {},
        **({"offices": [], "ratings": []} | more),
    )
