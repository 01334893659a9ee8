"""Batches over the programming interface: the same for every kind, each at its own address with its own permissions."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db

batches = cases.batches
# What approving a list takes besides: a body of several has voted on it.
Approve = Callable[..., Awaitable[None]]


class ReasonsBody(Body):
    reasons: Annotated[str, Field(max_length=20_000)]


class RemovalBody(Body):
    """The case that is taken off the list, and why."""

    reference: str
    reasons: Annotated[str, Field(max_length=4000)]


class BatchMade(BaseModel):
    id: UUID


class CountsAnswer(BaseModel):
    """Cases by where they stand: `waiting` for the batch, `left_out` of it, `done`, or `refused` when it came to them."""

    waiting: int
    left_out: int
    done: int
    refused: int


class BatchAnswer(BaseModel):
    """`state`: `preparing` (the list is being made), `prepared`, `running`, `stopped`, `done`, `discarded`.

    `to_do` are the cases of the list, `handled` those behind (done or refused); `people` counts the open claims in it.
    """

    id: UUID
    kind: str
    rule: str
    profile_version: str
    filters: dict[str, Any]
    state: str
    prepared_by: UUID
    prepared_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None
    reasons: str | None
    stopped_at: datetime | None
    stop_reason: str | None
    finished_at: datetime | None
    counts: CountsAnswer
    to_do: int
    handled: int
    people: int
    version: int

    @classmethod
    def of(cls, view: cases.batches.BatchView) -> "BatchAnswer":
        return cls.model_validate(view, from_attributes=True)


class WhyAnswer(BaseModel):
    """One reason, as a code and as a sentence."""

    rule: str
    message: str
    values: dict[str, Any]

    @classmethod
    def of(cls, why: Mapping[str, Any]) -> "WhyAnswer":
        values = dict(why.get("values") or {})
        message = str(why["message"])
        return cls(rule=str(why["rule"]), message=message % values if values else message, values=values)


class BatchCaseAnswer(BaseModel):
    """`facts` is what was known of the case when the list was made; `event` what the batch recorded in it."""

    reference: str
    state: str
    facts: dict[str, Any]
    why: list[WhyAnswer]
    changed_at: datetime | None
    event: UUID | None


class BatchCasesAnswer(BaseModel):
    """`after` continues the list, or is null at its end."""

    cases: list[BatchCaseAnswer]
    after: int | None


class CasesQuery(BaseModel):
    state: Literal["waiting", "left_out", "done", "refused"] | None = None
    after: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0
    limit: Annotated[int, Query(ge=1, le=200)] = 50


def routes_of(kind: cases.batches.Kind, prefix: str, *, approving: Approve = batches.approve) -> Router:  # noqa: C901 - eight small routes without a branch
    """The routes of one kind of batch."""
    router = Router(prefix=prefix, tags=[kind.name], responses=PROBLEMS)

    async def answer(request: Request, response: Response, db: Session, batch_id: UUID) -> BatchAnswer:
        view = await batches.batch(db, kind.name, batch_id)
        await audit.looked(db, "batch.read", str(batch_id), request_id=request.state.request_id)
        etag(response, view.version)
        return BatchAnswer.of(view)

    @router.get("", dependencies=[requires(kind.reads)])
    async def list_batches(db: Db) -> list[BatchAnswer]:
        """The latest first."""
        return [BatchAnswer.of(view) for view in await batches.batches(db, kind.name)]

    @router.get("/{batch_id}", dependencies=[requires(kind.reads)])
    async def read_batch(request: Request, response: Response, db: Db, batch_id: UUID) -> BatchAnswer:
        """One list with its figures: how far it is."""
        return await answer(request, response, db, batch_id)

    @router.get("/{batch_id}/cases", dependencies=[requires(kind.lists)])
    async def read_cases(
        request: Request, db: Db, batch_id: UUID, query: Annotated[CasesQuery, Query()]
    ) -> BatchCasesAnswer:
        """The cases of the list and those left out of it, in pages."""
        await batches.batch(db, kind.name, batch_id)
        await audit.looked(db, "batch.cases", str(batch_id), request_id=request.state.request_id)
        found = await batches.cases_of(db, batch_id, state=query.state, after=query.after, limit=query.limit)
        return BatchCasesAnswer(cases=[_case(line) for line in found.lines], after=found.after)

    @router.post("/{batch_id}/approval", dependencies=[requires(kind.approves)])
    async def approve(
        request: Request, response: Response, db: Db, batch_id: UUID, body: ReasonsBody, version: IfMatch
    ) -> BatchAnswer:
        """Approve the list as it was read (`If-Match`): it is carried out in the caller's name. Twice is once."""
        await approving(db, db.actor, batch_id, reasons=body.reasons, version=version)
        return await answer(request, response, db, batch_id)

    @router.post("/{batch_id}/stop", dependencies=[requires(kind.reads)])
    async def stop(
        request: Request, response: Response, db: Db, batch_id: UUID, body: ReasonsBody
    ) -> BatchAnswer:
        """No further case after the one in hand."""
        await batches.stop(db, db.actor, batch_id, reasons=body.reasons)
        return await answer(request, response, db, batch_id)

    @router.post("/{batch_id}/resumption", dependencies=[requires(kind.reads)])
    async def resume(request: Request, response: Response, db: Db, batch_id: UUID) -> BatchAnswer:
        """Go on with what waits, and try again what was refused."""
        await batches.resume(db, db.actor, batch_id)
        return await answer(request, response, db, batch_id)

    @router.post("/{batch_id}/discard", dependencies=[requires(kind.prepares)])
    async def discard(
        request: Request, response: Response, db: Db, batch_id: UUID, version: IfMatch
    ) -> BatchAnswer:
        """Put the list away: nothing more is done with it."""
        await batches.discard(db, db.actor, batch_id, version=version)
        return await answer(request, response, db, batch_id)

    @router.post("/{batch_id}/removals", dependencies=[requires(kind.reads)])
    async def take_out(
        request: Request, response: Response, db: Db, batch_id: UUID, body: RemovalBody, version: IfMatch
    ) -> BatchAnswer:
        """Take a case off the list, with reasons: it is examined on its own."""
        await batches.batch(db, kind.name, batch_id)
        case_id = await batches.case_in(db, batch_id, body.reference)
        await batches.take_out(db, db.actor, batch_id, case_id=case_id, reasons=body.reasons, version=version)
        return await answer(request, response, db, batch_id)

    return router


def _case(line: cases.batches.BatchLine) -> BatchCaseAnswer:
    return BatchCaseAnswer(
        reference=line.reference,
        state=line.state,
        facts=dict(line.facts),
        why=[WhyAnswer.of(why) for why in line.why],
        changed_at=line.changed_at,
        event=line.event_id,
    )
