"""Every figure on a page of its own, with its filters in the address, beside a second set of them; and as files."""

from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.drawings import picture
from app.edge.figures import Asked, csv_of, filters_of, sheet_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.identity import public as identity
from app.statistics import public as statistics
from app.web import drawings, encounters_shown, figure_words, figures_shown
from app.web.figure_beside import neighbours, share_nothing
from app.web.figure_links import links
from app.web.filters_said import filters_said
from app.web.formats import country, date_time, local, short_date
from app.web.i18n import gettext as _
from app.web.pages.shown import page
from app.web.pages.sound import sound
from app.web.words import sex_name

router = Router(prefix="/metrics")
READ = [requires("metrics.read", reads=True)]
# The names of the second set of filters in the address.
SECOND = "vs_"
FIELDS = (
    "from",
    "to",
    "office",
    "origin",
    "sex",
    "age_group",
    "modality",
    "need",
    "instance",
    "unit",
    "as_of",
)


@router.get("/definitions", dependencies=READ)
async def definitions(request: Request, db: ReadDb) -> HTMLResponse:
    """What every figure is, what it is divided by, and what it does not say."""
    shown = [figures_shown.definition(name) for name in statistics.definitions()]
    return page(request, db, "metrics/definitions.html", definitions=shown)


@router.get("/{name}.csv", dependencies=READ)
async def as_csv(request: Request, db: ReadDb, name: str) -> Response:
    return csv_of(sheet_of(await _figure(request, db, name), request.query_params.get("table")))


@router.get("/{name}.json", dependencies=READ)
async def as_json(request: Request, db: ReadDb, name: str) -> Response:
    sheet = sheet_of(await _figure(request, db, name), request.query_params.get("table"))
    rows = [{key: _plain(cell) for key, cell in zip(sheet.head, row, strict=True)} for row in sheet.rows]
    return JSONResponse(rows, headers={"Content-Disposition": f'attachment; filename="{sheet.name}.json"'})


@router.get("/{name}.svg", dependencies=READ)
async def as_svg(request: Request, db: ReadDb, name: str) -> Response:
    """The drawing of one table; of the first, where none is named."""
    return picture(await _drawing(request, db, name), "svg", name)


@router.get("/{name}.png", dependencies=READ)
async def as_png(request: Request, db: ReadDb, name: str) -> Response:
    """The same drawing as a picture, for a report or a slide."""
    return picture(await _drawing(request, db, name), "png", name)


async def _drawing(request: Request, db: ReadSession, name: str) -> str:
    asked, _left_out = await sound(asked_of(request), partial(filters_of, db))
    found = await counted(db, name, asked)
    return await drawings.figure(db, found, asked, request.query_params.get("table"))


@router.get("/{name}/card", dependencies=READ)
async def card(request: Request, db: ReadDb, name: str) -> HTMLResponse:
    """A figure's headlines, for the page of all figures, which asks for them one by one."""
    found = await _figure(request, db, name)
    return page(
        request, db, "metrics/card.html", headline=figures_shown.headline(found)[:4], rounded=found.rounded
    )


@router.get("/{name}", dependencies=READ)
async def show(request: Request, db: ReadDb, name: str) -> HTMLResponse:
    """The page of a figure. An address that asks for what is not there shows all."""
    asked, left_out = await sound(asked_of(request), partial(filters_of, db))
    found = await counted(db, name, asked)
    other, beside = None, None
    if _second_asked(request):
        other, also = await sound(asked_of(request, SECOND), partial(filters_of, db))
        beside, left_out = await counted(db, name, other), [*left_out, *also]
    apart = other is not None and share_nothing(asked, other)
    query = kept_query(request)
    first_query, second_query = _first_query(query), _second_query(query)
    shown = await _view(db, found, asked, first_query, half=beside is not None)
    return page(
        request,
        db,
        "metrics/figure.html",
        found=found,
        definition=figures_shown.definition(name),
        cut_off=figures_shown.cut_off(found.as_of),
        lag=figures_shown.lag_said(found.lag),
        past=past_said(asked, found.as_of),
        left_out=list(dict.fromkeys(left_out)),
        first=shown,
        second=await _view(db, beside, other, second_query, half=True) if beside and other else None,
        compared=figures_shown.compared(found, beside, apart=apart) if beside else [],
        apart=apart,
        neighbours=await neighbours(db, name, asked, first_query),
        alone=f"/metrics/{name}" + ("?" + urlencode(first_query) if first_query else ""),
        filters=await filter_fields(db, request),
        second_filters=await filter_fields(db, request, SECOND),
        query=urlencode(first_query),
        topic=next(t for t, names in figure_words.TOPICS.items() if name in names),
        topics=topics(name),
        watched=name in statistics.alerts.WATCHED,
    )


