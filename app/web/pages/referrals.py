"""Referrals to services: what waits, one of them, making one; and the services themselves."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.referrals import public as referrals
from app.web import referral_shown as shown
from app.web.formats import language_codes, language_names
from app.web.i18n import gettext as _
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router()


@router.get("/referrals", dependencies=[requires("referral.read")])
async def show_all(request: Request, db: Db) -> HTMLResponse:
    """What still waits among the reader's cases."""
    await audit.looked(db, "page.referrals", "open", request_id=request.state.request_id)
    return page(
        request, db, "referrals/list.html", lines=[shown.line(r) for r in await referrals.open_referrals(db)]
    )


@router.get("/referrals/{referral_id}", dependencies=[requires("referral.read")])
async def show(request: Request, db: Db, referral_id: UUID) -> HTMLResponse:
    return await _show(request, db, referral_id)


async def _show(
    request: Request,
    db: Session,
    referral_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await referrals.referral(db, referral_id)
    await audit.looked(
        db, "page.referral", str(referral_id), case_id=view.case_id, request_id=request.state.request_id
    )
    return page(
        request,
        db,
        "referrals/referral.html",
        refused_status(refusal) if refusal else 200,
        line=shown.line(view),
        facts=shown.facts(view),
        sent=shown.sent_words(view),
        answers=[(state, shown.state_words()[state]) for state in referrals.ANSWERS],
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


@router.post("/referrals/{referral_id}/answer", dependencies=[requires("referral.make")])
async def answer(request: Request, db: Db, referral_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await referrals.answer(
                db,
                db.actor,
                referral_id,
                state=typed.text("state"),
                words=typed.text("answer"),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _show(request, db, referral_id, refusal, typed)
    return go(f"/referrals/{referral_id}", said="done")


@router.post("/referrals/{referral_id}/closing", dependencies=[requires("referral.make")])
async def close(request: Request, db: Db, referral_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await referrals.close(
                db,
                db.actor,
                referral_id,
                result=typed.text("result"),
                consent_withdrawn=typed.ticked("consent_withdrawn"),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _show(request, db, referral_id, refusal, typed)
    return go(f"/referrals/{referral_id}", said="done")


@router.post("/referrals/{referral_id}/follow-up", dependencies=[requires("referral.make")])
async def follow_up(request: Request, db: Db, referral_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            day = typed.day("follow_up_on")
            if day is None:
                raise Invalid.at("follow_up_on", "required", "Escriba al menos una fecha.")
            await referrals.follow_up(db, db.actor, referral_id, on=day, version=typed.version)
    except Refusal as refusal:
        return await _show(request, db, referral_id, refusal, typed)
    return go(f"/referrals/{referral_id}", said="done")


@router.get("/cases/{reference}/referrals/new", dependencies=[requires("referral.make")])
async def ask(request: Request, db: Db, reference: str, kind: str = "") -> HTMLResponse:
    return await _form(request, db, reference, values={"kind": kind, "parts": list(referrals.LEAST)})


@router.post("/cases/{reference}/referrals/new", dependencies=[requires("referral.make")])
async def refer(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    case = await cases.case_view(db, reference)
    try:
        async with db.attempt():
            given = typed.text("consented") == "yes"
            referral_id = await referrals.refer(
                db,
                db.actor,
                case.id,
                claim_id=chosen(typed.text("claim"), "claim", _("Elija a quién se deriva.")),
                service_id=chosen(typed.text("service"), "service", _("Elija un servicio.")),
                kind=typed.text("kind"),
                urgent=typed.ticked("urgent"),
                needed=typed.text("needed"),
                parts=[part for part in typed.many("parts") if part],
                consent=referrals.Consent(
                    given,
                    how=typed.text("consent_how"),
                    on=typed.day("consent_on"),
                    obliged_by=typed.text("obliged_by") or None,
                    obliged_why=typed.text("obliged_why"),
                ),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _form(request, db, reference, refusal, typed.values)
    return go(f"/referrals/{referral_id}", said="done")


async def _form(
    request: Request,
    db: Session,
    reference: str,
    refusal: Refusal | None = None,
    values: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    case = await cases.case_view(db, reference)
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    spoken = [code for p in persons.values() for code in p.languages]
    found = await referrals.services_for(db, None, office_id=case.office_id, languages=spoken)
    values = dict(values or {})
    if len(case.claims) == 1:
        values.setdefault("claim", str(case.claims[0].id))
    return page(
        request,
        db,
        "referrals/new.html",
        refused_status(refusal) if refusal else 200,
        case=case,
        name=persons[case.claims[0].person_id].name,
        claims=[(str(c.id), persons[c.person_id].name) for c in case.claims if c.person_id in persons],
        kinds=shown.kind_options(),
        services=[
            (
                str(s.id),
                f"{s.name}: {', '.join(shown.kind_name(k) for k in s.kinds)}. {s.places} {s.capacity}".strip(),
            )
            for s in found
        ],
        parts=[(part, shown.part_names()[part]) for part in referrals.PARTS if part != "what_is_needed"],
        obliged=list(shown.obliged_words().items()),
        values=values,
        errors=field_errors(refusal) if refusal else {},
    )


@router.get("/services", dependencies=[requires("service.read")])
async def services(request: Request, db: Db) -> HTMLResponse:
    names = {office.id: office.name for office in await identity.offices(db)}
    return page(
        request,
        db,
        "referrals/services.html",
        services=[
            {
                "view": s,
                "kinds": ", ".join(shown.kind_name(kind) for kind in s.kinds),
                "offices": ", ".join(names.get(office, "") for office in s.offices),
            }
            for s in await referrals.services(db)
        ],
    )


@router.get("/services/new", dependencies=[requires("service.manage")])
async def ask_service(request: Request, db: Db) -> HTMLResponse:
    return await _service_form(request, db, None, {"response_hours": "24", "active": "1", "channel": "phone"})


@router.post("/services/new", dependencies=[requires("service.manage")])
async def add_service(request: Request, db: Db) -> Response:
    return await _keep_service(request, db, None)


@router.get("/services/{service_id}", dependencies=[requires("service.manage")])
async def ask_change(request: Request, db: Db, service_id: UUID) -> HTMLResponse:
    s = await referrals.service(db, service_id)
    values = {
        "name": s.name, "kinds": s.kinds, "offices": [str(o) for o in s.offices], "places": s.places,
        "languages": language_names(s.languages), "hours": s.hours, "channel": s.channel, "contact": s.contact,
        "capacity": s.capacity, "response_hours": str(s.response_hours), "active": "1" if s.active else "",
    }  # fmt: skip
    return await _service_form(request, db, s, values)


@router.post("/services/{service_id}", dependencies=[requires("service.manage")])
async def change_service(request: Request, db: Db, service_id: UUID) -> Response:
    return await _keep_service(request, db, service_id)


async def _keep_service(request: Request, db: Session, service_id: UUID | None) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            hours = typed.text("response_hours")
            facts = referrals.ServiceFacts(
                name=typed.text("name"),
                kinds=[kind for kind in typed.many("kinds") if kind],
                offices=[
                    chosen(o, "offices", _("Elija oficinas de la lista.")) for o in typed.many("offices") if o
                ],
                places=typed.text("places"),
                languages=language_codes(typed.text("languages")),
                hours=typed.text("hours"),
                channel=typed.text("channel"),
                contact=typed.text("contact"),
                capacity=typed.text("capacity"),
                response_hours=int(hours) if hours.isdecimal() and len(hours) < 5 else 0,
                active=typed.ticked("active"),
            )
            await referrals.keep_service(db, db.actor, facts, service_id=service_id, version=typed.version)
    except Refusal as refusal:
        view = await referrals.service(db, service_id) if service_id else None
        return await _service_form(request, db, view, typed.values, refusal)
    return go("/services", said="saved")


async def _service_form(
    request: Request,
    db: Session,
    view: referrals.ServiceView | None,
    values: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HTMLResponse:
    return page(
        request,
        db,
        "referrals/service.html",
        refused_status(refusal) if refusal else 200,
        view=view,
        kinds=shown.kind_options(),
        offices=[(str(office.id), office.name) for office in await identity.offices(db)],
        values=values,
        errors=field_errors(refusal) if refusal else {},
    )
