"""A case's appointments and interviews: what is booked, what is free, and who did not come."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.interviews import public as interviews
from app.people import public as people
from app.scheduling import public as scheduling
from app.web.formats import language_name
from app.web.i18n import gettext as _
from app.web.offer_shown import offer_shown
from app.web.pages.appointment_form import (
    Chosen,
    at_the_slot,
    chosen_slot,
    minutes_of,
    one_of,
    put_first,
    waivers_of,
)
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import go, page, refused_status
from app.web.said import done
from app.web.schedule_words import absence_words, kind_words, move_words, waive_words
from app.web.words import ask_name, interview_status, relation_name
from app.workflows.next_steps import next_steps

router = Router()

Words = Annotated[str, Form(max_length=8000)]
# Offered after the household's own languages.
LANGUAGES = ("es", "en", "fr", "pt", "ht", "miq", "ar", "zh", "ru", "fa", "bn", "so", "am")


@router.get("/cases/{reference}/interviews", dependencies=[requires("case.read")])
async def show(
    request: Request, db: Db, reference: str, slot: str = "", video: str = "", hold: str = ""
) -> HTMLResponse:
    """`slot`: a time that was picked in the week of the office; `hold`: it is held for the reader. `video`: times with a second room."""
    values = {"slot": slot, "video": video, "hold": hold}
    return await _show(request, db, reference, values={k: v for k, v in values.items() if v} or None)


@router.post("/cases/{reference}/appointments", dependencies=[requires("appointment.book")])
async def book(request: Request, db: Db, reference: str) -> Response:
    """Book one of the free times that the page offered; whoever else is chosen asks or interprets."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            chosen = chosen_slot(typed.text("slot"))
            case = await cases.case_view(db, reference)
            if typed.ticked("keep_free"):
                return await _keep_free(db, reference, typed, chosen, case.assigned_to)
            await scheduling.book(
                db,
                db.actor,
                case.id,
                room_id=chosen.room_id,
                starts_at=chosen.starts_at,
                language=typed.text("language") or "es",
                length=minutes_of(typed),
                claim_id=_one_of(typed.text("claim")),
                interviewer_id=chosen.interviewer_id or case.assigned_to,
                interpreter_id=_one_of(typed.text("interpreter")) or chosen.interpreter_id,
                video_room_id=chosen.video_room_id,
                waivers=waivers_of(typed),
                hold_id=_one_of(typed.text("hold")),
            )
    except Refusal as refusal:
        errors = at_the_slot(refusal)
        return await _show(
            request,
            db,
            reference,
            status=refused_status(refusal),
            values=dict(typed.values) | {"slot": typed.text("slot")},
            errors=errors,
        )
    return go(f"/cases/{reference}/interviews", said=done("booked", at=chosen.starts_at))


async def _keep_free(
    db: Session, reference: str, typed: Typed, chosen: Chosen, officer: UUID | None
) -> Response:
    """Keep the chosen time free for some minutes, while the person is asked; the page then books just that."""
    if typed.text("hold"):
        await scheduling.release(db, db.actor, one_of(typed.text("hold")))
    held = await scheduling.hold(
        db,
        db.actor,
        room_id=chosen.room_id,
        starts_at=chosen.starts_at,
        length=minutes_of(typed),
        interviewer_id=chosen.interviewer_id or officer,
        interpreter_id=chosen.interpreter_id,
    )
    kept = {"slot": typed.text("slot"), "hold": str(held)} | ({"video": "1"} if typed.text("video") else {})
    return go(f"/cases/{reference}/interviews?{urlencode(kept)}#book")


def _one_of(value: str) -> UUID | None:
    """The identifier chosen in a list; `None` for the empty choice. Raises `NotFound` for what no list offered."""
    try:
        return UUID(value) if value else None
    except ValueError as error:
        raise NotFound from error


async def _show(
    request: Request,
    db: Session,
    reference: str,
    *,
    status: int = 200,
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="interviews")
    case = header.case
    may_read = identity.may(db.actor, "appointment.read")
    booked = await scheduling.appointments_of(db, case.id) if may_read else []
    held = await interviews.interviews_of(db, case.id) if identity.may(db.actor, "interview.read") else []
    allowed = {s.event for s in await next_steps(db, case.id, db.actor) if s.allowed}
    picked = str((values or {}).get("slot", ""))
    video = bool((values or {}).get("video"))
    booking = (
        await _booking(db, header, picked, video=video, hold=str((values or {}).get("hold", "")))
        if "appointment_booked" in allowed
        else None
    )
    return page(
        request,
        db,
        "interviews/case.html",
        status,
        header=header,
        appointments=[_appointment(a, header, db, held) for a in booked] if may_read else None,
        interviews=[_interview(i) for i in held],
        booking=booking,
        actions=_actions(header, db, booked, held, allowed),
        values={"language": _spoken(header), "minutes": booking["minutes"] if booking else ""}
        | (values or {}),
        errors=errors or {},
        missed=case.missed_interviews,
        waivable=list(waive_words().items()),
    )


