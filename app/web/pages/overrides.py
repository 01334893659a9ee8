"""The deployment's own values over its procedure: the list, one of them, uploading it, putting it in force, withdrawing it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Path, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.overrides import public as overrides
from app.web import override_words as words
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/procedure/overrides")
Number = Annotated[int, Path(ge=1, le=999_999_999)]


@router.get("", dependencies=[requires("procedure.read")])
async def show_all(request: Request, db: Db) -> HTMLResponse:
    return page(
        request,
        db,
        "overrides/list.html",
        lines=[words.line(line) for line in await overrides.overrides(db)],
        edition=await overrides.edition_in_force(db),
    )


@router.get("/new", dependencies=[requires("procedure.draft")])
async def ask(request: Request, db: Db) -> HTMLResponse:
    return _form(request, db)


@router.post("/new", dependencies=[requires("procedure.draft")])
async def upload(request: Request, db: Db) -> Response:
    """Keep the file, or the pasted text, as a draft; or show the form again with its faults and what was typed."""
    typed = await typed_of(request)
    values = dict(typed.values)
    try:
        values["content"] = await _text(request, values)
        async with db.attempt():
            number = await overrides.upload(
                db,
                db.actor,
                content=values["content"],
                because=_said(values, "because"),
                title=_said(values, "title"),
            )
    except Refusal as refusal:
        return _form(request, db, refusal, values)
    return go(f"/procedure/overrides/{number}", said="uploaded")


async def _text(request: Request, values: Mapping[str, Any]) -> str:
    """The chosen file's text; the pasted one where no file was chosen. A browser sends line ends as CR LF."""
    chosen = (await request.form()).get("file")
    if isinstance(chosen, UploadFile) and chosen.filename:
        return overrides.text_of(await chosen.read(overrides.LONGEST_TEXT + 1))
    return _said(values, "content").replace("\r\n", "\n")


def _said(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def _form(
    request: Request, db: Session, refusal: Refusal | None = None, values: Mapping[str, Any] | None = None
) -> HTMLResponse:
    broken = refusal if isinstance(refusal, overrides.BrokenOverride) else None
    return page(
        request,
        db,
        "overrides/upload.html",
        refused_status(refusal) if refusal else 200,
        values=values or {},
        errors=field_errors(refusal) if refusal else {},
        faults=[words.fault(fault) for fault in broken.faults] if broken else [],
        limit=overrides.LONGEST_TEXT // 1024,
    )


@router.get("/{override}.toml", dependencies=[requires("procedure.read")])
async def download(db: Db, override: Number) -> Response:
    """The file as it was uploaded."""
    found = await overrides.override(db, override)
    name = f"{found.line.edition}.toml"
    return Response(
        found.content,
        media_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get("/{override}", dependencies=[requires("procedure.read")])
async def show(request: Request, db: Db, override: Number) -> HTMLResponse:
    found = await overrides.override(db, override)
    return page(
        request,
        db,
        "overrides/override.html",
        line=words.line(found.line),
        content=found.content,
        preview=words.preview(found.preview) if found.preview else None,
        faults=[words.fault(fault) for fault in found.faults],
        why_not=await _why_not(db, found),
    )


async def _why_not(db: Session, found: overrides.OverrideView) -> str | None:
    """Why this reader cannot put the draft in force now; `None` where they can."""
    if found.preview is None or found.preview.blocking:
        return words.has_defects()
    if found.line.uploaded_by == db.actor.user_id:
        others = await overrides.others_who_may_confirm(db, found.line.uploaded_by)
        if others:
            return words.second_person(others)
        return words.second_person_always() if found.preview.weakened else None
    return None


@router.get("/{override}/entry-into-force", dependencies=[requires("procedure.put_in_force")])
async def ask_entry_into_force(request: Request, db: Db, override: Number) -> HTMLResponse:
    return await _ask_entry_into_force(request, db, override)


@router.post("/{override}/entry-into-force", dependencies=[requires("procedure.put_in_force")])
async def put_in_force(request: Request, db: Db, override: Number) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await overrides.put_in_force(
                db,
                db.actor,
                override,
                valid_from=typed.day("valid_from"),
                because=typed.text("because"),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _ask_entry_into_force(request, db, override, refusal, typed)
    return go(f"/procedure/overrides/{override}", said="put_in_force")


async def _ask_entry_into_force(
    request: Request, db: Session, number: int, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    found = await overrides.override(db, number)
    alone = found.line.uploaded_by == db.actor.user_id
    return _step(request, db, words.entry_into_force(found, alone=alone), found, refusal, typed)


@router.get("/{override}/withdrawal", dependencies=[requires("procedure.draft")])
async def ask_withdrawal(request: Request, db: Db, override: Number) -> HTMLResponse:
    return await _ask_withdrawal(request, db, override)


@router.post("/{override}/withdrawal", dependencies=[requires("procedure.draft")])
async def withdraw(request: Request, db: Db, override: Number) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await overrides.withdraw(
                db, db.actor, override, because=typed.text("because"), version=typed.version
            )
    except Refusal as refusal:
        return await _ask_withdrawal(request, db, override, refusal, typed)
    return go(f"/procedure/overrides/{override}", said="withdrawn")


async def _ask_withdrawal(
    request: Request, db: Session, number: int, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    found = await overrides.override(db, number)
    before = await overrides.edition_without(db, number)
    return _step(request, db, words.withdrawal(found, before), found, refusal, typed)


def _step(
    request: Request,
    db: Session,
    step: Mapping[str, Any],
    found: overrides.OverrideView,
    refusal: Refusal | None,
    typed: Typed | None,
) -> HTMLResponse:
    return page(
        request,
        db,
        "overrides/step.html",
        refused_status(refusal) if refusal else 200,
        line=words.line(found.line),
        step=step,
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )
