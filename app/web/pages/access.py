"""Access at the border: who expressed fear, and what happened to them, by month and post. Filters stand in the address."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.drawings import picture
from app.edge.figures import AskedAccess, access_filters_of, csv_of, sheet_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.statistics import public as statistics
from app.web import drawings, figure_words, figures_shown
from app.web import encounters_shown as shown
from app.web.figure_plots import About, scheme
from app.web.formats import number, percent
from app.web.i18n import gettext as _
from app.web.pages.shown import page
from app.web.pages.sound import sound

router = Router(prefix="/metrics")
# Two of them stand beside each other.
HALVES = frozenset({"by_age_group", "by_sex", "by_refusal"})


@router.get("/access", dependencies=[requires("encounter.count", reads=True)])
async def show(request: Request, db: ReadDb) -> HTMLResponse:
    """The page. An address that asks for what is not there shows all."""
    asked, left_out = await sound(_asked(request), partial(access_filters_of, db))
    found = await _found(db, asked)
    posts = {post.id: post.name for post in await identity.posts(db)}
    query = {k: v for k, v in request.query_params.items() if v and k != "lang"}
    told, figure = await _told(db, found)
    tables = {
        table.name: figures_shown.drawn(told, table, query, half=table.name in HALVES)
        for table in figure.tables
        if table.rows
    }
    return page(
        request,
        db,
        "metrics/access.html",
        found=found,
        lag=_("Cada atención se cuenta desde que se anota."),
        figures=_figures(found),
        definition=figures_shown.definition("access"),
        tables=tables,
        scheme=scheme(),
        left_out=left_out,
        filters=await _filters(db, asked, found, posts),
        sheet=f"/metrics/access.csv{'?' + urlencode(query) if query else ''}",
        lists=identity.may(db.actor, "encounter.list"),
    )


async def _told(db: ReadSession, found: statistics.Access) -> tuple[About, statistics.Figure]:
    figure = statistics.access_figure(found, found.as_of, statistics.Lag(0, None))
    return figures_shown.about(figure, await figure_words.wording(db, figure), ""), figure


@router.get("/access.json", dependencies=[requires("encounter.count", reads=True)])
async def as_json(request: Request, db: ReadDb) -> Response:
    _, figure = await _told(db, await _found(db, _asked(request)))
    sheet = sheet_of(figure, request.query_params.get("table"))
    rows = [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]
    return JSONResponse(rows, headers={"Content-Disposition": 'attachment; filename="access.json"'})


@router.get("/access.svg", dependencies=[requires("encounter.count", reads=True)])
async def as_svg(request: Request, db: ReadDb) -> Response:
    """The drawing of one table; of the first, where none is named."""
    return picture(await _drawing(request, db), "svg", "access")


@router.get("/access.png", dependencies=[requires("encounter.count", reads=True)])
async def as_png(request: Request, db: ReadDb) -> Response:
    return picture(await _drawing(request, db), "png", "access")


async def _drawing(request: Request, db: ReadSession) -> str:
    told, _figure = await _told(db, await _found(db, _asked(request)))
    return drawings.of_table(told, request.query_params.get("table"))


@router.get("/access.csv", dependencies=[requires("encounter.count", reads=True)])
async def as_csv(request: Request, db: ReadDb) -> Response:
    """Everything in one sheet, or the one table that is named."""
    found = await _found(db, _asked(request))
    if wanted := request.query_params.get("table"):
        return csv_of(sheet_of((await _told(db, found))[1], wanted))
    codes = {post.id: post.code for post in await identity.posts(db)}
    return csv_of(statistics.access_sheet(found, codes))


async def _found(db: ReadSession, asked: AskedAccess) -> statistics.Access:
    profile = await procedure_in_force(db)
    asked, _left_out = await sound(asked, partial(access_filters_of, db))
    return await statistics.access(db, await access_filters_of(db, asked), zone=profile.time_zone)


def _asked(request: Request) -> AskedAccess:
    """What the address asks for; a value that is none of the choices is left out."""
    given = {key: value for key, value in request.query_params.items() if value}
    while True:
        try:
            return AskedAccess.model_validate(given)
        except ValidationError as wrong:
            for fault in wrong.errors():
                given.pop(str(fault["loc"][0]), None)


def _figures(found: statistics.Access) -> list[dict[str, Any]]:
    refused, people = found.total.refused, found.total.people
    share = percent(refused / people) if people else "–"
    return [
        {"label": _("Manifestaron temor"), "value": number(people), "note": _about(found)},
        {
            "label": _("Se registraron"),
            "value": number(found.total.by_outcome.get("registered", 0)),
            "note": _("%(n)s tienen expediente") % {"n": number(found.became_case)},
        },
        {
            "label": _("No se les dejó entrar"),
            "value": number(refused),
            "note": _("%(share)s de todas") % {"share": share},
        },
        {
            "label": _("Contadas en papel"),
            "value": number(found.on_paper),
            "note": _("incluidas en el total"),
        },
    ]


def _about(found: statistics.Access) -> str:
    return _("cifras exactas") if found.exact else _("cifras redondeadas de cinco en cinco")


async def _filters(
    db: ReadSession, asked: AskedAccess, found: statistics.Access, posts: dict[UUID, str]
) -> list[dict[str, Any]]:
    codes = {post.id: post.code for post in await identity.posts(db)}
    own = {count.key for count in found.by_post}
    listed = [(codes[key], name) for key, name in posts.items() if found.exact is False or key in own]
    nationalities = [(str(c.key), shown.nationality_name(str(c.key))) for c in found.by_nationality if c.key]
    every: list[tuple[str, str, list[tuple[str, str]], str | None]] = [
        ("post", _("Puesto"), listed, asked.post),
        ("outcome", _("Qué pasó"), shown.outcomes(), asked.outcome),
        ("nationality", _("Nacionalidad"), nationalities, asked.nationality),
        ("sex", _("Sexo"), shown.sexes(), asked.sex),
        ("age_group", _("Edad"), shown.age_groups(), asked.age_group),
    ]
    return [
        {"name": name, "label": label, "options": [("", _("Todo")), *options], "value": value}
        for name, label, options, value in every
        if not (name == "post" and db.actor.role == "border_liaison_officer")
    ] + [
        {"name": name, "label": label, "type": "date", "value": day.isoformat() if day else ""}
        for name, label, day in (("from", _("Desde"), asked.since), ("to", _("Hasta"), asked.until))
    ]
