"""A person's needs looked at again, the questions asked again, and what a person decides about what the answers propose."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.intake import public as intake
from app.people import public as people
from app.web import needs_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.case_header import case_header
from app.web.pages.case_step import ask, take
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.words import need_name
from app.workflows.record_need import review_need
from app.workflows.screen_person import decide_proposal, screen_again, screened_of

router = Router(prefix="/cases/{reference}")


@router.get("/needs/{need_id}/review", dependencies=[requires("person.record_need")])
async def ask_review(request: Request, db: Db, reference: str, need_id: UUID) -> HTMLResponse:
    return await ask(request, db, reference, _review(need_id))


@router.post("/needs/{need_id}/review", dependencies=[requires("person.record_need")])
async def review(request: Request, db: Db, reference: str, need_id: UUID) -> Response:
    """The need is still there, or it ended; either way it is on record."""
    typed = await typed_of(request)

    async def act(case: cases.CaseView) -> None:
        if typed.text("still") not in ("yes", "no"):
            raise Invalid.at("still", "required", "Elija si la necesidad sigue.")
        try:
            await review_need(
                db,
                db.actor,
                case.id,
                need_id,
                still=typed.text("still") == "yes",
                note=typed.text("note"),
                review_on=typed.day("review_on"),
                version=typed.version,
            )
        except Invalid as refusal:
            raise Invalid(*(_at_note(f) for f in refusal.fields)) from refusal

    after = f"/cases/{reference}/people"
    return await take(
        request, db, reference, _review(need_id), act, typed=typed.values, after=after, said="saved"
    )


@router.get("/screening/{person_id}", dependencies=[requires("person.screen")])
async def ask_screening(request: Request, db: Db, reference: str, person_id: UUID) -> HTMLResponse:
    """The whole form for one person."""
    return await _screening(request, db, reference, person_id)


@router.post("/screening/{person_id}", dependencies=[requires("person.screen")])
async def screen(request: Request, db: Db, reference: str, person_id: UUID) -> Response:
    """Keep the answers; what they propose waits on the people's page."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await screen_again(db, db.actor, reference, person_id, _answers(typed))
    except Refusal as refusal:
        return await _screening(request, db, reference, person_id, typed=typed, refusal=refusal)
    return go(f"/cases/{reference}/people", said="screened")


@router.get("/screening/proposals/{suggested_id}", dependencies=[requires("person.screen")])
async def ask_proposal(request: Request, db: Db, reference: str, suggested_id: UUID) -> HTMLResponse:
    return await ask(request, db, reference, _proposal(suggested_id))


@router.post("/screening/proposals/{suggested_id}", dependencies=[requires("person.screen")])
async def decide(request: Request, db: Db, reference: str, suggested_id: UUID) -> Response:
    """Take what is proposed, or leave it for now and say why."""
    typed = await typed_of(request)

    async def act(_case: cases.CaseView) -> None:
        if typed.text("decision") not in ("accept", "not_now"):
            raise Invalid.at("decision", "required", "Elija qué decide.")
        await decide_proposal(
            db,
            db.actor,
            suggested_id,
            accept=typed.text("decision") == "accept",
            reason=typed.text("reason"),
        )

    after = f"/cases/{reference}/people"
    return await take(
        request, db, reference, _proposal(suggested_id), act, typed=typed.values, after=after, said="saved"
    )


def _at_note(field: Any) -> Any:
    if field.field != "reason":
        return field
    return type(field)("note", field.rule, field.message, field.values)


def _answers(typed: Typed) -> dict[str, str | int]:
    given = {name.removeprefix("q-"): typed.text(name) for name in typed.values if name.startswith("q-")}
    return {
        name: int(text) if text.isdecimal() and len(text) < 4 else text
        for name, text in given.items()
        if text
    }


def _review(need_id: UUID) -> Any:
    async def describe(db: Session, case: cases.CaseView) -> dict[str, Any]:
        found = await people.needs_of(db, [c.person_id for c in case.claims])
        need = next((n for needs in found.values() for n in needs if n.id == need_id), None)
        if need is None:
            raise NotFound
        person = (await people.profiles(db, [need.person_id]))[need.person_id]
        return {
            "title": _("Revisar una necesidad"),
            "consequence": _("%(person)s: %(need)s. Lo que se diga queda en el historial.")
            % {"person": person.name, "need": need_name(need.code)},
            "points": [],
            "button": _("Guardar"),
            "kind": None,
            "back": f"/cases/{case.reference}/people",
            "fields": [
                {
                    "type": "radios",
                    "name": "still",
                    "label": _("¿Sigue?"),
                    "options": [("yes", _("Sí, sigue")), ("no", _("No, terminó"))],
                },
                {
                    "type": "date",
                    "name": "review_on",
                    "label": _("Si sigue: cuándo se vuelve a mirar"),
                    "hint": _("Vacío: en el plazo propio de esta necesidad."),
                },
                {
                    "type": "textarea",
                    "name": "note",
                    "label": _("Qué se vio, o por qué terminó"),
                    "rows": 3,
                },
            ],
            "values": {},
        }

    return describe


def _proposal(suggested_id: UUID) -> Any:
    async def describe(db: Session, case: cases.CaseView) -> dict[str, Any]:
        found = await intake.suggested(db, suggested_id)
        if found is None or found.case_id != case.id:
            raise NotFound
        said = shown.proposal(found)
        points = [said["why"]]
        if found.kind == "modality" and not identity.may(db.actor, "case.set_modality"):
            points.append(_("La modalidad la fija registro o supervisión."))
        if found.state != "open":
            points.append(_("Ya está: %(state)s.") % {"state": said["state"]})
        return {
            "title": said["what"],
            "consequence": _("Lo propone la categorización de %(person)s. Usted decide.")
            % {"person": found.person},
            "points": points,
            "button": _("Decidir"),
            "kind": None,
            "back": f"/cases/{case.reference}/people",
            "fields": [
                {
                    "type": "radios",
                    "name": "decision",
                    "label": _("Qué decide"),
                    "options": [("accept", _("Aceptar")), ("not_now", _("Por ahora no"))],
                },
                {"type": "textarea", "name": "reason", "label": _("Por qué no, o nota"), "rows": 3},
            ],
            "values": {},
        }

    return describe


async def _screening(
    request: Request,
    db: Session,
    reference: str,
    person_id: UUID,
    *,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="people")
    case = header.case
    person = (await screened_of(db, case, header.today)).get(person_id)
    if person is None:
        raise NotFound
    last = [r for r in await intake.screenings_of(db, case.id) if r.person_id == person_id]
    answers = _answers(typed) if typed else {}
    errors = field_errors(refusal) if refusal else {}
    return page(
        request,
        db,
        "cases/screening.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        person=header.persons[person_id],
        sections=shown.form_sections(case.profile, person, answers),
        last=shown.round_of(last[0], case.profile) if last else None,
        errors={"" if name == "answers" else name: text for name, text in errors.items()},
    )
