"""Reading notes, tasks and hand-overs. Row-level security leaves each side its own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, true, tuple_
from sqlalchemy.orm import aliased

from app.cases.models import Case
from app.cases.notes.models import CaseHandover, CaseMention, CaseNote, CaseTask
from app.core.database import ReadSession
from app.core.errors import Invalid, NotFound
from app.identity.public import user_table

PAGE = 30
DONE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class NoteView:
    """`corrected`: a later note says what this one should have said. `mentions` by name."""

    id: UUID
    body: str
    written_by: UUID
    author: str
    written_at: datetime
    corrects: UUID | None
    corrected: bool
    mentions: tuple[str, ...]
    mentions_reader: bool


@dataclass(frozen=True, slots=True)
class NotePage:
    notes: tuple[NoteView, ...]
    before: str | None


@dataclass(frozen=True, slots=True)
class TaskView:
    id: UUID
    case_id: UUID
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


@dataclass(frozen=True, slots=True)
class MentionView:
    """A note in which the reader is named and which they have not said to have seen."""

    note_id: UUID
    reference: str
    body: str
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class HandoverView:
    id: UUID
    case_id: UUID
    reference: str
    from_user: UUID
    from_name: str
    to_user: UUID
    to_name: str
    done: str
    pending: str
    promises: str
    next_due_on: date | None
    next_due_rule: str | None
    state: str
    proposed_at: datetime
    decided_at: datetime | None
    answer: str
    version: int


async def notes_of(
    db: ReadSession, case_id: UUID, *, before: str | None = None, limit: int = PAGE
) -> NotePage:
    """The reader's side's notes on a case, the latest first. Three questions however many."""
    n, later = CaseNote, aliased(CaseNote)
    rows = await db.rows(
        select(n, user_table.c.name, later.id.label("later"))
        .join(user_table, user_table.c.id == n.written_by)
        .outerjoin(later, later.corrects == n.id)
        .where(n.case_id == case_id, _earlier(before))
        .order_by(n.written_at.desc(), n.id.desc())
        .limit(limit + 1)
    )
    named = await _mentions(db, [row.CaseNote.id for row in rows])
    notes = tuple(_note(row, named.get(row.CaseNote.id, []), db.actor.user_id) for row in rows[:limit])
    last = notes[-1] if len(rows) > limit else None
    return NotePage(notes, f"{last.written_at.isoformat()}~{last.id}" if last else None)


async def note_view(db: ReadSession, note_id: UUID) -> tuple[UUID, NoteView]:
    """The note and its case. Raises `NotFound`."""
    n, later = CaseNote, aliased(CaseNote)
    row = await db.row(
        select(n, user_table.c.name, later.id.label("later"))
        .join(user_table, user_table.c.id == n.written_by)
        .outerjoin(later, later.corrects == n.id)
        .where(n.id == note_id)
    )
    if row is None:
        raise NotFound
    named = await _mentions(db, [note_id])
    return row.CaseNote.case_id, _note(row, named.get(note_id, []), db.actor.user_id)


def _note(row: Any, named: list[tuple[UUID, str]], reader: UUID) -> NoteView:
    note: CaseNote = row.CaseNote
    return NoteView(
        note.id,
        note.body,
        note.written_by,
        row.name,
        note.written_at,
        note.corrects,
        row.later is not None,
        tuple(name for _, name in named),
        any(user == reader for user, _ in named),
    )


async def _mentions(db: ReadSession, notes: list[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    if not notes:
        return {}
    m = CaseMention
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for note, user, name in await db.rows(
        select(m.note_id, m.user_id, user_table.c.name)
        .join(user_table, user_table.c.id == m.user_id)
        .where(m.note_id.in_(notes))
        .order_by(user_table.c.name)
    ):
        found.setdefault(note, []).append((user, name))
    return found


async def unseen_mentions(db: ReadSession, *, limit: int = 20) -> list[MentionView]:
    """Where the reader is named, the latest first."""
    m, n = CaseMention, CaseNote
    rows = await db.rows(
        select(n.id, Case.reference, n.body, user_table.c.name, n.written_at)
        .select_from(m)
        .join(n, n.id == m.note_id)
        .join(Case, Case.id == n.case_id)
        .join(user_table, user_table.c.id == n.written_by)
        .where(m.user_id == db.actor.user_id, m.seen_at.is_(None))
        .order_by(n.written_at.desc(), n.id)
        .limit(limit)
    )
    return [MentionView(*row) for row in rows]


async def tasks_of(db: ReadSession, case_id: UUID) -> list[TaskView]:
    """The open tasks of a case by day, then the last that were done."""
    t = CaseTask
    waiting = await _tasks(db, t.case_id == case_id, t.done_at.is_(None), order=(t.due_on, t.id), limit=100)
    done = await _tasks(
        db, t.case_id == case_id, t.done_at.is_not(None), order=(t.done_at.desc(), t.id), limit=DONE_SHOWN
    )
    return [*waiting, *done]


async def my_tasks(db: ReadSession, *, limit: int = 20) -> list[TaskView]:
    """What the reader has to do, by day."""
    t = CaseTask
    mine = (t.assignee == db.actor.user_id, t.done_at.is_(None))
    return await _tasks(db, *mine, order=(t.due_on, t.id), limit=limit)


async def task_view(db: ReadSession, task_id: UUID) -> TaskView:
    """Raises `NotFound`."""
    found = await _tasks(db, CaseTask.id == task_id, order=(CaseTask.id,), limit=1)
    if not found:
        raise NotFound
    return found[0]


async def _tasks(db: ReadSession, *conditions: Any, order: tuple[Any, ...], limit: int) -> list[TaskView]:
    t, given, maker, done = CaseTask, aliased(user_table), aliased(user_table), aliased(user_table)
    rows = await db.rows(
        select(
            t.id, t.case_id, Case.reference, t.title, t.due_on, t.assignee, given.c.name.label("given"),
            maker.c.name.label("maker"), t.made_at, t.done_at, done.c.name.label("done"), t.version,
        )
        .join(Case, Case.id == t.case_id)
        .join(given, given.c.id == t.assignee)
        .join(maker, maker.c.id == t.made_by)
        .outerjoin(done, done.c.id == t.done_by)
        .where(*conditions)
        .order_by(*order)
        .limit(limit)
    )  # fmt: skip
    return [TaskView(*row) for row in rows]


async def handovers_of(db: ReadSession, case_id: UUID) -> list[HandoverView]:
    """Every hand-over of a case, the latest first."""
    return await _handovers(db, CaseHandover.case_id == case_id)


async def handovers_waiting(db: ReadSession) -> list[HandoverView]:
    """Offered to the reader, who has not answered."""
    h = CaseHandover
    return await _handovers(db, h.to_user == db.actor.user_id, h.state == "proposed")


async def handover_view(db: ReadSession, handover_id: UUID) -> HandoverView:
    """Raises `NotFound`."""
    found = await _handovers(db, CaseHandover.id == handover_id)
    if not found:
        raise NotFound
    return found[0]


async def _handovers(db: ReadSession, *conditions: Any) -> list[HandoverView]:
    h, giver, receiver = CaseHandover, aliased(user_table), aliased(user_table)
    rows = await db.rows(
        select(
            h.id, h.case_id, h.reference, h.from_user, giver.c.name.label("giver"), h.to_user, receiver.c.name.label("receiver"),
            h.done, h.pending, h.promises, h.next_due_on, h.next_due_rule, h.state, h.proposed_at, h.decided_at, h.answer,
            h.version,
        )
        .join(giver, giver.c.id == h.from_user)
        .join(receiver, receiver.c.id == h.to_user)
        .where(*conditions)
        .order_by(h.proposed_at.desc(), h.id)
        .limit(50)
    )  # fmt: skip
    return [HandoverView(*row) for row in rows]


def _earlier(before: str | None) -> Any:
    if not before:
        return true()
    try:
        at, _, key = before.partition("~")
        return tuple_(CaseNote.written_at, CaseNote.id) < tuple_(datetime.fromisoformat(at), UUID(key))
    except ValueError as error:
        raise Invalid.at("before", "not_a_place", "Esa página no existe. Vuelva a buscar.") from error
