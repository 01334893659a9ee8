"""The board of quality: how files came out, what recurs, how far recommendations are; and the paper of the month."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession
from app.core.errors import Invalid
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.quality import public as quality
from app.web import quality_shown as shown
from app.web.formats import month_name
from app.web.i18n import gettext as _
from app.web.pages.shown import page
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
