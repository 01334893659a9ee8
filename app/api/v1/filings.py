"""What is handed in to a case."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Request, UploadFile
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.representation import public as representation
from app.workflows import hand_in as workflow

router = Router(prefix="/cases/{reference}/filings", tags=["filings"], responses=PROBLEMS)


class FilingAnswer(BaseModel):
    """`counts_on`: the day on which it counts as received. `digest`: SHA-256 of title and text. Its files: attachments about `filing:<id>`."""

    id: UUID
    number: str
    kind: str
    title: str
    body: str
    claims: list[UUID]
    digest: str
    handed_in_by: str
    filed_as: str
    received_at: datetime
    counts_on: date
    answer: str | None
    answered_at: datetime | None
    version: int

    @classmethod
    def of(cls, view: representation.FilingView) -> "FilingAnswer":
        return cls(**{name: getattr(view, name) for name in cls.model_fields})


class AnswerBody(Body):
    words: str


@router.get("", dependencies=[requires("filing.read")])
async def list_filings(db: Db, reference: str) -> list[FilingAnswer]:
    """What was handed in, the last first."""
    case_id = await cases.case_id_of(db, reference)
    return [FilingAnswer.of(view) for view in await representation.filings_of(db, case_id)]


@router.post("", status_code=201, dependencies=[requires("filing.hand_in")])
async def hand_in(
    db: Db,
    reference: str,
    if_match: IfMatch,
    kind: Annotated[str, Form()],
    title: Annotated[str, Form()],
    body: Annotated[str, Form()] = "",
    handed_in_by: Annotated[str, Form()] = "",
    claims: Annotated[list[UUID] | None, Form()] = None,
    file: Annotated[list[UploadFile] | None, File()] = None,
) -> FilingAnswer:
    """Hand in a writing with its files, all of it or nothing. It is received at the moment of the answer, by the server's clock."""
    made = await workflow.hand_in(
        db,
        db.actor,
        await cases.case_id_of(db, reference),
        kind=kind,
        title=title,
        body=body,
        files=[(one.filename or "", await one.read()) for one in file or []],
        claims=claims or [],
        handed_in_by=handed_in_by,
        version=if_match,
    )
    return FilingAnswer.of(await representation.filing(db, made))


@router.get("/{filing_id}", dependencies=[requires("filing.read")])
async def read_filing(response: Response, db: Db, reference: str, filing_id: UUID) -> FilingAnswer:
    found = await _of_case(db, reference, filing_id)
    etag(response, found.version)
    return FilingAnswer.of(found)


@router.post("/{filing_id}/answer", dependencies=[requires("filing.answer")])
async def answer(
    db: Db, reference: str, filing_id: UUID, body: AnswerBody, if_match: IfMatch
) -> FilingAnswer:
    """Answer it, once, in words that whoever handed it in reads."""
    await _of_case(db, reference, filing_id)
    await representation.answer_filing(db, db.actor, filing_id, words=body.words, version=if_match)
    return FilingAnswer.of(await representation.filing(db, filing_id))


@router.get(
    "/{filing_id}/receipt.pdf",
    dependencies=[requires("filing.read")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def receipt(
    request: Request, db: Db, reference: str, filing_id: UUID, language: str = "es"
) -> Response:
    """What whoever handed it in keeps, as PDF/UA-1 in es, en, fr, pt or ht."""
    found = await _of_case(db, reference, filing_id)
    printed = await workflow.print_receipt(db, reference, filing_id, kind=found.kind, language=language)
    return await handed_over(request, db, printed, "filing")


async def _of_case(db: Session, reference: str, filing_id: UUID) -> representation.FilingView:
    found = await representation.filing(db, filing_id)
    if found.case_id != await cases.case_id_of(db, reference):
        raise NotFound
    await audit.looked(db, "filing.read", str(filing_id), case_id=found.case_id)
    return found
