"""The stations that cases pass: whoever is served, and when. Pure; times in days, given in order."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush, heapreplace
from math import ceil, inf
from random import Random

# Ready for a decision; filed; closed for other reasons.
Listed = tuple[float, float, float]


def starts(ready: Iterable[float], work: Iterable[float], servers: int) -> list[float]:
    """When each customer's service begins at a station with several servers, first come, first served (Kiefer and Wolfowitz, 1955:
    the vector of the times at which the servers are free is all that there is to know)."""
    free = [0.0] * servers
    began = []
    for at, takes in zip(ready, work, strict=True):
        start = max(at, free[0])
        began.append(start)
        heapreplace(free, start + takes)
    return began


def free_from(count: int) -> list[float]:
    """`count` servers, none of them busy."""
    return [0.0] * count


def sitting_days(first: float, every: float, until: float) -> list[float]:
    """The days on which a body sits before `until`."""
    days, n = [], 0
    while (day := first + n * every) < until:
        days.append(day)
        n += 1
    return days


def taken_at(listed: Sequence[Listed], days: Sequence[float], room: float) -> list[float]:
    """On which of `days` each of `listed` (ready, filed, gone; in order of readiness) is taken, each day as many as there is room for,
    those filed first in front; infinity: on none of them.

    Whoever is gone by then takes no room. What is left of the room when nobody waits is lost; a part of a place is kept.
    """
    taken = [inf] * len(listed)
    waiting: list[tuple[float, int]] = []
    at, count, credit = 0, len(listed), 0.0
    for day in days:
        while at < count and listed[at][0] <= day:
            heappush(waiting, (listed[at][1], at))
            at += 1
        credit += room
        while waiting and credit >= 1:
            one = heappop(waiting)[1]
            if listed[one][2] > day:
                taken[one] = day
                credit -= 1
        credit %= 1
    return taken


def quantiles(values: Sequence[float], lines: Sequence[float]) -> list[float]:
    """The value below which each of `lines` of them lies, between two values in proportion."""
    ordered = sorted(values)
    last = len(ordered) - 1
    found = []
    for line in lines:
        place = line * last
        low = int(place)
        high = min(low + 1, last)
        part = place - low
        # Between a value and one that never comes, there is none.
        found.append(ordered[low] if part == 0 else ordered[low] * (1 - part) + ordered[high] * part)
    return found


def spread(values: Sequence[float], places: int) -> list[float]:
    """`places` values that are distributed as `values` are, with the same mean as near as can be: each drawn alike."""
    ordered = sorted(values)
    if len(ordered) >= places:
        return [ordered[int((n + 0.5) * len(ordered) / places)] for n in range(places)]
    return [ordered[n * len(ordered) // places] for n in range(places)]


def poisson(chance: Random, mean: float) -> int:
    """How many come, where so many come on average (Knuth's product; from 40 on, the normal with the same mean and variance)."""
    if mean <= 0:
        return 0
    if mean >= 40:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    product, number = chance.random(), 0
    floor = 2.718281828459045**-mean
    while product > floor:
        product *= chance.random()
        number += 1
    return number


def week_after(day: float) -> int:
    """The first week's end on or after a day."""
    return max(0, ceil(day / 7))
