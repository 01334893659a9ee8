"""Lists of prima facie groups before a sitting, and the vote on each."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS, Body
from app.api.v1.sittings.answers import Done
from app.api.v1.sittings.bodies import Reasons
from app.api.v1.sittings.done import done
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(prefix="/sittings/{sitting_id}/groups", tags=["sittings"], responses=PROBLEMS)


class ListBody(Body):
    """A complete list of a group (`/groups/batches`)."""

    batch: UUID


class GroupVoteBody(Body):
    choice: Literal["for", "against", "abstain"]
    reasons: Reasons = ""


class GroupVoteAnswer(BaseModel):
    user_id: UUID
    choice: str
    reasons: str
    at: datetime


class GroupItemAnswer(BaseModel):
    """`waiting`: cases still on the list; `count` as it stood when the vote was closed."""

    id: UUID
    batch: UUID
    rule: str
    status: str
    waiting: int
    count: dict[str, Any]
    votes: list[GroupVoteAnswer]


class GroupItemMade(BaseModel):
    item: UUID


class GroupClosed(BaseModel):
    """`decided`: whoever presided may now approve the list (`/groups/batches/{batch}/approval`)."""

    result: str
    version: int


@router.get("", dependencies=[requires("sitting.read")])
async def list_groups(db: Db, sitting_id: UUID) -> list[GroupItemAnswer]:
    """The lists on the sitting's agenda with their votes."""
    await decisions.sitting(db, sitting_id)
    return [
        GroupItemAnswer(
            id=one.id,
            batch=one.batch_id,
            rule=one.rule,
            status=one.status,
            waiting=one.waiting,
            count=dict(one.count),
            votes=[GroupVoteAnswer.model_validate(v, from_attributes=True) for v in one.votes.values()],
        )
        for one in await decisions.group_items_of(db, sitting_id)
    ]


@router.post("", status_code=201, response_model=GroupItemMade, dependencies=[requires("sitting.manage")])
async def put_group(
    request: Request, db: Db, sitting_id: UUID, body: ListBody, version: IfMatch, key: Key = None
) -> Response:
    """Put a complete list before the sitting."""

    async def do() -> GroupItemMade:
        item = await decisions.put_group_on_agenda(
            db, db.actor, sitting_id, batch_id=body.batch, version=version
        )
        return GroupItemMade(item=item)

    return await once(request, db, key, do)


@router.post(
    "/{item_id}/votes", status_code=201, response_model=Done, dependencies=[requires("sitting.vote")]
)
async def vote(
    request: Request, db: Db, sitting_id: UUID, item_id: UUID, body: GroupVoteBody, key: Key = None
) -> Response:
    """The caller's vote on the whole list, in place of an earlier one. One case is objected to at the list itself."""

    async def do() -> Done:
        await decisions.vote_on_group(
            db, db.actor, sitting_id, item_id=item_id, choice=body.choice, reasons=body.reasons
        )
        return Done(version=(await decisions.sitting(db, sitting_id)).version)

    return await once(request, db, key, do)


@router.post("/{item_id}/closing", dependencies=[requires("sitting.manage")])
async def close_group(
    response: Response, db: Db, sitting_id: UUID, item_id: UUID, version: IfMatch
) -> GroupClosed:
    """Count the votes on the list."""
    result = await decisions.close_group(db, db.actor, sitting_id, item_id=item_id, version=version)
    return GroupClosed(result=result, version=(await done(response, db, sitting_id)).version)
