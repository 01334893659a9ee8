"""Reading back and correcting."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from app.edge.routing import Router
from app.edge.transaction import Db
from app.interviews import public as interviews
from app.web.pages.interview.fields import CONDUCTS, Code, Id, Text, Version
from app.web.pages.interview.showing import act, given

router = Router(prefix="/interviews/{interview_id}")


@router.post("/read-back", dependencies=[CONDUCTS])
async def start_read_back(
    request: Request, db: Db, interview_id: UUID, continues: Code = "", version: Version = None
) -> Response:
    """`continues`: only today's session ends, and the interview goes on another day."""

    async def do() -> None:
        await interviews.start_read_back(
            db, db.actor, interview_id, continues=bool(continues), version=version
        )

    return await act(request, db, interview_id, do, part="reading")


@router.post("/readings", dependencies=[CONDUCTS])
async def mark_read(
    request: Request, db: Db, interview_id: UUID, entries: Annotated[list[UUID] | None, Form()] = None
) -> Response:
    async def do() -> None:
        await interviews.mark_read(db, db.actor, interview_id, entries=entries or [])

    return await act(request, db, interview_id, do, part="")


@router.post("/corrections", dependencies=[CONDUCTS])
async def correct(
    request: Request,
    db: Db,
    interview_id: UUID,
    entry_id: Id = None,
    corrects: Id = None,
    text: Text = "",
    words: Text = "",
    asked_by: Code = "applicant",
) -> Response:
    async def do() -> None:
        await interviews.correct(
            db,
            db.actor,
            interview_id,
            entry_id=given(entry_id),
            corrects=given(corrects),
            text=text,
            words=words,
            asked_by=asked_by,
        )

    typed = {"text": text, "words": words, "asked_by": asked_by}
    return await act(
        request, db, interview_id, do, part="reading", correct=corrects, values=typed, lost=(text,)
    )
