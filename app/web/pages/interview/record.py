"""The record as it is typed: rows that save themselves, lines beside them, what is attached, and the record on paper."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Header, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.concurrency import etag
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import files_of
from app.interviews import public as interviews
from app.web.i18n import language
from app.web.pages.interview.fields import CONDUCTS, Code, Id, Text
from app.web.pages.interview.showing import Refused, View, act, given, show
from app.web.pages.shown import go, refused_status, sentence
from app.workflows.print_interview import print_interview, written

router = Router(prefix="/interviews/{interview_id}")


# Before the record itself: the path with its ending would fit there, too.
@router.get(".pdf", dependencies=[requires("interview.read")])
async def paper(request: Request, db: Db, interview_id: UUID, written_in: str = "") -> Response:
    """The record on paper, its own words in Spanish or English. The look is written into the record of access."""
    printed = await print_interview(db, interview_id, language=written(written_in or language()))
    return await handed_over(request, db, printed, "interview")


@router.get("", dependencies=[requires("interview.read")])
async def read(
    request: Request,
    db: Db,
    interview_id: UUID,
    part: str = "",
    edit: int = 0,
    correct: UUID | None = None,
    whole: str = "",
    find: str = "",
) -> HTMLResponse:
    """The part that is under way, or the one asked for; a closed record, or somebody else's, as it reads."""
    view = View(part=part, edit=edit, correct=correct, whole=bool(whole), find=find.strip())
    return await show(request, db, interview_id, view)


@router.post("/exchanges", dependencies=[CONDUCTS])
async def save(
    request: Request,
    db: Db,
    interview_id: UUID,
    question_id: Id = None,
    answer_id: Id = None,
    question: Text = "",
    answer: Text = "",
    question_words: Text = "",
    answer_words: Text = "",
    topic: Code = "",
    adverse: Text = "",
    to_clarify: Code = "",
    own_note: Text = "",
    version: Annotated[int, Form()] = 0,
    autosave: Annotated[str, Header(alias="X-Autosave")] = "",
) -> Response:
    """Save the row that is written. Autosave gets the row's version back; the form goes on to the next row."""
    row = interviews.Row(
        question=question,
        answer=answer,
        question_words=question_words,
        answer_words=answer_words,
        topic=topic or None,
        adverse=adverse,
        to_clarify=bool(to_clarify),
        own_note=own_note,
    )
    try:
        async with db.attempt():
            saved = await interviews.record_exchange(
                db,
                db.actor,
                interview_id,
                question_id=given(question_id),
                answer_id=given(answer_id),
                row=row,
                version=version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        if autosave:
            return _not_saved(refusal)
        typed = {name: getattr(row, name) for name in row.__slots__}
        values = {"question_id": question_id, "answer_id": answer_id, "version": version, "typed": typed}
        lost = tuple(text for text in (question, answer, answer_words) if text.strip())
        return await show(request, db, interview_id, View(part="questions"), Refused(refusal, values, lost))
    if autosave:
        answered = Response(status_code=204)
        etag(answered, saved)
        return answered
    return go(f"/interviews/{interview_id}?part=questions#now")


def _not_saved(refusal: Refusal) -> Response:
    """Why, in words and as a code, for the page that typed it; its text stays there."""
    return JSONResponse({"rule": refusal.rule, "reason": sentence(refusal)}, refused_status(refusal))


@router.post("/lines", dependencies=[CONDUCTS])
async def add_line(
    request: Request,
    db: Db,
    interview_id: UUID,
    entry_id: Id = None,
    kind: Code = "note",
    text: Text = "",
    words: Text = "",
    asked_by: Code = "",
    part: Code = "questions",
) -> Response:
    """A note, an objection with who makes it, how the person was, or a statement that answers no question."""

    async def do() -> None:
        await interviews.record_entry(
            db,
            db.actor,
            interview_id,
            entry_id=given(entry_id),
            kind=kind,
            text=text,
            words=words,
            asked_by=asked_by if kind == "objection" and asked_by else None,
        )

    values = {"text": text, "kind": kind, "words": words, "asked_by": asked_by}
    return await act(request, db, interview_id, do, part=part, values=values, lost=(text,))


@router.post("/attachments", dependencies=[CONDUCTS])
async def attach(request: Request, db: Db, interview_id: UUID) -> Response:
    """A document that was shown, or the recording: kept sealed, and named in the record with its digest."""
    sent = await files_of(request)
    kind = str((await request.form()).get("kind", "interview_document"))

    async def do() -> None:
        if not sent:
            raise Invalid.at("file", "required", "Elija un archivo que tenga contenido.")
        for one in sent:
            await interviews.exhibit(
                db, db.actor, interview_id, kind=kind, name=one.name, content=one.content
            )

    return await act(request, db, interview_id, do, part="", values={"kind": kind})
