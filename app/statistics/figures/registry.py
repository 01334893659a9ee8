"""A figure by its name. What each is, in words, stands in `definitions.toml`."""

from collections.abc import Awaitable, Callable, Mapping

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.statistics.figures.filters import Filters
from app.statistics.figures.values import Figure

Counter = Callable[[ReadSession, Filters], Awaitable[Figure]]

NAMES = (
    "time_to_document",
    "time_to_interview",
    "time_to_recommendation",
    "time_to_first_decision",
    "time_to_service",
    "time_to_final",
    "outcomes_over_time",
    "pending",
    "pending_over_time",
    "clearance",
    "disposition",
    "recognition",
    "closed_otherwise",
    "overturn",
    "access",
    "deadlines",
    "workload",
    "no_shows",
    "flow",
)
COUNTED: Mapping[str, Counter] = {}


async def figure(db: ReadSession, name: str, filters: Filters) -> Figure:
    """The figure of that name for those claims. Raises `NotFound` where there is none of that name."""
    try:
        count = COUNTED[name]
    except KeyError:
        raise NotFound from None
    return await count(db, filters)
