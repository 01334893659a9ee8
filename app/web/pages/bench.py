"""Who hears a remedy, on a page: the drawing by rota, and the draft of the judgment with its votes."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.assessments import public as assessments
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.remedies import public as remedies
from app.web import remedy_shown
from app.web.decision_shown import result_words
from app.web.decision_text_shown import withdrawal_causes
from app.web.i18n import language
from app.web.loss_words import seat_words
from app.web.pages.case_header import case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.remedies import outcomes_typed
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.said import done

router = Router(prefix="/remedies/{remedy_id}/bench")


@router.get("", dependencies=[requires("remedy.hear")])
async def read(request: Request, db: Db, remedy_id: UUID) -> HTMLResponse:
    """Who sits, the draft and the votes: for who hears remedies, and nobody else."""
    return await _shown(request, db, remedy_id)


@router.post("", dependencies=[requires("remedy.seat")])
async def draw(request: Request, db: Db, remedy_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            if typed.text("together") not in ("one", "together"):
                raise Invalid.at("together", "required", "Elija si conoce una persona o el órgano entero.")
            together = typed.text("together") == "together"
            await remedies.draw_seats(db, db.actor, remedy_id, together=together, version=typed.version)
    except Refusal as refusal:
        return await _shown(request, db, remedy_id, refusal, typed)
    return go(f"/remedies/{remedy_id}/bench", said="seats_drawn")


@router.post("/replacement", dependencies=[requires("remedy.hear")])
async def replace(request: Request, db: Db, remedy_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            who = _user(typed.text("user"))
            if who is None:
                raise Invalid.at("user", "required", "Elija quién deja de integrar.")
            await remedies.replace_seat(
                db, db.actor, remedy_id, who, reasons=typed.text("why"), version=typed.version
            )
    except Refusal as refusal:
        return await _shown(request, db, remedy_id, refusal, typed, reasons="why")
    return go(f"/remedies/{remedy_id}/bench", said="seat_replaced")


@router.post("/draft", dependencies=[requires("remedy.decide")])
async def draft(request: Request, db: Db, remedy_id: UUID) -> Response:
    """Keep the draft; with `propose`, put it to the vote."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            if not typed.text("result"):
                raise Invalid.at("result", "required", "Elija un resultado de la lista.")
            await remedies.write_draft(db, db.actor, remedy_id, _verdict(typed), version=typed.version)
            if typed.ticked("propose"):
                await remedies.propose_judgment(db, db.actor, remedy_id)
    except Refusal as refusal:
        return await _shown(request, db, remedy_id, refusal, typed)
    return go(
        f"/remedies/{remedy_id}/bench", said="draft_proposed" if typed.ticked("propose") else "draft_saved"
    )


