"""What is handed in to a case: the list, handing in, one of them with its answer and its receipt."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import files_of
from app.representation import public as representation
from app.web.filing_words import kind_words
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows import hand_in as workflow

router = Router(prefix="/cases/{reference}/filings")


@router.get("", dependencies=[requires("filing.read")])
async def show_all(request: Request, db: Db, reference: str) -> HTMLResponse:
    """What was handed in, the last first, and the form for another."""
    return await _show_all(request, db, reference)


async def _show_all(
    request: Request, db: Session, reference: str, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="filings")
    return page(
        request,
        db,
        "filings/list.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        filings=await representation.filings_of(db, header.case.id),
        kinds=kind_words(),
        claims=_people(header),
        by_counsel=db.actor.role == "legal_representative",
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


def _people(header: CaseHeader) -> list[tuple[str, str]]:
    return [(str(c.id), header.persons[c.person_id].name) for c in header.case.claims]


@router.post("", dependencies=[requires("filing.hand_in")])
async def hand_in(request: Request, db: Db, reference: str) -> Response:
    typed, sent = await typed_of(request), await files_of(request)
    try:
        async with db.attempt():
            case_id = await cases.case_id_of(db, reference)
            made = await workflow.hand_in(
                db,
                db.actor,
                case_id,
                kind=typed.text("kind"),
                title=typed.text("title"),
                body=typed.long_text("body"),
                files=[(one.name, one.content) for one in sent],
                claims=[
                    chosen(claim, "claims", _("Marque personas de este expediente."))
                    for claim in typed.many("claims")
                    if claim
                ],
                handed_in_by=typed.text("handed_in_by"),
                version=typed.version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show_all(request, db, reference, refusal, typed)
    return go(f"/cases/{reference}/filings/{made}", said="received")


@router.get("/{filing_id}", dependencies=[requires("filing.read")])
async def show(request: Request, db: Db, reference: str, filing_id: UUID) -> HTMLResponse:
    return await _show(request, db, reference, filing_id)


async def _show(
    request: Request,
    db: Session,
    reference: str,
    filing_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="filings")
    found = await _of_case(db, header.case.id, filing_id)
    people = dict(_people(header))
    return page(
        request,
        db,
        "filings/filing.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        filing=found,
        kind=kind_words()[found.kind],
        for_whom=[people[str(c)] for c in found.claims if str(c) in people],
        files=await documents.attachments_of(db, header.case.id, about=workflow.about(filing_id)),
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


@router.post("/{filing_id}/answer", dependencies=[requires("filing.answer")])
async def answer(request: Request, db: Db, reference: str, filing_id: UUID) -> Response:
    typed = await typed_of(request)
    await _of_case(db, await cases.case_id_of(db, reference), filing_id)
    try:
        async with db.attempt():
            await representation.answer_filing(
                db, db.actor, filing_id, words=typed.text("answer"), version=typed.version
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, reference, filing_id, refusal, typed)
    return go(f"/cases/{reference}/filings/{filing_id}", said="filing_answered")


@router.get("/{filing_id}/receipt.pdf", dependencies=[requires("filing.read")])
async def receipt(request: Request, db: Db, reference: str, filing_id: UUID) -> Response:
    """The sheet that whoever handed it in keeps."""
    found = await _of_case(db, await cases.case_id_of(db, reference), filing_id)
    printed = await workflow.print_receipt(
        db, reference, filing_id, kind=kind_words()[found.kind], language=language()
    )
    return await handed_over(request, db, printed, "filing")


async def _of_case(db: Session, case_id: UUID, filing_id: UUID) -> representation.FilingView:
    found = await representation.filing(db, filing_id)
    if found.case_id != case_id:
        raise NotFound
    await audit.looked(db, "filing.read", str(filing_id), case_id=case_id)
    return found
