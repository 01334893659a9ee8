"""A link of receipt, for whoever has it: a page with a button, and the receipt. Opening it writes nothing and says nothing of any case."""

from datetime import UTC
from typing import Annotated

from fastapi import Path, Request
from starlette.responses import HTMLResponse, Response

from app.core.errors import NotFound, Refusal
from app.decisions import public as decisions
from app.edge.access import public
from app.edge.guesses import TooManyGuesses, one_more_guess
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.pages.shown import page, refused_status, zone_of
from app.web.received_words import LANGUAGES, words_in

router = Router(prefix="/received")
Token = Annotated[str, Path(max_length=64)]


@router.get("/{token}", dependencies=[public()])
async def ask(request: Request, db: Db, token: Token) -> HTMLResponse:
    """A button while the link is open; when it was received, once it was."""
    try:
        return _page(request, db, token, await one_more_guess(request, db, decisions.link_state(db, token)))
    except TooManyGuesses as often:
        return _often(request, db, token, often)


@router.post("/{token}", dependencies=[public()])
async def acknowledge(request: Request, db: Db, token: Token) -> HTMLResponse:
    """The person says that they received it. A mail program that opens links sends no form."""
    try:
        state = await one_more_guess(request, db, decisions.link_state(db, token))
        if state is not None:
            async with db.attempt():
                await decisions.acknowledge(db, token)
            state = await decisions.link_state(db, token)
    except TooManyGuesses as often:
        return _often(request, db, token, often)
    except Refusal as refusal:
        return _page(request, db, token, None, refused_status(refusal))
    return _page(request, db, token, state)


@router.post("/{token}/decision", dependencies=[public()])
async def paper(request: Request, db: Db, token: Token) -> Response:
    """The signed decision, to whom received it in a mailbox of their own."""
    try:
        state = await one_more_guess(request, db, decisions.link_state(db, token))
        if state is None:
            raise NotFound
        _number, content = await decisions.received_paper(db, token)
    except TooManyGuesses as often:
        return _often(request, db, token, often)
    except Refusal as refusal:
        return _page(request, db, token, None, refused_status(refusal))
    headers = {"Content-Disposition": 'inline; filename="documento.pdf"', "Referrer-Policy": "no-referrer"}
    return Response(content, media_type="application/pdf", headers=headers)


def _page(
    request: Request, db: Db, token: str, state: decisions.LinkState | None, status: int | None = None
) -> HTMLResponse:
    chosen = request.query_params.get("in", "es")
    at = state.acknowledged_at if state else None
    answer = page(
        request,
        db,
        "check/received.html",
        status or (200 if state else 404),
        state=state.state if state else "closed",
        has_paper=state is not None and state.has_paper,
        moment=at.astimezone(zone_of(request.state.procedure)).strftime("%d/%m/%Y %H:%M:%S") if at else "",
        zone=request.state.procedure.time_zone,
        universal=at.astimezone(UTC).strftime("%d/%m/%Y %H:%M:%S") if at else "",
        words=words_in(chosen),
        spoken=chosen if chosen in LANGUAGES else "es",
        languages=LANGUAGES,
        token=token,
    )
    # The address is the key: no other page is told of it.
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _often(request: Request, db: Db, token: str, often: TooManyGuesses) -> HTMLResponse:
    answer = _page(request, db, token, decisions.LinkState("often", None, has_paper=False), 429)
    answer.headers["Retry-After"] = str(often.retry_after)
    return answer
