"""Notes and tasks on a case: each side reads its own; who speaks for the person reads none."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(tags=["notes"], responses=PROBLEMS)
Text = Annotated[str, Field(max_length=cases.notes.LONGEST_NOTE)]


class NoteBody(Body):
    """`mentions` besides those named as @username in the text. Somebody who may not read the note refuses the whole of it."""

    body: Text
    mentions: Annotated[list[UUID], Field(max_length=50)] = []


class NoteAnswer(BaseModel):
    """`corrected`: a later note, whose `corrects` is this one, says what it should have said."""

    id: UUID
    body: str
    author: str
    written_at: datetime
    corrects: UUID | None
    corrected: bool
    mentions: list[str]


class NotesAnswer(BaseModel):
    notes: list[NoteAnswer]
    before: str | None


class MentionAnswer(BaseModel):
    note_id: UUID
    reference: str
    body: str
    author: str
    written_at: datetime


class ColleagueAnswer(BaseModel):
    user_id: UUID
    username: str
    name: str
    role: str


class TaskBody(Body):
    """`assignee` left out: the caller."""

    title: Annotated[str, Field(max_length=200)]
    due_on: date
    assignee: UUID | None = None


class DoneBody(Body):
    """`done` false: not after all."""

    done: bool


class TaskAnswer(BaseModel):
    id: UUID
    reference: str
    title: str
    due_on: date
    assignee: UUID
    assignee_name: str
    maker: str
    made_at: datetime
    done_at: datetime | None
    done_by: str | None
    version: int


@router.get("/cases/{reference}/notes", dependencies=[requires("note.read")])
async def read_notes(
    db: Db, reference: str, before: Annotated[str | None, Query(max_length=90)] = None
) -> NotesAnswer:
    """The notes of the caller's own side, the latest first."""
    case_id = await cases.case_id_of(db, reference)
    await audit.looked(db, "page.notes", reference, case_id=case_id)
    found = await cases.notes.notes_of(db, case_id, before=before)
    return NotesAnswer(notes=[_note(each) for each in found.notes], before=found.before)


@router.post("/cases/{reference}/notes", status_code=201, dependencies=[requires("note.write")])
async def write_note(db: Db, reference: str, body: NoteBody) -> NoteAnswer:
    """Write a note. It is never changed: what it should have said is another that corrects it."""
    case_id = await cases.case_id_of(db, reference)
    made = await cases.notes.write_note(db, db.actor, case_id, body=body.body, mentions=body.mentions)
    return _note((await cases.notes.note_view(db, made))[1])


@router.post("/notes/{note_id}/correction", status_code=201, dependencies=[requires("note.write")])
async def correct_note(db: Db, note_id: UUID, body: NoteBody) -> NoteAnswer:
    made = await cases.notes.correct_note(db, db.actor, note_id, body=body.body, mentions=body.mentions)
    return _note((await cases.notes.note_view(db, made))[1])


@router.get("/mentions", dependencies=[requires("note.read")])
async def read_mentions(db: Db) -> list[MentionAnswer]:
    """Where the caller is named and has not said that they saw it."""
    found = await cases.notes.unseen_mentions(db)
    return [MentionAnswer.model_validate(each, from_attributes=True) for each in found]


@router.post("/notes/{note_id}/seen", status_code=204, dependencies=[requires("note.read")])
async def seen(db: Db, note_id: UUID) -> None:
    """The caller, who is mentioned in it, has seen the note."""
    await cases.notes.mark_seen(db, db.actor, note_id)


@router.get("/cases/{reference}/colleagues", dependencies=[requires("note.read")])
async def read_colleagues(
    db: Db, reference: str, q: Annotated[str, Query(max_length=80)] = ""
) -> list[ColleagueAnswer]:
    """Whom a note on the case may mention, and who may be given a task in it."""
    case_id = await cases.case_id_of(db, reference)
    found = await cases.notes.colleagues_of(db, db.actor, case_id, words=q)
    return [ColleagueAnswer.model_validate(each, from_attributes=True) for each in found]


@router.get("/cases/{reference}/tasks", dependencies=[requires("note.read")])
async def read_tasks(db: Db, reference: str) -> list[TaskAnswer]:
    """Open ones by day, then the last that were done."""
    return [_task(each) for each in await cases.notes.tasks_of(db, await cases.case_id_of(db, reference))]


@router.get("/tasks", dependencies=[requires("note.read")])
async def read_own_tasks(db: Db) -> list[TaskAnswer]:
    """What the caller has to do, by day."""
    return [_task(each) for each in await cases.notes.my_tasks(db)]


@router.post("/cases/{reference}/tasks", status_code=201, dependencies=[requires("note.write")])
async def add_task(response: Response, db: Db, reference: str, body: TaskBody) -> TaskAnswer:
    case_id = await cases.case_id_of(db, reference)
    made = await cases.notes.add_task(
        db, db.actor, case_id, title=body.title, due_on=body.due_on, assignee=body.assignee
    )
    return await _one_task(response, db, made)


@router.post("/tasks/{task_id}/done", dependencies=[requires("note.write")])
async def task_done(
    response: Response, db: Db, task_id: UUID, body: DoneBody, version: IfMatch
) -> TaskAnswer:
    """Say that it is done, or that it is not after all."""
    await cases.notes.set_task_done(db, db.actor, task_id, done=body.done, version=version)
    return await _one_task(response, db, task_id)


async def _one_task(response: Response, db: Db, task_id: UUID) -> TaskAnswer:
    view = await cases.notes.task_view(db, task_id)
    etag(response, view.version)
    return _task(view)


def _note(view: cases.notes.NoteView) -> NoteAnswer:
    return NoteAnswer.model_validate(view, from_attributes=True)


def _task(view: cases.notes.TaskView) -> TaskAnswer:
    return TaskAnswer.model_validate(view, from_attributes=True)
