"""The forecast: asking for one, how far it is, what came of it, and taking it away."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.drawings import picture
from app.edge.figures import csv_of
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.statistics.public import forecast
from app.web import drawings
from app.web import forecast_shown as shown
from app.web.formats import date_time, number
from app.web.i18n import gettext as _
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, frame_for, go, page, refused_status
from app.web.rendering import fragment

router = Router(prefix="/forecast")
READS, ASKS = [requires("forecast.read")], [requires("forecast.ask")]
YEARS = (1, 2, 3, 5, 10)
OWN = ("officers", "interpreters", "sittings", "agenda", "arrivals")


@router.get("", dependencies=READS)
async def show_all(request: Request, db: Db) -> HTMLResponse:
    return await _home(request, db)


@router.post("", dependencies=ASKS)
async def ask(request: Request, db: Db) -> Response:
    """Have the worker simulate what was chosen."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            made = await forecast.ask(
                db,
                db.actor,
                scenarios=_scenarios(typed),
                office=await _office(db, typed.text("office")),
                years=int(_number(typed, "years", forecast.USUAL_YEARS)),
                seed=int(_number(typed, "seed", 0)) if typed.text("seed") else None,
            )
    except Refusal as refusal:
        return await _home(request, db, refusal, typed.values)
    return go(f"/forecast/{made}")


@router.get("/{forecast_id}", dependencies=READS)
async def show(request: Request, db: Db, forecast_id: UUID) -> HTMLResponse:
    return await _one(request, db, forecast_id)


@router.post("/{forecast_id}/repetition", dependencies=ASKS)
async def repeat(request: Request, db: Db, forecast_id: UUID) -> Response:
    """The same again: from the same cut-off, seed and scenarios."""
    try:
        async with db.attempt():
            made = await forecast.repeat(db, db.actor, forecast_id)
    except forecast.ForecastUnderWay as refusal:
        return await _one(request, db, forecast_id, refusal)
    return go(f"/forecast/{made}")


@router.get("/{forecast_id}/progress", dependencies=READS)
async def progress(request: Request, db: Db, forecast_id: UUID) -> Response:
    """The bar alone; when it is over, the page is loaded again. Without script, it always is."""
    view = await forecast.forecast(db, forecast_id)
    if "HX-Request" not in request.headers:
        return go(f"/forecast/{forecast_id}")
    if not view.going:
        return Response(headers={"HX-Redirect": f"/forecast/{forecast_id}"})
    request.state.frame = frame_for(db.actor, await procedure_in_force(db))
    return HTMLResponse(fragment(request, "forecast/one.html", "progress_bar", view=view))


@router.get("/{forecast_id}/data.csv", dependencies=READS)
async def as_csv(db: Db, forecast_id: UUID) -> Response:
    return csv_of(forecast.forecast_sheet(await forecast.forecast(db, forecast_id)))


@router.get("/{forecast_id}/data.json", dependencies=READS)
async def as_json(db: Db, forecast_id: UUID) -> Response:
    """Everything: what was measured, how to make it again, and the answers."""
    view = await forecast.forecast(db, forecast_id)
    said = {
        "as_of": view.as_of.isoformat(),
        "seed": view.seed,
        "runs": view.runs,
        "weeks": view.weeks,
        "digest": view.digest,
        "measured": view.measured.as_json() if view.measured else None,
        "outlooks": [asdict(one) for one in view.outlooks],
    }
    return JSONResponse(said, headers={"Content-Disposition": 'attachment; filename="forecast.json"'})


@router.get("/{forecast_id}/{scenario}.svg", dependencies=READS)
async def as_svg(request: Request, db: Db, forecast_id: UUID, scenario: str) -> Response:
    """One scenario's drawing as a file of its own."""
    drawing = drawings.forecast(request, await forecast.forecast(db, forecast_id), scenario)
    return picture(drawing, "svg", f"forecast-{scenario}")


