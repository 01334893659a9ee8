"""An interview begins, goes on in another session, or is put off before it began."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.routing import Router
from app.edge.transaction import Db
from app.interviews import public as interviews
from app.scheduling import public as scheduling
from app.web.i18n import gettext as _
from app.web.offer_shown import when
from app.web.pages.appointments import language_options
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.interview.fields import CONDUCTS, Code, Text
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.words import cause_options, relation_name

router = Router()

COMPANIONS = 4


@router.get("/cases/{reference}/interviews/new", dependencies=[CONDUCTS])
async def ask_start(
    request: Request, db: Db, reference: str, appointment: str = "", kind: str = "applicant"
) -> HTMLResponse:
    return await _ask(request, db, reference, values={"appointment": appointment, "kind": kind})


@router.post("/cases/{reference}/interviews", dependencies=[CONDUCTS])
async def start(request: Request, db: Db, reference: str) -> Response:
    """Open the record. Whoever else is in the room comes as rows `present-0-role`, `present-0-name`, `present-0-identified_by`."""
    form = {key: str(value) for key, value in (await request.form()).items()}
    try:
        async with db.attempt():
            interview_id = await _start(db, await cases.case_id_of(db, reference), form)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _ask(request, db, reference, values=form, refusal=refusal)
    return go(f"/interviews/{interview_id}#now")


async def _start(db: Session, case_id: UUID, form: Mapping[str, str]) -> UUID:
    if form.get("kind") == "witness":
        return await interviews.hear_witness(
            db,
            db.actor,
            case_id,
            claim_id=one_of(form.get("claim", "")),
            language=form.get("language") or "es",
            present=present_in(form),
            told=told_in(form),
        )
    return await interviews.start(
        db,
        db.actor,
        case_id,
        appointment_id=one_of(form.get("appointment", "")),
        claim_id=None if form.get("appointment") else one_of(form.get("claim", "")),
        language=form.get("language") or None,
        present=present_in(form),
        told=told_in(form),
    )


@router.get("/appointments/{appointment_id}/postponement", dependencies=[CONDUCTS])
async def ask_postpone(request: Request, db: Db, appointment_id: UUID) -> HTMLResponse:
    return await _ask_postpone(request, db, appointment_id)


@router.post("/appointments/{appointment_id}/postponement", dependencies=[CONDUCTS])
async def postpone(
    request: Request, db: Db, appointment_id: UUID, cause: Code = "", note: Text = ""
) -> Response:
    """The person came and cannot be heard today: no absence, and the cause is written down."""
    try:
        async with db.attempt():
            found = await scheduling.appointment(db, appointment_id)
            await interviews.postpone_before(db, db.actor, appointment_id, cause=cause, note=note)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _ask_postpone(request, db, appointment_id, {"cause": cause, "note": note}, refusal)
    return go(f"/cases/{await cases.reference_of(db, found.case_id)}/interviews", said="postponed")


async def _ask_postpone(
    request: Request,
    db: Session,
    appointment_id: UUID,
    values: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    found = await scheduling.appointment(db, appointment_id)
    reference = await cases.reference_of(db, found.case_id)
    header = await case_header(request, db, reference, tab="interviews")
    return page(
        request,
        db,
        "interviews/postponement.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        appointment=found,
        person=header.persons[found.person_id].name,
        causes=cause_options(),
        values=values or {},
        errors=field_errors(refusal) if refusal else {},
    )


def one_of(value: str) -> UUID | None:
    """An identifier of a form's field, or nothing. Raises `NotFound` for what is none."""
    try:
        return UUID(value) if value else None
    except ValueError:
        raise NotFound from None


def told_in(form: Mapping[str, str]) -> interviews.Circumstances:
    """How the session is held, as the form says it."""
    return interviews.Circumstances(
        format=form.get("format") or "in_person",
        identity=form.get("identity", ""),
        identity_by=form.get("identity_by", ""),
        place=form.get("place", ""),
        others=form.get("others", ""),
        line=form.get("line") or None,
    )


def present_in(form: Mapping[str, str]) -> list[interviews.Present]:
    """Whoever was named. Raises `Invalid` at the row for a name without a capacity."""
    found = []
    for row in range(COMPANIONS):
        role, name = form.get(f"present-{row}-role", ""), form.get(f"present-{row}-name", "").strip()
        if not name and not role:
            continue
        if not role:
            raise Invalid.at(f"present-{row}-role", "required", "Elija en qué calidad está presente.")
        if not name:
            raise Invalid.at(f"present-{row}-name", "required", "Escriba el nombre.")
        paper = form.get(f"present-{row}-identified_by") or None
        found.append(interviews.Present(role, name, identified_by=paper))
    # Who is heard comes first in the record.
    return sorted(found, key=lambda one: one.role != "witness")


async def _ask(
    request: Request, db: Session, reference: str, *, values: dict[str, str], refusal: Refusal | None = None
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="interviews")
    booked = [a for a in await scheduling.appointments_of(db, header.case.id) if a.state == "booked"]
    chosen = next((a for a in booked if str(a.id) == values.get("appointment")), None)
    options = [
        {
            "value": str(a.id),
            "text": f"{when(header.case, a.starts_at)} · {a.room}",
            "hint": _("Intérprete: %(name)s") % {"name": a.interpreter}
            if a.interpreter
            else header.persons[a.person_id].name,
        }
        for a in reversed(booked)
    ]
    guardians: dict[UUID, dict[str, Any]] = {
        g.child_id: asdict(g) for g in await cases.guardians_of(db, header.case.id)
    }
    languages = language_options(header)
    return page(
        request,
        db,
        "interviews/start.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        witness=values.get("kind") == "witness",
        chosen=chosen,
        options=[*options, {"value": "", "text": _("Sin cita"), "hint": None}],
        claims=_claims(header),
        languages=languages,
        companions=range(COMPANIONS),
        guardians=list(guardians.values()),
        representatives=await cases.representatives_of(db, header.case.id),
        values={"language": chosen.language if chosen else languages[0][0]}
        | (_companions(guardians.get(chosen.person_id)) if chosen else {})
        | values,
        errors=field_errors(refusal) if refusal else {},
    )


def _companions(guardian: Mapping[str, Any] | None) -> dict[str, str]:
    """The two without whom a child is not heard, with the name that the case knows."""
    if guardian is None:
        return {}
    return {
        "present-0-role": "guardian",
        "present-0-name": guardian["name"],
        "present-1-role": "best_interests_officer",
    }


def _claims(header: CaseHeader) -> list[tuple[str, str]]:
    return [
        (str(c.id), f"{header.persons[c.person_id].name}, {relation_name(c.relation)}")
        for c in header.case.claims
    ]
