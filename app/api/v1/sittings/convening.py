"""Which sittings there are, calling one, and what it could deal with."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS
from app.api.v1.sittings.answers import Convened, MemberAnswer, SittingLine, SittingLines, WaitingAnswer
from app.api.v1.sittings.bodies import ConveneBody, ExtraordinaryBody
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.overrides.public import procedure_in_force

router = Router(prefix="/sittings", tags=["sittings"], responses=PROBLEMS)


@router.get("", dependencies=[requires("sitting.read", reads=True)])
async def list_sittings(
    db: ReadDb, after: str | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 100
) -> SittingLines:
    """The secretary's body's sittings, or those the member was called to; the latest first, in keyset pages."""
    found = await decisions.sittings(db, after=after, limit=limit)
    return SittingLines(
        rows=[SittingLine.model_validate(s, from_attributes=True) for s in found.rows],
        next=found.after,
    )


@router.post("", status_code=201, response_model=Convened, dependencies=[requires("sitting.manage")])
async def convene(request: Request, db: Db, body: ConveneBody, key: Key = None) -> Response:
    """Convene the caller's body, in its turn or out of it. The number is the next of the body and the year."""

    async def do() -> Convened:
        sitting_id = await decisions.convene(
            db,
            db.actor,
            starts_at=body.starts_at,
            members=body.members,
            presiding=body.presiding,
            extraordinary=_extraordinary(body.extraordinary),
        )
        made = await decisions.sitting(db, sitting_id)
        return Convened(id=made.id, number=made.number, version=made.version)

    return await once(request, db, key, do, location=_location)


def _extraordinary(body: ExtraordinaryBody | None) -> decisions.Extraordinary | None:
    return decisions.Extraordinary(body.called_by, body.grounds, body.urgent) if body else None


def _location(answer: BaseModel) -> str:
    return f"/api/v1/sittings/{answer.id}" if isinstance(answer, Convened) else ""


@router.get("/members", dependencies=[requires("sitting.manage", reads=True)])
async def list_members(db: ReadDb) -> list[MemberAnswer]:
    """Who may be called today to a sitting of the caller's body: seats with their holders, and alternates in their order."""
    body = db.actor.body or ""
    today = (await procedure_in_force(db)).today(db.now())
    able = await decisions.who_may_sit(db, body, today)
    names = await identity.names(db, able)
    return [
        MemberAnswer(user_id=one.user_id, name=names[one.user_id], seat=one.seat, place=one.place)
        for one in able.values()
    ]


@router.get("/proposed-agenda", dependencies=[requires("sitting.manage", reads=True)])
async def propose_agenda(db: ReadDb, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[WaitingAnswer]:
    """Cases that await a decision and are on no agenda: a child's before every adult's, then what came back with the facts asked
    for, then by limit, priority and age."""
    waiting = await decisions.proposed_agenda(db, limit=limit)
    return [WaitingAnswer.model_validate(w, from_attributes=True) for w in waiting]
