"""Legal aid: what waits, whose turn it is, the rota; and what runs for a representative's clients."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.representation import public as representation
from app.web.filing_words import instance_words
from app.web.formats import language_choices, language_codes, language_name, language_names
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.case_step import ask as ask_step
from app.web.pages.case_step import take
from app.web.pages.form import Typed, typed_of
from app.web.pages.mandates import show_mandates
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.pages.side_step_words import step_page

router = Router()


@router.get("/legal-aid", dependencies=[requires("legal_aid.manage")])
async def show(request: Request, db: Db) -> HTMLResponse:
    """What waits for somebody of the rota, what was assigned, and the rota itself."""
    return await _show(request, db)


async def _show(
    request: Request, db: Session, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    await audit.looked(db, "page.legal_aid", "open", request_id=request.state.request_id)
    members, named = await representation.rota(db), instance_words()
    known = await identity.colleagues(db, "legal_representative")
    return page(
        request,
        db,
        "legal_aid/list.html",
        refused_status(refusal) if refusal else 200,
        waiting=await representation.legal_aid_requests(db),
        assigned=await representation.legal_aid_requests(db, state="assigned"),
        rota=[
            {
                "name": m.name,
                "named": [named.get(one, one) for one in m.instances],
                "languages": language_names(list(m.languages)),
                "open_cases": m.open_cases,
                "most": m.most,
                "last_turn_at": m.last_turn_at,
            }
            for m in members
        ],
        instances=named,
        colleagues=[(str(c.user_id), c.name) for c in known],
        values=typed.values if typed else {"most": "20", "instances": list(representation.INSTANCES)},
        errors=field_errors(refusal) if refusal else {},
    )


@router.post("/legal-aid/rota", dependencies=[requires("legal_aid.manage")])
async def keep_member(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            most = typed.text("most")
            await representation.join_rota(
                db,
                db.actor,
                _id_of(typed.text("representative")),
                instances=[one for one in typed.many("instances") if one],
                languages=language_codes(typed.text("languages")),
                most=int(most) if most.isdecimal() else 0,
                active=not typed.ticked("resting"),
            )
    except Refusal as refusal:
        return await _show(request, db, refusal, typed)
    return go("/legal-aid", said="saved")


@router.post("/legal-aid/{legal_aid_id}/turn", dependencies=[requires("legal_aid.manage")])
async def give_turn(request: Request, db: Db, legal_aid_id: UUID) -> Response:
    try:
        async with db.attempt():
            await representation.assign_turn(db, db.actor, legal_aid_id)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, refusal)
    return go("/legal-aid", said="turn_given")


@router.get("/cases/{reference}/legal-aid", dependencies=[requires("legal_aid.ask")])
async def ask(request: Request, db: Db, reference: str) -> Response:
    return await ask_step(request, db, reference, _describe)


@router.post("/cases/{reference}/legal-aid", dependencies=[requires("legal_aid.ask")])
async def asked(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)

    async def act(case: cases.CaseView) -> None:
        await representation.ask_legal_aid(
            db, db.actor, case.id, language=typed.text("language") or "es", version=typed.version
        )

    return await take(
        request,
        db,
        reference,
        _describe,
        act,
        said="legal_aid_asked",
        typed=typed.values,
        after=f"/cases/{reference}/representation",
    )


async def _describe(db: Session, case: cases.CaseView) -> dict[str, object]:
    person = case.claims[0].person_id
    spoken = (await people.profiles(db, [person]))[person].languages
    # A language of the person's own that is rarely spoken here stays to be chosen.
    options = list(dict([*((code, language_name(code)) for code in spoken), *language_choices()]).items())
    return step_page(
        _("Pedir defensa de oficio"),
        _("El caso pasa a quien le toque el turno en esta instancia, que verá el expediente."),
        points=[
            _("Va primero quien habla el idioma de la persona, y nunca quien trabajó en el expediente."),
            _("Una niña, un niño o adolescente sin quien responda va antes que los demás."),
        ],
        fields=[
            {
                "type": "select",
                "name": "language",
                "label": _("Idioma de la persona"),
                "options": options,
            }
        ],
        values={"language": spoken[0] if spoken else "es"},
    )


@router.post("/cases/{reference}/legal-aid/excuse", dependencies=[requires("legal_aid.excuse")])
async def excuse(request: Request, db: Db, reference: str) -> Response:
    """Whoever was given the turn cannot take it."""
    typed = await typed_of(request)
    case_id = await cases.case_id_of(db, reference)
    own = await representation.legal_aid_requests(db, state="assigned")
    mine = next((r.id for r in own if r.case_id == case_id), None)
    if mine is None:
        raise NotFound
    try:
        async with db.attempt():
            await representation.excuse(db, db.actor, mine, reasons=typed.text("excuse"))
    except Refusal as refusal:
        return await show_mandates(request, db, reference, refusal, typed, at={"reasons": "excuse"})
    return go("/clients", said="turn_excused")


@router.get("/clients", dependencies=[requires("client.read")])
async def clients(request: Request, db: Db, after: str = "") -> HTMLResponse:
    """Every limit that runs in the cases of those whom the reader speaks for, the nearest first."""
    await audit.looked(db, "page.clients", "open", request_id=request.state.request_id)
    found, following = await representation.client_limits(db, after=_place(after))
    return page(
        request,
        db,
        "legal_aid/clients.html",
        limits=found,
        labels={name: limit.label.in_(language()) for name, limit in request.state.procedure.limits.items()},
        onward=f"{following[0].isoformat()}_{following[1]}" if following else None,
    )


def _id_of(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def _place(given: str) -> tuple[datetime, UUID] | None:
    moment, _sep, key = given.partition("_")
    try:
        return (datetime.fromisoformat(moment.replace(" ", "+")), UUID(key)) if given else None
    except ValueError as error:
        raise Invalid.at(
            "after", "not_a_place", "Esa página ya no existe: empiece desde el principio."
        ) from error
