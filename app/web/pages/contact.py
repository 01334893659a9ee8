"""How a person may be reached: what they told, by whom, and what it means for what is sent to them."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.notices import public as notices
from app.web.formats import language_names
from app.web.notice_words import safety_words, weekday_words
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/cases/{reference}/contact/{person_id}")


@router.get("", dependencies=[requires("case.read")])
async def contact(request: Request, db: Db, reference: str, person_id: UUID) -> HTMLResponse:
    """What holds now, the form for what was told anew, and what was told before."""
    return await _contact(request, db, reference, person_id)


@router.post("", dependencies=[requires("contact.record")])
async def keep(request: Request, db: Db, reference: str, person_id: UUID) -> Response:
    typed = await typed_of(request)
    await _of_case(await case_header(request, db, reference, tab="notices"), person_id)
    try:
        async with db.attempt():
            after = typed.text("after")
            await notices.keep_contact(
                db, db.actor, person_id, _told(typed), after=UUID(after) if after else None
            )
    except Refusal as refusal:
        return await _contact(request, db, reference, person_id, typed.values, refusal)
    return go(f"/cases/{reference}/contact/{person_id}", said="saved")


def _told(typed: Typed) -> notices.Told:
    return notices.Told(
        told_by=typed.text("told_by"),
        phone=typed.text("phone"),
        email=typed.text("email"),
        letter=typed.text("letter"),
        no_messages=typed.ticked("no_messages"),
        reads=not typed.ticked("cannot_read"),
        language=typed.text("language"),
        weekdays=tuple(int(day) for day in typed.many("weekdays") if day.isdecimal()),
        from_hour=_hour(typed, "from_hour"),
        to_hour=_hour(typed, "to_hour"),
        electronic_since=typed.day("electronic_since"),
        note=typed.text("note"),
    )


def _hour(typed: Typed, name: str) -> time | None:
    given = typed.text(name).replace(".", ":")
    if not given:
        return None
    hour, _colon, minute = given.partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError as error:
        raise Invalid.at(name, "not_an_hour", "Escriba una hora, por ejemplo 14:30.") from error


async def _of_case(header: CaseHeader, person_id: UUID) -> None:
    if person_id not in header.persons:
        raise NotFound


async def _contact(
    request: Request,
    db: Session,
    reference: str,
    person_id: UUID,
    typed: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="notices")
    await _of_case(header, person_id)
    known = await notices.contact(db, person_id)
    return page(
        request,
        db,
        "notices/contact.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        person=header.persons[person_id],
        known=known,
        history=await notices.contact_history(db, person_id),
        safety=list(safety_words().items()),
        safety_words=safety_words(),
        languages=[(code, language_names([code])) for code in notices.LANGUAGES],
        weekdays=weekday_words(),
        may_record=identity.may(db.actor, "contact.record"),
        values=dict(typed) if typed is not None else _values(known),
        errors=field_errors(refusal) if refusal else {},
    )


def _values(known: notices.Contact) -> dict[str, Any]:
    since = known.electronic_since
    values: dict[str, Any] = {
        "phone": known.phone_safety,
        "email": known.email_safety,
        "letter": known.letter_safety,
        "no_messages": "1" if known.no_messages else "",
        "cannot_read": "" if known.reads else "1",
        "language": known.spoken,
        "weekdays": [str(day) for day in sorted(known.weekdays)],
        "from_hour": f"{known.from_hour:%H:%M}" if known.from_hour else "",
        "to_hour": f"{known.to_hour:%H:%M}" if known.to_hour else "",
        "note": known.note,
    }
    if since is not None:
        values |= {
            "electronic_since-day": str(since.day),
            "electronic_since-month": str(since.month),
            "electronic_since-year": str(since.year),
        }
    return values
