"""Check a document: for anyone, without signing in. Valid or not, may work or not, and nothing else."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.core.errors import Invalid
from app.documents import public as documents
from app.edge.access import public
from app.edge.guesses import TooManyGuesses, typed
from app.edge.transaction import Db
from app.web.pages.shown import field_errors, go, page, sentence

router = APIRouter(prefix="/verify")


@router.get("", dependencies=[public()])
async def ask(request: Request, db: Db, number: str = "") -> Response:
    """The field to type a number into; with one, on to its answer."""
    if not number:
        return page(request, db, "check/ask.html", values={})
    try:
        national = documents.numbers_are_national(request.state.procedure)
        return go(f"/verify/{documents.parse_number(number, national=national)}")
    except Invalid as wrong:
        why = next(iter(field_errors(wrong).values()))
        return page(request, db, "check/ask.html", 422, values={"number": number}, errors={"number": why})


@router.get("/{code}", dependencies=[public()])
async def check(request: Request, db: Db, code: str) -> HTMLResponse:
    try:
        checked = await typed(request, db, code[:64])
    except TooManyGuesses as often:
        shown = page(request, db, "check/ask.html", 429, values={}, errors={"number": sentence(often)})
        shown.headers["Retry-After"] = str(often.retry_after)
        return shown
    return page(request, db, "check/answer.html", checked=checked)
