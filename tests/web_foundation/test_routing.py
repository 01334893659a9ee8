"""A router of the house asks its routes about addresses of their shape, and about no others."""

import httpx
import pytest
from fastapi import FastAPI

from app.edge.routing import Router


def _application() -> FastAPI:
    part = Router(prefix="/cases/{reference}")

    @part.get("/notes")
    async def notes(reference: str) -> str:
        return reference

    @part.get("/{number}.pdf")
    async def paper(reference: str, number: int) -> int:
        return number

    whole = Router(prefix="/api")
    whole.include_router(part)
    app = FastAPI()
    app.include_router(whole)
    return app


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/cases/a/notes", 200),
        ("GET", "/api/cases/a/notes/", 307),
        ("POST", "/api/cases/a/notes", 405),
        ("GET", "/api/cases/a/7.pdf", 200),
        ("GET", "/api/cases/a/seven.pdf", 422),
        ("GET", "/api/cases/a/7", 404),
        ("GET", "/cases/a/notes", 404),
        ("GET", "/api/cases", 404),
        ("GET", "/", 404),
    ],
)
async def test_an_address_is_answered_as_the_framework_answers_it(
    method: str, address: str, status: int
) -> None:
    transport = httpx.ASGITransport(app=_application())
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as http:
        assert (await http.request(method, address)).status_code == status


def test_a_router_stands_in_one_place() -> None:
    part = Router()
    Router().include_router(part)
    with pytest.raises(TypeError):
        Router().include_router(part)
    with pytest.raises(TypeError):
        Router().include_router(Router(), prefix="/elsewhere")
