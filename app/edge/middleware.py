"""Around every request: its identifier, its size, its line in the log, and the headers that protect whoever reads the answer."""

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger("http")
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


class BodyTooLarge(Exception):
    """More bytes came than the deployment takes."""


class BodyLimit:
    """Refuse a body over `limit` bytes: at once when it announces itself, else when it gets there. `larger`: which paths take more."""

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[re.Pattern[str], int] | None = None) -> None:
        self.app, self.common, self.larger = app, limit, larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = next((most for path, most in self.larger.items() if path.search(scope["path"])), self.common)
        announced = Headers(scope=scope).get("content-length")
        if announced and announced.isdigit() and int(announced) > limit:
            await self._refuse(limit, scope, receive, send)
            return
        seen, started = 0, False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            # The framework takes the interruption for a malformed body and would answer 400.
            if seen <= limit or started:
                started = started or message["type"] == "http.response.start"
                await send(message)

        with suppress(BodyTooLarge):
            await self.app(scope, counted, watched)
        if seen > limit and not started:
            await self._refuse(limit, scope, receive, send)

    async def _refuse(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        problem = {
            "type": "urn:acogida:problem:body_too_large",
            "title": f"El envío pasa de {limit // (1024 * 1024)} MB: no se recibe.",
            "status": 413,
            "instance": scope["path"],
        }
        response = JSONResponse(problem, 413, {"Connection": "close"}, "application/problem+json")
        await response(scope, receive, send)


class RequestLine:
    """Give each request an identifier and write one line when it ends: method, route, status, milliseconds. Nothing about a person."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.match(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = time.perf_counter(), 500

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, marked)
        finally:
            route = scope.get("route")
            log.info(
                "request",
                request_id=request_id,
                method=scope["method"],
                # The pattern, never the path: a reference or a code in an address is about somebody.
                route=getattr(route, "path", "-"),
                status=status,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
            )


class ProtectiveHeaders:
    """Security headers on every answer; `no-store` on everything but the static files, which have nobody in them."""

    def __init__(self, app: ASGIApp, policy: str, *, secure: bool) -> None:
        self.app = app
        self.headers: Mapping[str, str] = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
        } | ({"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, protected)
