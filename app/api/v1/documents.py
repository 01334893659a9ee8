"""Documents on paper, and the public check."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.documents import public as documents
from app.edge.access import public, requires
from app.edge.paper import handed_over
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.workflows.print_document import print_document

router = APIRouter(tags=["documents"], responses=PROBLEMS)


class CheckAnswer(BaseModel):
    """What anyone may know. Why a document is not valid is not said."""

    valid: bool
    may_work: bool
    number: str | None
    initials: str | None
    valid_until: date | None


@router.get(
    "/documents/{number}.pdf",
    dependencies=[requires("document.read")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def read_document(request: Request, db: Db, number: str) -> Response:
    """The document as a PDF (PDF/UA-1), by its twelve digits."""
    printed = await print_document(db, number)
    return await handed_over(request, db, printed, "document")


@router.get("/verify/{code}", dependencies=[public(reads=True)])
async def verify(db: ReadDb, code: Annotated[str, Path(max_length=64)]) -> CheckAnswer:
    """Is the document behind this QR code or number valid, and may its holder work? For anyone, without signing in."""
    checked = await documents.check(db, code, today=(await procedure_in_force(db)).today(db.now()))
    return CheckAnswer.model_validate(checked, from_attributes=True)
