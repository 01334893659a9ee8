"""Weekly hours, absences and closures, of an office, an interviewer or an interpreter."""

from collections.abc import Mapping
from datetime import time
from typing import Any, Literal
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.scheduling import public as scheduling
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.pages.appointment_form import chosen_slot, one_of
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.rebook_shown import affected_shown
from app.web.schedule_words import day_names

router = Router(prefix="/calendar/hours")
READS = [requires("calendar.read")]
Whose = Literal["office", "user", "interpreter"]


@router.get("/{whose}/{owner_id}", dependencies=READS)
async def show(request: Request, db: Db, whose: Whose, owner_id: UUID) -> HTMLResponse:
    return await _show(request, db, whose, owner_id)


@router.post("/{whose}/{owner_id}", dependencies=READS)
async def keep(request: Request, db: Db, whose: Whose, owner_id: UUID) -> Response:
    """Keep the weekly hours: one's own, or with the permission to manage the calendar (the action asks for it)."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            week = tuple(scheduling.typed_day(typed.text(f"day-{n}"), f"day-{n}") for n in range(7))
            owner = scheduling.Owner(whose, owner_id)
            await scheduling.keep_hours(db, db.actor, owner, week, version=typed.version)
    except Refusal as refusal:
        return await _show(request, db, whose, owner_id, typed, refusal)
    return go(f"/calendar/hours/{whose}/{owner_id}", said="saved")


@router.post("/{whose}/{owner_id}/changes", dependencies=READS)
async def announce(request: Request, db: Db, whose: Whose, owner_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            first = typed.day("first")
            if first is None:
                raise Invalid.at("first", "required", "Escriba al menos una fecha.")
            await scheduling.announce(
                db,
                db.actor,
                scheduling.Owner(whose, owner_id),
                first=first,
                last=typed.day("last"),
                works=typed.ticked("works"),
                opens=typed_hour(typed, "opens"),
                closes=typed_hour(typed, "closes"),
                note=typed.text("note"),
            )
    except Refusal as refusal:
        return await _show(request, db, whose, owner_id, typed, refusal)
    return go(f"/calendar/hours/{whose}/{owner_id}", said="saved")


@router.post("/{whose}/{owner_id}/rebooking", dependencies=[requires("appointment.book")])
async def rebook(request: Request, db: Db, whose: Whose, owner_id: UUID) -> Response:
    """Move each appointment that has a time chosen; whoever cannot be moved stays where they are, and the page says why."""
    typed = await typed_of(request)
    refused: dict[str, str] = {}
    moved = 0
    for field in [name for name in typed.values if name.startswith("slot-") and typed.text(name)]:
        try:
            async with db.attempt():
                slot = chosen_slot(typed.text(field))
                await scheduling.move(
                    db,
                    db.actor,
                    one_of(field.removeprefix("slot-")),
                    room_id=slot.room_id,
                    starts_at=slot.starts_at,
                    cause="interpreter" if whose == "interpreter" else "authority",
                    reasons=typed.text("reasons"),
                    interviewer_id=slot.interviewer_id,
                    interpreter_id=slot.interpreter_id,
                )
            moved += 1
        except Refusal as refusal:
            said = field_errors(refusal)
            refused |= {"reasons": said["reasons"]} if "reasons" in said else {field: " ".join(said.values())}
    if refused or not moved:
        refused = refused or {"reasons": _("Elija al menos una hora.")}
        return await _show(request, db, whose, owner_id, typed, refused=refused)
    return go(f"/calendar/hours/{whose}/{owner_id}", said="moved")


@router.post("/changes/{change_id}/withdrawal", dependencies=READS)
async def withdraw(db: Db, change_id: UUID) -> Response:
    owner = await scheduling.withdraw_change(db, db.actor, change_id)
    return go(f"/calendar/hours/{owner.kind}/{owner.id}", said="change_withdrawn")


def typed_hour(typed: Typed, name: str) -> time | None:
    """`8:00` as somebody typed it; none when it was left empty. Raises `Invalid` at the field."""
    given = typed.text(name)
    try:
        return time.fromisoformat(given.zfill(5)) if given else None
    except ValueError as error:
        raise Invalid.at(name, "not_hours", "Escriba la hora así: 08:00.") from error


async def _show(
    request: Request,
    db: Session,
    whose: Whose,
    owner_id: UUID,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
    refused: Mapping[str, str] | None = None,
) -> HTMLResponse:
    name = await scheduling.owner_name(db, whose, owner_id)
    today = db.now().date()
    table = (await scheduling.timetables(db, [owner_id], since=today))[owner_id]
    week = table.week or (scheduling.ORDINARY_WEEK if whose == "office" else ((),) * 7)
    books = identity.may(db.actor, "appointment.book")
    values: Mapping[str, Any] = {f"day-{n}": scheduling.typed_of(day) for n, day in enumerate(week)}
    return page(
        request,
        db,
        "scheduling/hours.html",
        refused_status(refusal) if refusal else 422 if refused else 200,
        kind=whose,
        owner_id=owner_id,
        name=name,
        days=[(f"day-{n}", label) for n, label in enumerate(day_names())],
        changes=[
            {"id": c.id, "text": _said(c)} for c in await scheduling.day_changes(db, owner_id, since=today)
        ],
        version=await scheduling.timetable_version(db, owner_id),
        back="/calendar/setup",
        values={**values, "works": "", "reasons": _away_because(whose)}
        | (dict(typed.values) if typed else {}),
        errors=field_errors(refusal) if refusal else dict(refused or {}),
        books=books,
        affected=await affected_shown(
            db,
            scheduling.Owner(whose, owner_id),
            books=books,
            picked=dict(typed.values) if refused and typed else {},
        ),
    )


def _away_because(whose: Whose) -> str:
    return {
        "office": _("La oficina está cerrada a esa hora."),
        "user": _("Quien iba a entrevistar no está a esa hora."),
        "interpreter": _("Quien iba a interpretar no está a esa hora."),
    }[whose]


def _said(change: scheduling.DayChangeView) -> str:
    days = short_date(change.first, weekday=True)
    if change.last != change.first:
        days = f"{days} – {short_date(change.last, weekday=True)}"
    hours = f", {change.opens:%H:%M}–{change.closes:%H:%M}" if change.opens and change.closes else ""
    what = _("horas de más") if change.works else _("cerrado o ausente")
    return f"{days}{hours}: {what}. {change.note}".strip()
