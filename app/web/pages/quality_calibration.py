"""Calibration sessions: convening one, how far it is, and what the assessors settle where they differ."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import ReadSession, Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.quality import public as quality
from app.web import quality_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.quality_words import mark_words
from app.workflows import quality_said as said

router = Router(prefix="/quality/calibrations")


@router.get("", dependencies=[requires("calibration.read", reads=True)])
async def show_all(request: Request, db: ReadDb) -> HTMLResponse:
    states = shown.session_names()
    return page(
        request,
        db,
        "quality_board/calibrations.html",
        lines=[
            {
                "view": line,
                "instrument": said.instrument_title(line.instrument, shown.spoken()),
                "state": states[line.state],
                "state_kind": shown.SESSION_KINDS[line.state],
            }
            for line in await quality.calibrations(db)
        ],
    )


@router.get("/new", dependencies=[requires("calibration.convene", reads=True)])
async def ask(request: Request, db: ReadDb, sample: str = "", file: str = "") -> HTMLResponse:
    return await _form(request, db, {"sample": sample, "file": file})


@router.post("/new", dependencies=[requires("calibration.convene")])
async def convene(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            made = await quality.convene(
                db,
                db.actor,
                title=typed.text("title"),
                file_id=chosen(typed.text("file"), "file", _("Elija un expediente de la muestra.")),
                instrument=typed.text("instrument"),
                assessors=[
                    chosen(one, "assessors", _("Elija personas de evaluación de calidad."))
                    for one in typed.many("assessors")
                    if one
                ],
                score_by=typed.day("score_by"),
            )
    except Refusal as refusal:
        return await _form(request, db, typed.values, refusal)
    return go(f"/quality/calibrations/{made}", said="saved")


async def _form(
    request: Request, db: ReadSession, values: Mapping[str, Any], refusal: Refusal | None = None
) -> HTMLResponse:
    samples, _more = await quality.samples(db)
    sample = next((s for s in samples if str(s.id) == values.get("sample")), None)
    files = await quality.files_of(db, sample.id) if sample else []
    return page(
        request,
        db,
        "quality_board/convene.html",
        refused_status(refusal) if refusal else 200,
        sample=sample,
        samples=[(str(s.id), f"{s.number}: {s.title}") for s in samples if s.state == "drawn"],
        files=[(str(f.id), f"{f.position}. {f.reference}") for f in files],
        instruments=list(shown.instrument_names().items()),
        assessors=[(str(c.user_id), c.name) for c in await identity.colleagues(db, "quality_assessor")],
        values=values,
        errors=field_errors(refusal) if refusal else {},
    )


@router.get("/{calibration_id}", dependencies=[requires("calibration.read")])
async def show(request: Request, db: Db, calibration_id: UUID) -> HTMLResponse:
    return await _show(request, db, calibration_id)


async def _show(
    request: Request,
    db: Session,
    calibration_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await quality.calibration(db, calibration_id)
    await audit.looked(
        db, "page.calibration", str(calibration_id), request_id=getattr(request.state, "request_id", None)
    )
    mine = db.actor.user_id
    return page(
        request,
        db,
        "quality_board/calibration.html",
        refused_status(refusal) if refusal else 200,
        view=view,
        instrument=said.instrument_title(view.instrument, shown.spoken()),
        state=shown.session_names()[view.state],
        state_kind=shown.SESSION_KINDS[view.state],
        seats=[
            {"letter": shown.letter(n), "name": seat.name, "submitted": seat.submitted}
            for n, seat in enumerate(view.seats)
        ],
        own=next((s for s in view.seats if s.user_id == mine), None),
        convener=view.convened_by == mine,
        submitted=sum(seat.submitted for seat in view.seats),
        rows=shown.compared_rows(view) if view.state != "scoring" else [],
        alpha=said.agreement(view.agreement, shown.spoken()) if view.agreement else "",
        alpha_words=shown.agreement_words(view.agreement) if view.agreement else "",
        marks=list(mark_words().items()),
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


@router.post("/{calibration_id}/settlements", dependencies=[requires("calibration.settle")])
async def settle(request: Request, db: Db, calibration_id: UUID) -> Response:
    typed = await typed_of(request)
    indicator = typed.text("indicator")
    try:
        async with db.attempt():
            await quality.settle_indicator(
                db,
                db.actor,
                calibration_id,
                indicator=indicator,
                mark=typed.text("mark"),
                note=typed.text("note"),
            )
    except Refusal as refusal:
        return await _show(request, db, calibration_id, refusal, typed)
    return go(f"/quality/calibrations/{calibration_id}", said="saved")


@router.post("/{calibration_id}/discussion", dependencies=[requires("calibration.convene")])
async def go_without(request: Request, db: Db, calibration_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await quality.go_without(db, db.actor, calibration_id, version=typed.version)
    except Refusal as refusal:
        return await _show(request, db, calibration_id, refusal, typed)
    return go(f"/quality/calibrations/{calibration_id}", said="done")


@router.post("/{calibration_id}/closing", dependencies=[requires("calibration.convene")])
async def close(request: Request, db: Db, calibration_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await quality.close_session(
                db, db.actor, calibration_id, conclusion=typed.text("conclusion"), version=typed.version
            )
    except Refusal as refusal:
        return await _show(request, db, calibration_id, refusal, typed)
    return go(f"/quality/calibrations/{calibration_id}", said="done")
