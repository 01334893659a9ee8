"""The library of country information: looking for sources, and one of them with its editions."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.coi import public as coi
from app.core.database import Session
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web import coi_shown as shown
from app.web.formats import country_options
from app.web.i18n import gettext as _
from app.web.pages.shown import page

router = Router()
Words = Annotated[str, Query(max_length=300)]


@router.get("/coi", dependencies=[requires("coi.read")])
async def library(
    request: Request,
    db: Db,
    q: Words = "",
    country: str = "",
    topic: str = "",
    original: str = "",
    since: str = "",
    after: str = "",
) -> HTMLResponse:
    """Sources by words, country, topic, language and year; the latest first where there are no words."""
    asked = {"q": q, "country": country, "topic": topic, "original": original, "since": since}
    found = await _find(db, asked, after)
    await audit.looked(db, "coi.search", "library", request_id=request.state.request_id)
    kept = {name: value for name, value in asked.items() if value}
    return page(
        request,
        db,
        "coi/library.html",
        q=q,
        hits=[shown.hit(each) for each in found.hits],
        every_word=found.every_word,
        filters=_filters(db, asked),
        next_href=f"/coi?{urlencode({**kept, 'after': found.after})}" if found.after else None,
        criteria=shown.criteria(),
        total=await coi.count_sources(db),
    )


@router.get("/coi/{source_id}", dependencies=[requires("coi.read")])
async def one(request: Request, db: Db, source_id: UUID, number: int | None = None) -> HTMLResponse:
    """A source as it is now, or as an earlier edition said it."""
    view = await coi.source(db, source_id)
    edition = view.edition(number or view.current)
    await audit.looked(db, "coi.read", str(source_id), request_id=request.state.request_id)
    return page(
        request,
        db,
        "coi/source.html",
        view=view,
        edition=edition,
        facts=shown.facts(view, edition),
        passages=await coi.passages_of(db, source_id, edition.number),
        weak=edition.reliability in ("low", "undetermined"),
        values={},
    )


@router.get("/coi/{source_id}/file.pdf", dependencies=[requires("coi.read")])
async def file(db: Db, source_id: UUID, number: int = 1) -> Response:
    """The file of an edition, as its publisher made it."""
    name, content = await coi.file_of(db, source_id, number)
    await audit.looked(db, "coi.file", str(source_id))
    return Response(
        content,
        media_type="application/pdf",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{_quoted(name)}"},
    )


async def _find(db: Session, asked: dict[str, str], after: str) -> coi.Found:
    year = asked["since"]
    return await coi.find(
        db,
        asked["q"],
        countries=[asked["country"]] if asked["country"] else (),
        topics=[asked["topic"]] if asked["topic"] else (),
        language=asked["original"] or None,
        since=date(int(year), 1, 1) if year.isdecimal() and len(year) == 4 and int(year) > 0 else None,
        after=after or None,
    )


def _filters(db: Session, asked: dict[str, str]) -> list[dict[str, Any]]:
    everything, this_year = ("", _("Todos")), db.now().year
    years = [str(year) for year in range(this_year, this_year - 6, -1)]
    options: dict[str, tuple[str, list[tuple[str, str]] | None]] = {
        "q": (_("Palabras"), None),
        "country": (_("País"), [everything, *country_options(first=("NIC", "VEN"))]),
        "topic": (_("Tema"), [everything, *shown.topic_options()]),
        "original": (_("Idioma"), [everything, *shown.language_options()]),
        "since": (_("Desde"), [everything, *((year, year) for year in years)]),
    }
    return [
        {"name": name, "label": label, "value": asked[name], **({"options": choices} if choices else {})}
        for name, (label, choices) in options.items()
    ]


def _quoted(name: str) -> str:
    return urlencode({"": name})[1:].replace("+", "%20")
