"""Figures that somebody watches, and what their alerts told: as the worker's look would have found it, every third day. Of invented people.

Where the line is drawn follows from the caseload, so that each has something to tell whatever its size; what is told is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor
from uuid import UUID

from sqlalchemy import text

from app.core.actor import SYSTEM, Actor
from app.core.database import Database
from app.demonstration.sampling import House
from app.statistics import public as statistics
from app.statistics.public import alerts

FIRST, LAST = date(2026, 10, 12), date(2026, 11, 20)
# Not every hour, as the worker looks: a third day tells the same story, and the load is not to take longer.
EVERY = 3
_BEGUN = text("update figure_alerts set state = 'within', value = :value where id = :id")
# Lines are drawn at round numbers.
ROUND: Mapping[str, float] = {"count": 5, "days": 10, "share": 0.05, "percent": 5, "number": 1}


@dataclass(frozen=True, slots=True)
class Planned:
    """`office`: of a role that has one. `seen`: they have read what it told."""

    role: str
    office: str | None
    figure: str
    key: str
    email: str = ""
    last_days: int | None = None
    seen: bool = False


WATCHED = (
    Planned("supervisor", "liberia", "pending", "late", email="supervision.liberia@example.org"),
    Planned("auditor", None, "pending", "late", seen=True),
    Planned("auditor", None, "overturn", "overturn_rate", last_days=365),
)


async def watch(house: House, pages: Database) -> None:
    """Asked for on the first day in the pages' role, and looked at since."""
    for planned in WATCHED:
        actor = house.institution.of(planned.role, *([planned.office] if planned.office else []))[0]
        values = {day: await _value(house, pages, planned, actor, day) for day in _days()}
        known = [value for value, _ in values.values() if value is not None]
        first, kind = values[FIRST]
        if first is None:
            continue
        direction, line = _line(kind, known)
        house.on(FIRST)
        async with pages.writing(actor) as db:
            made = await alerts.subscribe(
                db,
                actor,
                figure=planned.figure,
                key=planned.key,
                direction=direction,
                line=line,
                last_days=planned.last_days,
                email=planned.email,
            )
        await _live(house, made, {day: value for day, (value, _) in values.items()})
        if planned.seen:
            async with pages.writing(actor) as db:
                await alerts.mark_seen(db, actor, made)


def _days() -> list[date]:
    return [FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days + 1, EVERY)]


async def _value(
    house: House, pages: Database, planned: Planned, actor: Actor, day: date
) -> tuple[float | None, str]:
    """The number as it was known on that day: the whole caseload is recorded by now."""
    house.on(day)
    async with pages.reading(actor) as db:
        asked = statistics.Filters(
            since=day - timedelta(days=planned.last_days - 1) if planned.last_days else None, as_of=db.now()
        )
        found = await statistics.figure(db, planned.figure, asked)
    measure = next(value for value in found.headline if value.key == planned.key)
    return (float(measure.value) if isinstance(measure.value, int | float) else None), measure.kind


def _line(kind: str, values: list[float]) -> tuple[alerts.Direction, float]:
    """A round number that the figure was on the good side of on the first day, and passes later; one that it keeps to, if it passes none."""
    step, first = ROUND[kind], values[0]
    higher, lower = round(ceil(first / step) * step, 2), round(floor(first / step) * step, 2)
    if max(values) > first:
        return "above", higher if max(values) > higher else first
    if min(values) < first:
        return "below", lower if min(values) < lower else first
    return "above", higher


async def _live(house: House, alert_id: UUID, values: Mapping[date, float | None]) -> None:
    """What each look found. The first value is put as it was: by now the figure of that day knows what was recorded since."""
    house.on(FIRST)
    async with house.database.writing(SYSTEM) as db:
        await db.execute(_BEGUN, {"id": alert_id, "value": values[FIRST]})
    for day, value in values.items():
        house.on(day)
        async with house.database.writing(SYSTEM) as db:
            await alerts.note(db, alert_id, alerts.Reading(value, db.now()))
