"""Votes, recusals, private notes, and the end of an item."""

from uuid import UUID

from fastapi import Request, Response

from app.api.v1.shapes import PROBLEMS
from app.api.v1.sittings.answers import Done, ItemClosed, NoteAnswer
from app.api.v1.sittings.bodies import ItemClosingBody, NoteBody, RecusalBody, VoteBody
from app.api.v1.sittings.done import done
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(prefix="/sittings", tags=["sittings"], responses=PROBLEMS)


@router.post(
    "/{sitting_id}/votes", status_code=201, response_model=Done, dependencies=[requires("sitting.vote")]
)
async def vote(request: Request, db: Db, sitting_id: UUID, body: VoteBody, key: Key = None) -> Response:
    """The caller's vote on an item, in place of an earlier one; from the closing of the item on it stands as it is."""

    async def do() -> Done:
        await decisions.vote(
            db,
            db.actor,
            sitting_id,
            item_id=body.item,
            choice=body.choice,
            reasons=body.reasons,
            concurring=body.concurring,
        )
        return Done(version=(await decisions.sitting(db, sitting_id)).version)

    return await once(request, db, key, do)


@router.post(
    "/{sitting_id}/recusals", status_code=201, response_model=Done, dependencies=[requires("sitting.read")]
)
async def recuse(request: Request, db: Db, sitting_id: UUID, body: RecusalBody, key: Key = None) -> Response:
    """A member does not judge this case; its file closes to them at once."""

    async def do() -> Done:
        await decisions.recuse(
            db, db.actor, sitting_id, item_id=body.item, reasons=body.reasons, member_id=body.member
        )
        return Done(version=(await decisions.sitting(db, sitting_id)).version)

    return await once(request, db, key, do)


@router.put("/{sitting_id}/items/{item_id}/note", dependencies=[requires("sitting.vote")])
async def write_note(db: Db, sitting_id: UUID, item_id: UUID, body: NoteBody) -> NoteAnswer:
    """The caller's own note on an item, which nobody else reads."""
    (await decisions.sitting(db, sitting_id)).item(item_id)
    await decisions.note_deliberation(db, db.actor, item_id, text=body.text)
    return NoteAnswer(text=await decisions.own_note(db, item_id))


@router.get("/{sitting_id}/items/{item_id}/note", dependencies=[requires("sitting.vote")])
async def read_note(db: Db, sitting_id: UUID, item_id: UUID) -> NoteAnswer:
    """The caller's own note on an item; empty where there is none."""
    (await decisions.sitting(db, sitting_id)).item(item_id)
    return NoteAnswer(text=await decisions.own_note(db, item_id))


@router.post("/{sitting_id}/items/{item_id}/closing", dependencies=[requires("sitting.manage")])
async def close_item(
    response: Response,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    body: ItemClosingBody,
    version: IfMatch,
) -> ItemClosed:
    """End an item: by the votes, sent back with an instruction, or left for another sitting."""
    closed: decisions.Closed | None = None
    if body.result == "by_vote":
        closed = await decisions.close_item(
            db, db.actor, sitting_id, item_id=item_id, reasons=body.reasons or None, version=version
        )
    elif body.result == "sent_back":
        await decisions.send_back(
            db,
            db.actor,
            sitting_id,
            item_id=item_id,
            instruction=body.instruction,
            asked_of=body.asked_of,
            answer_by=body.answer_by,
            version=version,
        )
    else:
        await decisions.defer(
            db, db.actor, sitting_id, item_id=item_id, reasons=body.reasons, version=version
        )
    after = await done(response, db, sitting_id)
    result = closed.result if closed else body.result
    return ItemClosed(result=result, decision=closed.decision_id if closed else None, version=after.version)
