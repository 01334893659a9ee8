"""Check a document: for anyone, without signing in. Valid or not, may work or not, and nothing else."""

import hashlib
import json
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.core.errors import Invalid, Refusal
from app.documents import public as documents
from app.documents.public import papers
from app.edge.access import open_to_all, public
from app.edge.guesses import TooManyGuesses, one_more_certificate, typed
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web import assets
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status, sentence
from app.workflows.certify_work import certify_work

router = Router(prefix="/verify")
# What the page needs to work without a line.
SHELL = (
    "public.css", "icon.svg", "public.js", "govuk.js", "check.js", "document_token.js", "cbor.js", "qr.js",
)  # fmt: skip


@router.get("", dependencies=[public()])
async def ask(request: Request, db: Db, number: str | None = None) -> Response:
    """The field to type a number into; with one, on to its answer."""
    if number is None:
        return page(request, db, "check/ask.html", values={})
    if not number.strip():
        why = _("Escriba el número del documento, o lea su código.")
        return page(request, db, "check/ask.html", 422, values={}, errors={"number": why})
    try:
        return go(f"/verify/{documents.parse_any(request.state.procedure, number)}")
    except Invalid as wrong:
        why = next(iter(field_errors(wrong).values()))
        return page(request, db, "check/ask.html", 422, values={"number": number}, errors={"number": why})


@router.get("/worker.js", dependencies=[open_to_all()])
async def worker() -> Response:
    """What keeps the page on a device. It may stand in for `/verify`, which lies above its own folder."""
    script = _worker(assets.BUILT)
    headers = {"Service-Worker-Allowed": "/verify", "Cache-Control": "no-cache"}
    return Response(script, media_type="text/javascript", headers=headers)


@router.get("/manifest.webmanifest", dependencies=[open_to_all()])
async def manifest() -> Response:
    """How the page is called when it is installed."""
    described = {
        "name": f"Acogida: {_('Comprobar un documento')}",
        "short_name": _("Comprobar"),
        "id": "/verify",
        "start_url": "/verify",
        "scope": "/verify",
        "display": "standalone",
        "lang": language(),
        "background_color": "#f6f4ee",
        "theme_color": "#0b5563",
        "icons": [{"src": assets.asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JSONResponse(described, media_type="application/manifest+json")


@cache
def _worker(built: Path) -> str:
    """The script with what it keeps: named by its content, so that a new release is a new shell."""
    names = assets.manifest(built)
    shell = ["/verify", *(assets.PREFIX + names[each] for each in SHELL)]
    version = hashlib.sha256("".join(shell).encode()).hexdigest()[:12]
    script = (built / names["check_worker.js"]).read_text("utf-8")
    return f'const SHELL = {json.dumps(shell)};\nconst VERSION = "check-{version}";\n{script}'


@router.post("/certificate", dependencies=[public()])
async def certificate(request: Request, db: Db) -> Response:
    """What an employer keeps, by the token that the page has read, or by the number or code that was typed."""
    asked = await typed_of(request)
    token, code = asked.text("token"), asked.text("code")[:64]
    try:
        one_more_certificate(request, db)
        zone = ZoneInfo(request.state.procedure.time_zone)
        checked = (
            await documents.check_token(db, token, zone=zone) if token else await typed(request, db, code)
        )
        made = await certify_work(db, checked, employer=asked.text("employer"), language=_spoken())
    except Refusal as refusal:
        shown = page(
            request, db, "check/ask.html", refused_status(refusal), values={}, errors=field_errors(refusal)
        )
        if isinstance(refusal, TooManyGuesses):
            shown.headers["Retry-After"] = str(refusal.retry_after)
        return shown
    named = {"Content-Disposition": f'attachment; filename="{_("constancia")}-{made.filename}"'}
    return Response(made.content, media_type="application/pdf", headers=named)


def _spoken() -> papers.Language:
    return "en" if language() == "en" else "es"


@router.get("/{code}", dependencies=[public()])
async def check(request: Request, db: Db, code: str) -> HTMLResponse:
    try:
        checked = await typed(request, db, code[:64])
    except TooManyGuesses as often:
        shown = page(request, db, "check/ask.html", 429, values={}, errors={"number": sentence(often)})
        shown.headers["Retry-After"] = str(often.retry_after)
        return shown
    # A digit that was typed wrong looks like a document that is not valid: whoever asks sees what they asked for.
    asked = documents.shown(request.state.procedure, code)
    return page(request, db, "check/answer.html", code=code, asked=asked, checked=checked)
