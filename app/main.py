"""The application: wiring only."""

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.api import well_known
from app.api.v1 import router as api_v1
from app.core.clock import Clock
from app.core.database import Database, Patience
from app.core.secrets import token_key
from app.edge import health, problems
from app.edge.guesses import Guesses, certificates
from app.edge.identification import is_api
from app.edge.middleware import BodyLimit, ProtectiveHeaders, RequestLine
from app.identity.public import Tokens
from app.settings import settings
from app.web import drawings, pages
from app.web.csp import CONTENT_SECURITY_POLICY
from app.web.i18n import translated
from app.web.language import LanguageMiddleware
from app.web.pages import refusals
from app.web.static_files import BuiltFiles

DESCRIPTION = (
    "A machine gets a token with `POST /api/v1/token` (form: `grant_type=client_credentials`, `client_id`, `client_secret`; good for"
    " ten minutes unless the deployment says otherwise) and sends it as `Authorization: Bearer …`. Checking one document"
    " (`/api/v1/verify`) needs none. Refusals are problem details (RFC 9457)."
)


def create_app(
    database_url: str | None = None, *, clock: Clock | None = None, database: Database | None = None
) -> FastAPI:
    """The application on a database. `database_url` defaults to the setting; `database` is for tests that share one."""
    chosen = settings()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, chosen.log_level.upper())),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if chosen.environment == "production" and chosen.malware_scanner is None:
            structlog.get_logger("start").warning(
                "no antivirus looks at what is uploaded: ACOGIDA_MALWARE_SCANNER"
            )
        yield
        if database is None:
            await app.state.database.close()

    app = FastAPI(
        title="Acogida",
        version="1",
        summary="Case management for refugee status determination",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.database = database or Database.connect(
        chosen.database_app_url or database_url or chosen.database_url or _missing(),
        role=chosen.database_app_role,
        clock=clock,
        pool_size=chosen.database_pool_size,
        patience=Patience(chosen.database_statement_seconds, chosen.database_lock_seconds),
    )
    app.state.tokens = Tokens(token_key(), timedelta(minutes=chosen.access_token_minutes))
    app.state.translate = translated
    app.state.pens = drawings
    app.state.guesses = Guesses()
    app.state.certificates = certificates()
    app.include_router(health.router)
    app.include_router(api_v1)
    app.include_router(well_known.router)
    app.include_router(pages.router)
    app.mount("/static/built", BuiltFiles(), name="built")
    for kind in problems.HANDLED:
        app.add_exception_handler(kind, _refused)
    app.add_exception_handler(HTTPException, _unknown)
    app.add_exception_handler(500, _broken)
    # The last added is the outermost.
    app.add_middleware(LanguageMiddleware)
    app.add_middleware(
        BodyLimit,
        limit=chosen.body_limit_bytes,
        larger={IMPORTS: chosen.import_limit_bytes, UPLOADS: chosen.attachment_limit_bytes + ROOM_FOR_FIELDS},
    )
    app.add_middleware(ProtectiveHeaders, policy=CONTENT_SECURITY_POLICY, secure=chosen.secure_cookies)
    app.add_middleware(RequestLine)
    return app


# Addresses that take a file: the whole body may be as large as the file and the form around it.
IMPORTS = re.compile(r"^(?:/api/v1)?/imports$")
UPLOADS = re.compile(
    r"/attachments$|/filings$|/(?:late-)?remedy$|/service$|/coi/(?:new|text)$|/coi/[^/]+/versions?$|/api/v1/coi$"
)
ROOM_FOR_FIELDS = 256 * 1024


def _missing() -> str:
    raise SystemExit("No database: set DATABASE_URL, or start with `make demo`, which brings its own.")


async def _refused(request: Request, error: Exception) -> Response:
    if is_api(request):
        return await problems.answer_refusal(request, error)
    return await refusals.answer_refusal(request, error)


async def _unknown(request: Request, error: Exception) -> Response:
    if is_api(request):
        return await problems.answer_http(request, error)
    return await refusals.answer_http(request, error)


async def _broken(request: Request, error: Exception) -> Response:
    structlog.get_logger("http").error(
        "broken", request_id=request.state.request_id, error=type(error).__name__
    )
    return await _unknown(request, HTTPException(500))
