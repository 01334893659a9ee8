"""Alerts as they stand. The database shows each person their own, in the role in which they asked for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.statistics.alerts import values
from app.statistics.alerts.models import Alert, Crossing
from app.statistics.alerts.rules import Line
from app.statistics.figures.filters import Filters

HISTORY = 100
ENDED = 20


@dataclass(frozen=True, slots=True)
class CrossingView:
    """`back`: it came back. `value` at `as_of`; `at` is when it was found."""

    id: UUID
    at: datetime
    as_of: datetime
    value: float
    line: float
    direction: str
    back: bool
    seen_at: datetime | None
    mail: str


@dataclass(frozen=True, slots=True)
class AlertView:
    """`crossings`: the newest first."""

    id: UUID
    figure: str
    key: str
    kind: str
    direction: str
    line: float
    filters: Filters
    last_days: int | None
    email: str
    state: str
    state_since: datetime
    value: float | None
    as_of: datetime
    made_at: datetime
    ended_at: datetime | None
    crossings: tuple[CrossingView, ...] = ()

    @property
    def back_at(self) -> float:
        """From where on it is back."""
        return Line(self.direction, self.line, self.kind).back_at  # type: ignore[arg-type]  # one of the two

    @property
    def unseen(self) -> tuple[CrossingView, ...]:
        return tuple(crossing for crossing in self.crossings if crossing.seen_at is None)


async def alerts(db: ReadSession) -> list[AlertView]:
    """The own ones: those that are watched, then the last that ended; each with its last crossings."""
    a = Alert
    open_ = await db.rows(select(a).where(a.ended_at.is_(None)).order_by(a.made_at.desc(), a.id))
    ended = await db.rows(
        select(a).where(a.ended_at.is_not(None)).order_by(a.ended_at.desc(), a.id).limit(ENDED)
    )
    return await _with_crossings(db, [row.Alert for row in (*open_, *ended)])


async def alert(db: ReadSession, alert_id: UUID) -> AlertView:
    """One with its history. Raises `NotFound`."""
    found = await db.row(select(Alert).where(Alert.id == alert_id))
    if found is None:
        raise NotFound
    return (await _with_crossings(db, [found.Alert]))[0]


async def unseen(db: ReadSession) -> list[AlertView]:
    """Those that told something that the person has not seen yet, with that alone; the newest first."""
    rows = await db.rows(
        select(Alert, Crossing)
        .join(Crossing, Crossing.alert_id == Alert.id)
        .where(Alert.ended_at.is_(None), Crossing.seen_at.is_(None))
        .order_by(Crossing.at.desc(), Crossing.id.desc())
        .limit(HISTORY)
    )
    found: dict[UUID, tuple[Alert, list[CrossingView]]] = {}
    for row in rows:
        found.setdefault(row.Alert.id, (row.Alert, []))[1].append(_crossing(row.Crossing))
    return [_view(one, tuple(told)) for one, told in found.values()]


async def _with_crossings(db: ReadSession, found: list[Alert]) -> list[AlertView]:
    of: dict[UUID, list[CrossingView]] = {one.id: [] for one in found}
    rows = await db.rows(
        select(Crossing)
        .where(Crossing.alert_id.in_(list(of)))
        .order_by(Crossing.at.desc(), Crossing.id.desc())
        .limit(HISTORY * max(1, len(of)))
    )
    for row in rows:
        of[row.Crossing.alert_id].append(_crossing(row.Crossing))
    return [_view(one, tuple(of[one.id][:HISTORY])) for one in found]


def _crossing(row: Crossing) -> CrossingView:
    return CrossingView(
        row.id, row.at, row.as_of, row.value, row.line, row.direction, row.back, row.seen_at, row.mail
    )


def _view(row: Any, crossings: tuple[CrossingView, ...]) -> AlertView:
    return AlertView(
        id=row.id,
        figure=row.figure,
        key=row.key,
        kind=row.kind,
        direction=row.direction,
        line=row.line,
        filters=values.filters_of(row.filters),
        last_days=row.last_days,
        email=row.email,
        state=row.state,
        state_since=row.state_since,
        value=row.value,
        as_of=row.as_of,
        made_at=row.made_at,
        ended_at=row.ended_at,
        crossings=crossings,
    )
