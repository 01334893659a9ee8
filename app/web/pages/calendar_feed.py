"""A user's own calendar by a secret address: shown, made anew, revoked, and read by a telephone."""

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.edge.access import public, requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.scheduling import public as scheduling
from app.settings import settings
from app.web.pages.shown import go, page

router = Router(prefix="/calendar")


@router.get("/feeds/{secret}.ics", dependencies=[public()])
async def read(db: Db, secret: str) -> Response:
    """The calendar, for whoever has the address: times and rooms, and nobody's name."""
    file = await scheduling.read_feed(db, secret, base_url=settings().public_base_url)
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/feed", dependencies=[requires("calendar.read")])
async def show(request: Request, db: Db) -> HTMLResponse:
    return await _show(request, db)


@router.post("/feed", dependencies=[requires("calendar.read")])
async def make(request: Request, db: Db) -> HTMLResponse:
    """A new address, shown this once; the one before no longer opens anything."""
    secret = await scheduling.open_feed(db, db.actor)
    base = settings().public_base_url.rstrip("/")
    return await _show(request, db, address=f"{base}/calendar/feeds/{secret}.ics")


@router.post("/feed/revocation", dependencies=[requires("calendar.read")])
async def revoke(db: Db) -> Response:
    await scheduling.close_feed(db, db.actor)
    return go("/calendar/feed", said="feed_closed")


async def _show(request: Request, db: Session, address: str | None = None) -> HTMLResponse:
    feed = await scheduling.feed_of(db, db.actor)
    return page(request, db, "scheduling/feed.html", feed=feed, address=address)
