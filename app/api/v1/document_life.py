"""What is done with the documents of a case: issued, renewed, replaced, suspended, reinstated, revoked."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.cases import public as cases
from app.core.database import Session
from app.documents import public as documents
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb

router = Router(prefix="/cases/{reference}/documents", tags=["documents"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=20_000)]
Number = Annotated[str | None, Field(max_length=60)]


class DocumentAnswer(BaseModel):
    """A document as it stands. `printed_until`: the day on its paper, an event may have prolonged it since."""

    id: UUID
    claim_id: UUID
    person_id: UUID
    kind: str
    number: str
    status: str
    may_work: bool
    valid_from: date
    valid_until: date
    printed_until: date
    issued_at: datetime
    issued_by: str
    issue_reason: str | None
    handed_over_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None


class DocumentsAnswer(BaseModel):
    documents: list[DocumentAnswer]


class IssueBody(Body):
    """`kind` where the procedure has several; `number` an official one that the person has already, e.g. a CURP."""

    claim_id: UUID
    reasons: Text
    kind: Annotated[str | None, Field(max_length=100)] = None
    number: Number = None


class RenewalBody(Body):
    reasons: Text = ""


class ReplacementBody(Body):
    loss: Literal["lost", "stolen", "damaged", "data_changed", "photo_changed"]
    reasons: Text = ""
    number: Number = None


class ReasonsBody(Body):
    reasons: Text


class RevocationBody(Body):
    """`ground`: one that the procedure names; demanded where it names any."""

    reasons: Text
    ground: Annotated[str | None, Field(max_length=100)] = None


class Done(BaseModel):
    """The document that there is now, and the version of its case."""

    document: UUID
    version: int


@router.get("", dependencies=[requires("document.read", reads=True)])
async def read_documents(db: ReadDb, reference: str, response: Response) -> DocumentsAnswer:
    """Every document ever given in the case, the newest first for each claim."""
    case = await cases.case_view(db, reference)
    etag(response, case.version)
    found = await documents.documents_of(db, case.id)
    return DocumentsAnswer(documents=[DocumentAnswer.model_validate(d, from_attributes=True) for d in found])


@router.post("", status_code=201, response_model=Done, dependencies=[requires("document.issue")])
async def issue_document(
    request: Request, db: Db, reference: str, body: IssueBody, if_match: IfMatch, key: Key = None
) -> Response:
    """A document for a person of the case who has none."""

    async def do() -> Done:
        case_id = await cases.case_id_of(db, reference)
        made = await documents.issue(
            db,
            db.actor,
            case_id,
            claim_id=body.claim_id,
            reasons=body.reasons,
            kind=body.kind,
            number=body.number,
            version=if_match,
        )
        return await _done(db, reference, made)

    return await once(request, db, key, do)


@router.post(
    "/{document_id}/renewal", status_code=201, response_model=Done, dependencies=[requires("document.renew")]
)
async def renew_document(
    request: Request,
    db: Db,
    reference: str,
    document_id: UUID,
    body: RenewalBody,
    if_match: IfMatch,
    key: Key = None,
) -> Response:
    """Issue it anew for a full term."""

    async def do() -> UUID:
        return await documents.renew(db, db.actor, document_id, reasons=body.reasons, version=if_match)

    return await _once(request, db, key, reference, document_id, do)


@router.post(
    "/{document_id}/replacement",
    status_code=201,
    response_model=Done,
    dependencies=[requires("document.replace")],
)
async def replace_document(
    request: Request,
    db: Db,
    reference: str,
    document_id: UUID,
    body: ReplacementBody,
    if_match: IfMatch,
    key: Key = None,
) -> Response:
    """Another paper with the same number; the one that it replaces ends at once."""

    async def do() -> UUID:
        return await documents.replace(
            db,
            db.actor,
            document_id,
            loss=body.loss,
            reasons=body.reasons,
            number=body.number,
            version=if_match,
        )

    return await _once(request, db, key, reference, document_id, do)


@router.post("/{document_id}/suspension", response_model=Done, dependencies=[requires("document.suspend")])
async def suspend_document(
    request: Request,
    db: Db,
    reference: str,
    document_id: UUID,
    body: ReasonsBody,
    if_match: IfMatch,
    key: Key = None,
) -> Response:
    """It does not count until it is reinstated."""

    async def do() -> UUID:
        await documents.suspend(db, db.actor, document_id, reasons=body.reasons, version=if_match)
        return document_id

    return await _once(request, db, key, reference, document_id, do, status=200)


@router.post(
    "/{document_id}/reinstatement", response_model=Done, dependencies=[requires("document.reinstate")]
)
async def reinstate_document(
    request: Request,
    db: Db,
    reference: str,
    document_id: UUID,
    body: ReasonsBody,
    if_match: IfMatch,
    key: Key = None,
) -> Response:
    """It counts again."""

    async def do() -> UUID:
        await documents.reinstate(db, db.actor, document_id, reasons=body.reasons, version=if_match)
        return document_id

    return await _once(request, db, key, reference, document_id, do, status=200)


@router.post("/{document_id}/revocation", response_model=Done, dependencies=[requires("document.revoke")])
async def revoke_document(
    request: Request,
    db: Db,
    reference: str,
    document_id: UUID,
    body: RevocationBody,
    if_match: IfMatch,
    key: Key = None,
) -> Response:
    """It ends. While the claim is pending only a supervisor may."""

    async def do() -> UUID:
        await documents.revoke(
            db, db.actor, document_id, reasons=body.reasons, ground=body.ground, version=if_match
        )
        return document_id

    return await _once(request, db, key, reference, document_id, do, status=200)


async def _once(
    request: Request,
    db: Session,
    key: str | None,
    reference: str,
    document_id: UUID,
    act: Callable[[], Awaitable[UUID]],
    *,
    status: int = 201,
) -> Response:
    async def do() -> Done:
        await documents.of_case(db, reference, document_id)
        return await _done(db, reference, await act())

    return await once(request, db, key, do, status=status)


async def _done(db: Session, reference: str, document: UUID) -> Done:
    return Done(document=document, version=(await cases.case_view(db, reference)).version)
