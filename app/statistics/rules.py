"""Kaplan–Meier: how long until something happens, with those to whom it has not happened yet counted as far as they are known. Pure.

Kaplan and Meier (1958), with Greenwood's variance and the log(-log) confidence interval (Kalbfleisch and Prentice), which
stays between 0 and 1; quantiles and their intervals as Brookmeyer and Crowley (1982) read them off the curve and its band.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The normal distribution's 97.5th percentile: a two-sided interval of 95 %.
Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class OnDay:
    """How many cases reached their event, or were last known without it, after so many days."""

    day: int
    events: int
    censored: int


@dataclass(frozen=True, slots=True)
class Point:
    """From `day` on: the share without the event, and its 95 % interval. `at_risk` were known to be without it until then."""

    day: int
    at_risk: int
    events: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quantile:
    """The day by which a share of all has had the event, with its interval. `None`: not reached yet."""

    day: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Points at the days on which something happened, in order. `total` cases, `events` of them with the event."""

    points: tuple[Point, ...]
    total: int
    events: int
    last_day: int

    def at(self, day: int) -> Point:
        """How it stands on a day: everyone waits before the first event."""
        start = Point(0, self.total, 0, 1.0, 1.0, 1.0)
        return next((point for point in reversed(self.points) if point.day <= day), start)

    def quantile(self, share: float) -> Quantile:
        """The first day on which at least `share` (0 to 1) have had the event."""
        rest = 1 - share
        return Quantile(
            _first(self.points, [p.share for p in self.points], rest),
            _first(self.points, [p.low for p in self.points], rest),
            _first(self.points, [p.high for p in self.points], rest),
        )


def survival(observed: Iterable[OnDay]) -> Curve:
    """The curve of observations counted by day; the same day may stand there more than once.

    A case that is last known on the day of an event counts as at risk on it.
    """
    days = _by_day(observed)
    total = at_risk = sum(one.events + one.censored for one in days)
    share, spread = 1.0, 0.0
    points: list[Point] = []
    for one in days:
        if one.events:
            share *= 1 - one.events / at_risk
            left = at_risk - one.events
            # Greenwood's sum has no value once nobody is left.
            spread = spread + one.events / (at_risk * left) if left else math.inf
            low, high = _interval(share, spread)
            points.append(Point(one.day, at_risk, one.events, share, low, high))
        at_risk -= one.events + one.censored
    return Curve(tuple(points), total, sum(one.events for one in days), days[-1].day if days else 0)


def at_risk_after(observed: Iterable[OnDay], day: int) -> int:
    """How many were known to be without the event at the end of that day."""
    return sum(one.events + one.censored for one in observed if one.day > day)


def _by_day(observed: Iterable[OnDay]) -> Sequence[OnDay]:
    found: dict[int, OnDay] = {}
    for one in observed:
        before = found.get(one.day, OnDay(one.day, 0, 0))
        found[one.day] = OnDay(one.day, before.events + one.events, before.censored + one.censored)
    return [found[day] for day in sorted(found)]


def _interval(share: float, spread: float) -> tuple[float, float]:
    if share <= 0 or share >= 1 or math.isinf(spread):
        return share, share
    reach = Z95 * math.sqrt(spread) / math.log(share)
    return share ** math.exp(-reach), share ** math.exp(reach)


def _first(points: Sequence[Point], values: Sequence[float], rest: float) -> int | None:
    # A share that is one half on paper may be a hair more in binary.
    return next((p.day for p, value in zip(points, values, strict=True) if value <= rest + 1e-12), None)
