"""What chance alone would give somebody who handles a share of the cases of each kind. Exact, and pure.

Given how many cases of a kind there are and how many of them were recognised by everybody together, the number among those that one
person handled is hypergeometric when it does not matter who handles a case; over the kinds the numbers add up. Nothing is estimated:
it is Fisher's exact test, stratified (Gart, Biometrika 57 (1970) 471-475), with the expectation of an indirect standardisation.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

# What is left out at each end of a distribution; the sum of it all stays far under any limit that is asked for.
_NOTHING = 1e-16


@dataclass(frozen=True, slots=True)
class Share:
    """`handled` of the `of` cases of a kind, `hits` of which had the outcome, whoever handled them."""

    of: int
    hits: int
    handled: int


@dataclass(frozen=True, slots=True)
class Chance:
    """The distribution of a count: `probabilities` of `first`, `first` + 1 and so on."""

    first: int
    probabilities: tuple[float, ...]

    @property
    def expected(self) -> float:
        return math.fsum((self.first + n) * p for n, p in enumerate(self.probabilities))

    @property
    def deviation(self) -> float:
        middle = self.expected
        return math.sqrt(
            math.fsum((self.first + n - middle) ** 2 * p for n, p in enumerate(self.probabilities))
        )

    def at_most(self, count: int) -> float:
        return min(1.0, math.fsum(self.probabilities[: max(0, count - self.first + 1)]))

    def at_least(self, count: int) -> float:
        return min(1.0, math.fsum(self.probabilities[max(0, count - self.first) :]))

    def as_far(self, count: int) -> float:
        """How likely so extreme a count is, to either side: twice the smaller tail, at most 1."""
        return min(1.0, 2 * min(self.at_most(count), self.at_least(count)))

    def within(self, confidence: float) -> tuple[int, int]:
        """The counts that leave at most half of the rest outside on each side: the smallest and the largest of them."""
        tail = (1 - confidence) / 2
        last = self.first + len(self.probabilities) - 1
        low = self.first + _reached(self.probabilities, tail)
        high = last - _reached(self.probabilities[::-1], tail)
        return low, high


def chance_of(shares: Iterable[Share]) -> Chance:
    """How many hits chance gives among the cases handled. Nothing handled: none, for sure."""
    parts = sorted((_hypergeometric(share) for share in shares), key=lambda part: len(part.probabilities))
    found = Chance(0, (1.0,))
    for part in parts:
        found = _added(found, part)
    return found


def _reached(probabilities: Sequence[float], tail: float) -> int:
    """The first place at which the running sum passes `tail`."""
    return next((n for n, total in enumerate(accumulate(probabilities)) if total > tail), 0)


def _hypergeometric(share: Share) -> Chance:
    least = max(0, share.handled + share.hits - share.of)
    most = min(share.handled, share.hits)
    middle = min(most, max(least, (share.handled + 1) * (share.hits + 1) // (share.of + 2)))
    down = _from_middle(share, middle, least, -1)
    up = _from_middle(share, middle, most, 1)
    weights = [*reversed(down), 1.0, *up]
    whole = math.fsum(weights)
    return Chance(middle - len(down), tuple(weight / whole for weight in weights))


def _from_middle(share: Share, middle: int, end: int, step: int) -> list[float]:
    """The weights of the counts from the most likely one to `end`, relative to it, as far as they are anything."""
    weight, found = 1.0, []
    for count in range(middle, end, step):
        weight *= _ratio(share, count) if step > 0 else 1 / _ratio(share, count - 1)
        if weight < _NOTHING:
            break
        found.append(weight)
    return found


def _ratio(share: Share, count: int) -> float:
    """How much likelier one more is than `count`."""
    others = share.of - share.hits
    return (
        (share.hits - count) * (share.handled - count) / ((count + 1) * (others - share.handled + count + 1))
    )


def _added(first: Chance, second: Chance) -> Chance:
    short, long = sorted((first.probabilities, second.probabilities), key=len)
    size = len(long)
    sums = [0.0] * (len(short) + size - 1)
    for n, p in enumerate(short):
        sums[n : n + size] = [total + p * q for total, q in zip(sums[n : n + size], long, strict=True)]
    start, end = 0, len(sums)
    while sums[start] < _NOTHING:
        start += 1
    while sums[end - 1] < _NOTHING:
        end -= 1
    return Chance(first.first + second.first + start, tuple(sums[start:end]))
