"""Legal aid by rota, and what runs for a representative's clients."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS, Body
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.routing import Router
from app.edge.transaction import Db
from app.representation import public as representation

router = Router(tags=["representation"], responses=PROBLEMS)


class RotaBody(Body):
    """`most`: legal-aid cases at once, 1 to 500. `active` false: rests, and gets no turn."""

    instances: list[Literal["first", "reconsideration", "appeal", "review"]]
    languages: list[str] = []
    most: int
    active: bool = True


class RotaAnswer(BaseModel):
    representative_id: UUID
    name: str
    instances: list[str]
    languages: list[str]
    most: int
    open_cases: int
    last_turn_at: datetime | None


class AskBody(Body):
    language: str = "es"


class RequestAnswer(BaseModel):
    """`excuses`: why those who had the turn could not take it."""

    id: UUID
    reference: str
    instance: str
    language: str
    for_child: bool
    state: str
    asked_at: datetime
    assigned_name: str | None
    assigned_at: datetime | None
    excuses: list[str]

    @classmethod
    def of(cls, view: representation.RequestView) -> "RequestAnswer":
        return cls(**{name: getattr(view, name) for name in cls.model_fields})


class Made(BaseModel):
    id: UUID


class Assigned(BaseModel):
    representative_id: UUID


class ExcuseBody(Body):
    reasons: str


class LimitAnswer(BaseModel):
    """`binds`: whom it obliges, applicant or authority. `due_at` (UTC) is the first instant after the last day."""

    reference: str
    name: str
    rule: str
    binds: str
    due_on: date
    due_at: datetime
    basis: str
    verification: str


class LimitPage(BaseModel):
    """`next_due_at` and `next_id` go into the next call; none: that was all."""

    items: list[LimitAnswer]
    next_due_at: datetime | None
    next_id: UUID | None


@router.get("/legal-aid/rota", dependencies=[requires("legal_aid.manage")])
async def read_rota(db: Db) -> list[RotaAnswer]:
    """Who takes legal-aid cases, with how many each has."""
    return [
        RotaAnswer(
            representative_id=m.user_id,
            name=m.name,
            instances=list(m.instances),
            languages=list(m.languages),
            most=m.most,
            open_cases=m.open_cases,
            last_turn_at=m.last_turn_at,
        )
        for m in await representation.rota(db)
    ]


@router.put("/legal-aid/rota/{user_id}", status_code=204, dependencies=[requires("legal_aid.manage")])
async def keep_member(db: Db, user_id: UUID, body: RotaBody) -> None:
    """Put a representative on the rota, or change or rest their place."""
    await representation.join_rota(
        db,
        db.actor,
        user_id,
        instances=body.instances,
        languages=body.languages,
        most=body.most,
        active=body.active,
    )


@router.get("/legal-aid/requests", dependencies=[requires("legal_aid.manage")])
async def list_requests(db: Db, state: Literal["waiting", "assigned"] = "waiting") -> list[RequestAnswer]:
    """Children first, then who has waited longest."""
    return [RequestAnswer.of(view) for view in await representation.legal_aid_requests(db, state=state)]


@router.post("/cases/{reference}/legal-aid", status_code=201, dependencies=[requires("legal_aid.ask")])
async def ask(db: Db, reference: str, body: AskBody, if_match: IfMatch) -> Made:
    """Ask for a representative of the rota for the case's present instance."""
    made = await representation.ask_legal_aid(
        db, db.actor, await cases.case_id_of(db, reference), language=body.language, version=if_match
    )
    return Made(id=made)


@router.post("/legal-aid/requests/{legal_aid_id}/turn", dependencies=[requires("legal_aid.manage")])
async def give_turn(db: Db, legal_aid_id: UUID) -> Assigned:
    """Give it to whose turn it is; the file opens to them."""
    return Assigned(representative_id=await representation.assign_turn(db, db.actor, legal_aid_id))


@router.post(
    "/legal-aid/requests/{legal_aid_id}/excuse",
    status_code=204,
    dependencies=[requires("legal_aid.excuse")],
)
async def excuse(db: Db, legal_aid_id: UUID, body: ExcuseBody) -> None:
    """Who was given the turn cannot take it: it waits for the next one."""
    await representation.excuse(db, db.actor, legal_aid_id, reasons=body.reasons)


@router.get("/clients/limits", dependencies=[requires("client.read")])
async def read_limits(
    db: Db,
    after_due_at: datetime | None = None,
    after_id: UUID | None = None,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LimitPage:
    """Every limit that runs in the cases of those whom the caller speaks for, the nearest first."""
    after = (after_due_at, after_id) if after_due_at is not None and after_id is not None else None
    found, following = await representation.client_limits(db, after=after, size=size)
    return LimitPage(
        items=[LimitAnswer(**{name: getattr(x, name) for name in LimitAnswer.model_fields}) for x in found],
        next_due_at=following[0] if following else None,
        next_id=following[1] if following else None,
    )
