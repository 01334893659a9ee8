"""The interview's pages: its beginning, and the record's acts by the part in which they are done."""

from fastapi import APIRouter

from app.web.pages.interview import reading, record, room, signing, starting

router = APIRouter()
for _part in (starting, record, room, reading, signing):
    router.include_router(_part.router)
