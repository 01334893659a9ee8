"""The pages of a body: its calendar, its seats, its sittings. The fixed addresses come before those with a sitting in them."""

from app.edge.routing import Router
from app.web.pages.chamber import agenda, calendar, desk, items, lists, minutes, room, seats

router = Router()
for part in (calendar, desk, seats, room, agenda, lists, minutes, items):
    router.include_router(part.router)
