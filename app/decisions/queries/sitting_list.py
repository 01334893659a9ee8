"""The list of sittings, and a month of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, tuple_

from app.core.database import ReadSession
from app.core.errors import Invalid
from app.decisions.models import AgendaItem, Sitting, SittingMember
from app.decisions.queries.sitting_views import SittingRow


def own_sittings(db: ReadSession) -> ColumnElement[bool]:
    """A secretary's are their body's; a member's those that they were called to."""
    of_body: ColumnElement[bool] = Sitting.body == (db.actor.body or "")
    if db.actor.role != "commission_member":
        return of_body
    called = exists().where(SittingMember.sitting_id == Sitting.id, SittingMember.user_id == db.actor.user_id)
    return and_(of_body, called)


@dataclass(frozen=True, slots=True)
class SittingPage:
    """`after` continues the list; None at its end."""

    rows: list[SittingRow]
    after: str | None


async def sittings(db: ReadSession, *, after: str | None = None, limit: int = 100) -> SittingPage:
    """The actor's sittings, the latest first. Keyset pages."""
    statement = _listed(db).order_by(Sitting.starts_at.desc(), Sitting.id.desc()).limit(limit + 1)
    if after is not None:
        statement = statement.where(tuple_(Sitting.starts_at, Sitting.id) < _read(after))
    rows = [SittingRow(*row) for row in await db.rows(statement)]
    last = rows[limit - 1] if len(rows) > limit else None
    return SittingPage(rows[:limit], f"{last.starts_at.isoformat()}_{last.id}" if last else None)


def _read(after: str) -> tuple[datetime, UUID]:
    """Where a page begins: the hour and the key of the last row before it. Raises `Invalid` for what no page has said."""
    moment, _, last = after.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError as error:
        raise Invalid.at("after", "unknown", "Esa página no existe.") from error


async def sittings_between(db: ReadSession, since: datetime, before: datetime) -> list[SittingRow]:
    """The actor's sittings that start in that time, the first of them first: a month of the calendar."""
    statement = _listed(db).where(Sitting.starts_at >= since, Sitting.starts_at < before)
    return [SittingRow(*row) for row in await db.rows(statement.order_by(Sitting.starts_at, Sitting.id))]


def _listed(db: ReadSession) -> Select[Any]:
    counted = (
        select(func.count(), func.count().filter(AgendaItem.status != "pending"))
        .where(AgendaItem.sitting_id == Sitting.id)
        .lateral("counted")
    )
    items, settled = counted.c
    s = Sitting
    return (
        select(s.id, s.number, s.body, s.starts_at, s.status, s.kind, items, settled)
        .join(counted, s.id.is_not(None))
        .where(own_sittings(db))
    )