@router.get("/{forecast_id}/{scenario}.png", dependencies=READS)
async def as_png(request: Request, db: Db, forecast_id: UUID, scenario: str) -> Response:
    drawing = drawings.forecast(request, await forecast.forecast(db, forecast_id), scenario)
    return picture(drawing, "png", f"forecast-{scenario}")


async def _one(
    request: Request, db: Session, forecast_id: UUID, refusal: Refusal | None = None
) -> HTMLResponse:
    view = await forecast.forecast(db, forecast_id)
    finished = bool(view.outlooks)
    return page(
        request,
        db,
        "forecast/one.html",
        refused_status(refusal) if refusal else 200,
        view=view,
        lead=shown.lead(view, await _offices(db)),
        problem=shown.problem_words(view),
        answers=shown.answers(view) if finished else [],
        figures=shown.figures(view) if finished else [],
        little=shown.little_rows(view) if finished else [],
        naive=shown.naive_words(view),
        measured=shown.measured_pairs(view.measured) if view.measured else [],
        assumptions=shown.assumptions(view) if finished else [],
        errors=field_errors(refusal) if refusal else {},
    )


async def _home(
    request: Request, db: Session, refusal: Refusal | None = None, values: Mapping[str, Any] | None = None
) -> HTMLResponse:
    offices = await _offices(db)
    chosen = [one.name for one in forecast.OFFERED[1:3]]
    return page(
        request,
        db,
        "forecast/home.html",
        refused_status(refusal) if refusal else 200,
        rows=[_row(view, offices) for view in await forecast.forecasts(db)],
        scenarios=[(one.name, shown.scenario_name(one)) for one in forecast.OFFERED[1:]],
        offices=[] if db.actor.role == "supervisor" else [(str(key), name) for key, name in offices.items()],
        years=[(str(n), str(n)) for n in YEARS],
        values=values if values is not None else {"scenarios": chosen, "years": str(forecast.USUAL_YEARS)},
        errors=field_errors(refusal) if refusal else {},
    )


def _row(view: forecast.ForecastView, offices: dict[UUID, str]) -> list[Any]:
    return [
        {"text": date_time(view.asked_at), "href": f"/forecast/{view.id}"},
        offices.get(view.office_id, "–") if view.office_id else _("Todas"),
        "; ".join(shown.scenario_name(one) for one in view.scenarios),
        number(view.seed),
        shown.state_words(view),
    ]


async def _offices(db: Session) -> dict[UUID, str]:
    return {office.id: office.name for office in await identity.offices(db)}


async def _office(db: Session, given: str) -> UUID | None:
    if not given:
        return None
    found = next((key for key in await _offices(db) if str(key) == given), None)
    if found is None:
        raise Invalid.at("office", "unknown_office", "Elija una oficina de la lista.")
    return found


def _scenarios(typed: Typed) -> list[forecast.Scenario]:
    """Those that were ticked, and the own one where anything was typed for it."""
    ticked = typed.many("scenarios")
    chosen = [one for one in forecast.OFFERED if one.name in ticked]
    own = forecast.Scenario(
        "own",
        officers=int(_number(typed, "officers", 0)),
        interpreters=int(_number(typed, "interpreters", 0)),
        sittings=_number(typed, "sittings", 1),
        agenda=_number(typed, "agenda", 1),
        arrivals=_number(typed, "arrivals", 1),
    )
    return [*chosen, own] if any(typed.text(name) for name in OWN) else chosen


def _number(typed: Typed, field: str, usual: float) -> float:
    """What was typed, with a comma or a point. Raises `Invalid` for anything else, and for a part of a person."""
    given = typed.text(field).replace(",", ".")
    if not given:
        return usual
    try:
        value = float(given)
        if field in ("officers", "interpreters", "years", "seed") and value != int(value):
            raise Invalid.at(field, "not_whole", "Escriba un número entero.")
    except (ValueError, OverflowError) as error:
        raise Invalid.at(field, "not_a_number", "Escriba un número.") from error
    return value
