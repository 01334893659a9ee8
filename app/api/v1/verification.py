"""The public check of a document."""

from datetime import date
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from fastapi import Path, Request, Response
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from app.api.v1.shapes import PROBLEMS
from app.documents import public as documents
from app.documents.public import papers
from app.edge.access import public, requires
from app.edge.guesses import one_more_certificate, typed
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import shipped
from app.workflows.certify_work import certify_work
from app.workflows.verify_documents import MOST_AT_ONCE, Asked, verify_documents

router = Router(tags=["verification"], responses=PROBLEMS)


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


class AskedDocument(BaseModel):
    """One document: by `number`, as it is printed, or by the `token` that a camera read (`ACO1:…`, bare or in its address)."""

    model_config = {"extra": "forbid"}

    number: Annotated[str | None, Field(max_length=64)] = None
    token: Annotated[str | None, Field(max_length=2000)] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.number is None) == (self.token is None):
            raise PydanticCustomError("missing", "number or token")
        return self


class CertificateBody(AskedDocument):
    """For one document. `employer` is printed on it and kept nowhere."""

    employer: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f]*$")] = ""
    language: papers.Language = "es"


@router.post(
    "/verify/certificate",
    dependencies=[public(reads=True)],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def certificate(request: Request, db: ReadDb, body: CertificateBody) -> Response:
    """A certificate of permission to work for an employer: PDF/UA-1, signed (PAdES B-B). Only of a document that is valid and allows
    work (409 otherwise, without saying why); at most ten in ten minutes for one address."""
    checked = (
        await documents.check_token(db, body.token, zone=ZoneInfo(shipped().time_zone))
        if body.token is not None
        else await typed(request, db, body.number or "")
    )
    one_more_certificate(request, db)
    made = await certify_work(db, checked, employer=body.employer, language=body.language)
    return Response(made.content, media_type="application/pdf")


class AskedDocuments(BaseModel):
    model_config = {"extra": "forbid"}

    documents: Annotated[list[AskedDocument], Field(min_length=1, max_length=MOST_AT_ONCE)]


class CheckAnswers(BaseModel):
    """In the order of what was asked."""

    answers: list[CheckAnswer]


@router.post("/verifications", dependencies=[requires("document.verify")])
async def verify_for_institution(request: Request, db: Db, body: AskedDocument) -> CheckAnswer:
    """An institution's machine asks about one document (scope `document.verify`). Every ask is written down; 600 documents a minute."""
    asked = [Asked(body.number, body.token)]
    (checked,) = await verify_documents(db, db.actor, asked, request_id=request.state.request_id)
    return answer(checked)


@router.post("/verifications/batch", dependencies=[requires("document.verify")])
async def verify_many_for_institution(request: Request, db: Db, body: AskedDocuments) -> CheckAnswers:
    """The same about up to a hundred at once; each counts as one and is written down by itself."""
    asked = [Asked(each.number, each.token) for each in body.documents]
    found = await verify_documents(db, db.actor, asked, request_id=request.state.request_id)
    return CheckAnswers(answers=[answer(checked) for checked in found])


def answer(checked: documents.Checked) -> CheckAnswer:
    return CheckAnswer.model_validate(checked, from_attributes=True)
