"""Who is asking: a bearer token on the programming interface, a session cookie on the pages. Never both.

The page that registers with no line speaks the interface of laptops (`/api/v1/offline`) by its session: there a request without a
token is taken as a page's own, with everything that a page's request must bring.
"""

import hmac
from datetime import timedelta

from starlette.requests import Request

from app.core.actor import ANONYMOUS, Actor
from app.core.database import ReadSession
from app.core.errors import Forbidden
from app.identity import public as identity
from app.settings import settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BY_SESSION_TOO = "/api/v1/offline/"
# A session's last use is written down this often, not at every request.
SEEN_EVERY = timedelta(minutes=1)


class ForgedRequest(Forbidden):
    message = (
        "Esta petición no salió de una página de Acogida. Vuelva a cargar la página e inténtelo de nuevo."
    )


def is_api(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/.well-known/"))


def cookie_name() -> str:
    """With the `__Host-` prefix wherever the site is served over TLS: then no other host can set it."""
    return "__Host-acogida" if settings().secure_cookies else "acogida"


def _of_page(request: Request) -> bool:
    return not is_api(request) or (
        request.url.path.startswith(BY_SESSION_TOO) and "authorization" not in request.headers
    )


async def identify(request: Request, db: ReadSession) -> Actor:
    """The actor behind the request, or `ANONYMOUS`. Raises `TokenRefused` for a bad token, `ForgedRequest`."""
    if not _of_page(request):
        return await _bearer(request, db)
    _same_origin(request)
    return await _session(request, db)


async def _bearer(request: Request, db: ReadSession) -> Actor:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if not token:
        return ANONYMOUS
    if scheme.lower() != "bearer":
        raise identity.TokenRefused
    tokens: identity.Tokens = request.app.state.tokens
    claims = tokens.read(token, db.now())
    if claims.grant is None:
        actor = await identity.machine(db, claims.subject)
    else:
        actor = await identity.actor_by_grant(db, claims.grant, claims.subject)
    if actor is None:
        raise identity.TokenRefused
    return actor


async def _session(request: Request, db: ReadSession) -> Actor:
    token = request.cookies.get(cookie_name())
    found = await identity.signed_in(db, identity.token_digest(token)) if token else None
    if found is None:
        return ANONYMOUS
    session, actor = found
    request.state.csrf_token = session.csrf
    request.state.session_token = token
    if db.now() - session.seen_at >= SEEN_EVERY:
        request.state.session_to_mark = session.token_digest
    if request.method not in SAFE:
        await _check_csrf(request, session.csrf)
    return actor


async def _check_csrf(request: Request, expected: str) -> None:
    sent = request.headers.get("x-csrf-token")
    if sent is None:
        form = await request.form()
        field = form.get("csrf_token")
        sent = field if isinstance(field, str) else ""
    if not hmac.compare_digest(sent.encode(), expected.encode()):
        raise ForgedRequest


def _same_origin(request: Request) -> None:
    """A browser says where a form came from; another site's form is refused before anything is read (ASVS 3.5)."""
    if request.method not in SAFE and request.headers.get("sec-fetch-site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        raise ForgedRequest
