"""Hearings on pages: beginning one, its record while it is held, and its signatures."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.people import public as people
from app.remedies import public as remedies
from app.web.formats import language_name
from app.web.i18n import gettext as _
from app.web.loss_words import capacity_words, signing_words
from app.web.pages import hearing_form
from app.web.pages.case_header import case_header
from app.web.pages.case_step import Describe, ask
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router()


@router.get("/remedies/{remedy_id}/hearing", dependencies=[requires("remedy.hear")])
async def ask_of_remedy(request: Request, db: Db, remedy_id: UUID) -> HTMLResponse:
    remedy = await remedies.remedy(db, remedy_id)
    return await ask(request, db, remedy.reference, _beginning(f"/remedies/{remedy_id}"))


@router.post("/remedies/{remedy_id}/hearing", dependencies=[requires("remedy.hear")])
async def begin_of_remedy(request: Request, db: Db, remedy_id: UUID) -> Response:
    remedy = await remedies.remedy(db, remedy_id)
    return await _begin(request, db, remedy.reference, f"/remedies/{remedy_id}", remedy_id=remedy_id)


@router.get("/losses/{loss_id}/hearing", dependencies=[requires("hearing.hold")])
async def ask_of_loss(request: Request, db: Db, loss_id: UUID) -> HTMLResponse:
    loss = await remedies.loss(db, loss_id)
    return await ask(request, db, loss.reference, _beginning(f"/losses/{loss_id}"))


@router.post("/losses/{loss_id}/hearing", dependencies=[requires("hearing.hold")])
async def begin_of_loss(request: Request, db: Db, loss_id: UUID) -> Response:
    loss = await remedies.loss(db, loss_id)
    return await _begin(request, db, loss.reference, f"/losses/{loss_id}", loss_id=loss_id)


@router.get("/hearings/{hearing_id}", dependencies=[requires("hearing.read")])
async def read(request: Request, db: Db, hearing_id: UUID) -> HTMLResponse:
    """The record: open, with its form for who holds it; signed, as it is."""
    return await _shown(request, db, hearing_id)


@router.post("/hearings/{hearing_id}", dependencies=[requires("hearing.hold")])
async def write(request: Request, db: Db, hearing_id: UUID) -> Response:
    """Keep what was said so far; with `sign`, close it with the signatures of those present."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            version = await remedies.write_hearing(
                db,
                db.actor,
                hearing_id,
                said=typed.long_text("said"),
                evidence=typed.long_text("evidence"),
                people=hearing_form.people_of(typed),
                version=typed.version,
            )
            if typed.ticked("sign"):
                signatures = hearing_form.signatures_of(typed)
                await remedies.sign_hearing(db, db.actor, hearing_id, signatures=signatures, version=version)
    except Refusal as refusal:
        return await _shown(request, db, hearing_id, refusal, typed)
    return go(f"/hearings/{hearing_id}", said="hearing_signed" if typed.ticked("sign") else "saved")


async def _begin(request: Request, db: Session, reference: str, back: str, **about: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            made = await remedies.open_hearing(
                db,
                db.actor,
                language=typed.text("language"),
                interpreter=typed.text("interpreter"),
                people=[remedies.Present(typed.text("person"), "person")],
                remedy_id=about.get("remedy_id"),
                loss_id=about.get("loss_id"),
            )
    except Refusal as refusal:
        return await ask(
            request,
            db,
            reference,
            _beginning(back),
            status=refused_status(refusal),
            values=typed.values,
            errors=field_errors(refusal),
        )
    return go(f"/hearings/{made}")


def _beginning(back: str) -> Describe:
    async def describe(db: Session, case: cases.CaseView) -> dict[str, Any]:
        persons = await people.profiles(db, [c.person_id for c in case.claims])
        codes = dict.fromkeys([*(code for p in persons.values() for code in p.languages), "es"])
        return {
            "title": _("Celebrar la audiencia"),
            "consequence": _("Se abre el acta. Se escribe mientras se oye, y la firma quien estuvo."),
            "points": [],
            "button": _("Abrir el acta"),
            "kind": None,
            "back": back,
            "fields": [
                {"type": "text", "name": "person", "label": _("A quién se oye")},
                {
                    "type": "select",
                    "name": "language",
                    "label": _("Idioma de la audiencia"),
                    "options": [(code, language_name(code)) for code in codes],
                },
                {"type": "text", "name": "interpreter", "label": _("Quién interpretó, si alguien lo hizo")},
            ],
            "values": {"person": persons[case.claims[0].person_id].name, "language": next(iter(codes))},
        }

    return describe


async def _shown(
    request: Request,
    db: Session,
    hearing_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    hearing = await remedies.hearing(db, hearing_id)
    header = await case_header(request, db, hearing.reference, tab="decisions")
    values = dict(typed.values) if typed else hearing_form.values_of(hearing)
    return page(
        request,
        db,
        "hearings/hearing.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        hearing=hearing,
        language_said=language_name(hearing.language),
        back=f"/remedies/{hearing.remedy_id}" if hearing.remedy_id else f"/losses/{hearing.loss_id}",
        capacities=list(capacity_words().items()),
        capacity_names=capacity_words(),
        hows=list(signing_words().items()),
        how_names=signing_words(),
        rows=hearing_form.rows_of(values),
        values=values,
        errors=hearing_form.errors_of(refusal, values) if refusal else {},
    )
