"""What a sample says of its whole frame: scores weighted back, with intervals. Pure.

Each assessed file stands for as many of its part of the frame as there are files in it for each one assessed there, so that the weights
add up to the frame whatever was drawn more often (Horvitz and Thompson 1952; Cochran, Sampling Techniques, 3rd ed., 5.3-5.6).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value of the frame between its limits; `low` and `high` none where too few were looked at to say."""

    value: float
    low: float | None
    high: float | None
    # On how many files it stands.
    files: int


def weighted_mean(sizes: Mapping[str, int], values: Iterable[tuple[str, float]]) -> Estimate | None:
    """The mean of the frame from (part, value) of each file looked at, with the stratified interval and what is left unseen.

    A part with one file looked at lends it the spread of all (collapsed strata). `None` when nothing was looked at.
    """
    given: dict[str, list[float]] = {}
    for key, value in values:
        given.setdefault(key, []).append(value)
    whole = sum(sizes[key] for key in given)
    if not whole:
        return None
    mean = math.fsum(sizes[key] / whole * math.fsum(seen) / len(seen) for key, seen in given.items())
    every = [value for seen in given.values() for value in seen]
    if len(every) < 2:
        unseen = whole > len(every)
        return Estimate(mean, None if unseen else mean, None if unseen else mean, len(every))
    spread = _variance(every)
    variance = math.fsum(
        (sizes[key] / whole) ** 2
        * max(0.0, 1 - len(seen) / sizes[key])
        * (_variance(seen) if len(seen) > 1 else spread)
        / len(seen)
        for key, seen in given.items()
    )
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * math.sqrt(variance)
    return Estimate(mean, max(0.0, mean - reach), min(1.0, mean + reach), len(every))


def _variance(values: list[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