@router.post("/vote", dependencies=[requires("remedy.decide")])
async def vote(request: Request, db: Db, remedy_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await remedies.vote_on_judgment(
                db,
                db.actor,
                remedy_id,
                choice=typed.text("choice"),
                reasons=typed.text("vote_reasons"),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _shown(request, db, remedy_id, refusal, typed, reasons="vote_reasons")
    return go(f"/remedies/{remedy_id}/bench", said="panel_voted")


@router.post("/signature", dependencies=[requires("remedy.decide")])
async def sign(request: Request, db: Db, remedy_id: UUID) -> Response:
    """Each who voted signs; with the last signature the remedy is decided."""
    typed = await typed_of(request)
    read = typed.text("text_version")
    try:
        async with db.attempt():
            judgment = await remedies.issue_judgment(
                db,
                db.actor,
                remedy_id,
                passphrase=typed.passphrase,
                version=typed.version,
                text_version=int(read) if read.isdecimal() else None,
            )
    except Refusal as refusal:
        return await _shown(request, db, remedy_id, refusal, typed)
    if judgment.missing:
        return go(f"/remedies/{remedy_id}/bench", said=done("signed_one", n=len(judgment.missing)))
    result = (await remedies.remedy(db, remedy_id)).result
    return go(f"/remedies/{remedy_id}", said=f"judged_{result}" if result else "signed")


@router.post("/withdrawal", dependencies=[requires("remedy.hear")])
async def take_back(request: Request, db: Db, remedy_id: UUID) -> Response:
    """Some signed and somebody cannot any more: the text is taken back with the reasons, for who is left to sign."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await remedies.take_back_judgment(
                db,
                db.actor,
                remedy_id,
                cause=typed.text("cause"),
                reasons=typed.text("back_reasons"),
                leaving=_user(typed.text("leaving")),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _shown(request, db, remedy_id, refusal, typed, reasons="back_reasons")
    return go(f"/remedies/{remedy_id}/bench", said="text_withdrawn")


def _verdict(typed: Typed) -> remedies.Verdict:
    return remedies.Verdict(
        typed.text("result"),
        typed.text("reasons"),
        outcomes_typed(typed),
        typed.many("reversal_grounds"),
        [line for line in typed.text("instructions").splitlines() if line.strip()],
    )


def _user(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


async def _shown(
    request: Request,
    db: Session,
    remedy_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
    *,
    reasons: str = "reasons",
) -> HTMLResponse:
    remedy = await remedies.remedy(db, remedy_id)
    header = await case_header(request, db, remedy.reference, tab="decisions")
    found = await remedies.draft_of(db, remedy_id)
    seats = await remedies.seats_of(db, remedy_id)
    own = next((s.seat for s in seats if s.user_id == db.actor.user_id and s.left_at is None), None)
    values = dict(typed.values) if typed else _values(found)
    profile = header.case.profile
    return page(
        request,
        db,
        "remedies/bench.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        remedy=remedy,
        pending=remedy.status == "pending",
        seats=seats,
        draws=await remedies.draws_of(db, remedy_id),
        seat_names=seat_words(),
        members=len(profile.bodies[remedy.body].members),
        may_seat=identity.may(db.actor, "remedy.seat"),
        own=own,
        has_key=own is not None and await decisions.signs_with_key(db, db.actor.user_id),
        **await _signatures(db, remedy_id),
        draft=found,
        result_names=result_words(),
        results=[(r, result_words().get(r, r)) for r in profile.remedy(remedy.kind).outcomes],
        reversal_options=list(remedy_shown.reversal_words().items()),
        reversal_names=remedy_shown.reversal_words(),
        claims=remedy_shown.claims_judged(header.case, dict(header.persons)),
        grounds=[(code, label.in_(language())) for code, label in assessments.all_grounds(profile).items()],
        outcomes=[(code, o.label.in_(language())) for code, o in profile.decided_outcomes.items()],
        voted=found is not None and any(v.user_id == db.actor.user_id for v in found.votes),
        values=values,
        errors=_at_fields(field_errors(refusal), reasons) if refusal else {},
    )


async def _signatures(db: Session, remedy_id: UUID) -> dict[str, Any]:
    """Of what carried: its text, who signed it, who is called to, and what was taken back."""
    found = await decisions.judgment_drafted(db, remedy_id)
    if found is None:
        return {"judgment": None, "signatures": [], "missing": [], "called": []}
    text = await decisions.text_of(db, found)
    given = await decisions.signatures_of(db, found)
    who = await decisions.signatories_of(db, found)
    missing = who.missing(one.user_id for one in given)
    return {
        "judgment": found,
        "text_version": text.version if text else None,
        "signatures": given,
        "missing": [one.name for one in missing],
        "may_sign": any(one.user_id == db.actor.user_id for one in missing),
        "called": [(str(one.user_id), one.name) for one in who.people],
        "causes": withdrawal_causes(),
        "withdrawals": await decisions.withdrawals_of(db, found),
    }


def _at_fields(errors: dict[str, str], reasons: str) -> dict[str, str]:
    """Errors at this page's fields: the reasons of a replacement, a vote and a withdrawal have names of their own."""
    named = {"outcomes": "result", "reasons": reasons}
    return {
        f"outcome-{name.removeprefix('outcomes.')}"
        if name.startswith("outcomes.")
        else named.get(name, name): words
        for name, words in errors.items()
    }


def _values(found: remedies.DraftView | None) -> dict[str, Any]:
    if found is None:
        return {}
    values: dict[str, Any] = {
        "result": found.result,
        "reasons": found.reasons,
        "reversal_grounds": found.reversal_grounds,
        "instructions": "\n".join(found.instructions),
    }
    for claim, given in found.outcomes.items():
        values[f"outcome-{claim}"] = given.get("outcome", "")
        values[f"grounds-{claim}"] = given.get("grounds", [])
    return values
