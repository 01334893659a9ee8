"""Questions to the country information unit: asked from a case, taken, answered with passages, withdrawn."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.coi import public as coi
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.web import coi_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.coi_form import Reading, choices, countries_of, errors_of
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import go, page, refused_status

router = Router()
FOUND = 6


@router.get("/coi/requests", dependencies=[requires("coi.read")])
async def list_requests(
    request: Request,
    db: Db,
    show: Annotated[str, Query(pattern="^(open|answered|withdrawn|all)$")] = "open",
    after: str = "",
) -> HTMLResponse:
    """Questions by the day on which they are due; before the unit, also the sources that wait to be looked at again."""
    found = await coi.requests(db, show=show, after=after or None)
    names = {
        "open": _("Abiertas"),
        "answered": _("Respondidas"),
        "withdrawn": _("Retiradas"),
        "all": _("Todas"),
    }
    return page(
        request,
        db,
        "coi/requests.html",
        lines=[shown.question(view) for view in found.requests],
        tabs=[
            {"label": names[each], "href": f"/coi/requests?show={each}", "current": each == show}
            for each in names
        ],
        next_href=f"/coi/requests?{urlencode({'show': show, 'after': found.after})}" if found.after else None,
        due=[
            {"view": each, "countries": shown.country_names(each.countries)}
            for each in (await coi.due_for_review(db) if identity.may(db.actor, "coi.keep") else [])
        ],
    )


@router.get("/cases/{reference}/coi/new", dependencies=[requires("coi.ask")])
async def ask_question(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await _ask_form(request, db, reference, {"confidential": "no"})


@router.post("/cases/{reference}/coi/new", dependencies=[requires("coi.ask")])
async def ask(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    case_id = await cases.case_id_of(db, reference)
    read = Reading(typed)
    question = coi.Question(
        text=read.text("question"),
        countries=countries_of(typed),
        topics=[topic for topic in typed.many("topics") if topic],
        due_on=read.day("due_on"),
        confidential=typed.text("confidential") == "yes",
        nobody_named=typed.ticked("nobody_named"),
    )
    try:
        async with db.attempt():
            with read.together():
                made = await coi.ask(db, db.actor, case_id, question, version=typed.version)
    except Refusal as refusal:
        return await _ask_form(request, db, reference, typed.values, refusal)
    return go(f"/coi/requests/{made}", said="question_asked")


async def _ask_form(
    request: Request,
    db: Session,
    reference: str,
    values: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HTMLResponse:
    case = await cases.case_view(db, reference)
    return page(
        request,
        db,
        "coi/ask.html",
        refused_status(refusal) if refusal else 200,
        case=case,
        choices=choices(),
        may_name=_rule(refusal) == "may_name_somebody" or bool(values.get("nobody_named")),
        values=values,
        errors=errors_of(refusal),
    )


def _rule(refusal: Refusal | None) -> str:
    fields = refusal.fields if isinstance(refusal, Invalid) else ()
    return next((f.rule for f in fields if f.field == "question"), "")


@router.get("/coi/requests/{question_id}", dependencies=[requires("coi.read")])
async def one(request: Request, db: Db, question_id: UUID) -> HTMLResponse:
    """A question, and its answer or the form for it. Whoever asked has read the answer from now on."""
    await coi.request_view(db, question_id)
    if identity.may(db.actor, "coi.ask"):
        await coi.mark_answer_read(db, db.actor, question_id)
    return await _show(request, db, question_id, {})


@router.post("/coi/requests/{question_id}/taking", dependencies=[requires("coi.answer")])
async def take(request: Request, db: Db, question_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await coi.take_request(db, db.actor, question_id, version=typed.version)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, question_id, typed.values, refusal=refusal)
    return go(f"/coi/requests/{question_id}", said="question_taken")


@router.post("/coi/requests/{question_id}/answer", dependencies=[requires("coi.answer")])
async def answer(request: Request, db: Db, question_id: UUID) -> Response:
    """Look for passages, with everything typed kept; or answer with those that are ticked."""
    typed = await typed_of(request)
    if typed.ticked("look"):
        return await _show(request, db, question_id, typed.values, look=typed.text("words"))
    try:
        async with db.attempt():
            await coi.answer_request(
                db,
                db.actor,
                question_id,
                answer=typed.text("answer"),
                balance=typed.text("balance"),
                passage_ids=_passages(typed),
                version=typed.version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, question_id, typed.values, look=typed.text("words"), refusal=refusal)
    return go(f"/coi/requests/{question_id}", said="question_answered")


@router.post("/coi/requests/{question_id}/withdrawal", dependencies=[requires("coi.ask")])
async def withdraw(request: Request, db: Db, question_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await coi.withdraw_request(db, db.actor, question_id, version=typed.version)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, question_id, typed.values, refusal=refusal)
    return go(f"/coi/requests/{question_id}", said="question_withdrawn")


def _passages(typed: Typed) -> list[UUID]:
    """Those that are ticked. Raises `Invalid` for what is no passage."""
    try:
        return [UUID(each) for each in typed.many("passages") if each]
    except ValueError as error:
        words = "Elija pasajes de la biblioteca o de una fuente de esta consulta."
        raise Invalid.at("passages", "unknown", words) from error


async def _show(
    request: Request,
    db: Session,
    question_id: UUID,
    values: Mapping[str, Any],
    *,
    look: str = "",
    refusal: Refusal | None = None,
) -> HTMLResponse:
    view = await coi.request_view(db, question_id)
    await audit.looked(
        db, "coi.request", str(question_id), case_id=view.case_id, request_id=request.state.request_id
    )
    answers = view.state in ("asked", "taken") and identity.may(db.actor, "coi.answer")
    return page(
        request,
        db,
        "coi/request.html",
        refused_status(refusal) if refusal else 200,
        line=shown.question(view),
        cited=[shown.hit(coi.Hit(p, ((p.text, False),))) for p in await coi.answer_passages(db, question_id)],
        answers=answers and view.taken_by in (None, db.actor.user_id),
        offered=await _offered(db, view, Typed(values), look) if answers else [],
        may_withdraw=view.reference is not None and view.state in ("asked", "taken") and identity.may(db.actor, "coi.ask"),
        values=values,
        errors=errors_of(refusal),
    )  # fmt: skip


async def _offered(db: Session, view: coi.RequestView, typed: Typed, look: str) -> list[dict[str, str]]:
    """Passages to tick: those that were, then what the words find, or the latest of the countries asked about."""
    kept: list[coi.PassageView] = []
    try:
        kept = list((await coi.passages(db, _passages(typed))).values())
    except Invalid:
        kept = []
    found = await coi.find(db, look, countries=() if look else view.countries, limit=FOUND)
    every = {p.id: p for p in (*kept, *(each.passage for each in found.hits))}
    return [
        {"value": str(p.id), "text": f"{p.title}, {shown.where_from(p)}", "hint": p.text}
        for p in every.values()
    ]
