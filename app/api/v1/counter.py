"""The counter of an office: who has come, what ends soon, what waits to be handed over, what is suspended."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.core.errors import Forbidden
from app.documents import public as documents
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.workflows.counter import search

router = Router(prefix="/counter", tags=["documents"], responses=PROBLEMS)

List = Literal["waiting", "requested", "expiring", "unprinted", "undelivered", "suspended"]
Wants = Literal["renewal", "replacement", "pick_up", "first", "photo", "other"]


class LineAnswer(BaseModel):
    """Who, which paper, and the visit where there is one. `photo_at`: when the photograph was taken."""

    claim_id: UUID
    reference: str
    name: str
    document_id: UUID | None
    number: str | None
    kind: str | None
    status: str | None
    valid_until: date | None
    printed_until: date | None
    handed_over_at: datetime | None
    photo_at: datetime | None
    visit_id: UUID | None
    visit_state: str | None
    visit_number: int | None
    wants: str | None
    asked_at: datetime | None


class LinesAnswer(BaseModel):
    rows: list[LineAnswer]
    after: str | None = None


class VisitBody(Body):
    claim_id: UUID
    wants: Wants


class RequestBody(Body):
    document_id: UUID
    reasons: Annotated[str, Field(max_length=2000)] = ""


class EndBody(Body):
    """`came` false: gone before their turn, or asked for no longer."""

    came: bool = True


class NumberAnswer(BaseModel):
    number: int


class CalledAnswer(BaseModel):
    visit_id: UUID


@router.get("", dependencies=[requires("counter.read", reads=True)])
async def read_counter(
    db: ReadDb, which: List = "waiting", after: Annotated[str | None, Query(max_length=90)] = None
) -> LinesAnswer:
    """One list of the own office, 25 at a time."""
    if db.actor.office_id is None:
        raise Forbidden
    today = (await procedure_in_force(db)).today(db.now())
    found = await documents.queue(db, db.actor.office_id, which, today=today, after=after)
    return LinesAnswer(rows=[_line(row) for row in found.rows], after=found.after)


@router.get("/search", dependencies=[requires("counter.read", reads=True)])
async def search_counter(db: ReadDb, q: Annotated[str, Query(min_length=1, max_length=200)]) -> LinesAnswer:
    """Who may be standing there: by document number, reference or name."""
    return LinesAnswer(rows=[_line(row) for row in await search(db, q)])


@router.post("/visits", status_code=201, response_model=NumberAnswer, dependencies=[requires("counter.work")])
async def check_in(request: Request, db: Db, body: VisitBody, key: Key = None) -> Response:
    """The person has come; their number of the day."""

    async def do() -> NumberAnswer:
        number = await documents.check_in(db, db.actor, claim_id=body.claim_id, wants=body.wants)
        return NumberAnswer(number=number)

    return await once(request, db, key, do)


@router.post("/requests", status_code=204, dependencies=[requires("counter.work")])
async def request_renewal(db: Db, body: RequestBody, if_match: IfMatch) -> None:
    """The holder asked from afar that the document be renewed; where the law keeps it alive it ends no sooner meanwhile."""
    await documents.request_renewal(db, db.actor, body.document_id, reasons=body.reasons, version=if_match)


@router.post("/next", dependencies=[requires("counter.work")])
async def call_next(db: Db) -> CalledAnswer:
    """Call whoever has waited longest."""
    return CalledAnswer(visit_id=await documents.call_next(db, db.actor))


@router.post("/visits/{visit_id}/call", dependencies=[requires("counter.work")])
async def call(db: Db, visit_id: UUID) -> CalledAnswer:
    """Call this person, also once more."""
    return CalledAnswer(visit_id=await documents.call(db, db.actor, visit_id))


@router.post("/visits/{visit_id}/end", status_code=204, dependencies=[requires("counter.work")])
async def end(db: Db, visit_id: UUID, body: EndBody) -> None:
    """Done, or gone."""
    await documents.end_visit(db, db.actor, visit_id, came=body.came)


def _line(line: documents.Line) -> LineAnswer:
    return LineAnswer.model_validate(line, from_attributes=True)
