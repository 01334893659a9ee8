"""Watching a figure, having seen that it crossed, and watching it no more."""

import math
import re
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from app.core.actor import BY_OFFICE, Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.overrides.public import procedure_in_force
from app.statistics.alerts import rules, values
from app.statistics.alerts.errors import AlreadyEnded, AlreadyWatched, TooManyAlerts
from app.statistics.alerts.models import Alert, Crossing
from app.statistics.figures.filters import Filters
from app.statistics.figures.registry import figure as counted
from app.statistics.figures.values import Figure

MOST = 50
HIGHEST = 1e9
LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^@\s,;<>\x00-\x1f]+@[^@\s,;<>\x00-\x1f]+\.[^@\s,;<>\x00-\x1f]+")


async def subscribe(
    db: Session,
    actor: Actor,
    *,
    figure: str,
    key: str,
    direction: rules.Direction,
    line: float,
    filters: Filters | None = None,
    last_days: int | None = None,
    email: str = "",
) -> UUID:
    """Watch a number of a figure for `actor`, in the role in which they act: whether it is above or below `line`.

    `key` is one of `values.measures`. `last_days`: only what was in so many days before each look, instead of a fixed period.
    `email`: where to write besides, without a word about the figure. Raises `Invalid`, `AlreadyWatched`, `TooManyAlerts`.
    """
    demand(actor, "metrics.read")
    asked = filters or Filters()
    _demand_sound(figure, line, asked, last_days, email)
    found = await read(db, figure, asked, last_days)
    measure = values.measure(found, key)
    if measure is None:
        raise Invalid.at("value", "unknown_value", "Elija un valor de esta cifra.")
    if measure.kind == "share" and line > 1:
        raise Invalid.at("line", "not_a_share", "Escriba un porcentaje de 0 a 100.")
    now = db.now()
    value = number(measure.value)
    standing = rules.begun(rules.Line(direction, line, measure.kind), value, now)
    alert = Alert(
        id=new_id(),
        user_id=actor.user_id,
        role=actor.role,
        office_id=actor.office_id if actor.role in BY_OFFICE else None,
        figure=figure,
        key=key,
        kind=measure.kind,
        direction=direction,
        line=line,
        filters=values.kept(asked),
        last_days=last_days,
        email=email,
        state=standing.state,
        state_since=standing.since,
        value=value,
        as_of=found.as_of,
        made_at=now,
        ended_at=None,
    )
    await _demand_new(db, alert)
    db.add(alert)
    await db.flush()
    return alert.id


async def read(db: ReadSession, figure: str, filters: Filters, last_days: int | None) -> Figure:
    """The figure that is watched, as whoever reads may read it."""
    today = (await procedure_in_force(db)).today(db.now())
    return await counted(db, figure, values.within(filters, last_days, today))


def number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


async def end(db: Session, actor: Actor, alert_id: UUID) -> None:
    """Watch it no more; what it told stays. Raises `NotFound`, `AlreadyEnded`."""
    demand(actor, "metrics.read")
    alert = await db.locked(Alert, alert_id)
    if alert is None:
        raise NotFound
    if alert.ended_at is not None:
        raise AlreadyEnded
    alert.ended_at = db.now()
    await db.flush()


async def mark_seen(db: Session, actor: Actor, alert_id: UUID) -> None:
    """The person has seen what their alert told so far; it leaves their day. Raises `NotFound`."""
    demand(actor, "metrics.read")
    if await db.get(Alert, alert_id) is None:
        raise NotFound
    await db.execute(
        update(Crossing)
        .where(Crossing.alert_id == alert_id, Crossing.seen_at.is_(None))
        .values(seen_at=db.now())
    )


def _demand_sound(figure: str, line: float, filters: Filters, last_days: int | None, email: str) -> None:
    if figure not in values.WATCHED:
        raise Invalid.at("figure", "not_watched", "Elija una cifra de la lista.")
    if not (math.isfinite(line) and 0 <= line <= HIGHEST):
        raise Invalid.at("line", "out_of_bounds", "Escriba un número que no sea negativo.")
    if filters.as_of is not None:
        raise Invalid.at("as_of", "not_the_present", "Una alerta mira la cifra de hoy, sin fecha de corte.")
    if last_days is not None and (filters.since or filters.until):
        raise Invalid.at("last_days", "two_periods", "Elija un período fijo o los últimos días, no los dos.")
    if last_days is not None and last_days not in values.WINDOWS:
        raise Invalid.at("last_days", "unknown_window", "Elija cuántos días de la lista.")
    if email and (len(email) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(email)):
        raise Invalid.at("email", "not_an_address", "Escriba un correo como nombre@institucion.go.cr.")


async def _demand_new(db: Session, alert: Alert) -> None:
    """Neither one too many nor one that there is already."""
    a = Alert
    if (await db.scalar(select(func.count()).where(a.ended_at.is_(None)).select_from(a)) or 0) >= MOST:
        raise TooManyAlerts(most=MOST)
    same = select(a.id).where(
        a.ended_at.is_(None),
        a.figure == alert.figure,
        a.key == alert.key,
        a.direction == alert.direction,
        a.line == alert.line,
        a.filters == alert.filters,
        a.last_days.is_not_distinct_from(alert.last_days),
    )
    if await db.scalar(same.limit(1)) is not None:
        raise AlreadyWatched
