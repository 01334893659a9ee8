"""Drawings as files, the same for pages and for the programming interface.

Who draws is the pages' business, with their words and their shapes; the programming interface may not know them, and is handed their
pens by whoever wires the application (`main`).
"""

from typing import Literal, Protocol

from fastapi import Request
from starlette.responses import Response

from app.core.database import ReadSession
from app.documents.public import papers
from app.edge.figures import Asked
from app.statistics import public as statistics

Kind = Literal["svg", "png"]
KINDS: tuple[Kind, ...] = ("svg", "png")


class Pens(Protocol):
    """Each gives a whole SVG in the language of the request. Raises `NotFound` where there is nothing of that name to draw."""

    async def figure(
        self, db: ReadSession, found: statistics.Figure, asked: Asked, table: str | None
    ) -> str: ...

    async def process_map(self, db: ReadSession, found: statistics.ProcessMap, share: int) -> str: ...

    async def consistency(
        self, request: Request, db: ReadSession, found: statistics.Consistency, of: str | None
    ) -> str: ...

    def forecast(self, request: Request, view: statistics.forecast.ForecastView, scenario: str) -> str: ...


def pens(request: Request) -> Pens:
    found: Pens = request.app.state.pens
    return found


def picture(drawing: str, kind: Kind, name: str) -> Response:
    """The drawing as a file to keep."""
    kept = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    if kind == "svg":
        return Response(drawing, media_type="image/svg+xml", headers=kept)
    return Response(papers.png(drawing), media_type="image/png", headers=kept)
