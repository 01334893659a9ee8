"""What is booked on days that were announced as otherwise: nothing moves by itself, and nothing is left unseen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.database import ReadSession
from app.scheduling import queries
from app.scheduling.hours import queries as hours
from app.scheduling.hours.actions import Owner
from app.scheduling.hours.queries import DayChangeView
from app.scheduling.queries import AppointmentView


@dataclass(frozen=True, slots=True)
class Affected:
    """What is booked although the owner is away or closed. `hidden`: times taken then by what the reader does not see."""

    appointments: tuple[AppointmentView, ...] = ()
    hidden: int = 0


async def affected(db: ReadSession, owner: Owner, *, zone: ZoneInfo) -> Affected:
    """The appointments still to come that fall in an absence or closure of the owner, in order of time. `zone`: of the office's clock."""
    today = db.now().astimezone(zone).date()
    away = [c for c in await hours.day_changes(db, owner.id, since=today) if not c.works]
    if not away:
        return Affected()
    begins = max(db.now(), datetime.combine(min(c.first for c in away), time(), zone))
    ends = datetime.combine(max(c.last for c in away), time(), zone) + timedelta(days=1)
    booked = [
        a
        for a in await queries.booked_with(db, owner.column, owner.id, since=begins, until=ends)
        if touches(away, a.starts_at.astimezone(zone), a.ends_at.astimezone(zone))
    ]
    seen = {(a.starts_at, a.ends_at) for a in booked}
    taken = (await queries.busy_times(db, [owner.id], after=begins, before=ends)).get(owner.id, [])
    hidden = [
        (a, b)
        for a, b in taken
        if (a, b) not in seen and touches(away, a.astimezone(zone), b.astimezone(zone))
    ]
    return Affected(tuple(booked), len(hidden))


def touches(away: Iterable[DayChangeView], begins: datetime, ends: datetime) -> bool:
    """Does a time, by the office's clock, fall in any of these days or hours?"""
    for one in away:
        day = max(one.first, begins.date())
        while day <= min(one.last, ends.date()):
            opens = datetime.combine(day, one.opens or time.min, begins.tzinfo)
            closes = (
                datetime.combine(day, one.closes, begins.tzinfo)
                if one.closes
                else datetime.combine(day, time.min, begins.tzinfo) + timedelta(days=1)
            )
            if begins < closes and opens < ends:
                return True
            day += timedelta(days=1)
    return False


def absent_in(owner: Owner) -> UUID | None:
    """Who is to be replaced: the person whose absence it is; nobody where an office is closed."""
    return None if owner.kind == "office" else owner.id
