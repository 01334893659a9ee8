"""The record of an interview: questions, reading, signatures; then the closed record with its addenda."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Header, Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.core.ids import new_id
from app.edge.access import requires
from app.edge.concurrency import etag
from app.edge.paper import handed_over
from app.edge.transaction import Db
from app.identity import public as identity
from app.interviews import public as interviews
from app.scheduling import public as scheduling
from app.web.i18n import language
from app.web.pages import interview_shown as shown
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows.print_interview import print_interview, written

router = APIRouter(prefix="/interviews/{interview_id}")

Text = Annotated[str, Form(max_length=40_000)]
Code = Annotated[str, Form(max_length=100)]
Id = Annotated[UUID | None, Form()]
CONDUCTS = requires("interview.conduct")
PARTS = {"questions": "questions", "reading": "read_back", "signing": "signing"}


@router.get(".pdf", dependencies=[requires("interview.read")])
async def paper(request: Request, db: Db, interview_id: UUID) -> Response:
    """The record on paper. The look is written into the record of access."""
    printed = await print_interview(db, interview_id, language=written(language()))
    return await handed_over(request, db, printed, "interview")


@router.get("", dependencies=[requires("interview.read")])
async def show(
    request: Request,
    db: Db,
    interview_id: UUID,
    part: str = "",
    edit: int = 0,
    correct: UUID | None = None,
    whole: str = "",
) -> HTMLResponse:
    """The part that is under way, or the one asked for; a closed record, or somebody else's, as it reads."""
    return await _show(request, db, interview_id, part=part, edit=edit, correct=correct, whole=bool(whole))


async def _show(
    request: Request,
    db: Session,
    interview_id: UUID,
    *,
    part: str = "",
    edit: int = 0,
    correct: UUID | None = None,
    whole: bool = False,
    refusal: Refusal | None = None,
    values: dict[str, Any] | None = None,
) -> HTMLResponse:
    record = await shown.read(request, db, interview_id)
    status = refused_status(refusal) if refusal else 200
    context: dict[str, Any] = {
        "record": record,
        "view": record.view,
        "head": shown.head(record),
        "present": shown.present(record),
        "signatures": shown.signatures(record),
        "values": values or {},
        "errors": field_errors(refusal) if refusal else {},
    }
    if not record.mine:
        mine = record.case.assigned_to == db.actor.user_id and identity.may(db.actor, "interview.conduct")
        return page(
            request,
            db,
            "interviews/closed.html",
            status,
            rows=shown.rows(record),
            may_add=mine and record.view.status == "signed",
            **context,
        )
    part = part if part in PARTS else _under_way(record)
    context |= {"part": part, "modes": shown.modes(record, part), "elapsed": shown.elapsed(record)}
    context |= {"topics": shown.topics(record), "known": shown.known(record), "unread": record.unread}
    if part == "questions":
        context |= _questions(record, edit=edit, whole=whole)
        if values and "typed" in values:
            context["now_row"] |= {**values, "values": values["typed"]}
        context["interpreters"] = [i.name for i in await scheduling.interpreters(db, record.view.language)]
    else:
        context |= {
            "rows": shown.rows(record),
            "correct": correct,
            "entry_id": new_id(),
            "note_id": new_id(),
        }
    return page(request, db, f"interviews/{PARTS[part]}.html", status, **context)


def _under_way(record: shown.Record) -> str:
    if record.view.read_back_at is None:
        return "questions"
    return "reading" if record.unread else "signing"


def _questions(record: shown.Record, *, edit: int, whole: bool) -> dict[str, Any]:
    """The rows so far, and the one that is written now: a new one, an unanswered question, or an earlier row that is changed."""
    exchanges = record.exchanges
    draft = record.view.read_back_at is None
    numbered = [e for e in exchanges if e.number]
    now = next((e for e in numbered if e.number == edit and draft), None) if edit else None
    last = numbered[-1] if numbered else None
    if now is None and draft and last and exchanges[-1] is last and last.question and not last.answer:
        now = last
    hidden = 0 if whole or edit else max(0, len(exchanges) - shown.SHOWN)
    return {
        "rows": shown.rows(record, [e for e in exchanges[hidden:] if e is not now]),
        "hidden": len([e for e in exchanges[:hidden] if e.number]),
        "now_row": _now_row(now, len(numbered) + 1, last),
        "waiting": [r for r in shown.rows(record) if not r["pause"] and r["to_clarify"]],
        "oath_missing": any(p.role == "interpreter" and p.oath_at is None for p in record.present),
        "alone": record.child
        and not any(p.role in ("guardian", "best_interests_officer") for p in record.present),
        "note_id": new_id(),
    }


