"""Questions to the country information unit, and their answers. The unit learns nothing of the case."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from app.api.v1.coi_shapes import Codes, PassageAnswer, Text
from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.coi import public as coi
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(tags=["country information"], responses=PROBLEMS)


class QuestionBody(Body):
    """`confidential`: what answers it stays with the case. `nobody_named`: a word that is also a name of the case means something else."""

    question: Text
    countries: Codes
    topics: Codes
    due_on: date
    confidential: bool = False
    nobody_named: bool = False


class AnswerBody(Body):
    """`balance`: what was looked for that says the opposite. Without passages: nothing was found, which is an answer."""

    answer: Annotated[str, Field(max_length=20_000)]
    balance: Text
    passages: Annotated[list[UUID], Field(max_length=50)] = []


class RequestAnswer(BaseModel):
    """`reference` is null for who may not know the case: the unit."""

    id: UUID
    instance: str
    question: str
    countries: list[str]
    topics: list[str]
    due_on: date
    confidential: bool
    state: str
    asked_at: datetime
    answered_at: datetime | None
    answer: str
    balance: str
    reference: str | None
    version: int


class WholeRequest(RequestAnswer):
    passages: list[PassageAnswer]


class RequestsAnswer(BaseModel):
    requests: list[RequestAnswer]
    after: str | None


@router.get("/coi-requests", dependencies=[requires("coi.read")])
async def read_requests(
    db: Db,
    show: Literal["open", "answered", "withdrawn", "all"] = "open",
    after: Annotated[str | None, Query(max_length=90)] = None,
) -> RequestsAnswer:
    """Those that the caller may see, by the day on which the answer is due."""
    found = await coi.requests(db, show=show, after=after)
    return RequestsAnswer(requests=[_plain(view) for view in found.requests], after=found.after)


@router.get("/cases/{reference}/coi-requests", dependencies=[requires("coi.ask")])
async def read_of_case(db: Db, reference: str) -> list[RequestAnswer]:
    """Asked for one case, the latest first."""
    return [_plain(view) for view in await coi.requests_of(db, await cases.case_id_of(db, reference))]


@router.post("/cases/{reference}/coi-requests", status_code=201, dependencies=[requires("coi.ask")])
async def ask(
    response: Response, db: Db, reference: str, body: QuestionBody, version: IfMatch
) -> WholeRequest:
    """Ask the unit (`If-Match`: the case's version). A question that names somebody of the case is refused."""
    case_id = await cases.case_id_of(db, reference)
    question = coi.Question(
        body.question, body.countries, body.topics, body.due_on, body.confidential, body.nobody_named
    )
    made = await coi.ask(db, db.actor, case_id, question, version=version)
    response.headers["Location"] = f"/api/v1/coi-requests/{made}"
    return await _answer(response, db, made)


@router.get("/coi-requests/{question_id}", dependencies=[requires("coi.read")])
async def read_request(response: Response, db: Db, question_id: UUID) -> WholeRequest:
    return await _answer(response, db, question_id)


@router.post("/coi-requests/{question_id}/taking", dependencies=[requires("coi.answer")])
async def take(response: Response, db: Db, question_id: UUID, version: IfMatch) -> WholeRequest:
    """A researcher has it in hand."""
    await coi.take_request(db, db.actor, question_id, version=version)
    return await _answer(response, db, question_id)


@router.post("/coi-requests/{question_id}/answer", dependencies=[requires("coi.answer")])
async def answer(
    response: Response, db: Db, question_id: UUID, body: AnswerBody, version: IfMatch
) -> WholeRequest:
    """Answer with passages of the library, or of a source added for this question."""
    await coi.answer_request(
        db,
        db.actor,
        question_id,
        answer=body.answer,
        balance=body.balance,
        passage_ids=body.passages,
        version=version,
    )
    return await _answer(response, db, question_id)


@router.post("/coi-requests/{question_id}/withdrawal", dependencies=[requires("coi.ask")])
async def withdraw(response: Response, db: Db, question_id: UUID, version: IfMatch) -> WholeRequest:
    """It is no longer needed."""
    await coi.withdraw_request(db, db.actor, question_id, version=version)
    return await _answer(response, db, question_id)


async def _answer(response: Response, db: Session, question_id: UUID) -> WholeRequest:
    view = await coi.request_view(db, question_id)
    await audit.looked(db, "coi.request", str(question_id), case_id=view.case_id)
    etag(response, view.version)
    cited = await coi.answer_passages(db, question_id)
    return WholeRequest(
        **_plain(view).model_dump(),
        passages=[PassageAnswer.model_validate(each, from_attributes=True) for each in cited],
    )


def _plain(view: coi.RequestView) -> RequestAnswer:
    return RequestAnswer.model_validate(view, from_attributes=True)
