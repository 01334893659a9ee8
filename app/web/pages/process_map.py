"""The map of the process: which ways cases really take, with times, drawn from the log. Filters stand in the address."""

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
from app.edge.event_logs import AskedMap, cases_of, map_of
from app.edge.figures import csv_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.overrides.public import procedure_in_force
from app.statistics import public as statistics
from app.web import drawings
from app.web.formats import number, percent
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.log_filters import choices, names_of
from app.web.pages.shown import page
from app.web.pages.sound import sound
from app.web.process_drawing import described, in_days

router = Router(prefix="/process-map")
WAYS_SHOWN = 15
MOVES_SHOWN = 40
SHEETS = {
    "moves": statistics.moves_sheet,
    "steps": statistics.steps_sheet,
    "ways": statistics.ways_sheet,
}


@router.get("", dependencies=[requires("metrics.read", reads=True)])
async def show(request: Request, db: ReadDb) -> HTMLResponse:
    """The page. An address that asks for what is not there shows all."""
    asked, left_out = await sound(_asked(request), partial(cases_of, db))
    found = await map_of(db, asked)
    names = names_of(await procedure_in_force(db), asked.by)
    shown = statistics.most_taken(found.edges, asked.share / 100)
    query = _query(request)
    return page(
        request,
        db,
        "process_map/map.html",
        found=found,
        asked=asked,
        left_out=left_out,
        figures=_figures(found, shown),
        words=described(found, shown, names),
        drawing="/process-map/drawing.svg?" + urlencode([*query, ("lang", language())]),
        filters=[_steps(asked), *await choices(db, asked)],
        kept=[(name, value) for name, value in query if name != "share"],
        moves=[_move(edge, names) for edge in found.edges[:MOVES_SHOWN]],
        more_moves=max(0, len(found.edges) - MOVES_SHOWN),
        ways=[_way(variant, names) for variant in found.variants[:WAYS_SHOWN]],
        ways_covered=statistics.covered(found.variants, WAYS_SHOWN),
        downloads={name: _downloads(name, query) for name in (*SHEETS, "drawing")},
    )


@router.get("/drawing.svg", dependencies=[requires("metrics.read", reads=True)])
async def drawing(request: Request, db: ReadDb) -> Response:
    """The picture by itself."""
    return Response(await _drawn(request, db), media_type="image/svg+xml")


@router.get("/drawing.png", dependencies=[requires("metrics.read", reads=True)])
async def as_png(request: Request, db: ReadDb) -> Response:
    """The picture for a report or a slide."""
    return picture(await _drawn(request, db), "png", "process-map")


async def _drawn(request: Request, db: ReadSession) -> str:
    asked, found = await _counted(request, db)
    return await drawings.process_map(db, found, asked.share)


async def _counted(request: Request, db: ReadSession) -> tuple[AskedMap, statistics.ProcessMap]:
    asked, _left_out = await sound(_asked(request), partial(cases_of, db))
    return asked, await map_of(db, asked)


@router.get("/{name}.csv", dependencies=[requires("metrics.read", reads=True)])
async def as_csv(request: Request, db: ReadDb, name: str) -> Response:
    return csv_of(_sheet((await _counted(request, db))[1], name))


@router.get("/{name}.json", dependencies=[requires("metrics.read", reads=True)])
async def as_json(request: Request, db: ReadDb, name: str) -> Response:
    sheet = _sheet((await _counted(request, db))[1], name)
    rows = [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]
    return JSONResponse(rows, headers={"Content-Disposition": f'attachment; filename="{sheet.name}.json"'})


def _sheet(found: statistics.ProcessMap, name: str) -> statistics.Sheet:
    if name not in SHEETS:
        raise NotFound
    return SHEETS[name](found)


def _asked(request: Request) -> AskedMap:
    """What the address asks for; a value that is none of the choices is left out."""
    given = dict(_query(request))
    while True:
        try:
            return AskedMap.model_validate(given)
        except ValidationError as wrong:
            for fault in wrong.errors():
                given.pop(str(fault["loc"][0]), None)


def _query(request: Request) -> list[tuple[str, str]]:
    return [(key, value) for key, value in request.query_params.multi_items() if value and key != "lang"]


def _steps(asked: AskedMap) -> dict[str, Any]:
    options = [(statistics.STAGES, _("Etapas")), (statistics.EVENTS, _("Todos los hechos"))]
    return {"name": "by", "label": _("Pasos"), "options": options, "value": asked.by}


def _figures(found: statistics.ProcessMap, shown: tuple[statistics.Edge, ...]) -> list[dict[str, str]]:
    first = found.variants[0] if found.variants and found.variants[0].path else None
    moves = sum(edge.times for edge in found.edges)
    drawn = sum(edge.times for edge in shown)
    return [
        {"label": _("Casos"), "value": number(found.cases), "note": _precision(found)},
        {
            "label": _("Caminos distintos"),
            "value": number(found.ways),
            "note": _("de principio a hoy, paso por paso"),
        },
        {
            "label": _("El camino más frecuente"),
            "value": percent(first.share) if first else "–",
            "note": _("%(n)s casos") % {"n": number(first.cases)}
            if first
            else _("ninguno se repite bastante"),
        },
        {
            "label": _("Movimientos dibujados"),
            "value": percent(drawn / moves) if moves else "–",
            "note": _("%(shown)s de %(all)s flechas")
            % {"shown": number(len(shown)), "all": number(len(found.edges))},
        },
    ]


def _precision(found: statistics.ProcessMap) -> str:
    return _("cifras exactas") if found.exact else _("cifras redondeadas de cinco en cinco")


def _move(edge: statistics.Edge, names: Any) -> list[str]:
    return [
        names(edge.source),
        names(edge.target),
        number(edge.times),
        number(edge.cases),
        in_days(edge.median_days),
        in_days(edge.ninth_days),
    ]


def _way(variant: statistics.Variant, names: Any) -> dict[str, Any]:
    return {
        "steps": [names(step) for step in variant.path],
        "cases": variant.cases,
        "share": variant.share,
        "median": in_days(variant.median_days),
    }


def _downloads(name: str, query: list[tuple[str, str]]) -> list[dict[str, str]]:
    kinds = ("svg", "png") if name == "drawing" else ("csv", "json")
    tail = "?" + urlencode(query) if query else ""
    return [{"text": kind.upper(), "href": f"/process-map/{name}.{kind}{tail}"} for kind in kinds]
