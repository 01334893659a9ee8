"""Notices that wait for somebody of the office, and those that nobody could deliver."""

from typing import Literal
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.notices import public as notices
from app.web.notice_words import channel_words, done_words, shown
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows.print_letters import print_letters

router = Router(prefix="/notices")
SHOWN = 25
List = Literal["failed", "to_do"]


@router.get("", dependencies=[requires("notice.list")])
async def waiting(
    request: Request, db: Db, state: List = "failed", after: UUID | None = None
) -> HTMLResponse:
    """One of the two lists, the oldest first."""
    return await _list(request, db, state, after)


@router.get("/letters.pdf", dependencies=[requires("notice.print")])
async def letters(request: Request, db: Db) -> Response:
    """Every letter that waits, to print at once."""
    return await handed_over(request, db, await print_letters(db), "letters")


@router.post("/{notice_id}/again", dependencies=[requires("notice.resend")])
async def again(request: Request, db: Db, notice_id: UUID) -> Response:
    """Try one more time, by the person's way of today or by the channel that was chosen."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await notices.send_again(db, db.actor, notice_id, channel=typed.text("channel") or None)
    except Refusal as refusal:
        return await _list(request, db, "failed", None, refusal)
    return go("/notices?state=failed", said="resent")


@router.post("/{notice_id}/outcome", dependencies=[requires("notice.tell")])
async def outcome(request: Request, db: Db, notice_id: UUID) -> Response:
    """What came of a call, a letter, or telling the person."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await notices.record_told(
                db, db.actor, notice_id, result=typed.text("result"), detail=typed.text("detail")
            )
    except Refusal as refusal:
        return await _list(request, db, "to_do", None, refusal)
    return go("/notices?state=to_do", said="told")


async def _list(
    request: Request, db: Session, state: List, after: UUID | None, refusal: Refusal | None = None
) -> HTMLResponse:
    found = await notices.unfinished(db, state, after=after, limit=SHOWN)
    await audit.looked(db, "page.notices", state, request_id=getattr(request.state, "request_id", None))
    return page(
        request,
        db,
        "notices/list.html",
        refused_status(refusal) if refusal else 200,
        state=state,
        rows=[{**shown(each.message), "reference": each.reference} for each in found],
        next_after=found[-1].message.id if len(found) == SHOWN else None,
        letters=state == "to_do" and any(each.message.channel == "letter" for each in found),
        channels=[(name, words) for name, words in channel_words().items() if name != "in_person"],
        results=list(done_words().items()),
        errors=field_errors(refusal) if refusal else {},
    )
