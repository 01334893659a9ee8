"""What the edge does for pages: the language of a request, and files that are kept for a year."""

import gzip
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from app.web.assets import manifest
from app.web.i18n import gettext
from app.web.language import LanguageMiddleware
from app.web.static_files import FOREVER, BuiltFiles


async def today(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.state.language} {gettext('hoy')}")


@pytest.fixture
def client(built: Path) -> httpx.AsyncClient:
    app = Starlette(
        routes=[Route("/", today), Mount("/static/built", BuiltFiles(built))],
        middleware=[Middleware(LanguageMiddleware)],
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


async def test_a_language_that_was_asked_for_is_remembered(client: httpx.AsyncClient) -> None:
    first = await client.get("/?lang=en", headers={"accept-language": "es"})
    assert first.text == "en today"
    assert first.headers["content-language"] == "en"
    assert "language=en" in first.headers["set-cookie"]
    again = await client.get("/")
    assert again.text == "en today"
    assert "set-cookie" not in again.headers


async def test_without_a_wish_the_browser_decides_and_spanish_is_the_last_word(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.get("/", headers={"accept-language": "en-US,en"})).text == "en today"
    assert (await client.get("/?lang=xx", headers={"accept-language": "fr"})).text == "es hoy"
    assert (await client.get("/", headers={"cookie": "language=;;=, broken"})).text == "es hoy"


async def test_built_files_are_kept_for_a_year_and_sent_compressed(
    client: httpx.AsyncClient, built: Path
) -> None:
    name = manifest(built)["staff.css"]
    packed = await client.get(f"/static/built/{name}", headers={"accept-encoding": "gzip"})
    assert packed.headers["cache-control"] == FOREVER
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"].startswith("text/css")
    assert int(packed.headers["content-length"]) == (built / f"{name}.gz").stat().st_size
    plain = await client.get(f"/static/built/{name}", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == packed.text == gzip.decompress((built / f"{name}.gz").read_bytes()).decode()


async def test_a_file_that_was_not_built_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/static/built/nothing.css")).status_code == 404
