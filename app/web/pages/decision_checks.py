"""Check a decision: for anyone, by its code or by its file. Authentic or not, its number, its day, its digest; nothing of what it says."""

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.errors import Refusal
from app.decisions import public as decisions
from app.edge.access import public
from app.edge.guesses import TooManyGuesses, one_more_certificate, one_more_guess
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import files_of
from app.web import decision_text_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.shown import field_errors, page, refused_status, sentence

router = Router(prefix="/verify/decisions")


@router.get("", dependencies=[public()])
async def ask(request: Request, db: Db, code: str = "") -> HTMLResponse:
    """A field for the code, and one for the file."""
    if code.strip():
        return await _answer(request, db, code)
    return _page(request, db)


@router.post("", dependencies=[public()])
async def check_file(request: Request, db: Db) -> Response:
    """The file is looked at in memory and not kept."""
    code = str((await request.form()).get("code", ""))[:64]
    try:
        one_more_certificate(request, db)
        sent = await files_of(request)
        checked = await decisions.check_file(db, sent[0].content if sent else b"", code=code)
    except Refusal as refusal:
        answer = _page(
            request, db, refused_status(refusal), values={"code": code}, errors=field_errors(refusal)
        )
        if isinstance(refusal, TooManyGuesses):
            answer.headers["Retry-After"] = str(refusal.retry_after)
        return answer
    return page(
        request,
        db,
        "check/decision_file.html",
        checked=checked,
        verdicts=shown.verdict_words(),
        signature_words=shown.signature_words(),
    )


@router.get("/{decision_code}", dependencies=[public()])
async def check(request: Request, db: Db, decision_code: str) -> HTMLResponse:
    """By the code on the paper."""
    return await _answer(request, db, decision_code)


async def _answer(request: Request, db: Db, code: str) -> HTMLResponse:
    try:
        checked = await one_more_guess(request, db, decisions.check_code(db, code[:64]))
    except TooManyGuesses as often:
        answer = _page(request, db, 429, errors={"code": sentence(often)})
        answer.headers["Retry-After"] = str(often.retry_after)
        return answer
    if checked is None:
        why = _("Ninguna resolución firmada tiene ese código. Revíselo letra por letra.")
        return _page(request, db, 404, values={"code": code[:64]}, errors={"code": why})
    return page(request, db, "check/decision.html", checked=checked)


def _page(
    request: Request,
    db: Db,
    status: int = 200,
    *,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HTMLResponse:
    return page(
        request, db, "check/ask_decision.html", status, values=dict(values or {}), errors=dict(errors or {})
    )
