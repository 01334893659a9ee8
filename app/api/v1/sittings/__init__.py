"""Sittings of a collegiate body: seats, convening, agenda, attendance, votes, recusals, closing, minutes."""

from app.api.v1.sittings import convening, groups, minutes, reading, room, seats, voting
from app.edge.routing import Router

router = Router()
for part in (convening, reading, room, voting, groups, minutes, seats):
    router.include_router(part.router)
