"""The figures as tables, for spreadsheets. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.statistics.access import OUTCOMES, Access
from app.statistics.figures.standing import age_label
from app.statistics.queries import DecisionTimes, Pending
from app.statistics.rules import at_risk_after


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class ByDay:
    """How it stands after so many days: still waiting, and the share decided with its interval (0 to 1)."""

    day: int
    waiting: int
    decided: float
    low: float
    high: float


def curve_sheet(times: DecisionTimes) -> Sheet:
    """One row for each step of the curve."""
    head = ("day", "at_risk", "decided_on_day", "share_waiting", "low", "high")
    points = times.curve.points
    rows = (
        (p.day, p.at_risk, p.events, round(p.share, 6), round(p.low, 6), round(p.high, 6)) for p in points
    )
    return Sheet("decision-times", head, tuple(rows))


def pending_sheet(pending: Pending) -> Sheet:
    """By stage, then by age in days."""
    stages = (("stage", c.key, c.cases, c.late) for c in pending.by_stage)
    ages = (("age", age_label(c.key), c.cases, c.late) for c in pending.by_age)
    return Sheet("pending", ("by", "value", "cases", "late"), (*stages, *ages))


def access_sheet(found: Access, posts: Mapping[UUID, str]) -> Sheet:
    """What is counted by, each value of it, and how many with each outcome; `posts`: their codes."""
    head = ("by", "value", "people", *OUTCOMES, "rounded")
    groups = (
        ("all", (found.total,)),
        ("month", found.by_month),
        ("post", found.by_post),
        ("nationality", found.by_nationality),
        ("sex", found.by_sex),
        ("age_group", found.by_age),
        ("refusal_ground", found.by_ground),
    )
    rows = (
        (
            by,
            posts.get(count.key, count.key) if by == "post" else count.key or "",
            count.people,
            *(count.by_outcome.get(outcome, 0) for outcome in OUTCOMES),
            not found.exact,
        )
        for by, counts in groups
        for count in counts
    )
    return Sheet("access", head, tuple(rows))


def by_days(times: DecisionTimes, days: Sequence[int]) -> tuple[ByDay, ...]:
    """The curve read off at some days: what the table beside the drawing shows."""
    found = []
    for day in days:
        point = times.curve.at(day)
        waiting = at_risk_after(times.observed, day)
        found.append(ByDay(day, waiting, 1 - point.share, 1 - point.high, 1 - point.low))
    return tuple(found)
