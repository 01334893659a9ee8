"""What the unit does with the library: a source, another edition of it, looking again, taking it back."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.coi import public as coi
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web import coi_shown as shown
from app.web.pages.coi_form import Reading, choices, errors_of, file_of, page_of
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import go, page, refused_status

router = Router()


@router.get("/coi/new", dependencies=[requires("coi.keep")])
async def ask_new(request: Request, db: Db, question: UUID | None = None) -> HTMLResponse:
    """The form for a source; for a `question`, with its countries and topics."""
    about = await coi.request_view(db, question) if question else None
    values: dict[str, Any] = {"language": "es"}
    if about:
        values |= {"topics": about.topics} | {f"country-{n}": c for n, c in enumerate(about.countries)}
    return _form(request, db, values, question=about)


@router.post("/coi/new", dependencies=[requires("coi.keep")])
async def add(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    about = await _question(db, typed)
    read = Reading(typed)
    file = await read.file(request)
    try:
        async with db.attempt():
            secret = about.id if about and about.confidential else None
            with read.together():
                source = await coi.add_source(db, db.actor, read.facts(), file=file, request_id=secret)
    except Refusal as refusal:
        return _form(request, db, typed.values, question=about, refusal=refusal)
    return go(f"/coi/requests/{about.id}" if about else f"/coi/{source}", said="source_added")


@router.post("/coi/text", dependencies=[requires("coi.keep")])
async def take_text(request: Request, db: Db) -> Response:
    """The form again, with the text of the PDF that came with it as a draft. Nothing is kept yet."""
    typed = await typed_of(request)
    about, view = await _question(db, typed), await _source(db, typed)
    try:
        draft = await _draft(request, typed)
    except Refusal as refusal:
        return _form(request, db, typed.values, view=view, question=about, refusal=refusal)
    before = typed.long_text("text")
    if view and before == (await _text_of(db, view)).strip():
        before = ""
    values = {**typed.values, "text": f"{before}\n\n{draft.text}".strip()}
    return _form(request, db, values, view=view, question=about, draft=draft)


@router.get("/coi/{source_id}/version", dependencies=[requires("coi.keep")])
async def ask_version(request: Request, db: Db, source_id: UUID) -> HTMLResponse:
    view = await coi.source(db, source_id)
    return _form(request, db, shown.values_of(view.last, view, await _text_of(db, view)), view=view)


@router.post("/coi/{source_id}/version", dependencies=[requires("coi.keep")])
async def add_version(request: Request, db: Db, source_id: UUID) -> Response:
    typed = await typed_of(request)
    read = Reading(typed)
    file = await read.file(request)
    try:
        async with db.attempt():
            with read.together():
                await coi.add_version(
                    db,
                    db.actor,
                    source_id,
                    read.facts(),
                    what_changed=read.text("what_changed"),
                    file=file,
                    version=typed.version,
                )
    except NotFound:
        raise
    except Refusal as refusal:
        view = await coi.source(db, source_id)
        return _form(request, db, typed.values, view=view, refusal=refusal)
    return go(f"/coi/{source_id}", said="source_version")


@router.post("/coi/{source_id}/review", dependencies=[requires("coi.keep")])
async def confirm(request: Request, db: Db, source_id: UUID) -> Response:
    """It still holds, until another day."""
    typed = await typed_of(request)
    read = Reading(typed)
    try:
        async with db.attempt():
            with read.together():
                await coi.confirm_source(
                    db,
                    db.actor,
                    source_id,
                    until=read.day("expires_on"),
                    why=read.text("why"),
                    version=typed.version,
                )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _again(request, db, source_id, typed, errors_of(refusal), refusal)
    return go(f"/coi/{source_id}", said="source_confirmed")


@router.post("/coi/{source_id}/withdrawal", dependencies=[requires("coi.keep")])
async def withdraw(request: Request, db: Db, source_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await coi.withdraw_source(
                db, db.actor, source_id, why=typed.text("withdrawn_why"), version=typed.version
            )
    except NotFound:
        raise
    except Refusal as refusal:
        found = dict(errors_of(refusal))
        if "why" in found:
            found["withdrawn_why"] = found.pop("why")
        return await _again(request, db, source_id, typed, found, refusal)
    return go(f"/coi/{source_id}", said="source_withdrawn")


async def _question(db: Session, typed: Typed) -> coi.RequestView | None:
    try:
        return await coi.request_view(db, UUID(typed.text("question"))) if typed.text("question") else None
    except ValueError as error:
        raise NotFound from error


async def _source(db: Session, typed: Typed) -> coi.SourceView | None:
    try:
        return await coi.source(db, UUID(typed.text("source"))) if typed.text("source") else None
    except ValueError as error:
        raise NotFound from error


async def _text_of(db: Session, view: coi.SourceView) -> str:
    passages = await coi.passages_of(db, view.id, view.current)
    return coi.as_text(coi.Paragraph(p.text, p.page) for p in passages)


async def _draft(request: Request, typed: Typed) -> coi.Draft:
    first, last = page_of(typed, "first_page"), page_of(typed, "last_page")
    file = await file_of(request)
    if file is None:
        raise Invalid.at("file", "required", "Elija el archivo PDF.")
    return await asyncio.to_thread(coi.draft_of, file.content, first=first, last=last)


async def _again(
    request: Request, db: Session, source_id: UUID, typed: Typed, errors: Mapping[str, str], refusal: Refusal
) -> HTMLResponse:
    view = await coi.source(db, source_id)
    return page(
        request,
        db,
        "coi/source.html",
        refused_status(refusal),
        view=view,
        edition=view.last,
        facts=shown.facts(view, view.last),
        passages=await coi.passages_of(db, source_id, view.current),
        weak=view.last.reliability in ("low", "undetermined"),
        values=typed.values,
        errors=errors,
    )


def _form(
    request: Request,
    db: Session,
    values: Mapping[str, Any],
    *,
    view: coi.SourceView | None = None,
    question: coi.RequestView | None = None,
    refusal: Refusal | None = None,
    draft: coi.Draft | None = None,
) -> HTMLResponse:
    return page(
        request,
        db,
        "coi/edit.html",
        refused_status(refusal) if refusal else 200,
        action=f"/coi/{view.id}/version" if view else "/coi/new",
        view=view,
        question=question,
        choices=choices()
        | {
            "publishers": shown.publisher_options(),
            "languages": shown.language_options(),
            "reliability": shown.reliability_options(),
        },
        values=values,
        draft=draft,
        errors=errors_of(refusal),
    )
