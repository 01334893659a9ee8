"""The keyboard shortcuts as a page, for who has no script to show them in a dialog."""

from fastapi import Request
from starlette.responses import HTMLResponse

from app.edge.access import public
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.pages.shown import page

router = Router()


@router.get("/shortcuts", dependencies=[public()])
async def shortcuts(request: Request, db: Db) -> HTMLResponse:
    return page(request, db, "shortcuts_page.html")
