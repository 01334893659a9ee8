"""The seats of a body, who holds them and who stands in."""

from uuid import UUID

from fastapi import Request, Response

from app.api.v1.shapes import PROBLEMS
from app.api.v1.sittings.answers import Appointed, SeatAnswer
from app.api.v1.sittings.bodies import SeatBody, SeatEndBody
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb

router = Router(prefix="/seats", tags=["sittings"], responses=PROBLEMS)


@router.get("", dependencies=[requires("sitting.read", reads=True)])
async def list_seats(db: ReadDb) -> list[SeatAnswer]:
    """The seats of the caller's body with whoever holds or held them, and the acts that appointed them."""
    found = await decisions.seats_of(db, db.actor.body or "")
    return [SeatAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/holders", status_code=201, response_model=Appointed, dependencies=[requires("sitting.manage")])
async def appoint(request: Request, db: Db, body: SeatBody, key: Key = None) -> Response:
    """Record who holds a seat or stands in for its holder."""

    async def do() -> Appointed:
        made = await decisions.appoint(
            db,
            db.actor,
            user_id=body.user,
            seat=body.seat,
            place=body.place,
            since=body.since,
            until=body.until,
            act=body.act,
        )
        return Appointed(id=made)

    return await once(request, db, key, do)


@router.post("/holders/{holder_id}/end", status_code=204, dependencies=[requires("sitting.manage")])
async def end_appointment(db: Db, holder_id: UUID, body: SeatEndBody) -> None:
    """Record the last day of somebody in a seat, and the act that ended it."""
    await decisions.end_appointment(db, db.actor, holder_id, until=body.until, act=body.act)