def _now_row(
    now: interviews.Exchange | None, number: int, last: interviews.Exchange | None
) -> dict[str, Any]:
    if now is None:
        return {
            "number": number,
            "at": None,
            "question_id": new_id(),
            "answer_id": new_id(),
            "version": 0,
            "values": {"topic": last.topic if last else "opening"},
        }
    return {
        "number": now.number,
        "at": now.at,
        "question_id": now.question.id if now.question else new_id(),
        "answer_id": now.answer.id if now.answer else new_id(),
        "version": sum(line.version for line in (now.question, now.answer) if line),
        "values": {
            "question": now.question.text if now.question else "",
            "answer": now.answer.text if now.answer else "",
            "topic": now.topic,
            "to_clarify": now.to_clarify,
        },
    }


def _given(value: UUID | None) -> UUID:
    """A name that the page sends by itself. Raises `NotFound` for a request that no page made."""
    if value is None:
        raise NotFound
    return value


@router.post("/exchanges", dependencies=[CONDUCTS])
async def save(
    request: Request,
    db: Db,
    interview_id: UUID,
    question_id: Id = None,
    answer_id: Id = None,
    question: Text = "",
    answer: Text = "",
    topic: Code = "",
    to_clarify: Code = "",
    version: Annotated[int, Form()] = 0,
    autosave: Annotated[str, Header(alias="X-Autosave")] = "",
) -> Response:
    """Save the row that is written. Autosave gets the row's version back; the form goes on to the next row."""
    typed = {"question": question, "answer": answer, "topic": topic, "to_clarify": to_clarify}
    try:
        async with db.attempt():
            saved = await interviews.record_exchange(
                db,
                db.actor,
                interview_id,
                question_id=_given(question_id),
                answer_id=_given(answer_id),
                row=interviews.Row(question, answer, topic=topic or None, to_clarify=bool(to_clarify)),
                version=version,
            )
    except Refusal as refusal:
        if autosave:
            return Response(status_code=refused_status(refusal))
        kept = {"question_id": question_id, "answer_id": answer_id, "version": version, "typed": typed}
        return await _show(request, db, interview_id, part="questions", refusal=refusal, values=kept)
    if autosave:
        answered = Response(status_code=204)
        etag(answered, saved)
        return answered
    return go(f"/interviews/{interview_id}?part=questions#now")


@router.post("/lines", dependencies=[CONDUCTS])
async def add_line(
    request: Request,
    db: Db,
    interview_id: UUID,
    entry_id: Id = None,
    kind: Code = "note",
    text: Text = "",
    part: Code = "questions",
) -> Response:
    """A note, an objection or a statement that answers no question."""

    async def act() -> None:
        await interviews.record_entry(
            db, db.actor, interview_id, entry_id=_given(entry_id), kind=kind, text=text
        )

    return await _do(request, db, interview_id, act, part=part, values={"text": text, "kind": kind})


@router.post("/participants", dependencies=[CONDUCTS])
async def add_participant(
    request: Request,
    db: Db,
    interview_id: UUID,
    role: Code = "",
    name: Text = "",
    identified_by: Text = "",
    version: Annotated[int | None, Form()] = None,
) -> Response:
    async def act() -> None:
        await interviews.add_participant(
            db,
            db.actor,
            interview_id,
            role=role,
            name=name,
            identified_by=identified_by,
            version=version,
        )

    typed = {"role": role, "name": name, "identified_by": identified_by}
    return await _do(request, db, interview_id, act, part="questions", values=typed)


@router.post("/participants/{participant_id}/departure", dependencies=[CONDUCTS])
async def remove_participant(
    request: Request,
    db: Db,
    interview_id: UUID,
    participant_id: UUID,
    version: Annotated[int | None, Form()] = None,
) -> Response:
    async def act() -> None:
        await interviews.remove_participant(
            db, db.actor, interview_id, participant_id=participant_id, version=version
        )

    return await _do(request, db, interview_id, act, part="questions")


