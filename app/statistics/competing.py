"""Aalen–Johansen: how many have come to each of several outcomes by a day, with those who wait counted as far as they are known. Pure.

Kaplan–Meier of one outcome counts whoever had another as if they could still have it, and so says too much of each; here the shares of
all outcomes and of those who wait add up to one. Aalen and Johansen (Scandinavian Journal of Statistics 5 (1978) 141-150), with the
variance of Marubini and Valsecchi ("Analysing Survival Data", 1995, section 10.2) and a log(-log) interval, as for the survival curve.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.statistics.rules import Z95

# What a sum may be away from a whole number in binary, and the largest power of e that still has a value.
_HAIR, _FAR = 1e-12, 700.0


@dataclass(frozen=True, slots=True)
class OutcomesOnDay:
    """How many came to each outcome after so many days, and how many were last known without one."""

    day: int
    events: Mapping[str, int]
    censored: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """From `day` on: the share that has come to the outcome, with its 95 % interval. `at_risk` had come to none until then."""

    day: int
    at_risk: int
    events: int
    share: float
    low: float
    high: float
    error: float


@dataclass(frozen=True, slots=True)
class Incidence:
    """One outcome's curve: a step for each day on which anybody came to any outcome."""

    outcome: str
    steps: tuple[Step, ...]

    def at(self, day: int) -> Step:
        """How it stands on a day: nobody before the first step."""
        first = self.steps[0].at_risk if self.steps else 0
        start = Step(0, first, 0, 0.0, 0.0, 0.0, 0.0)
        return next((step for step in reversed(self.steps) if step.day <= day), start)


@dataclass(frozen=True, slots=True)
class Incidences:
    """The curves of all outcomes, in the order they were named. `total` were observed."""

    curves: tuple[Incidence, ...]
    total: int
    last_day: int

    def of(self, outcome: str) -> Incidence:
        return next(c for c in self.curves if c.outcome == outcome)

    def waiting(self, day: int) -> float:
        """The share that has come to none."""
        return max(0.0, 1 - math.fsum(c.at(day).share for c in self.curves))


def cumulative_incidence(observed: Iterable[OutcomesOnDay], outcomes: Iterable[str]) -> Incidences:
    """The curves of observations counted by day; the same day may stand there more than once.

    Who is last known on the day of an outcome counts as at risk on it.
    """
    names = tuple(outcomes)
    days = _by_day(observed, names)
    running = {name: _Running() for name in names}
    total = at_risk = sum(sum(one.events.values()) + one.censored for one in days)
    waiting = 1.0
    for one in days:
        ended = sum(one.events.values())
        if ended:
            for name in names:
                running[name].step(one.day, one.events[name], ended, at_risk, waiting)
            waiting *= 1 - ended / at_risk
        at_risk -= ended + one.censored
    curves = tuple(Incidence(name, tuple(running[name].steps)) for name in names)
    return Incidences(curves, total, days[-1].day if days else 0)


class _Running:
    """The sums that a curve and its variance are made of: the variance at a day is a polynomial of the curve there, so that each
    day costs the same however many went before."""

    def __init__(self) -> None:
        self.share = 0.0
        self.steps: list[Step] = []
        # Sums over the days of Greenwood's term, alone and times the curve and its square; of the outcome's own spread; and of its
        # covariance with the waiting, alone and times the curve.
        self.spread = self.by_share = self.by_square = self.own = self.shared = self.shared_by_share = 0.0

    def step(self, day: int, events: int, ended: int, at_risk: int, waiting: float) -> None:
        each = waiting / at_risk
        self.share += each * events
        if ended < at_risk:  # after the last nobody is left whose waiting could vary
            term = ended / (at_risk * (at_risk - ended))
            self.spread += term
            self.by_share += term * self.share
            self.by_square += term * self.share**2
        self.own += each**2 * (at_risk - events) * events / at_risk
        self.shared += each * events / at_risk
        self.shared_by_share += each * events / at_risk * self.share
        error = math.sqrt(max(0.0, self._variance()))
        low, high = _interval(self.share, error)
        self.steps.append(Step(day, at_risk, events, self.share, low, high, error))

    def _variance(self) -> float:
        share = self.share
        waited = share**2 * self.spread - 2 * share * self.by_share + self.by_square
        return waited + self.own - 2 * (share * self.shared - self.shared_by_share)


def _interval(share: float, error: float) -> tuple[float, float]:
    if share <= _HAIR or share >= 1 - _HAIR or error <= _HAIR:
        return share, share
    reach = math.exp(min(_FAR, Z95 * error / (share * -math.log(share))))
    return share**reach, share ** (1 / reach)


def _by_day(observed: Iterable[OutcomesOnDay], names: tuple[str, ...]) -> list[OutcomesOnDay]:
    found: dict[int, tuple[dict[str, int], int]] = {}
    for one in observed:
        events, censored = found.get(one.day, (dict.fromkeys(names, 0), 0))
        for name, count in one.events.items():
            events[name] += count
        found[one.day] = (events, censored + one.censored)
    return [OutcomesOnDay(day, *found[day]) for day in sorted(found)]
