"""A refusal that no form shows: a page with the reason, and nothing changed."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.core.actor import ANONYMOUS
from app.edge.identification import SAFE
from app.edge.problems import as_refusal
from app.overrides import public as overrides
from app.web.pages.shown import field_errors, frame_for, refused_status, sentence
from app.web.rendering import render


async def answer_refusal(request: Request, error: Exception) -> Response:
    """The page for a refusal. Who is not signed in is led to the sign-in and back again."""
    refusal = as_refusal(error)
    status = refused_status(refusal)
    if status == 401:
        after = request.url.path if request.method in SAFE else "/"
        return RedirectResponse(f"/sign-in?next={after}", 303)
    if status == 403:
        return _page(request, "errors/403.html", 403, reason=sentence(refusal))
    if status == 404:
        return _page(request, "errors/404.html", 404)
    if status in (409, 412):
        return _page(request, "errors/conflict.html", status, reason=sentence(refusal))
    if status >= 500:
        number = getattr(request.state, "request_id", "")
        return _page(request, "errors/500.html", status, request_id=number, reason=sentence(refusal))
    return _page(request, "errors/422.html", status, errors=field_errors(refusal))


async def answer_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return _page(request, "errors/404.html", 404)
    if status < 500:
        return _page(request, "errors/422.html", status)
    return _page(request, "errors/500.html", 500, request_id=getattr(request.state, "request_id", ""))


def _page(request: Request, template: str, status: int, **context: object) -> HTMLResponse:
    # Where the database was not reached, only the country and its zone are known.
    profile = getattr(request.state, "procedure", None) or overrides.shipped()
    request.state.frame = frame_for(getattr(request.state, "actor", ANONYMOUS), profile)
    return HTMLResponse(render(request, template, **context), status)
