"""Decisions: one to read and sign, those of a case with their service, and finality."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.documents import public as documents
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.remedies import public as remedies
from app.web import decision_shown, decision_text_shown
from app.web.decision_text_shown import withdrawal_causes
from app.web.i18n import language
from app.web.pages.case_header import case_header
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.said import done
from app.workflows.print_decision import print_decision
from app.workflows.sign_decision import sign_decision

router = Router()


# Before the page: an identifier with `.pdf` behind it is not one.
@router.get("/decisions/{decision_id}.pdf", dependencies=[requires("decision.read")])
async def paper(request: Request, db: Db, decision_id: UUID) -> Response:
    printed = await print_decision(db, decision_id)
    return await handed_over(request, db, printed, "decision")


@router.get("/decisions/{decision_id}", dependencies=[requires("decision.read")])
async def decision(request: Request, db: Db, decision_id: UUID) -> HTMLResponse:
    """The whole text; under it the signature, for who may give it."""
    return await show_decision(request, db, decision_id)


@router.post("/decisions/{decision_id}/signature", dependencies=[requires("decision.sign")])
async def sign(request: Request, db: Db, decision_id: UUID) -> Response:
    typed = await request.form()
    version = str(typed.get("version", ""))
    try:
        async with db.attempt():
            signed = await sign_decision(
                db,
                db.actor,
                decision_id,
                passphrase=str(typed.get("passphrase", "")),
                version=int(version) if version.isdecimal() else None,
            )
    except Refusal as refusal:
        return await show_decision(request, db, decision_id, refusal)
    if signed.missing:
        return go(f"/decisions/{decision_id}", said=done("signed_one", n=len(signed.missing)))
    return go(f"/decisions/{decision_id}", said="signed")


@router.get("/cases/{reference}/decisions", dependencies=[requires("decision.read")])
async def of_case(request: Request, db: Db, reference: str) -> HTMLResponse:
    """Decisions and remedies of the case; the form of service where one is to be served."""
    return await _of_case(request, db, reference)


@router.get("/cases/{reference}/finality", dependencies=[requires("decision.declare_final")])
async def ask_final(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await _ask_final(request, db, reference)


@router.post("/cases/{reference}/finality", dependencies=[requires("decision.declare_final")])
async def declare_final(request: Request, db: Db, reference: str) -> Response:
    version = str((await request.form()).get("version", ""))
    case_id = await cases.case_id_of(db, reference)
    try:
        async with db.attempt():
            await decisions.declare_final(
                db, db.actor, case_id, version=int(version) if version.isdigit() else None
            )
    except Refusal as refusal:
        return await _ask_final(request, db, reference, refusal)
    return go(f"/cases/{reference}/decisions", said="final")


async def show_decision(
    request: Request,
    db: Session,
    decision_id: UUID,
    refusal: Refusal | None = None,
    *,
    typed: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """The page of one decision, with why what was asked on it was refused, and what was typed."""
    found = await decisions.decision(db, decision_id)
    case = await cases.case_view(db, found.reference)
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    await audit.looked(
        db, "page.decision", found.number, case_id=found.case_id, request_id=request.state.request_id
    )
    return page(
        request,
        db,
        "decisions/decision.html",
        refused_status(refusal) if refusal else 200,
        decision=decision_shown.shown(found, case, persons, db.actor),
        case=case,
        errors=field_errors(refusal) if refusal else {},
        values=dict(typed or {}),
        causes=withdrawal_causes(),
        **await _text_and_signatures(db, found),
    )


async def _text_and_signatures(db: Session, found: decisions.DecisionView) -> dict[str, Any]:
    """What was composed and who signed it; of a draft, who is still to sign and whether the reader may."""
    draft = found.status == "draft"
    text = await decisions.compose(db, found.id) if draft else await decisions.text_of(db, found.id)
    given = await decisions.signatures_of(db, found.id)
    signed = {one.user_id for one in given}
    who = await decisions.signatories_of(db, found.id) if draft else None
    # A judgment of several is signed, and taken back, where its votes are.
    own = draft and found.remedy_id is None
    mine = who is not None and who.of(db.actor.user_id) is not None and db.actor.user_id not in signed
    return {
        "text": text,
        "parts": decision_text_shown.parts(text) if text else [],
        "summaries": decision_text_shown.summaries(text, found.remedy_until) if text else [],
        "signatures": given,
        "missing": [one.name for one in who.missing(signed)] if who else [],
        "may_sign": mine and identity.may(db.actor, "decision.sign"),
        "may_compose": own and not given and identity.may(db.actor, "decision.compose"),
        "may_withdraw": own and bool(given) and identity.may(db.actor, "decision.compose"),
        "leaving": [(str(one.user_id), one.name) for one in who.people] if who else [],
        "withdrawals": await decisions.withdrawals_of(db, found.id),
        "may_edit": own and not given and identity.may(db.actor, "decision.draft"),
        **await _scans(db, found, [one.means for one in given]),
        "has_key": mine and await decisions.signs_with_key(db, db.actor.user_id),
    }


async def _scans(db: Session, found: decisions.DecisionView, means: Iterable[str]) -> dict[str, Any]:
    """The sheets signed by hand that the reader may open, and whether they may add one."""
    return {
        "scans": await documents.attachments_of(db, found.case_id, about=decisions.scan_of(found.id)),
        "may_scan": decisions.takes_scan(found.status, means)
        and decisions.SCAN in documents.writable_attachments(db.actor.role)
        and identity.may(db.actor, "attachment.add"),
    }


async def _of_case(
    request: Request,
    db: Session,
    reference: str,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="decisions")
    own = identity.may(db.actor, "sitting.read")
    found = await decisions.decisions_of(db, header.case.id, drafts=own)
    filed = await remedies.remedies_of(db, header.case.id) if identity.may(db.actor, "remedy.read") else []
    today = header.case.profile.today(db.now())
    return page(
        request,
        db,
        "decisions/of_case.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        decisions=[decision_shown.shown(one, header.case, dict(header.persons), db.actor) for one in found],
        remedies=filed,
        losses=await _losses(db, header.case),
        # While a decision may be challenged it is not declared final.
        until=next((d.remedy_until for d in found if d.remedy_until and d.remedy_until >= today), None),
        result_words=decision_shown.result_words(),
        remedy_names={r.name: r.label.in_(language()) for r in header.case.profile.remedies},
        errors=field_errors(refusal) if refusal else {},
    )


async def _losses(db: Session, case: cases.CaseView) -> bool:
    """Is there a way to the procedures of loss: somebody holds a status, or one was opened?"""
    if not identity.may(db.actor, "loss.read"):
        return False
    held = remedies.holding(case.profile, [remedies.Held(c.id, c.stage, c.outcome) for c in case.claims])
    return bool(held) or bool(await remedies.losses_of(db, case.id))


async def _ask_final(
    request: Request, db: Session, reference: str, refusal: Refusal | None = None
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="decisions")
    return page(
        request,
        db,
        "decisions/final.html",
        refused_status(refusal) if refusal else 200,
        case=header.case,
        name=header.principal.name,
        errors=field_errors(refusal) if refusal else {},
    )
