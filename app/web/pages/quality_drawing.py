"""Designing a sample: what it is drawn from, how, what its size buys; and the draw."""

import math
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession, Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.quality import public as quality
from app.statistics import public as statistics
from app.web import quality_words as words
from app.web.i18n import language
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.rendering import fragment

router = Router(prefix="/quality")
SIZES = (10, 20, 30, 50, 75, 100, 150, 200, 300)


@router.get("/samples/new", dependencies=[requires("quality.sample", reads=True)])
async def new(request: Request, db: ReadDb) -> HTMLResponse:
    """The form for a sample, with the calculator of its size."""
    today = db.now().astimezone(ZoneInfo(request.state.procedure.time_zone)).date()
    first = today.replace(day=1)
    last_month = (first - timedelta(days=1)).replace(day=1)
    values: dict[str, Any] = {
        "design": "simple",
        "work": "interview",
        "size": "30",
        "double_share": "20",
        "reach": "5",
        "expected": "90",
        "kinds": ["interview"],
        **_day("since", last_month),
        **_day("until", first - timedelta(days=1)),
    }
    return await _form(request, db, values)


def _day(name: str, day: Any) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


async def _form(
    request: Request,
    db: ReadSession,
    values: dict[str, Any],
    refusal: Refusal | None = None,
    counted: tuple[int, int] | None = None,
) -> HTMLResponse:
    errors = field_errors(refusal) if refusal else {}
    renamed = {"instruments": "kinds", "strata_by": "parts"}
    profile = request.state.procedure
    return page(
        request,
        db,
        "quality/new.html",
        refused_status(refusal) if refusal else 200,
        values=values,
        errors={renamed.get(name, name): said for name, said in errors.items()},
        instruments=list(words.instrument_words().items()),
        designs=list(words.design_words().items()),
        traits=[(name, said) for name, said in words.trait_words().items() if name != "group"],
        groups=[(name, said) for name, said in words.group_words().items() if name != "rest"],
        offices=[(str(o.id), o.name) for o in await identity.offices(db)],
        stages=[(stage.name, stage.label.in_(language())) for stage in profile.stages],
        outcomes=[
            (name, each.label.in_(language())) for name, each in profile.outcomes.items() if each.counts_as
        ],
        **_calculated(values, counted),
    )


def _calculated(values: dict[str, Any], counted: tuple[int, int] | None = None) -> dict[str, Any]:
    """What each size buys for a share as expected: in a frame as large as it was counted, or in one without end."""
    frame, typed = counted[0] if counted else None, str(values.get("size", ""))
    try:
        expected = float(str(values.get("expected") or 90).replace(",", ".")) / 100
    except ValueError:
        expected = math.nan
    sizes = {*SIZES, *([int(typed)] if typed.isdecimal() and len(typed) < 5 and int(typed) > 0 else [])}
    reaches = [
        (n, words.reach_words(statistics.precision(n, expected=expected, population=frame)))
        for n in sorted(sizes)
        if 0 <= expected <= 1 and (frame is None or n < frame)
    ]
    return {"calculated": [{"size": n, "reach": reach} for n, reach in reaches], "counted": counted}


@router.post("/samples/new", dependencies=[requires("quality.sample")])
async def draw(request: Request, db: Db) -> Response:
    """Draw the sample; or count its frame and say what a size buys there, with everything as it was typed."""
    typed = await typed_of(request)
    if typed.text("do") == "size":
        return await _count(request, db, typed)
    try:
        async with db.attempt():
            made = await quality.draw_sample(
                db, db.actor, _plan(typed), zone=request.state.procedure.time_zone
            )
    except Refusal as refusal:
        return await _form(request, db, dict(typed.values), refusal)
    return go(f"/quality/samples/{made}", said="done")


async def _count(request: Request, db: Session, typed: Typed) -> HTMLResponse:
    """The whole page without script; with it, the table alone."""
    refusal, counted = None, None
    try:
        counted = await quality.frame_size(db, _frame(typed), zone=request.state.procedure.time_zone)
    except Invalid as invalid:
        refusal = invalid
    if "hx-request" in request.headers:
        errors = field_errors(refusal) if refusal else {}
        context = {"errors": errors, **_calculated(dict(typed.values), counted)}
        return HTMLResponse(fragment(request, "quality/new.html", "sizes", **context))
    return await _form(request, db, dict(typed.values), refusal, counted)


def _frame(typed: Typed) -> quality.Frame:
    since, until = typed.day("since"), typed.day("until")
    if since is None:
        raise Invalid.at("since", "required", "Escriba el primer día del período.")
    if until is None:
        raise Invalid.at("until", "required", "Escriba el último día del período.")
    return quality.Frame(
        work=typed.text("work"),
        since=since,
        until=until,
        offices=_office(typed.text("office")),
        stages=tuple(filter(None, [typed.text("stage")])),
        outcomes=tuple(filter(None, [typed.text("outcome")])),
        origins=tuple(filter(None, [typed.text("origin")])),
    )


def _plan(typed: Typed) -> quality.Plan:
    return quality.Plan(
        title=typed.text("title"),
        instruments=tuple(each for each in typed.many("kinds") if each),
        frame=_frame(typed),
        size=_whole(typed, "size"),
        design=typed.text("design"),
        strata_by=tuple(each for each in typed.many("parts") if each)
        if typed.text("design") != "simple"
        else (),
        factors={
            name: _whole(typed, f"factor-{name}")
            for name in quality.GROUPS
            if typed.text(f"factor-{name}") and typed.text("design") == "oversampled"
        },
        double_share=_share(typed),
        lot=typed.text("lot"),
    )


def _office(given: str) -> tuple[UUID, ...]:
    try:
        return (UUID(given),) if given else ()
    except ValueError as error:
        raise Invalid.at("office", "unknown_office", "Elija una oficina de la lista.") from error


def _whole(typed: Typed, name: str) -> int:
    given = typed.text(name)
    if not given.isdecimal() or len(given) > 6:
        raise Invalid.at(name if name == "size" else "factors", "not_a_number", "Escriba un número entero.")
    return int(given)


def _share(typed: Typed) -> Decimal:
    try:
        found = Decimal(typed.text("double_share").replace(",", ".") or "0") / 100
    except InvalidOperation as error:
        raise Invalid.at("double_share", "range", "Entre 0 y 100 por ciento.") from error
    if not found.is_finite() or not 0 <= found <= 1:
        raise Invalid.at("double_share", "range", "Entre 0 y 100 por ciento.")
    return round(found, 3)
