"""The documents of a case: their whole history, every copy, and what can be done with them, each on a page of its own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages import document_words as words
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.papers_said import papers_said
from app.web.words import relation_name

router = Router(prefix="/cases/{reference}")

Act = Callable[[Session, UUID, Typed], Awaitable[object]]


@router.get("/documents", dependencies=[requires("document.read")])
async def documents_tab(request: Request, db: Db, reference: str, printed: str = "") -> HTMLResponse:
    """Every document ever given to each person, with who, why and how many copies. `printed`: the copy just noted, to be opened."""
    header = await case_header(request, db, reference, tab="documents")
    found = await documents.documents_of(db, header.case.id)
    prints = await documents.prints_of(db, [d.id for d in found])
    photos = await people.photos_of(db, list(header.persons))
    return page(
        request,
        db,
        "cases/documents.html",
        header=header,
        persons=[
            _person(db, header, claim, [d for d in found if d.claim_id == claim.id], prints, photos)
            for claim in header.case.claims
            if claim.person_id in header.persons
        ],
        printed=next((c.id for made in prints.values() for c in made if str(c.id) == printed), None),
        said=papers_said(header.case.profile, numbered=bool(found)),
        form_words=words.form_words(),
        print_words=words.print_words(),
        keeps_photos=identity.may(db.actor, "photo.keep"),
        prints_copies=identity.may(db.actor, "document.print"),
    )


def _person(
    db: Session,
    header: CaseHeader,
    claim: cases.ClaimView,
    papers: list[documents.DocumentView],
    prints: Mapping[UUID, list[documents.PrintView]],
    photos: Mapping[UUID, people.Photo],
) -> dict[str, Any]:
    profile, person = header.case.profile, header.persons[claim.person_id]
    photo = photos.get(person.id)
    held = next((d for d in papers if d.status in documents.HELD), None)
    is_open = profile.stage(claim.stage).open
    outcome = profile.outcomes.get(claim.outcome) if claim.outcome else None
    kinds = documents.kinds_for(profile, is_open=is_open, protects=bool(outcome and outcome.protects))

    def may(permission: str) -> bool:
        return identity.may(db.actor, permission)

    return {
        "claim": claim,
        "person": person,
        "relation": relation_name(claim.relation),
        "photo": words.photo_words(photo.taken_at if photo else None, db.now()),
        "has_photo": photo is not None,
        "issue": f"/cases/{header.case.reference}/documents/issue?claim={claim.id}"
        if held is None and kinds and may("document.issue")
        else None,
        "acts": words.acts_of(header.case.reference, held, may, claim_is_open=is_open, role=db.actor.role)
        if held
        else [],
        "papers": [
            {
                "document": d,
                "number": documents.shown(profile, d.number),
                "kind": words.kind_words(profile, d.kind),
                "status": words.status_words(d.status, d.valid_until, header.today),
                "term": words.term_words(d),
                "issued": words.reason_words(d.issue_reason),
                "ended": words.reason_words(d.end_reason),
                "prints": prints.get(d.id, []),
                "held": d.status in documents.HELD,
                "printed": any(p.spoilt_at is None for p in prints.get(d.id, [])),
            }
            for d in papers
        ],
    }


@dataclass(frozen=True, slots=True)
class Page:
    """What a page asks before something is done with a document."""

    title: str
    consequence: str
    act: Act
    fields: tuple[dict[str, Any], ...] = ()
    kind: str | None = None


async def _renew(db: Session, document: UUID, typed: Typed) -> object:
    return await documents.renew(db, db.actor, document, reasons=typed.text("reasons"), version=typed.version)


async def _replace(db: Session, document: UUID, typed: Typed) -> object:
    return await documents.replace(
        db,
        db.actor,
        document,
        loss=typed.text("loss"),
        reasons=typed.text("reasons"),
        number=typed.text("number") or None,
        version=typed.version,
    )


async def _suspend(db: Session, document: UUID, typed: Typed) -> None:
    await documents.suspend(db, db.actor, document, reasons=typed.text("reasons"), version=typed.version)


async def _reinstate(db: Session, document: UUID, typed: Typed) -> None:
    await documents.reinstate(db, db.actor, document, reasons=typed.text("reasons"), version=typed.version)


async def _revoke(db: Session, document: UUID, typed: Typed) -> None:
    await documents.revoke(
        db,
        db.actor,
        document,
        reasons=typed.text("reasons"),
        ground=typed.text("ground") or None,
        version=typed.version,
    )


async def _request(db: Session, document: UUID, typed: Typed) -> None:
    await documents.request_renewal(
        db, db.actor, document, reasons=typed.text("reasons"), version=typed.version
    )


async def _print(db: Session, document: UUID, typed: Typed) -> object:
    form = typed.text("form") if typed.text("form") in documents.FORMS else "a4"
    return await documents.print_copy(
        db,
        db.actor,
        document,
        form=form,
        reason=typed.text("reason") or None,
        note=typed.text("note"),
        printer=typed.text("printer"),
    )


def _pages(profile: Any, document: documents.DocumentView, copies: int) -> dict[str, Page]:
    grounds = profile.document(document.kind).revoked_for
    ground = {
        "type": "radios",
        "name": "ground",
        "label": _("Motivo que la norma permite"),
        "options": [(g.name, g.label.in_(language())) for g in grounds],
    }
    loss = {
        "type": "radios",
        "name": "loss",
        "label": _("Por qué se repone"),
        "options": words.options(words.loss_words()),
    }
    number = {
        "type": "text",
        "name": "number",
        "label": _("Número oficial, si ahora consta"),
        "hint": _("Solo en lugar de uno propio de este sistema."),
        "width": 20,
    }
    again = {
        "type": "radios",
        "name": "reason",
        "label": _("Por qué se imprime otra vez"),
        "options": [(k, v) for k, v in words.print_words().items() if k != "first"],
    }
    form = {
        "type": "radios",
        "name": "form",
        "label": _("Forma"),
        "options": words.options(words.form_words()),
    }
    printer = {"type": "text", "name": "printer", "label": _("Impresora (opcional)"), "width": 20}
    why = words.reasons_field(_("Razones"))
    return {
        "renewal": Page(
            _("Renovar el documento"),
            _(
                "Recibe un documento nuevo por el plazo completo y con el mismo número; el anterior deja de valer."
            ),
            _renew,
            (words.reasons_field(_("Observaciones (opcional)")),),
        ),
        "replacement": Page(
            _("Reponer el documento"),
            _("El anterior deja de valer ahora mismo. El nuevo lleva el mismo número y vence el mismo día."),
            _replace,
            (loss, number, words.reasons_field(_("Qué pasó (opcional)"))),
        ),
        "request": Page(
            _("Anotar que pide renovar"),
            _("Queda en la lista del mostrador. Si la norma lo mantiene vigente, no vence mientras espera."),
            _request,
            (words.reasons_field(_("Cómo lo pidió (opcional)")),),
        ),
        "suspension": Page(
            _("Suspender el documento"),
            _(
                "Quien lo compruebe verá que no es válido, hasta que se restablezca. La protección de la persona sigue igual. Se le avisa."
            ),
            _suspend,
            (why,),
            "warning",
        ),
        "reinstatement": Page(
            _("Restablecer el documento"),
            _("Vale otra vez, hasta el día que ya tenía. Se le avisa."),
            _reinstate,
            (why,),
        ),
        "revocation": Page(
            _("Revocar el documento"),
            _(
                "Deja de valer para siempre. La protección contra la devolución no depende del papel. Se le avisa."
            ),
            _revoke,
            (*((ground,) if grounds else ()), why),
            "warning",
        ),
        "print": Page(
            _("Imprimir el documento"),
            _("Queda anotado quién, cuándo y en qué forma."),
            _print,
            (form, *((again,) if copies else ()), printer),
        ),
    }


PERMISSIONS = {
    "renewal": "renew",
    "request": "renew",
    "replacement": "replace",
    "suspension": "suspend",
    "reinstatement": "reinstate",
    "revocation": "revoke",
    "print": "print",
}


def _route(path: str, permission: str) -> None:
    """The two routes of one act: its page, and doing it."""

    @router.get(f"/documents/{{document_id}}/{path}", dependencies=[requires(f"document.{permission}")])
    async def ask(request: Request, db: Db, reference: str, document_id: UUID) -> HTMLResponse:
        return await _ask(request, db, reference, document_id, path)

    @router.post(f"/documents/{{document_id}}/{path}", dependencies=[requires(f"document.{permission}")])
    async def take(request: Request, db: Db, reference: str, document_id: UUID) -> Response:
        return await _take(request, db, reference, document_id, path)


for _path, _permission in PERMISSIONS.items():
    _route(_path, _permission)


async def _ask(
    request: Request,
    db: Session,
    reference: str,
    document_id: UUID,
    path: str,
    *,
    status: int = 200,
    values: Mapping[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    paper = await documents.of_case(db, reference, document_id)
    case = await cases.case_view(db, reference)
    persons = await people.profiles(db, [paper.person_id])
    copies = len((await documents.prints_of(db, [paper.id])).get(paper.id, []))
    about = _pages(case.profile, paper, copies)[path]
    return page(
        request,
        db,
        "documents/act.html",
        status,
        case=case,
        name=persons[paper.person_id].name,
        number=documents.shown(case.profile, paper.number),
        about=about,
        values=values or {"form": "a4"},
        errors=errors or {},
    )


async def _take(request: Request, db: Session, reference: str, document_id: UUID, path: str) -> Response:
    typed = await typed_of(request)
    paper = await documents.of_case(db, reference, document_id)
    case = await cases.case_view(db, reference)
    about = _pages(case.profile, paper, 0)[path]
    try:
        async with db.attempt():
            made = await about.act(db, document_id, typed)
    except Refusal as refusal:
        return await _ask(
            request,
            db,
            reference,
            document_id,
            path,
            status=refused_status(refusal),
            values=typed.values,
            errors=field_errors(refusal),
        )
    if path == "print":
        return go(f"/cases/{reference}/documents?printed={made}")
    return go(f"/cases/{reference}/documents", said="done")


@router.post("/documents/{document_id}/handover", dependencies=[requires("document.print")])
async def hand_over(db: Db, reference: str, document_id: UUID) -> Response:
    """The holder has it in the hand."""
    await documents.of_case(db, reference, document_id)
    await documents.hand_over(db, db.actor, document_id)
    return go(f"/cases/{reference}/documents", said="done")


@router.post("/prints/{print_id}/spoilt", dependencies=[requires("document.print")])
async def spoil(db: Db, reference: str, print_id: UUID) -> Response:
    """That copy came out spoilt."""
    await cases.case_id_of(db, reference)
    await documents.spoil(db, db.actor, print_id)
    return go(f"/cases/{reference}/documents", said="done")
