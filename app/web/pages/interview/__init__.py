"""The interview's pages: its beginning, and the record's acts by the part in which they are done."""

from app.edge.routing import Router
from app.web.pages.interview import reading, record, room, signing, starting

router = Router()
for _part in (starting, record, room, reading, signing):
    router.include_router(_part.router)
