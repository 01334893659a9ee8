"""Who is called to a meeting besides: all of them must be there and free, or the time does not fit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.core.database import ReadSession
from app.scheduling import queries
from app.scheduling.finding.rules import Candidate, Search
from app.scheduling.hours import queries as hours


async def with_attending(
    db: ReadSession, search: Search, users: Iterable[UUID], *, first: date, days: int
) -> Search:
    """The same search, for times at which these users are there and free, too."""
    wanted = list(dict.fromkeys(users))
    if not wanted:
        return search
    tables = await hours.timetables(db, wanted, since=first)
    begin = datetime.combine(first, time(), search.zone)
    busy = await queries.busy_times(db, wanted, after=begin, before=begin + timedelta(days=days + 2))
    return replace(
        search,
        attending=[Candidate(user, tables[user]) for user in wanted],
        busy={**search.busy, **busy},
    )
