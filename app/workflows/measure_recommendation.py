"""The figure that a recommendation should move, before it was proposed and after it was carried out: two periods equally long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from app.core.database import ReadSession
from app.core.errors import Invalid
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.quality import public as quality
from app.statistics import public as statistics
from app.workflows.words_on_paper import Language

# How long each side is looked at: half a year has enough cases in it and is over in time to learn from.
DAYS = 180
# What a recommendation may aim to move. No rate of recognition is among them: quality is how a decision is made, not how it comes out.
FIGURES: Final[Mapping[str, Mapping[Language, str]]] = {
    "time_to_first_decision": {
        "es": "Tiempo hasta la primera decisión",
        "en": "Time to first decision",
    },
}


@dataclass(frozen=True, slots=True)
class Headline:
    """One value of a figure; `low` and `high` its 95 % interval, `None` where it has not been reached."""

    key: str
    kind: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """A figure over the cases filed from `since` to `until`, by what is known now."""

    since: date
    until: date
    values: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """`before`: the half year before it was proposed. `after`: from the day it was carried out, `None` while it was not."""

    name: str
    before: Side
    after: Side | None


def read_filters(*, office: UUID | None, origin: str | None = None) -> dict[str, object]:
    """The filters that are kept with a recommendation."""
    if origin and not (len(origin) == 3 and origin.isascii() and origin.isupper()):
        raise Invalid.at("figure_origin", "unknown", "Elija un país de la lista.")
    found: dict[str, object] = {}
    if office:
        found["office"] = str(office)
    if origin:
        found["origin"] = origin
    return found


def check_figure(name: str | None) -> None:
    """Raises `Invalid` for one that no recommendation may aim at."""
    if name is not None and name not in FIGURES:
        raise Invalid.at("figure", "unknown", "Elija una cifra de la lista.")


async def measured(db: ReadSession, view: quality.RecommendationView) -> Measured | None:
    """`None` where it names no figure, or the actor may see none."""
    if view.figure is None or not identity.may(db.actor, "metrics.read"):
        return None
    profile = await procedure_in_force(db)
    proposed_on = profile.today(view.proposed_at)
    before = await _side(
        db,
        profile,
        view.figure,
        view.figure_filters,
        proposed_on - timedelta(days=DAYS),
        proposed_on - timedelta(days=1),
    )
    if view.implemented_at is None:
        return Measured(view.figure, before, None)
    done_on = profile.today(view.implemented_at)
    last = min(profile.today(db.now()), done_on + timedelta(days=DAYS - 1))
    after = await _side(db, profile, view.figure, view.figure_filters, done_on, last)
    return Measured(view.figure, before, after)


async def _side(
    db: ReadSession,
    profile: procedure.Profile,
    name: str,
    kept: Mapping[str, Any],
    since: date,
    until: date,
) -> Side:
    """Pending cases count as far as they have come."""
    if name not in FIGURES:
        return Side(since, until, ())
    office, origin = kept.get("office"), kept.get("origin")
    found = await statistics.decision_times(
        db,
        profile,
        statistics.Filters(
            office=UUID(str(office)) if office else None,
            origin=str(origin) if origin else None,
            since=since,
            until=until,
        ),
    )
    median = found.median
    values = (
        Headline("median", "days", median.day, median.low, median.high),
        Headline("within_limit", "share", found.decided_in_time),
        Headline("cases", "count", found.total),
        Headline("decided", "count", found.decided),
    )
    return Side(since, until, values)
