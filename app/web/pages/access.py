"""Access at the border: who expressed fear, and what happened to them, by month and post. Filters stand in the address."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.figures import AskedAccess, access_filters_of, csv_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.statistics import public as statistics
from app.web import encounters_shown as shown
from app.web.formats import month_name, number, percent
from app.web.i18n import gettext as _
from app.web.pages.shown import page

router = Router(prefix="/metrics")
MOST = 12


@router.get("/access", dependencies=[requires("encounter.count", reads=True)])
async def show(request: Request, db: ReadDb) -> HTMLResponse:
    """The page. An address that asks for what is not there shows all."""
    asked = _asked(request)
    found = await _found(db, asked)
    posts = {post.id: post.name for post in await identity.posts(db)}
    query = urlencode([(k, v) for k, v in request.query_params.multi_items() if v and k != "lang"])
    return page(
        request,
        db,
        "metrics/access.html",
        found=found,
        figures=_figures(found),
        table_rows=[
            [
                month_name(str(count.key)),
                number(count.people),
                *(number(count.by_outcome.get(outcome, 0)) for outcome in statistics.OUTCOMES),
            ]
            for count in found.by_month
        ],
        months=_rows(found.by_month, lambda key: month_name(str(key))),
        posts=_rows(found.by_post, lambda key: posts.get(key, "–")),
        nationalities=_rows(found.by_nationality[:MOST], lambda key: shown.nationality_name(str(key))),
        ages=_rows(found.by_age, lambda key: shown.age_group_name(str(key))),
        sexes=_rows(found.by_sex, lambda key: dict(shown.sexes()).get(str(key), "–")),
        grounds=[
            {
                "label": shown.ground_name(str(count.key)),
                "value": count.people,
                "cells": [number(count.people)],
            }
            for count in found.by_ground
        ],
        filters=await _filters(db, asked, found, posts),
        downloads=[{"text": "CSV", "href": f"/metrics/access.csv{'?' + query if query else ''}"}],
        lists=identity.may(db.actor, "encounter.list"),
    )


@router.get("/access.csv", dependencies=[requires("encounter.count", reads=True)])
async def as_csv(request: Request, db: ReadDb) -> Response:
    codes = {post.id: post.code for post in await identity.posts(db)}
    return csv_of(statistics.access_sheet(await _found(db, _asked(request)), codes))


async def _found(db: ReadSession, asked: AskedAccess) -> statistics.Access:
    profile = await procedure_in_force(db)
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


def _rows(counts: Any, words: Any) -> list[dict[str, Any]]:
    return [
        {
            "label": words(count.key),
            "value": max(count.people, count.refused),
            "late": min(count.refused, max(count.people, count.refused)),
            "cells": [number(count.people), number(count.refused)],
        }
        for count in counts
    ]


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
    ]
