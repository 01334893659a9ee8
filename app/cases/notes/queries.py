"""Reading notes, tasks and hand-overs. Row-level security leaves each side its own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, true, tuple_
from sqlalchemy.orm import aliased

from app.cases.models import Case
from app.cases.notes.models import CaseHandover, CaseMention, CaseNote, CaseTask
from app.core.database import ReadSession
from app.core.errors import Invalid, NotFound
from app.identity.public import user_table

PAGE = 30
WAITING_SHOWN, DONE_SHOWN, HANDOVERS_SHOWN = 100, 20, 50

_UNSEEN = (
    select(CaseNote.id, Case.reference, CaseNote.body, user_table.c.name, CaseNote.written_at)
    .select_from(CaseMention)
    .join(CaseNote, CaseNote.id == CaseMention.note_id)
    .join(Case, Case.id == CaseNote.case_id)
    .join(user_table, user_table.c.id == CaseNote.written_by)
    .where(CaseMention.user_id == bindparam("reader"), CaseMention.seen_at.is_(None))
    .order_by(CaseNote.written_at.desc(), CaseNote.id)
    .limit(bindparam("most"))
)
_T, _given, _maker, _done = CaseTask, aliased(user_table), aliased(user_table), aliased(user_table)
_TASKS = (
    select(
        _T.id, _T.case_id, Case.reference, _T.title, _T.due_on, _T.assignee, _given.c.name.label("given"),
        _maker.c.name.label("maker"), _T.made_at, _T.done_at, _done.c.name.label("done"), _T.version,
    )
    .join(Case, Case.id == _T.case_id)
    .join(_given, _given.c.id == _T.assignee)
    .join(_maker, _maker.c.id == _T.made_by)
    .outerjoin(_done, _done.c.id == _T.done_by)
)  # fmt: skip
_OF_CASE = _TASKS.where(_T.case_id == bindparam("case"))
_WAITING = _OF_CASE.where(_T.done_at.is_(None)).order_by(_T.due_on, _T.id).limit(WAITING_SHOWN)
_DONE = _OF_CASE.where(_T.done_at.is_not(None)).order_by(_T.done_at.desc(), _T.id).limit(DONE_SHOWN)
_MINE = (
    _TASKS.where(_T.assignee == bindparam("reader"), _T.done_at.is_(None))
    .order_by(_T.due_on, _T.id)
    .limit(bindparam("most"))
)
_H, _giver, _receiver = CaseHandover, aliased(user_table), aliased(user_table)
_HANDOVERS = (
    select(
        _H.id, _H.case_id, _H.reference, _H.from_user, _giver.c.name.label("giver"), _H.to_user,
        _receiver.c.name.label("receiver"), _H.done, _H.pending, _H.promises, _H.next_due_on, _H.next_due_rule, _H.state,
        _H.proposed_at, _H.decided_at, _H.answer, _H.version,
    )
    .join(_giver, _giver.c.id == _H.from_user)
    .join(_receiver, _receiver.c.id == _H.to_user)
    .order_by(_H.proposed_at.desc(), _H.id)
    .limit(HANDOVERS_SHOWN)
)  # fmt: skip
_HANDOVERS_OF = _HANDOVERS.where(_H.case_id == bindparam("case"))
_OFFERED = _HANDOVERS.where(_H.to_user == bindparam("reader"), _H.state == "proposed")


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
    rows = await db.rows(_UNSEEN, {"reader": db.actor.user_id, "most": limit})
    return [MentionView(*row) for row in rows]


async def tasks_of(db: ReadSession, case_id: UUID) -> list[TaskView]:
    """The open tasks of a case by day, then the last that were done."""
    waiting = await db.rows(_WAITING, {"case": case_id})
    done = await db.rows(_DONE, {"case": case_id})
    return [TaskView(*row) for row in (*waiting, *done)]


async def my_tasks(db: ReadSession, *, limit: int = 20) -> list[TaskView]:
    """What the reader has to do, by day."""
    rows = await db.rows(_MINE, {"reader": db.actor.user_id, "most": limit})
    return [TaskView(*row) for row in rows]


async def task_view(db: ReadSession, task_id: UUID) -> TaskView:
    """Raises `NotFound`."""
    row = await db.row(_TASKS.where(CaseTask.id == task_id))
    if row is None:
        raise NotFound
    return TaskView(*row)


async def handovers_of(db: ReadSession, case_id: UUID) -> list[HandoverView]:
    """Every hand-over of a case, the latest first."""
    return [HandoverView(*row) for row in await db.rows(_HANDOVERS_OF, {"case": case_id})]


async def handovers_waiting(db: ReadSession) -> list[HandoverView]:
    """Offered to the reader, who has not answered."""
    rows = await db.rows(_OFFERED, {"reader": db.actor.user_id})
    return [HandoverView(*row) for row in rows]


async def handover_view(db: ReadSession, handover_id: UUID) -> HandoverView:
    """Raises `NotFound`."""
    row = await db.row(_HANDOVERS.where(CaseHandover.id == handover_id))
    if row is None:
        raise NotFound
    return HandoverView(*row)


def _earlier(before: str | None) -> Any:
    if not before:
        return true()
    try:
        at, _, key = before.partition("~")
        return tuple_(CaseNote.written_at, CaseNote.id) < tuple_(datetime.fromisoformat(at), UUID(key))
    except ValueError as error:
        raise Invalid.at("before", "not_a_place", "Esa página no existe. Vuelva a buscar.") from error
