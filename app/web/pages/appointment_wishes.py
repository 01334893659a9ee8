"""What a person asked of their interviews, interpreters who know them, and the sessions of one interview booked together."""

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
from app.scheduling import public as scheduling
from app.web.i18n import gettext as _
from app.web.offer_shown import offer_shown
from app.web.pages.appointment_form import at_the_slot, chosen_slot, minutes_of
from app.web.pages.case_header import case_header
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.said import done

router = Router(prefix="/cases/{reference}")
BOOKS = [requires("appointment.book")]
SESSIONS_OFFERED = 12


def conflict_words() -> dict[str, str]:
    return {
        "knows_the_person": _("Conoce a la persona"),
        "refused_by_the_person": _("La persona no quiere a ese intérprete"),
    }


@router.get("/people/{person_id}/interview-wishes", dependencies=BOOKS)
async def show(request: Request, db: Db, reference: str, person_id: UUID) -> HTMLResponse:
    return await _show(request, db, reference, person_id)


@router.post("/people/{person_id}/interview-wishes", dependencies=BOOKS)
async def keep(request: Request, db: Db, reference: str, person_id: UUID) -> Response:
    typed = await typed_of(request)
    header = await case_header(request, db, reference, tab="interviews")
    try:
        async with db.attempt():
            wishes = scheduling.Wishes(
                interviewer_sex=typed.text("interviewer_sex") or None,
                interpreter_sex=typed.text("interpreter_sex") or None,
                refuses_own_community=typed.ticked("refuses_own_community"),
                communities=tuple(p.strip() for p in typed.text("communities").split(",") if p.strip()),
            )
            await scheduling.note_wishes(
                db, db.actor, header.case.id, person_id, wishes, version=typed.version
            )
    except Refusal as refusal:
        return await _show(request, db, reference, person_id, typed, refusal)
    return go(f"/cases/{reference}/interviews", said="saved")


@router.post("/people/{person_id}/interpreter-conflicts", dependencies=BOOKS)
async def note_conflict(request: Request, db: Db, reference: str, person_id: UUID) -> Response:
    typed = await typed_of(request)
    header = await case_header(request, db, reference, tab="interviews")
    try:
        async with db.attempt():
            await scheduling.note_conflict(
                db,
                db.actor,
                header.case.id,
                person_id,
                chosen(typed.text("interpreter"), "interpreter", _("Elija intérprete.")),
                kind=typed.text("kind"),
            )
    except Refusal as refusal:
        return await _show(request, db, reference, person_id, typed, refusal)
    return go(f"/cases/{reference}/people/{person_id}/interview-wishes", said="saved")


@router.post("/people/{person_id}/interpreter-conflicts/{conflict_id}/end", dependencies=BOOKS)
async def end_conflict(db: Db, reference: str, person_id: UUID, conflict_id: UUID) -> Response:
    await scheduling.end_conflict(db, db.actor, conflict_id)
    return go(f"/cases/{reference}/people/{person_id}/interview-wishes", said="conflict_ended")


async def _show(
    request: Request,
    db: Session,
    reference: str,
    person_id: UUID,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="interviews")
    if person_id not in header.persons:
        raise NotFound
    wishes = (await scheduling.wishes_of(db, [person_id])).get(person_id, scheduling.Wishes())
    values: Mapping[str, Any] = {
        "interviewer_sex": wishes.interviewer_sex or "",
        "interpreter_sex": wishes.interpreter_sex or "",
        "refuses_own_community": "1" if wishes.refuses_own_community else "",
        "communities": ", ".join(wishes.communities),
    }
    return page(
        request,
        db,
        "scheduling/wishes.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        person=header.persons[person_id],
        version=wishes.version,
        conflicts=[
            {"view": c, "kind": conflict_words()[c.kind]}
            for c in await scheduling.conflicts_with(db, [person_id])
        ],
        kinds=list(conflict_words().items()),
        interpreters=[(str(i.id), i.name) for i in await scheduling.interpreters(db)],
        values=dict(typed.values) if typed else values,
        errors=field_errors(refusal) if refusal else {},
    )


@router.get("/appointments/series", dependencies=BOOKS)
async def ask_series(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await _series(request, db, reference, {})


@router.post("/appointments/series", dependencies=BOOKS)
async def book_series(request: Request, db: Db, reference: str) -> Response:
    """The sessions of one interview: all that were ticked, or none."""
    typed = await typed_of(request)
    header = await case_header(request, db, reference, tab="interviews")
    spoken = (header.principal.languages or ["es"])[0]
    try:
        async with db.attempt():
            slots = [chosen_slot(value) for value in typed.many("slot") if value]
            await scheduling.book_series(
                db,
                db.actor,
                [
                    scheduling.SeriesTime(
                        header.case.id,
                        slot.room_id,
                        slot.starts_at,
                        spoken,
                        length=minutes_of(typed),
                        interviewer_id=slot.interviewer_id,
                        interpreter_id=slot.interpreter_id,
                    )
                    for slot in slots
                ],
            )
    except Refusal as refusal:
        return await _series(request, db, reference, dict(typed.values), refusal)
    return go(f"/cases/{reference}/interviews", said=done("series_booked", n=len(slots)))


async def _series(
    request: Request, db: Session, reference: str, values: dict[str, Any], refusal: Refusal | None = None
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="interviews")
    offer = offer_shown(header.case, await scheduling.offer(db, header.case.id, limit=SESSIONS_OFFERED))
    return page(
        request,
        db,
        "scheduling/series.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        offer=offer,
        values={"minutes": offer["minutes"]} | values,
        errors=at_the_slot(refusal) if refusal else {},
    )
