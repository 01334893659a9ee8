"""Which language a request is answered in, as a middleware: ?lang= (remembered in a cookie), cookie, Accept-Language."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.i18n import COOKIE, LANGUAGES, choose, set_language

YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    """Sets `request.state.language` and the language of `gettext` for the rest of the request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        wish = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [None])[-1]
        code = choose(wish, _cookie(headers.get("cookie", "")), headers.get("accept-language"))
        scope.setdefault("state", {})["language"] = code
        set_language(code)

        async def remember(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer["Content-Language"] = code
                answer.add_vary_header("Accept-Language")
                if wish in LANGUAGES:
                    secure = "; Secure" if scope["scheme"] == "https" else ""
                    answer.append(
                        "Set-Cookie", f"{COOKIE}={code}; Path=/; Max-Age={YEAR}; SameSite=Lax{secure}"
                    )
            await send(message)

        await self.app(scope, receive, remember)


def _cookie(header: str) -> str | None:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None
