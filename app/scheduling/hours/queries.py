"""Timetables, read together: of an office and of everybody who could be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import office_table, user_table
from app.scheduling.hours import rules
from app.scheduling.hours.models import DayChange
from app.scheduling.hours.models import Timetable as Row
from app.scheduling.staff.models import Interpreter


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
    owner = func.coalesce(Row.office_id, Row.user_id, Row.interpreter_id)
    weeks = {
        row.owner: rules.read_week(row.week)
        for row in await db.rows(select(owner.label("owner"), Row.week).where(_of(Row, wanted)))
    }
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
    return await db.scalar(select(Row.version).where(_of(Row, [owner_id]))) or 0


async def day_changes(db: ReadSession, owner_id: UUID, *, since: date) -> list[DayChangeView]:
    """What is announced of one owner, the next first."""
    return sorted(await _changes(db, [owner_id], since), key=lambda c: (c.first, c.last))


async def _changes(db: ReadSession, owners: list[UUID], since: date) -> list[DayChangeView]:
    c = DayChange
    owner = func.coalesce(c.office_id, c.user_id, c.interpreter_id)
    rows = await db.rows(
        select(c.id, owner, c.first, c.last, c.opens, c.closes, c.works, c.note)
        .where(_of(c, owners), c.last >= since, c.withdrawn_at.is_(None))
        .order_by(c.first, c.id)
    )
    return [DayChangeView(*row) for row in rows]


def _of(table: type[Row] | type[DayChange], owners: list[UUID]) -> ColumnElement[bool]:
    return or_(table.office_id.in_(owners), table.user_id.in_(owners), table.interpreter_id.in_(owners))
