"""A case's notes and tasks: written, corrected, seen, done."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.web import notes_shown as shown
from app.web.pages.case_header import case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, frame_for, go, page, refused_status
from app.web.rendering import fragment

router = Router()


@router.get("/cases/{reference}/notes", dependencies=[requires("note.read")])
async def tab(
    request: Request, db: Db, reference: str, before: Annotated[str, Query(max_length=90)] = ""
) -> HTMLResponse:
    """The notes of the reader's own side, its tasks, and who had the case before."""
    return await _show(request, db, reference, Typed({}), before=before)


@router.post("/cases/{reference}/notes", dependencies=[requires("note.write")])
async def write(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    case_id = await cases.case_id_of(db, reference)
    try:
        async with db.attempt():
            await cases.notes.write_note(
                db, db.actor, case_id, body=typed.text("body"), mentions=_picked(typed)
            )
    except Refusal as refusal:
        return await _show(request, db, reference, typed, refusal=refusal)
    return go(f"/cases/{reference}/notes", said="saved")


@router.get("/cases/{reference}/notes/colleagues", dependencies=[requires("note.read")])
async def colleagues(
    request: Request,
    db: Db,
    reference: str,
    colleague: Annotated[str, Query(max_length=80)] = "",
    mentions: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """The boxes of whom a note may mention: those that are ticked stay, then who has the words in their name."""
    case_id = await cases.case_id_of(db, reference)
    request.state.frame = frame_for(db.actor, await procedure_in_force(db))
    context = await _colleagues(db, case_id, colleague, mentions or [])
    if request.headers.get("HX-Request"):
        return HTMLResponse(
            fragment(request, "notes/tab.html", "picker", values={"mentions": mentions or []}, **context)
        )
    return go(f"/cases/{reference}/notes")


@router.get("/notes/{note_id}/correction", dependencies=[requires("note.write")])
async def ask_correction(request: Request, db: Db, note_id: UUID) -> HTMLResponse:
    return await _correction(request, db, note_id, None)


@router.post("/notes/{note_id}/correction", dependencies=[requires("note.write")])
async def correct(request: Request, db: Db, note_id: UUID) -> Response:
    typed = await typed_of(request)
    case_id, _view = await cases.notes.note_view(db, note_id)
    try:
        async with db.attempt():
            await cases.notes.correct_note(db, db.actor, note_id, body=typed.text("body"))
    except NotFound:
        raise
    except Refusal as refusal:
        return await _correction(request, db, note_id, typed, refusal)
    return go(f"/cases/{await cases.reference_of(db, case_id)}/notes", said="saved")


@router.post("/notes/{note_id}/seen", dependencies=[requires("note.read")])
async def seen(request: Request, db: Db, note_id: UUID) -> Response:
    """The reader has seen where they are named; it leaves their day."""
    await cases.notes.mark_seen(db, db.actor, note_id)
    case_id, _view = await cases.notes.note_view(db, note_id)
    typed = await typed_of(request)
    return go("/" if typed.ticked("from_day") else f"/cases/{await cases.reference_of(db, case_id)}/notes")


@router.post("/cases/{reference}/tasks", dependencies=[requires("note.write")])
async def add_task(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    case_id = await cases.case_id_of(db, reference)
    try:
        async with db.attempt():
            await cases.notes.add_task(
                db,
                db.actor,
                case_id,
                title=typed.text("title"),
                due_on=_day(typed),
                assignee=_one(typed.text("assignee")),
            )
    except Refusal as refusal:
        return await _show(request, db, reference, typed, refusal=refusal)
    return go(f"/cases/{reference}/notes", said="saved")


def _day(typed: Typed) -> date:
    day = typed.day("due_on")
    if day is None:
        raise Invalid.at("due_on", "required", "Escriba al menos una fecha.")
    return day


@router.post("/tasks/{task_id}/done", dependencies=[requires("note.write")])
async def task_done(request: Request, db: Db, task_id: UUID) -> Response:
    """Done, or not after all (`open`)."""
    typed = await typed_of(request)
    case_id = await cases.notes.set_task_done(
        db, db.actor, task_id, done=not typed.ticked("open"), version=typed.version
    )
    return go("/" if typed.ticked("from_day") else f"/cases/{await cases.reference_of(db, case_id)}/notes")


async def _show(
    request: Request,
    db: Session,
    reference: str,
    typed: Typed,
    *,
    before: str = "",
    refusal: Refusal | None = None,
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="notes")
    case = header.case
    found = await cases.notes.notes_of(db, case.id, before=before or None)
    offers = await cases.notes.handovers_of(db, case.id)
    return page(
        request,
        db,
        "notes/tab.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        notes=found.notes,
        older=f"/cases/{reference}/notes?before={found.before}" if found.before else None,
        tasks=shown.tasks(await cases.notes.tasks_of(db, case.id), header.today),
        handovers=[shown.handover(each, case.profile) for each in offers],
        may_hand_over=case.assigned_to == db.actor.user_id
        and identity.may(db.actor, "case.hand_over")
        and not any(each.state == "proposed" for each in offers),
        readers=shown.side_words(cases.notes.side_of(db.actor)),
        values=typed.values,
        errors=field_errors(refusal) if refusal else {},
        **await _colleagues(db, case.id, "", typed.many("mentions")),
    )


async def _colleagues(db: Session, case_id: UUID, words: str, ticked: list[str]) -> dict[str, Any]:
    everybody = await cases.notes.colleagues_of(db, db.actor, case_id)
    like = words.strip().lower().lstrip("@")
    boxes = [shown.colleague(reader) for reader in everybody if reader.user_id != db.actor.user_id]
    offered = [b for b in boxes if b["value"] in ticked] + [
        b for b in boxes if b["value"] not in ticked and like in f"{b['text']} {b['username']}".lower()
    ]
    return {
        "colleagues": offered,
        "assignees": [(str(reader.user_id), reader.name) for reader in everybody],
    }


async def _correction(
    request: Request, db: Session, note_id: UUID, typed: Typed | None, refusal: Refusal | None = None
) -> HTMLResponse:
    case_id, view = await cases.notes.note_view(db, note_id)
    return page(
        request,
        db,
        "notes/correction.html",
        refused_status(refusal) if refusal else 200,
        note=view,
        reference=await cases.reference_of(db, case_id),
        values=typed.values if typed else {"body": view.body},
        errors=field_errors(refusal) if refusal else {},
    )


def _picked(typed: Typed) -> list[UUID]:
    return [found for each in typed.many("mentions") if each and (found := _one(each)) is not None]


def _one(value: str) -> UUID | None:
    """The colleague that was chosen, none where none was. Raises `Invalid` for what is no identifier."""
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError as error:
        raise Invalid.at("mentions", "unknown", "Elija de la lista.") from error
