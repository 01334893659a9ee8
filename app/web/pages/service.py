"""Serving a decision: what was tried, what took effect and from when, and putting right what was written down wrongly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import FieldError, Invalid, Refusal
from app.decisions import public as decisions
from app.documents import public as documents
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import files_of
from app.identity import public as identity
from app.web.pages.case_header import case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.said import done
from app.web.service_shown import service_shown
from app.web.service_words import channel_words, place_words, receiver_words, result_words
from app.web.typed import as_typed, typed_moment

router = Router(prefix="/decisions/{decision_id}")
PROOF = "proof_of_service"


@router.get("/service", dependencies=[requires("decision.read")])
async def service(request: Request, db: Db, decision_id: UUID) -> HTMLResponse:
    """Everything that was done to serve the decision; the form for the next attempt while it is not served."""
    return await _service(request, db, decision_id)


@router.post("/notification", dependencies=[requires("decision.notify")])
async def notify(request: Request, db: Db, decision_id: UUID) -> Response:
    """An attempt: delivered, or not. The proof is kept as an attachment where one was given."""
    typed = await typed_of(request)
    found = await decisions.decision(db, decision_id)
    try:
        async with db.attempt():
            case = await cases.case_view(db, found.reference)
            served = _served(typed, found, case)
            await decisions.serve(db, db.actor, decision_id, served, version=typed.version)
            await _keep_proof(request, db, found)
    except Refusal as refusal:
        return await _service(request, db, decision_id, typed=typed.values, refusal=refusal)
    failed = served.result not in ("delivered", "published")
    if failed:
        return go(f"/decisions/{decision_id}/service", said="not_served")
    until = (await decisions.decision(db, decision_id)).remedy_until
    return go(f"/cases/{found.reference}/decisions", said=done("served", on=until))


@router.post("/service/call", dependencies=[requires("decision.notify")])
async def call(request: Request, db: Db, decision_id: UUID) -> Response:
    """Ask the person to come for it, by their own way."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await decisions.call_to_collect(db, db.actor, decision_id, version=typed.version)
    except Refusal as refusal:
        return await _service(request, db, decision_id, typed=typed.values, refusal=refusal)
    return go(f"/decisions/{decision_id}/service", said="called")


@router.post("/service/link", dependencies=[requires("decision.notify")])
async def send_link(request: Request, db: Db, decision_id: UUID) -> Response:
    """E-mail the link by which the person says that they received it."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await decisions.send_link(db, db.actor, decision_id, version=typed.version)
    except Refusal as refusal:
        return await _service(request, db, decision_id, typed=typed.values, refusal=refusal)
    return go(f"/decisions/{decision_id}/service", said="link_sent")


@router.get("/service/correction", dependencies=[requires("decision.correct_service")])
async def ask_correction(request: Request, db: Db, decision_id: UUID) -> HTMLResponse:
    return await _service(request, db, decision_id, correcting=True)


@router.post("/service/correction", dependencies=[requires("decision.correct_service")])
async def correct(request: Request, db: Db, decision_id: UUID) -> Response:
    """Set aside what was written down, with the reasons, and write down what holds instead, if anything."""
    typed = await typed_of(request)
    found = await decisions.decision(db, decision_id)
    try:
        async with db.attempt():
            if typed.text("instead") not in ("yes", "no"):
                raise Invalid.at("instead", "required", "Elija si hubo otra notificación.")
            case = await cases.case_view(db, found.reference)
            instead = _served(typed, found, case) if typed.text("instead") == "yes" else None
            await decisions.correct_service(
                db,
                db.actor,
                decision_id,
                decisions.Correction(typed.text("why"), instead),
                version=typed.version,
            )
            await _keep_proof(request, db, found)
    except Refusal as refusal:
        return await _service(request, db, decision_id, typed=typed.values, refusal=refusal, correcting=True)
    return go(f"/decisions/{decision_id}/service", said="saved")


def _served(typed: Typed, found: decisions.DecisionView, case: cases.CaseView) -> decisions.Served:
    """What was typed. Raises `Invalid` with every field that cannot be read."""
    wrong: list[FieldError] = []
    at, published_from, effective_on = found.drafted_at, None, None
    try:
        at = _with_its_signature(typed_moment(typed.values, "served_at", case.profile.zone), found)
    except Invalid as refusal:
        wrong += refusal.fields
    try:
        published_from = typed.day("published_from")
        effective_on = typed.day("effective_on")
    except Invalid as refusal:
        wrong += refusal.fields
    if wrong:
        raise Invalid(*wrong)
    return decisions.Served(
        channel=typed.text("channel"),
        at=at,
        served_to=typed.text("served_to"),
        proof=typed.text("proof"),
        result=typed.text("result") or "delivered",
        served_as=typed.text("served_as") or "self",
        place=typed.text("place") or "elsewhere",
        published_from=published_from,
        effective_on=effective_on,
        reasons=typed.text("reasons"),
    )


def _by_link(received: datetime, case: cases.CaseView) -> dict[str, str]:
    """The form as the receipt fills it, for a person to say from which day it has effect."""
    return {
        "channel": "electronic_address",
        "place": "elsewhere",
        "proof": decisions.proof_of(received, case.profile.zone),
    }


def _with_its_signature(typed: datetime, found: decisions.DecisionView) -> datetime:
    """The form knows minutes: what is served in the minute of its signature is served with it, not before it."""
    signed = found.signed_at
    return signed if signed and typed == signed.replace(second=0, microsecond=0) else typed


async def _keep_proof(request: Request, db: Session, found: decisions.DecisionView) -> None:
    for file in await files_of(request):
        await documents.attach(
            db,
            db.actor,
            found.case_id,
            kind=PROOF,
            name=file.name,
            content=file.content,
            about=f"service:{found.id}",
        )


async def _service(
    request: Request,
    db: Session,
    decision_id: UUID,
    *,
    typed: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
    correcting: bool = False,
) -> HTMLResponse:
    found = await decisions.decision(db, decision_id)
    header = await case_header(request, db, found.reference, tab="decisions")
    done = await decisions.service_of(db, decision_id)
    waits = found.signed_at is not None and done.in_force is None and header.case.stage == "decided"
    may_read = identity.may(db.actor, "attachment.read")
    links = await decisions.links_of(db, decision_id)
    received = next((link.acknowledged_at for link in links if link.acknowledged_at), None)
    return page(
        request,
        db,
        "decisions/service.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        decision=found,
        done=service_shown(done, header.case.profile),
        proofs=await documents.attachments_of(db, found.case_id, about=f"service:{decision_id}")
        if may_read
        else [],
        correcting=correcting,
        may_serve=waits
        and identity.may(db.actor, "decision.notify")
        and found.instance == header.case.instance,
        may_correct=done.in_force is not None and identity.may(db.actor, "decision.correct_service"),
        channels=list(channel_words().items()),
        results=list(result_words().items()),
        places=list(place_words().items()),
        receivers=list(receiver_words().items()),
        links=links,
        values=as_typed(received or db.now(), "served_at", header.case.profile.zone)
        | {"result": "delivered", "served_as": "self", "place": "office"}
        | (_by_link(received, header.case) if received else {})
        | dict(typed or {}),
        errors=field_errors(refusal) if refusal else {},
    )
