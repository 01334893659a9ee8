"""One day for many cases: who waits for an interview, a plan of the day, booking it whole, and taking it back."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import public as scheduling
from app.web.batch_plan_shown import plan_shown
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.pages.appointment_form import chosen_slot
from app.web.pages.calendar_setup import office_shown
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows.next_steps import steps_at

router = Router(prefix="/calendar/batch")
BOOKS = [requires("appointment.book")]
LISTED = 40
Chosen = Annotated[list[str], Query(max_length=30)]


@router.get("", dependencies=BOOKS)
async def show(request: Request, db: Db, office: str = "", day: str = "", case: Chosen = []) -> HTMLResponse:  # noqa: B006
    """Who waits at an office. `case`: those who were ticked; then the plan of `day` for them."""
    return await _show(request, db, office, day, case)


@router.post("", dependencies=BOOKS)
async def book(request: Request, db: Db, office: str = "") -> Response:
    """Book the plan as it was shown: all that is ticked, or none of it."""
    typed = await typed_of(request)
    picks = [pick.partition("~") for pick in typed.many("pick") if "~" in pick]
    try:
        async with db.attempt():
            times = [await _time(db, reference, value) for reference, _tilde, value in picks]
            series, _made = await scheduling.book_series(db, db.actor, times)
    except Refusal as refusal:
        references = [reference for reference, _tilde, _value in picks]
        return await _show(request, db, office, typed.text("day"), references, refusal)
    return go(f"/calendar/batch/{series}", said="booked")


async def _time(db: Session, reference: str, value: str) -> scheduling.SeriesTime:
    case = await cases.case_view(db, reference)
    needs = await scheduling.needs_of(db, case)
    slot = chosen_slot(value)
    return scheduling.SeriesTime(
        case.id,
        slot.room_id,
        slot.starts_at,
        needs.language,
        length=needs.length,
        interviewer_id=slot.interviewer_id,
        interpreter_id=slot.interpreter_id,
    )


@router.get("/{series_id}", dependencies=BOOKS)
async def show_booked(request: Request, db: Db, series_id: UUID) -> HTMLResponse:
    return await _show_booked(request, db, series_id)


@router.post("/{series_id}/undoing", dependencies=BOOKS)
async def undo(request: Request, db: Db, series_id: UUID) -> Response:
    """Call the whole of it off, with the reasons."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await scheduling.undo_series(db, db.actor, series_id, reasons=typed.text("reasons"))
    except Refusal as refusal:
        return await _show_booked(request, db, series_id, dict(typed.values), refusal)
    return go(f"/calendar/batch/{series_id}", said="series_undone")


async def _show_booked(
    request: Request,
    db: Session,
    series_id: UUID,
    values: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    found = await scheduling.appointments_in(db, series_id)
    if not found:
        raise NotFound
    names = await people.profiles(db, [a.person_id for a in found])
    return page(
        request,
        db,
        "scheduling/batch_booked.html",
        refused_status(refusal) if refusal else 200,
        series_id=series_id,
        rows=[
            {
                "view": a,
                "name": names[a.person_id].name if a.person_id in names else "–",
                "reference": await cases.reference_of(db, a.case_id),
            }
            for a in found
        ],
        standing=sum(a.state == "booked" and a.starts_at > db.now() for a in found),
        values=values or {},
        errors=field_errors(refusal) if refusal else {},
    )


async def _show(
    request: Request,
    db: Session,
    office: str,
    day: str,
    chosen: list[str],
    refusal: Refusal | None = None,
) -> HTMLResponse:
    place, places = await office_shown(db, office)
    profile = await procedure_in_force(db)
    ahead = profile.today(db.now()) + timedelta(days=scheduling.SUMMONS.days + 4)
    when = _day(day) or procedure.next_working_day(profile, ahead)
    waits = await _waiting(db, place)
    known = {row.reference for row in waits}
    errors = field_errors(refusal) if refusal else {}
    if errors:
        errors = {
            "": _("No se reservó nada. %(why)s Este es un plan nuevo.") % {"why": " ".join(errors.values())}
        }
    return page(
        request,
        db,
        "scheduling/batch.html",
        refused_status(refusal) if refusal else 200,
        office=place,
        offices=places,
        day=when.isoformat(),
        day_words=short_date(when, weekday=True),
        rows=waits,
        chosen=set(chosen),
        plan=await plan_shown(db, [one for one in chosen if one in known], when) if chosen else None,
        errors=errors,
    )


async def _waiting(db: Session, place: identity.Place) -> list[cases.Row]:
    """The cases of the office that can be heard and have no time yet: first those that come first."""
    profile = await procedure_in_force(db)

    def can(stage: str, event: str, role: str) -> bool:
        return any(step.event == event and step.allowed for step in steps_at(profile, stage, role))

    stages = tuple(
        stage.name
        for stage in profile.stages
        if can(stage.name, "interview_started", "eligibility_officer")
        and can(stage.name, "appointment_booked", db.actor.role)
    )
    if not stages:
        return []
    found = (await cases.worklist(db, cases.Filters(stages=stages), limit=200)).rows
    at_place = [row for row in found if row.office == place.name]
    have = await scheduling.cases_with_a_time(db, [row.id for row in at_place])
    return sorted((row for row in at_place if row.id not in have), key=lambda row: -row.priority)[:LISTED]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFound from error
