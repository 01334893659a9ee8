"""The public check of a document."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS
from app.documents import public as documents
from app.edge.access import public
from app.edge.guesses import typed
from app.edge.transaction import ReadDb
from app.overrides.public import shipped

router = APIRouter(tags=["verification"], responses=PROBLEMS)


class CheckAnswer(BaseModel):
    """What anyone may know. Why a document is not valid is not said, nor whether such a number was ever given."""

    valid: bool
    may_work: bool
    number: str | None
    initials: str | None
    valid_until: date | None


class ReadCode(BaseModel):
    """What a camera read from the QR code: the token (`ACO1:…`) or the address that it stands in."""

    model_config = {"extra": "forbid"}

    token: Annotated[str, Field(max_length=2000)]


@router.get("/verify/{code}", dependencies=[public(reads=True)])
async def verify(request: Request, db: ReadDb, code: Annotated[str, Path(max_length=64)]) -> CheckAnswer:
    """Is the document with this number, or this code of an older paper, valid, and may its holder work? For anyone, without signing in.

    Who guesses wrong too often waits (429, `Retry-After`).
    """
    return answer(await typed(request, db, code))


@router.post("/verify", dependencies=[public(reads=True)])
async def verify_token(db: ReadDb, body: ReadCode) -> CheckAnswer:
    """The same by what a camera read. Nobody guesses a signature, so nobody waits."""
    return answer(await documents.check_token(db, body.token, zone=ZoneInfo(shipped().time_zone)))


def answer(checked: documents.Checked) -> CheckAnswer:
    return CheckAnswer.model_validate(checked, from_attributes=True)
