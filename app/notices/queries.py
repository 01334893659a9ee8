"""The messages of a case, and those of every case that wait for somebody or that nobody could deliver."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, cast, column, false, func, select, table, tuple_

from app.core.database import ReadSession
from app.identity.public import user_table
from app.notices.models import Notice, NoticeTry

_CASES = table("cases", column("id"), column("reference"), column("office_id"))
PAGE = 50


@dataclass(frozen=True, slots=True)
class TryView:
    """One try, or what came back: `result` says which (app/notices/actions.py)."""

    at: datetime
    channel: str
    result: str
    detail: str
    by: str


@dataclass(frozen=True, slots=True)
class Message:
    id: UUID
    kind: str
    addressee: str
    address: str
    channel: str
    extent: str
    language: str
    body: str
    state: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    fault: str | None
    tries: tuple[TryView, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One that failed or that waits for a person, with its case."""

    message: Message
    reference: str


def _columns() -> tuple[object, ...]:
    n = Notice
    return (
        n.id, n.kind, n.addressee, n.address, n.channel, n.extent, n.language, n.body, n.state, n.created_at, n.due_at, n.sent_at, n.fault,
    )  # fmt: skip


async def messages_of(db: ReadSession, case_id: UUID, *, before: UUID | None = None) -> list[Message]:
    """The messages about a case with their tries, newest first, a page at a time from `before` on."""
    n = Notice
    statement = (
        select(*_columns()).where(n.case_id == case_id).order_by(n.created_at.desc(), n.id.desc()).limit(PAGE)  # type: ignore[call-overload]
    )
    if before is not None:
        cursor = select(n.created_at, n.id).where(n.id == before).subquery()
        statement = statement.where(
            tuple_(n.created_at, n.id) < select(cursor.c.created_at, cursor.c.id).scalar_subquery()
        )
    return await _with_tries(db, [Message(*row) for row in await db.rows(statement)])


async def unfinished(
    db: ReadSession, state: str, *, channel: str | None = None, after: UUID | None = None, limit: int = PAGE
) -> list[Unfinished]:
    """Messages in `state` (`failed`, `to_do`) in the cases that the actor may see, the oldest first, from `after` on."""
    n, c = Notice, _CASES.c
    statement = (
        select(*_columns(), c.reference)  # type: ignore[call-overload]
        .join(_CASES, c.id == n.case_id)
        .where(n.state == state)
        .order_by(n.created_at, n.id)
        .limit(limit)
    )
    if state == "to_do":
        # Nobody is told of an appointment that is over.
        over = cast(n.facts["when"].astext, DateTime(timezone=True)) <= db.now()
        statement = statement.where(func.coalesce(over, false()).is_(False))
    if channel is not None:
        statement = statement.where(n.channel == channel)
    if after is not None:
        cursor = select(n.created_at, n.id).where(n.id == after).subquery()
        statement = statement.where(
            tuple_(n.created_at, n.id) > select(cursor.c.created_at, cursor.c.id).scalar_subquery()
        )
    rows = await db.rows(statement)
    messages = await _with_tries(db, [Message(*row[:-1]) for row in rows])
    return [Unfinished(message, row.reference) for message, row in zip(messages, rows, strict=True)]


async def letters_to_print(db: ReadSession, *, limit: int = 200) -> list[Unfinished]:
    """Letters that nobody has posted yet, the oldest first, as many as go into one envelope round."""
    return await unfinished(db, "to_do", channel="letter", limit=limit)


async def _with_tries(db: ReadSession, messages: Iterable[Message]) -> list[Message]:
    listed = list(messages)
    t, u = NoticeTry, user_table.c
    rows = await db.rows(
        select(t.notice_id, t.at, t.channel, t.result, t.detail, u.name)
        .join(user_table, u.id == t.by)
        .where(t.notice_id.in_([m.id for m in listed]))
        .order_by(t.at, t.id)
    )
    tries: dict[UUID, list[TryView]] = {}
    for row in rows:
        tries.setdefault(row.notice_id, []).append(
            TryView(row.at, row.channel, row.result, row.detail, row.name)
        )
    return [
        Message(
            m.id, m.kind, m.addressee, m.address, m.channel, m.extent, m.language, m.body, m.state, m.created_at, m.due_at, m.sent_at,
            m.fault, tuple(tries.get(m.id, ())),
        )
        for m in listed
    ]  # fmt: skip
