"""The week of an office: rooms, who interviews and who interprets, what is taken and what is free."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import public as scheduling
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.pages.calendar_setup import office_shown
from app.web.pages.shown import page
from app.web.week_shown import Picking, Resource, Week, shown_days, shown_rows

router = Router()
DAYS = 7


@router.get("/calendar", dependencies=[requires("calendar.read")])
async def show(
    request: Request, db: Db, office: str = "", day: str = "", move: str = "", case: str = ""
) -> HTMLResponse:
    """Of one office, the week of `day`. `move`: an appointment, `case`: a case, for which a time is picked among the free ones."""
    place, places = await office_shown(db, office)
    await audit.looked(db, "page.calendar", str(place.id), request_id=request.state.request_id)
    profile = await procedure_in_force(db)
    zone = profile.zone
    today = db.now().astimezone(zone).date()
    chosen = _day(day) or _next_worked(profile, today)
    monday = chosen - timedelta(days=chosen.weekday())
    begins = datetime.combine(monday, datetime.min.time(), zone)
    resources = await _resources(db, place.id)
    week = Week(
        monday=monday,
        zone=zone,
        now=db.now(),
        profile=profile,
        office=await _hours(db, place.id, resources, monday),
        busy=await scheduling.busy_times(
            db, [r.id for r in resources], after=begins, before=begins + timedelta(days=DAYS)
        ),
        booked=await scheduling.appointments_at(
            db, place.id, since=begins, until=begins + timedelta(days=DAYS)
        ),
    )
    held = await scheduling.holds_at(db, place.id, since=begins, until=begins + timedelta(days=DAYS))
    week = replace(week, held=held)
    names = await people.profiles(db, [a.person_id for a in week.booked])
    picking = await _picking(db, move, case)
    return page(
        request,
        db,
        "scheduling/week.html",
        office=place,
        offices=places,
        days=shown_days(week, chosen, today),
        groups=shown_rows(week, resources, {k: p.name for k, p in names.items()}, chosen, picking),
        picking=picking,
        kept={"move": move} if move else {"case": case} if case else {},
        before=(chosen - timedelta(days=DAYS)).isoformat(),
        after=(chosen + timedelta(days=DAYS)).isoformat(),
        today=today.isoformat(),
        week_of=_("Semana del %(day)s") % {"day": short_date(monday)},
        waiting=len(await scheduling.waiting(db, today=today, office_id=place.id)),
        books=identity.may(db.actor, "appointment.book"),
    )


async def _resources(db: Session, office_id: UUID) -> list[Resource]:
    """Rooms first: a free time begins with one."""
    rooms = await scheduling.rooms(db, office_id)
    askers = await scheduling.interviewers_of(db, office_id)
    called = [one for one in await scheduling.interpreters(db) if not one.offices or office_id in one.offices]
    return [
        *(Resource("room", r.id, r.name) for r in rooms),
        *(Resource("interviewer", i.user_id, i.name, i.languages) for i in askers),
        *(Resource("interpreter", i.id, i.name, i.languages) for i in called),
    ]


async def _hours(
    db: Session, office_id: UUID, resources: list[Resource], monday: date
) -> dict[UUID, scheduling.Timetable]:
    """The hours of the office and of each of them; the office's under its own identifier."""
    found = await scheduling.timetables(db, [office_id, *(r.id for r in resources)], since=monday)
    own = found[office_id]
    if own.week is None:
        found[office_id] = scheduling.Timetable(scheduling.ORDINARY_WEEK, own.changes)
    return found


async def _picking(db: Session, appointment: str, reference: str) -> Picking | None:
    if reference and identity.may(db.actor, "appointment.book"):
        found = await scheduling.needs_of(db, await cases.case_view(db, reference))
        return Picking(f"/cases/{reference}/interviews", found.length)
    if not appointment:
        return None
    try:
        moved = await scheduling.appointment(db, UUID(appointment))
    except ValueError as error:
        raise NotFound from error
    if moved.state != "booked":
        return None
    return Picking(f"/appointments/{moved.id}/move", moved.ends_at - moved.starts_at, moved.id)


def _next_worked(profile: procedure.Profile, day: date) -> date:
    """That day, or the first after it that is worked: on a Saturday the week that counts is the next."""
    return day if procedure.is_working_day(profile, day) else procedure.next_working_day(profile, day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFound from error
