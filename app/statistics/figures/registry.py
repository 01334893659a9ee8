"""A figure by its name. What each is, in words, stands in `definitions.toml`."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.statistics.figures import arrivals, durations, rates, standing
from app.statistics.figures.filters import Filters
from app.statistics.figures.values import Figure

Counter = Callable[[ReadSession, Filters], Awaitable[Figure]]


async def _duration(name: str, db: ReadSession, filters: Filters) -> Figure:
    return await durations.duration(db, name, filters)


COUNTED: Mapping[str, Counter] = {
    **{name: partial(_duration, name) for name in durations.CLOCKS},
    "outcomes_over_time": durations.outcomes_over_time,
    "pending": standing.pending,
    "pending_over_time": standing.pending_over_time,
    "clearance": rates.clearance,
    "disposition": rates.disposition,
    "recognition": rates.recognition,
    "closed_otherwise": rates.closed_otherwise,
    "overturn": rates.overturn,
    "access": arrivals.access,
    "deadlines": rates.deadlines,
    "workload": standing.workload,
    "no_shows": rates.no_shows,
    "flow": rates.flow,
}
NAMES = tuple(COUNTED)


async def figure(db: ReadSession, name: str, filters: Filters) -> Figure:
    """The figure of that name for those claims. Raises `NotFound` where there is none of that name."""
    try:
        count = COUNTED[name]
    except KeyError:
        raise NotFound from None
    return await count(db, filters)