def past_said(asked: Asked, counted_at: datetime) -> str | None:
    """What a past cut-off means; none where the figure is of now, as it is of a cut-off that is still to come."""
    if asked.as_of is None:
        return None
    if isinstance(asked.as_of, datetime):
        coming, moment = asked.as_of > counted_at, date_time(asked.as_of)
    else:
        coming, moment = asked.as_of >= local(counted_at).date(), short_date(asked.as_of)
    if coming:
        return None
    return _(
        "Como se sabía el %(moment)s: cuenta solo lo registrado hasta entonces, con lo que entonces se sabía de cada caso. "
        "Lo anotado o corregido después no entra, aunque sea de antes; por eso la misma dirección da siempre la misma cifra."
    ) % {"moment": moment}


def topics(current: str | None = None) -> list[dict[str, Any]]:
    """All figures by topic, with what each is."""
    return [
        {
            "id": topic,
            "title": figure_words.topic_name(topic),
            "figures": [
                {**figures_shown.definition(name), "href": f"/metrics/{name}", "current": name == current}
                for name in names
            ],
        }
        for topic, names in figure_words.TOPICS.items()
    ]


async def _view(
    db: ReadSession, found: statistics.Figure, asked: Asked, query: dict[str, str], *, half: bool
) -> dict[str, Any]:
    said = await filters_said(db, asked, found.name)
    said = said[:1].upper() + said[1:]
    to = links(db.actor, found.name, query)
    told = figures_shown.about(found, await figure_words.wording(db, found), said, to)
    return {
        "said": said,
        "headline": figures_shown.headline(found, to),
        "tables": [figures_shown.drawn(told, table, query, half=half) for table in found.tables],
    }


async def _figure(request: Request, db: ReadSession, name: str) -> statistics.Figure:
    asked, _left_out = await sound(asked_of(request), partial(filters_of, db))
    return await counted(db, name, asked)


async def counted(db: ReadSession, name: str, asked: Asked) -> statistics.Figure:
    """The figure of what was asked, which is `sound`. Raises `NotFound` where there is none of that name."""
    if name not in statistics.NAMES:
        raise NotFound
    return await statistics.figure(db, name, await filters_of(db, asked))


def asked_of(request: Request, prefix: str = "") -> Asked:
    """What the address asks for; a value that is none of the choices is left out."""
    params = request.query_params
    given = {name: params[prefix + name] for name in FIELDS if params.get(prefix + name)}
    while True:
        try:
            return Asked.model_validate(given)
        except ValidationError as wrong:
            for fault in wrong.errors():
                given.pop(str(fault["loc"][0]), None)


def kept_query(request: Request) -> dict[str, str]:
    """The filters of the address, for links that keep them."""
    names = {*FIELDS, *(SECOND + field for field in FIELDS)}
    return {name: value for name, value in request.query_params.items() if name in names and value}


def _first_query(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if not name.startswith(SECOND)}


def _second_query(query: dict[str, str]) -> dict[str, str]:
    """The second set as a first one: its downloads stand on their own."""
    return {name.removeprefix(SECOND): value for name, value in query.items() if name.startswith(SECOND)}


def _second_asked(request: Request) -> bool:
    # The unit alone is the select's own default, and compares nothing.
    return any(request.query_params.get(SECOND + name) for name in FIELDS if name != "unit")


async def filter_fields(db: ReadSession, request: Request, prefix: str = "") -> list[dict[str, Any]]:
    """Every filter with its choices; a date field has none."""
    value = request.query_params.get
    offices = [(o.code, o.name) for o in await identity.offices(db)]
    origins = [(c, country(c)) for c in await statistics.origins(db)]
    choices: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("office", _("Oficina"), offices),
        ("origin", _("Origen"), origins),
        ("sex", _("Sexo"), [(code, sex_name(code)) for code in statistics.SEXES]),
        (
            "age_group",
            _("Edad"),
            [(group, encounters_shown.age_group_name(group)) for group in statistics.AGE_GROUPS],
        ),
        ("modality", _("Modalidad"), list(figure_words.modalities().items())),
        ("need", _("Necesidad"), figure_words.need_choices()),
        (
            "instance",
            _("Instancia"),
            [(code, figure_words.instance_name(code)) for code in statistics.INSTANCES],
        ),
    ]
    dates: list[dict[str, Any]] = [
        {"name": prefix + name, "label": label, "type": "date", "value": value(prefix + name)}
        for name, label in (
            ("from", _("Desde")),
            ("to", _("Hasta")),
            ("as_of", _("Como se sabía el (vacío: hoy)")),
        )
    ]
    selects: list[dict[str, Any]] = [
        {
            "name": prefix + name,
            "label": label,
            "options": [("", _("Todo")), *options],
            "value": value(prefix + name),
        }
        for name, label, options in choices
        # A supervisor has one office, and nothing to choose.
        if not (name == "office" and db.actor.role == "supervisor")
    ]
    unit = {
        "name": f"{prefix}unit",
        "label": _("Cuenta"),
        "options": [("cases", _("expedientes")), ("persons", _("personas"))],
        "value": value(f"{prefix}unit"),
    }
    return [*dates[:2], *selects, unit, dates[2]]


def _plain(cell: statistics.Cell) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell
