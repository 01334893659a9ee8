"""Alerts: figures that the reader has watched, where they stand, and asking for another."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.figures import Asked, filters_of, query_of
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.statistics import public as statistics
from app.web import alerts_shown, figure_words, figures_shown
from app.web.filters_said import filters_said
from app.web.i18n import gettext as _
from app.web.pages.figures import topics
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.pages.sound import sound

router = Router(prefix="/metrics/alerts")
READS = [requires("metrics.read", reads=True)]
ACTS = [requires("metrics.read")]
FILTERS = tuple(field.alias or name for name, field in Asked.model_fields.items() if name != "as_of")
alerts = statistics.alerts


@router.get("", dependencies=READS)
async def show_all(request: Request, db: ReadDb) -> HTMLResponse:
    """The reader's own, the watched ones first."""
    shown = await alerts_shown.lines(db, await alerts.alerts(db))
    return page(
        request,
        db,
        "alerts/all.html",
        watched=[one for one in shown if one["view"].ended_at is None],
        ended=[one for one in shown if one["view"].ended_at is not None],
        most=alerts.MOST,
    )


@router.get("/new", dependencies=READS)
async def new(request: Request, db: ReadDb) -> HTMLResponse:
    """The form, for the figure and the filters of the address; without one, all figures to choose from."""
    return await _form(request, db, dict(request.query_params))


@router.post("", dependencies=ACTS)
async def subscribe(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    values = {name: typed.text(name) for name in typed.values}
    try:
        async with db.attempt():
            made = await alerts.subscribe(
                db,
                db.actor,
                figure=values.get("figure", ""),
                key=values.get("value", ""),
                direction=_direction(values.get("direction", "")),
                line=await _line(db, values),
                filters=await filters_of(db, _asked(values)),
                last_days=_days(values.get("last_days", "")),
                email=values.get("email", ""),
            )
    except Refusal as refusal:
        return await _form(request, db, values, refusal)
    return go(f"/metrics/alerts/{made}", said="saved")


@router.get("/{alert_id}", dependencies=READS)
async def show(request: Request, db: ReadDb, alert_id: UUID) -> HTMLResponse:
    return await _one(request, db, alert_id)


@router.post("/{alert_id}/seen", dependencies=ACTS)
async def seen(request: Request, db: Db, alert_id: UUID) -> Response:
    """The reader has seen it; it leaves their day."""
    await alerts.mark_seen(db, db.actor, alert_id)
    from_day = (await typed_of(request)).ticked("from_day")
    return go("/" if from_day else f"/metrics/alerts/{alert_id}")


@router.post("/{alert_id}/end", dependencies=ACTS)
async def end(request: Request, db: Db, alert_id: UUID) -> Response:
    """Watch it no more."""
    try:
        async with db.attempt():
            await alerts.end(db, db.actor, alert_id)
    except alerts.AlreadyEnded as refusal:
        return await _one(request, db, alert_id, refusal)
    return go("/metrics/alerts", said="done")


async def _one(
    request: Request, db: ReadSession, alert_id: UUID, refusal: Refusal | None = None
) -> HTMLResponse:
    view = await alerts.alert(db, alert_id)
    return page(
        request,
        db,
        "alerts/one.html",
        refused_status(refusal) if refusal else 200,
        alert=await alerts_shown.line(db, view),
        errors=field_errors(refusal) if refusal else {},
    )


async def _form(
    request: Request, db: ReadSession, values: Mapping[str, str], refusal: Refusal | None = None
) -> HTMLResponse:
    status = refused_status(refusal) if refusal else 200
    errors = field_errors(refusal) if refusal else {}
    name = values.get("figure", "")
    if name not in alerts.WATCHED:
        chosen = [
            {**topic, "figures": [f for f in topic["figures"] if f["name"] in alerts.WATCHED]}
            for topic in topics()
        ]
        return page(request, db, "alerts/choose.html", status, topics=chosen, errors=errors)
    asked, left_out = await sound(_asked(values), partial(filters_of, db))
    found, wording = await _present(db, name, asked), await figure_words.wording(db)
    query = query_of(asked)
    return page(
        request,
        db,
        "alerts/new.html",
        status,
        definition=figures_shown.definition(name),
        narrowed=await filters_said(db, asked, name),
        query=query,
        left_out=left_out,
        change_href=f"/metrics/{name}?{urlencode(query)}",
        period=bool(asked.since or asked.until),
        measures=[
            (
                one.key,
                _("%(name)s (hoy %(value)s)")
                % {
                    "name": alerts_shown.measure_name(wording, one.key),
                    "value": figure_words.headline_said(one),
                },
            )
            for one in alerts.measures(found)
        ],
        windows=[(str(n), alerts_shown.window_name(n)) for n in alerts.WINDOWS],
        values={"direction": "above", **values},
        errors=errors,
    )


async def _present(db: ReadSession, name: str, asked: Asked) -> statistics.Figure:
    return await alerts.read(db, name, await filters_of(db, asked), None)


def _asked(values: Mapping[str, str]) -> Asked:
    """The filters among what was sent; one that is none of the choices is left out, as on the figure's own page."""
    given = {name: values[name] for name in FILTERS if values.get(name)}
    while True:
        try:
            return Asked.model_validate(given)
        except ValidationError as wrong:
            for fault in wrong.errors():
                given.pop(str(fault["loc"][0]), None)


def _direction(given: str) -> alerts.Direction:
    if given not in ("above", "below"):
        raise Invalid.at("direction", "required", "Elija por encima o por debajo.")
    return "above" if given == "above" else "below"


def _days(given: str) -> int | None:
    # One that is no number is none of the list, and the action says so.
    return (int(given) if given.isdecimal() and len(given) < 6 else 0) if given else None


async def _line(db: ReadSession, values: Mapping[str, str]) -> float:
    """What was typed, with a comma or a point; of a share in percent, as it is shown."""
    given = values.get("line", "").removesuffix("%").strip().replace(",", ".")
    try:
        line = float(given)
    except ValueError as error:
        raise Invalid.at("line", "not_a_number", "Escriba un número.") from error
    name = values.get("figure", "")
    if name not in alerts.WATCHED:
        return line
    asked, _left_out = await sound(_asked(values), partial(filters_of, db))
    found = await _present(db, name, asked)
    kind = next((one.kind for one in alerts.measures(found) if one.key == values.get("value")), None)
    return line / 100 if kind == "share" else line
