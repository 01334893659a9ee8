"""The board of quality: how files came out, what recurs, what was recommended of it and how far that is; and the paper of the month."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession, Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.quality import public as quality
from app.web import quality_shown as shown
from app.web.formats import month_name
from app.web.i18n import gettext as _
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows import quality_said as said
from app.workflows.measure_recommendation import check_figure, measured, read_filters
from app.workflows.print_meeting import Month, meeting_of, print_meeting

router = Router()
SPANS = (30, 90, 180, 364)
# How many months back the paper can be chosen for.
MONTHS = 12


@router.get("/quality/board", dependencies=[requires("recommendation.read", reads=True)])
async def show_board(
    request: Request, db: ReadDb, days: str = "", office: str = "", state: str = ""
) -> HTMLResponse:
    """An address that asks for what is not there shows all."""
    profile = request.state.procedure
    today = profile.today(db.now())
    span = int(days) if days.isdecimal() and int(days) in SPANS else SPANS[-1]
    offices = await identity.offices(db)
    chosen = next((o.id for o in offices if o.code == office), None)
    figures = await quality.quality_figures(
        db, since=today - timedelta(days=span), until=today, zone=profile.time_zone, office=chosen
    )
    board = await quality.board(db, today)
    recurring = shown.recurring_rows(figures)
    return page(
        request,
        db,
        "quality_board/board.html",
        kpis=shown.board_figures(board),
        states=_states(request, board, state),
        lines=await _lines(db, state, today),
        instruments=[shown.instrument_parts(each) for each in figures.instruments],
        samples=figures.samples,
        recurring=[row | {"href": f"/quality/findings/new?{urlencode(row['query'])}"} for row in recurring],
        findings=await quality.findings(db, limit=20),
        names=shown.instrument_names(),
        filters=_filters(span, office if chosen else "", [(o.code, o.name) for o in offices], db),
    )


def _states(request: Request, board: quality.Board, state: str) -> list[dict[str, Any]]:
    names = shown.state_names()
    kept = [(k, v) for k, v in request.query_params.items() if k not in ("state", "lang") and v]
    asked = [("", _("todas"), board.total), ("overdue", _("pasaron su fecha"), board.overdue)]
    asked += [(name, names[name], board.by_state[name]) for name in quality.STATES]
    return [
        {
            "count": count,
            "label": label,
            "href": "/quality/board?" + urlencode([*kept, ("state", name)]) + "#recommendations",
            "current": name == state,
            "kind": "late" if name == "overdue" and count else None,
        }
        for name, label, count in asked
    ]


async def _lines(db: ReadSession, state: str, today: date) -> list[dict[str, Any]]:
    found = await quality.recommendations(
        db,
        states=[state] if state in quality.STATES else (),
        overdue_on=today if state == "overdue" else None,
    )
    return [shown.recommendation_line(view, today) for view in found]


def _filters(span: int, office: str, offices: list[tuple[str, str]], db: ReadSession) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": "days",
            "label": _("Evaluaciones presentadas en"),
            "options": [
                (str(n), _("el último año") if n == SPANS[-1] else _("los últimos %(n)s días") % {"n": n})
                for n in SPANS
            ],
            "value": str(span),
        }
    ]
    if db.actor.role != "supervisor":
        options = [("", _("Todas")), *offices]
        found.append({"name": "office", "label": _("Oficina"), "options": options, "value": office})
    return found


@router.get("/quality/findings/new", dependencies=[requires("recommendation.propose", reads=True)])
async def ask_finding(request: Request, db: ReadDb) -> HTMLResponse:
    """What stands in the address fills the form: a row of what recurs brings its counts."""
    today = request.state.procedure.today(db.now())
    values: dict[str, Any] = {k: v for k, v in request.query_params.items() if k in _FINDING}
    for name, fallback in (("since", today - timedelta(days=SPANS[-1])), ("until", today)):
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


@router.get("/quality/meeting", dependencies=[requires("quality_figures.meet", reads=True)])
async def show_meeting(request: Request, db: ReadDb, month: str = "") -> HTMLResponse:
    """The last whole month unless another is asked for; one click away from the paper."""
    today = request.state.procedure.today(db.now())
    try:
        asked = Month.read(month)
    except Invalid:
        asked = Month.of(today).before
    months = [Month.of(today)]
    while len(months) < MONTHS:
        months.append(months[-1].before)
    return page(
        request,
        db,
        "quality_board/meeting.html",
        month=str(asked),
        paper=await meeting_of(db, asked, language=shown.spoken()),
        filters=[
            {
                "name": "month",
                "label": _("Mes"),
                "options": [(str(m), month_name(str(m))) for m in months],
                "value": str(asked),
            }
        ],
    )


@router.get("/quality/meeting/{month}.pdf", dependencies=[requires("quality_figures.meet")])
async def print_paper(request: Request, db: Db, month: str) -> Response:
    printed = await print_meeting(db, Month.read(month), language=shown.spoken())
    return await handed_over(request, db, printed, "meeting")