def _appointment(
    a: scheduling.AppointmentView, header: CaseHeader, db: Session, held: list[interviews.InterviewView]
) -> dict[str, Any]:
    over = a.starts_at <= db.now()
    states: dict[str, tuple[str, str | None]] = {
        "booked": (_("reservada"), "accent"),
        "kept": (_("se presentó"), "ok"),
        "missed": (_("no se presentó"), "bad"),
        "moved": (_("cambiada"), None),
        "cancelled": (_("cancelada"), None),
    }
    text, kind = states[a.state]
    if a.state == "booked" and (a.unanswered_since or a.ends_at <= db.now()):
        text, kind = _("falta decir si vino"), "wait"
    booked = a.state == "booked"
    person = header.persons.get(a.person_id)
    return {
        "id": a.id,
        "view": a,
        "who": person.name if person else "–",
        "state": {"text": text, "kind": kind},
        "miss": booked and over and identity.may(db.actor, "appointment.miss"),
        "postpone": booked and header.case.assigned_to == db.actor.user_id,
        "cancel": booked and identity.may(db.actor, "appointment.book"),
        "judge": a.state == "missed" and identity.may(db.actor, "appointment.miss"),
        "rate": a.state == "kept"
        and a.interpreter is not None
        and identity.may(db.actor, "interpreter.rate"),
        "kind": kind_words()[a.kind],
        "notes": _notes(a),
        "interview": next((i.id for i in held if i.appointment_id == a.id), None),
    }


def _notes(a: scheduling.AppointmentView) -> list[str]:
    """Why it was moved or missed, and what it goes without."""
    causes = absence_words() if a.state == "missed" else move_words()
    found = [causes[a.cause]] if a.cause in causes else []
    if a.state == "missed" and a.justified is not None:
        found.append(_("con buen motivo") if a.justified else _("sin buen motivo"))
    words = waive_words()
    found += [
        _("%(what)s: %(reason)s (%(who)s)")
        % {"what": words.get(w["what"], w["what"]), "reason": w["reason"], "who": w["consented_by"] or "–"}
        for w in a.waived
    ]
    return found


def _interview(view: interviews.InterviewView) -> dict[str, Any]:
    return {"view": view, "status": interview_status(view.status)}


def _actions(
    header: CaseHeader,
    db: Session,
    booked: list[scheduling.AppointmentView],
    held: list[interviews.InterviewView],
    allowed: set[str],
) -> list[dict[str, Any]]:
    """Going on with the open record, or starting one; with the reason where that is not possible."""
    if not identity.may(db.actor, "interview.conduct"):
        return []
    mine = next((i for i in held if i.status != "signed" and i.interviewer_id == db.actor.user_id), None)
    if mine:
        return [{"text": _("Continuar la entrevista"), "href": f"/interviews/{mine.id}"}]
    href = f"/cases/{header.case.reference}/interviews/new"
    now = next((a for a in reversed(booked) if a.state == "booked"), None)
    start = {"text": _("Iniciar la entrevista"), "href": f"{href}?appointment={now.id}" if now else href}
    if header.case.assigned_to != db.actor.user_id:
        start["reason"] = _("El expediente no está asignado a usted.")
    elif "interview_started" not in allowed:
        start["reason"] = _("En esta etapa no hay entrevista.")
    return [start]


async def _held_for_me(db: Session, office_id: UUID, hold: str) -> scheduling.HoldView | None:
    held = await scheduling.holds_at(db, office_id, since=db.now()) if hold else []
    return next((one for one in held if str(one.id) == hold and one.made_by == db.actor.user_id), None)


async def _booking(
    db: Session, header: CaseHeader, picked: str, *, video: bool, hold: str = ""
) -> dict[str, Any]:
    found = await scheduling.offer(db, header.case.id, video=video)
    asked = await people.asked_of(db, list(header.persons))
    shown = offer_shown(header.case, found)
    await put_first(db, header.case, shown["slots"], picked)
    return shown | {
        "asks": [
            (header.persons[person].name, ", ".join(ask_name(ask) for ask in asks))
            for person, asks in asked.items()
        ],
        "video": video,
        "held": await _held_for_me(db, header.case.office_id, hold),
        "claims": _claims(header),
        "languages": language_options(header),
        "interpreters": [
            (str(i.id), f"{i.name} ({', '.join(language_name(code) for code in i.languages)})")
            for i in await scheduling.interpreters(db)
        ],
        "officer": header.case.officer,
        "waiting": {
            one.person_id
            for one in await scheduling.waiting(db, today=db.now().date(), case_id=header.case.id)
        },
        "people": [(str(c.person_id), header.persons[c.person_id].name) for c in header.case.claims],
    }


def _claims(header: CaseHeader) -> list[tuple[str, str]]:
    return [
        (str(c.id), f"{header.persons[c.person_id].name} ({relation_name(c.relation).lower()})")
        for c in header.case.claims
        if c.person_id in header.persons
    ]


def _spoken(header: CaseHeader) -> str:
    return (header.principal.languages or ["es"])[0]


def language_options(header: CaseHeader) -> list[tuple[str, str]]:
    """The household's languages first, then those that come up often."""
    own = [code for person in header.persons.values() for code in person.languages]
    return [(code, language_name(code)) for code in dict.fromkeys([*own, *LANGUAGES])]


@router.get("/appointments/{appointment_id}", dependencies=[requires("appointment.read")])
async def find(db: Db, appointment_id: UUID) -> Response:
    """To the record that was opened for it, else to its place among the case's appointments."""
    found = await scheduling.appointment(db, appointment_id)
    for held in await interviews.interviews_of(db, found.case_id):
        if held.appointment_id == appointment_id:
            return go(f"/interviews/{held.id}")
    reference = await cases.reference_of(db, found.case_id)
    return go(f"/cases/{reference}/interviews#a-{appointment_id}")
