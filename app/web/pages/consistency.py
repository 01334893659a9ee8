"""Consistency of outcomes: recognition by person and office held against chance. Each reader is shown whom they may see."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.consistency import MONTHS, AskedConsistency, consistency_asked, names_in
from app.edge.drawings import picture
from app.edge.figures import csv_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.statistics import public as statistics
from app.web import consistency_shown as shown
from app.web import drawings
from app.web.i18n import gettext as _
from app.web.pages.shown import page

router = Router(prefix="/metrics")
_PERIODS = (12, MONTHS, 36, 60)


@router.get("/consistency", dependencies=[requires("consistency.read", reads=True)])
async def show(request: Request, db: ReadDb) -> HTMLResponse:
    """The page. An address that asks for what is not there shows the last two years."""
    asked = await _asked(request, db)
    found = await consistency_asked(db, asked)
    names = await names_in(db, found)
    query = [(k, v) for k, v in request.query_params.multi_items() if v and k not in ("lang", "of")]
    return page(
        request,
        db,
        "metrics/consistency.html",
        found=found,
        period=shown.period(found),
        figures=shown.figures(found),
        groups=[
            one | {"downloads": _downloads(one["id"], query)}
            for one in shown.groups(found, names, db.actor.role)
        ],
        filters=[
            {
                "name": "months",
                "label": _("Resoluciones de los últimos"),
                "options": [(str(n), _("%(n)s meses") % {"n": n}) for n in _PERIODS],
                "value": request.query_params.get("months") or str(MONTHS),
            }
        ],
        minimum=statistics.MINIMUM,
    )


@router.get("/consistency.csv", dependencies=[requires("consistency.read", reads=True)])
async def as_csv(request: Request, db: ReadDb) -> Response:
    return csv_of(await _sheet(request, db))


@router.get("/consistency.json", dependencies=[requires("consistency.read", reads=True)])
async def as_json(request: Request, db: ReadDb) -> Response:
    sheet = await _sheet(request, db)
    rows = [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]
    return JSONResponse(rows, headers={"Content-Disposition": 'attachment; filename="consistency.json"'})


@router.get("/consistency.svg", dependencies=[requires("consistency.read", reads=True)])
async def as_svg(request: Request, db: ReadDb) -> Response:
    """The drawing of persons or offices (`of`)."""
    return picture(await _drawing(request, db), "svg", "consistency")


@router.get("/consistency.png", dependencies=[requires("consistency.read", reads=True)])
async def as_png(request: Request, db: ReadDb) -> Response:
    return picture(await _drawing(request, db), "png", "consistency")


async def _drawing(request: Request, db: ReadSession) -> str:
    found = await consistency_asked(db, await _asked(request, db))
    return await drawings.consistency(request, db, found, request.query_params.get("of"))


def _downloads(of: str, query: list[tuple[str, str]]) -> list[dict[str, str]]:
    """The sheet is of all; a drawing is of persons or of offices."""
    tails = {"csv": query, "json": query, "svg": [*query, ("of", of)], "png": [*query, ("of", of)]}
    return [
        {"text": kind.upper(), "href": f"/metrics/consistency.{kind}{'?' if tail else ''}{urlencode(tail)}"}
        for kind, tail in tails.items()
    ]


async def _sheet(request: Request, db: ReadSession) -> statistics.Sheet:
    found = await consistency_asked(db, await _asked(request, db))
    return statistics.consistency_sheet(found, await names_in(db, found))


async def _asked(request: Request, db: ReadSession) -> AskedConsistency:
    """What the address asks for; a value that cannot be is left out. `months` is a short way to a period."""
    given: dict[str, Any] = {key: value for key, value in request.query_params.items() if value}
    months = given.pop("months", "")
    if months in {str(n) for n in _PERIODS} and "from" not in given:
        today = (await procedure_in_force(db)).today(db.now())
        given["from"] = procedure.shifted(today, procedure.Span(-int(months), "month"))
    while True:
        try:
            asked = AskedConsistency.model_validate(given)
        except ValidationError as wrong:
            for fault in wrong.errors():
                given.pop(str(fault["loc"][0]), None)
            continue
        backwards = asked.since and asked.until and asked.since > asked.until
        return AskedConsistency() if backwards else asked
