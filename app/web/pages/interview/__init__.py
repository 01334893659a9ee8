"""The interview's pages: its beginning, and the record's acts by the part in which they are done."""

from fastapi import APIRouter

from app.web.pages.interview import reading, record, room, signing, starting

router = APIRouter()
router.include_router(starting.router)
for _part in (record, room, reading, signing):
    router.include_router(_part.router, prefix="/interviews/{interview_id}")
