"""One item of a sitting: votes, recusals, private notes, and its end."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.pages.chamber.one import Position, Version, Words, step
from app.web.pages.form import typed_of
from app.web.typed import typed_id

router = Router(prefix="/sittings/{sitting_id}")
# What the votes came to → what is said of it.
ENDED = {"decided": "item_decided", "sent_back": "item_against"}


@router.post("/items/{item_id}/vote", dependencies=[requires("sitting.vote")])
async def vote(
    request: Request,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    choice: Annotated[str, Form()] = "",
    vote_reasons: Words = "",
    concurring: Words = "",
    position: Position = None,
) -> Response:
    """The member's vote, or their new one in place of it."""

    async def act() -> None:
        await decisions.vote(
            db,
            db.actor,
            sitting_id,
            item_id=item_id,
            choice=choice,
            reasons=vote_reasons,
            concurring=concurring,
        )

    typed = {"choice": choice, "vote_reasons": vote_reasons, "concurring": concurring}
    names = {"reasons": "vote_reasons"}
    return await step(request, db, sitting_id, position, act, typed=typed, names=names, said="voted")


@router.post("/items/{item_id}/recusal", dependencies=[requires("sitting.read")])
async def recuse(
    request: Request,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    recusal_reasons: Words = "",
    member: Annotated[str, Form()] = "",
    position: Position = None,
) -> Response:
    """A member recuses themselves, and is led to the sitting without that item; the secretary records a member's."""

    async def act() -> None:
        await decisions.recuse(
            db,
            db.actor,
            sitting_id,
            item_id=item_id,
            reasons=recusal_reasons,
            member_id=typed_id(member, "member") if member else None,
        )

    after = position if db.actor.role != "commission_member" else None
    typed = {"recusal_reasons": recusal_reasons, "member": member}
    return await step(
        request,
        db,
        sitting_id,
        position,
        act,
        typed=typed,
        names={"reasons": "recusal_reasons"},
        said="recused",
        after=after,
    )


@router.post("/items/{item_id}/closing", dependencies=[requires("sitting.manage")])
async def close_item(
    request: Request,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    result: Annotated[str, Form()] = "by_vote",
    instruction: Words = "",
    asked_of: Words = "",
    deferral_reasons: Words = "",
    position: Position = None,
    version: Version = None,
) -> Response:
    """End the item: by the votes, sent back with an instruction, or left for another sitting."""

    answer_by = await typed_of(request)

    ended = {"sent_back": "item_sent_back", "deferred": "item_deferred"}.get(result, "")

    async def act() -> None:
        nonlocal ended
        if result == "sent_back":
            await decisions.send_back(
                db,
                db.actor,
                sitting_id,
                item_id=item_id,
                instruction=instruction,
                asked_of=asked_of,
                answer_by=answer_by.day("answer_by"),
                version=version,
            )
        elif result == "deferred":
            await decisions.defer(
                db, db.actor, sitting_id, item_id=item_id, reasons=deferral_reasons, version=version
            )
        else:
            closed = await decisions.close_item(db, db.actor, sitting_id, item_id=item_id, version=version)
            ended = ENDED.get(closed.result, "item_no_majority")

    typed = {
        **answer_by.values,
        "instruction": instruction,
        "asked_of": asked_of,
        "deferral_reasons": deferral_reasons,
    }
    names = {"reasons": "deferral_reasons"}
    return await step(
        request, db, sitting_id, position, act, typed=typed, names=names, said=lambda: ended, after=position
    )


@router.post("/items/{item_id}/note", dependencies=[requires("sitting.vote")])
async def write_note(
    request: Request,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    note_text: Words = "",
    position: Position = None,
) -> Response:
    """The member's own note, which nobody else reads."""

    async def act() -> None:
        await decisions.note_deliberation(db, db.actor, item_id, text=note_text)

    typed = {"note_text": note_text}
    return await step(request, db, sitting_id, position, act, typed=typed, said="saved", after=position)
