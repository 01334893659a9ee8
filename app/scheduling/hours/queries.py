"""Timetables, read together: of an office and of everybody who could be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.core.statements import one_of
from app.identity.public import office_table, user_table
from app.scheduling.hours import rules
from app.scheduling.hours.models import DayChange
from app.scheduling.hours.models import Timetable as Row
from app.scheduling.staff.models import Interpreter


def _of(table: type[Row] | type[DayChange]) -> ColumnElement[bool]:
    return or_(
        *(one_of(column, "owners") for column in (table.office_id, table.user_id, table.interpreter_id))
    )


_C = DayChange
_WEEKS = select(func.coalesce(Row.office_id, Row.user_id, Row.interpreter_id).label("owner"), Row.week).where(
    _of(Row)
)
_VERSION = select(Row.version).where(_of(Row))
_CHANGES = (
    select(
        _C.id,
        func.coalesce(_C.office_id, _C.user_id, _C.interpreter_id),
        _C.first,
        _C.last,
        _C.opens,
        _C.closes,
        _C.works,
        _C.note,
    )
    .where(_of(_C), _C.last >= bindparam("since"), _C.withdrawn_at.is_(None))
    .order_by(_C.first, _C.id)
)


@dataclass(frozen=True, slots=True)
class DayChangeView:
    id: UUID
    owner_id: UUID
    first: date
    last: date
    opens: time | None
    closes: time | None
    works: bool
    note: str


async def timetables(db: ReadSession, owners: Iterable[UUID], *, since: date) -> dict[UUID, rules.Timetable]:
    """The hours of offices, users and interpreters with their changes from `since` on; an owner who said nothing has an empty one."""
    wanted = list(owners)
    weeks = {row.owner: rules.read_week(row.week) for row in await db.rows(_WEEKS, {"owners": wanted})}
    changes: dict[UUID, list[rules.Change]] = {}
    for view in await _changes(db, wanted, since):
        span = rules.Span(view.opens, view.closes) if view.opens and view.closes else None
        changes.setdefault(view.owner_id, []).append(
            rules.Change(view.first, view.last, view.works, span, view.note)
        )
    return {one: rules.Timetable(weeks.get(one), tuple(changes.get(one, ()))) for one in wanted}


async def owner_name(db: ReadSession, kind: str, owner_id: UUID) -> str:
    """The name of the office, the interviewer or the interpreter whose hours they are. Raises `NotFound`."""
    table = {"office": office_table, "user": user_table, "interpreter": Interpreter.__table__}[kind]
    found: str | None = await db.scalar(select(table.c.name).where(table.c.id == owner_id))
    if found is None:
        raise NotFound
    return found


async def timetable_version(db: ReadSession, owner_id: UUID) -> int:
    """0 while nothing was said."""
    return await db.scalar(_VERSION, {"owners": [owner_id]}) or 0


async def day_changes(db: ReadSession, owner_id: UUID, *, since: date) -> list[DayChangeView]:
    """What is announced of one owner, the next first."""
    return sorted(await _changes(db, [owner_id], since), key=lambda c: (c.first, c.last))


async def _changes(db: ReadSession, owners: list[UUID], since: date) -> list[DayChangeView]:
    rows = await db.rows(_CHANGES, {"owners": owners, "since": since})
    return [DayChangeView(*row) for row in rows]
