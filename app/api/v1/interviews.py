"""Interviews: the record from the oath to the last signature, and what is added afterwards."""

from app.api.v1.interview_acts import closing, reading, record, room
from app.edge.routing import Router

router = Router()
for _part in (room, reading, record, closing):
    router.include_router(_part.router)
