"""Noting a finding, and a recommendation from its proposal to its verification."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession, Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.quality import public as quality
from app.web import quality_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows import quality_said as said
from app.workflows.measure_recommendation import check_figure, measured, read_filters

router = Router()
# Days back that a finding's period begins unless another is chosen.
YEAR = timedelta(days=364)


@router.get("/quality/findings/new", dependencies=[requires("recommendation.propose", reads=True)])
async def ask_finding(request: Request, db: ReadDb) -> HTMLResponse:
    """What stands in the address fills the form: a row of what recurs brings its counts."""
    today = request.state.procedure.today(db.now())
    values: dict[str, Any] = {k: v for k, v in request.query_params.items() if k in _FINDING}
    for name, fallback in (("since", today - YEAR), ("until", today)):
        values |= _parts(name, _iso(values.get(name)) or fallback)
    return await _finding_form(request, db, values)


_FINDING = ("stage", "instrument", "indicator", "files", "of_files", "since", "until", "office", "summary")


def _iso(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@router.post("/quality/findings/new", dependencies=[requires("recommendation.propose")])
async def note_finding(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            made = await quality.note_finding(db, db.actor, await _found(db, typed))
    except Refusal as refusal:
        return await _finding_form(request, db, typed.values, refusal)
    return go(f"/quality/recommendations/new?finding={made}", said="saved")


async def _found(db: ReadSession, typed: Typed) -> quality.Found:
    since, until = typed.day("since"), typed.day("until")
    if since is None or until is None:
        raise Invalid.at("since" if since is None else "until", "required", "Escriba al menos una fecha.")
    return quality.Found(
        stage=typed.text("stage"),
        instrument=typed.text("instrument"),
        indicator=typed.text("indicator"),
        summary=typed.text("summary"),
        since=since,
        until=until,
        files=_count(typed, "files"),
        of_files=_count(typed, "of_files"),
        office_id=await _office(db, typed.text("office"), "office"),
    )


def _count(typed: Typed, name: str) -> int:
    given = typed.text(name)
    if not given.isdecimal() or len(given) > 6:
        raise Invalid.at(name, "not_a_number", "Escriba un número entero.")
    return int(given)


async def _office(db: ReadSession, given: str, field: str) -> UUID | None:
    if not given:
        return None
    found = next((o.id for o in await identity.offices(db) if o.code == given), None)
    if found is None:
        raise Invalid.at(field, "unknown_office", "Elija una oficina de la lista.")
    return found


async def _finding_form(
    request: Request, db: ReadSession, values: Mapping[str, Any], refusal: Refusal | None = None
) -> HTMLResponse:
    name, indicator = str(values.get("instrument", "")), str(values.get("indicator", ""))
    question = said.indicator_question(name, indicator, shown.spoken()) if name in quality.NAMES else ""
    return page(
        request,
        db,
        "quality_board/finding.html",
        refused_status(refusal) if refusal else 200,
        stages=list(shown.stage_names().items()),
        offices=[(o.code, o.name) for o in await identity.offices(db)],
        question=question if indicator else "",
        values=values,
        errors=field_errors(refusal) if refusal else {},
    )


@router.get("/quality/recommendations/new", dependencies=[requires("recommendation.propose", reads=True)])
async def ask_recommendation(request: Request, db: ReadDb, finding: str = "") -> HTMLResponse:
    found = await _finding_of(db, finding)
    values: dict[str, Any] = {"finding": str(found.id) if found else ""}
    if found:
        values |= {"stage": found.stage, "evidence": evidence_of(found)}
    return await _form(request, db, values, found)


def evidence_of(found: quality.FindingView) -> str:
    """What a recommendation rests on, as a finding has it."""
    return _("%(what)s En %(some)s de %(whole)s expedientes evaluados.") % {
        "what": found.summary if found.summary.endswith(".") else f"{found.summary}.",
        "some": found.files,
        "whole": found.of_files,
    }


async def _finding_of(db: ReadSession, given: str) -> quality.FindingView | None:
    try:
        return await quality.finding(db, UUID(given)) if given else None
    except (ValueError, Refusal):
        return None


@router.post("/quality/recommendations/new", dependencies=[requires("recommendation.propose")])
async def propose(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    found = await _finding_of(db, typed.text("finding"))
    try:
        async with db.attempt():
            figure = typed.text("figure") or None
            check_figure(figure)
            made = await quality.propose(
                db,
                db.actor,
                quality.Proposal(
                    typed.text("stage"),
                    typed.text("what"),
                    typed.text("evidence"),
                    typed.text("addressee"),
                    await _office(db, typed.text("office"), "office"),
                    typed.day("due_on"),
                    figure,
                    typed.text("direction") or None,
                ),
                finding_id=found.id if found else None,
                figure_filters=read_filters(
                    office=await _office(db, typed.text("figure_office"), "figure_office")
                ),
            )
    except Refusal as refusal:
        return await _form(request, db, typed.values, found, refusal)
    return go(f"/quality/recommendations/{made}", said="saved")


async def _form(
    request: Request,
    db: ReadSession,
    values: Mapping[str, Any],
    found: quality.FindingView | None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    return page(
        request,
        db,
        "quality_board/propose.html",
        refused_status(refusal) if refusal else 200,
        finding=found,
        stages=list(shown.stage_names().items()),
        addressees=[(one, said.addressee(one, None, shown.spoken())) for one in quality.ADDRESSEES],
        offices=[(o.code, o.name) for o in await identity.offices(db)],
        figures=shown.figure_options(),
        values=values,
        errors=field_errors(refusal) if refusal else {},
    )


@router.get(
    "/quality/recommendations/{recommendation_id}", dependencies=[requires("recommendation.read", reads=True)]
)
async def show(request: Request, db: ReadDb, recommendation_id: UUID) -> HTMLResponse:
    return await _show(request, db, recommendation_id)


async def _show(
    request: Request,
    db: ReadSession,
    recommendation_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await quality.recommendation(db, recommendation_id)
    moves = await quality.moves_of(db, recommendation_id)
    moved = await measured(db, view)
    acts = shown.act_names()
    steps = quality.steps_open_to(db.actor, view, moves)
    verification = [act for act in steps if quality.STEPS[act].side == "quality"]
    return page(
        request,
        db,
        "quality_board/recommendation.html",
        refused_status(refusal) if refusal else 200,
        line=shown.recommendation_line(view, request.state.procedure.today(db.now())),
        finding=await quality.finding(db, view.finding_id) if view.finding_id else None,
        moves=moves,
        took=shown.took_names(),
        steps=[(act, acts[act]) for act in steps],
        shows=any(quality.STEPS[act].shows for act in steps),
        action=f"/quality/recommendations/{view.id}/{'verification' if verification else 'answer'}",
        own=view.state == "implemented" and not steps and db.actor.role == "quality_assessor",
        figure=dict(shown.figure_options()).get(view.figure or "", view.figure),
        measured=shown.measured_rows(moved) if moved else [],
        before=shown.side_words(moved.before) if moved else "",
        after=shown.side_words(moved.after) if moved and moved.after else "",
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


@router.post(
    "/quality/recommendations/{recommendation_id}/answer", dependencies=[requires("recommendation.answer")]
)
async def answer(request: Request, db: Db, recommendation_id: UUID) -> Response:
    return await _move(request, db, recommendation_id, "addressee")


@router.post(
    "/quality/recommendations/{recommendation_id}/verification",
    dependencies=[requires("recommendation.verify")],
)
async def verify(request: Request, db: Db, recommendation_id: UUID) -> Response:
    return await _move(request, db, recommendation_id, "quality")


async def _move(request: Request, db: Session, recommendation_id: UUID, side: str) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            act = typed.text("act")
            if act not in quality.STEPS or quality.STEPS[act].side != side:
                raise Invalid.at("act", "required", "Elija qué pasa con la recomendación.")
            await quality.move(
                db,
                db.actor,
                recommendation_id,
                act,
                reason=typed.text("reason"),
                evidence=typed.text("evidence"),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _show(request, db, recommendation_id, refusal, typed)
    return go(f"/quality/recommendations/{recommendation_id}", said="done")
