"""Statistics that are published: for everybody the list and each release; for the house its drafts, what they leave out, and the seal."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession, Session
from app.core.errors import NotFound, Refusal
from app.edge.access import public, requires
from app.edge.figures import csv_of
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.statistics.public import Sheet, publishing
from app.web import publication_words as words
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router()


@router.get("/statistics", dependencies=[public(reads=True)])
async def show_published(request: Request, db: ReadDb) -> HTMLResponse:
    return page(request, db, "publications/published.html", lines=await publishing.published(db))


@router.get("/statistics/{release_number}.json", dependencies=[public(reads=True)])
async def published_file(db: ReadDb, release_number: str) -> Response:
    """The file as it was sealed, to the byte."""
    found = await publishing.published_release(db, release_number)
    named = {"Content-Disposition": f'attachment; filename="{found.line.number}.json"'}
    return Response(found.text, media_type="application/json", headers=named)


@router.get("/statistics/{release_number}/{table}.csv", dependencies=[public(reads=True)])
async def published_table(db: ReadDb, release_number: str, table: str) -> Response:
    found = await publishing.published_release(db, release_number)
    wanted = next((each for each in found.content["tables"] if each["name"] == table), None)
    if wanted is None:
        raise NotFound
    head = (*wanted["traits"], "count", "mark")
    rows = tuple(tuple("" if row[name] is None else row[name] for name in head) for row in wanted["rows"])
    return csv_of(Sheet(f"{found.line.number}-{table}", head, rows))


@router.get("/statistics/{release_number}", dependencies=[public(reads=True)])
async def show_published_release(request: Request, db: ReadDb, release_number: str) -> HTMLResponse:
    found = await publishing.published_release(db, release_number)
    return page(request, db, "publications/release.html", found=found, **_shown(found))


@router.get("/publications", dependencies=[requires("publication.read", reads=True)])
async def show_all(request: Request, db: ReadDb) -> HTMLResponse:
    lines = [(line, words.state(line.state)) for line in await publishing.releases(db)]
    return page(request, db, "publications/list.html", lines=lines)


@router.get("/publications/new", dependencies=[requires("publication.prepare")])
async def ask(request: Request, db: Db) -> HTMLResponse:
    return _form(request, db, {"tables": ["origin", "sex"], "threshold": str(publishing.THRESHOLD)})


@router.post("/publications/new", dependencies=[requires("publication.prepare")])
async def prepare(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            made = await publishing.prepare(db, db.actor, _asked(typed))
    except Refusal as refusal:
        values = {**typed.values, "tables": typed.many("tables")}
        return _form(request, db, values, refusal)
    return go(f"/publications/{made}", said="release_prepared")


def _asked(typed: Typed) -> publishing.Asked:
    threshold = typed.text("threshold")
    return publishing.Asked(
        title=typed.text("title"),
        measure=typed.text("measure"),
        unit=typed.text("unit"),
        since=typed.day("since"),
        until=typed.day("until"),
        tables=tuple(dict.fromkeys(typed.many("tables"))),
        control=typed.text("control"),
        threshold=int(threshold) if threshold.isdecimal() and len(threshold) < 6 else 0,
    )


def _form(
    request: Request, db: Session, values: dict[str, Any], refusal: Refusal | None = None
) -> HTMLResponse:
    return page(
        request,
        db,
        "publications/new.html",
        refused_status(refusal) if refusal else 200,
        values=values,
        errors=field_errors(refusal) if refusal else {},
        measures=[(each, words.measure_name(each)) for each in publishing.MEASURES],
        units=[(each, words.unit_name(each)) for each in publishing.UNITS],
        controls=[(each, words.control_name(each)) for each in publishing.CONTROLS],
        tables=[(each, words.table_name(each)) for each in publishing.TABLES],
    )


@router.get("/publications/{release_id}", dependencies=[requires("publication.read", reads=True)])
async def show(request: Request, db: ReadDb, release_id: UUID) -> HTMLResponse:
    return await _show(request, db, release_id)


@router.post("/publications/{release_id}/seal", dependencies=[requires("publication.seal")])
async def seal(request: Request, db: Db, release_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            number = await publishing.seal(db, db.actor, release_id, version=typed.version)
    except Refusal as refusal:
        return await _show(request, db, release_id, refusal)
    return go(f"/statistics/{number}", said="release_sealed")


@router.post("/publications/{release_id}/discard", dependencies=[requires("publication.read")])
async def discard(request: Request, db: Db, release_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await publishing.discard(db, db.actor, release_id, version=typed.version)
    except Refusal as refusal:
        return await _show(request, db, release_id, refusal)
    return go("/publications", said="done")


async def _show(
    request: Request, db: ReadSession, release_id: UUID, refusal: Refusal | None = None
) -> HTMLResponse:
    found = await publishing.release(db, release_id)
    return page(
        request,
        db,
        "publications/draft.html",
        refused_status(refusal) if refusal else 200,
        found=found,
        state=words.state(found.line.state),
        may_seal=identity.may(db.actor, "publication.seal") and found.line.prepared_by != db.actor.user_id,
        left_out=[_left_out(each) for each in found.preview.get("tables", [])],
        errors=field_errors(refusal) if refusal else {},
        **_shown(found),
    )


def _left_out(table: dict[str, Any]) -> list[Any]:
    return [
        words.table_name(table["name"]),
        table["cells"],
        table.get("small", table.get("rounded", 0)),
        table.get("complement", "–"),
        "–" if table.get("least_width") is None else table["least_width"] + 1,
    ]


def _shown(found: publishing.Release) -> dict[str, Any]:
    return {
        "tables": [words.shown_table(table) for table in found.content["tables"]],
        "said": words.said_of(found.content),
    }