@router.post("/oath", dependencies=[CONDUCTS])
async def take_oath(request: Request, db: Db, interview_id: UUID) -> Response:
    async def act() -> None:
        await interviews.take_oath(db, db.actor, interview_id)

    return await _do(request, db, interview_id, act, part="questions")


@router.post("/break", dependencies=[CONDUCTS])
async def pause(
    request: Request, db: Db, interview_id: UUID, asked_by: Code = "interviewer", part: Code = ""
) -> Response:
    async def act() -> None:
        await interviews.pause(db, db.actor, interview_id, asked_by=asked_by)

    return await _do(request, db, interview_id, act, part=part)


@router.post("/resume", dependencies=[CONDUCTS])
async def resume(request: Request, db: Db, interview_id: UUID, note: Text = "", part: Code = "") -> Response:
    async def act() -> None:
        await interviews.resume(db, db.actor, interview_id, note=note)

    return await _do(request, db, interview_id, act, part=part)


@router.post("/read-back", dependencies=[CONDUCTS])
async def start_read_back(
    request: Request, db: Db, interview_id: UUID, version: Annotated[int | None, Form()] = None
) -> Response:
    async def act() -> None:
        await interviews.start_read_back(db, db.actor, interview_id, version=version)

    return await _do(request, db, interview_id, act, part="reading")


@router.post("/readings", dependencies=[CONDUCTS])
async def mark_read(
    request: Request, db: Db, interview_id: UUID, entries: Annotated[list[UUID] | None, Form()] = None
) -> Response:
    async def act() -> None:
        await interviews.mark_read(db, db.actor, interview_id, entries=entries or [])

    return await _do(request, db, interview_id, act, part="")


@router.post("/corrections", dependencies=[CONDUCTS])
async def correct(
    request: Request,
    db: Db,
    interview_id: UUID,
    entry_id: Id = None,
    corrects: Id = None,
    text: Text = "",
    asked_by: Code = "applicant",
) -> Response:
    async def act() -> None:
        await interviews.correct(
            db,
            db.actor,
            interview_id,
            entry_id=_given(entry_id),
            corrects=_given(corrects),
            text=text,
            asked_by=asked_by,
        )

    return await _do(request, db, interview_id, act, part="reading", correct=corrects, values={"text": text})


@router.post("/signatures", dependencies=[CONDUCTS])
async def sign(
    request: Request,
    db: Db,
    interview_id: UUID,
    participant_id: Id = None,
    method: Code = "",
    refusal_reason: Text = "",
) -> Response:
    async def act() -> None:
        await interviews.sign(
            db,
            db.actor,
            interview_id,
            participant_id=_given(participant_id),
            method=method,
            refusal_reason=refusal_reason,
        )

    typed = {"participant_id": participant_id, "method": method, "refusal_reason": refusal_reason}
    return await _do(request, db, interview_id, act, part="signing", values=typed)


@router.post("/addenda", dependencies=[CONDUCTS])
async def add_addendum(
    request: Request,
    db: Db,
    interview_id: UUID,
    text: Text = "",
    requested_by: Code = "applicant",
    entry: Code = "",
) -> Response:
    async def act() -> None:
        await interviews.add_addendum(
            db,
            db.actor,
            interview_id,
            text=text,
            requested_by=requested_by,
            entry_id=UUID(entry) if entry else None,
        )

    typed = {"text": text, "requested_by": requested_by, "entry": entry}
    return await _do(request, db, interview_id, act, part="", values=typed)


async def _do(
    request: Request,
    db: Session,
    interview_id: UUID,
    act: Callable[[], Awaitable[None]],
    *,
    part: str,
    correct: UUID | None = None,
    values: dict[str, Any] | None = None,
) -> Response:
    """Act and go back to the record, or show it again with what was typed and why it was refused."""
    try:
        async with db.attempt():
            await act()
    except Refusal as refusal:
        return await _show(
            request, db, interview_id, part=part, correct=correct, refusal=refusal, values=values
        )
    return go(f"/interviews/{interview_id}{f'?part={part}' if part else ''}#now")
