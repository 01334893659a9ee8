"""How far people who judge the same things apart agree, beyond what chance alone would give. Pure.

Two: Cohen's kappa (Educational and Psychological Measurement 20 (1960) 37-46) and weighted kappa (Psychological Bulletin 70 (1968)
213-220), with the large-sample variance of Fleiss, Cohen and Everitt (Psychological Bulletin 72 (1969) 323-327). Any number, with
answers missing: Krippendorff's alpha ("Computing Krippendorff's Alpha-Reliability", 2011), its interval by drawing the units
again, which keeps what it promises better than drawing the pairs (Zapf and others, BMC Medical Research Methodology 16 (2016) 93).
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from app.statistics.proportions import CONFIDENCE, normal_quantile

Weights = Literal["none", "linear", "quadratic"]
Level = Literal["nominal", "ordinal"]
T = TypeVar("T", bound=Hashable)
_Measure = Callable[[Sequence[float], int, int], float]
DRAWS = 2000
_SEED = 20


@dataclass(frozen=True, slots=True)
class Agreement:
    """`value` 1: they agree on everything; 0: as chance would have it; below: they contradict each other.

    `None` where it has no value: nobody judged the same thing, or everybody always said the same one thing, so that chance alone
    would agree too. `low` and `high`: the interval, `None` where nothing can be said. `units` judged by two or more; `observed` and
    `expected`: of the agreement (kappa, by weight) or of the disagreement (alpha).
    """

    value: float | None
    low: float | None
    high: float | None
    units: int
    observed: float | None
    expected: float | None


NOTHING = Agreement(None, None, None, 0, None, None)


def kappa(
    pairs: Iterable[tuple[T, T]],
    order: Sequence[T],
    *,
    weights: Weights | Sequence[Sequence[float]] = "none",
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Cohen's kappa of two who judged the same units; `order` names every value, from least to most where weights are used.

    `weights`: how much two different values agree, 1 on the diagonal; `linear` and `quadratic` go by the distance in `order`.
    """
    place = {value: n for n, value in enumerate(order)}
    counts = Counter((place[first], place[second]) for first, second in pairs)
    total = sum(counts.values())
    if not total:
        return NOTHING
    size = range(len(order))
    weight = _weights(weights, len(order))
    rows = [sum(counts[i, j] for j in size) / total for i in size]
    columns = [sum(counts[i, j] for i in size) / total for j in size]
    observed = math.fsum(weight[i][j] * n / total for (i, j), n in counts.items())
    expected = math.fsum(weight[i][j] * rows[i] * columns[j] for i in size for j in size)
    if expected > 1 - 1e-12:
        return Agreement(None, None, None, total, observed, expected)
    value = (observed - expected) / (1 - expected)
    of_row = [math.fsum(weight[i][j] * columns[j] for j in size) for i in size]
    of_column = [math.fsum(weight[i][j] * rows[i] for i in size) for j in size]
    spread = math.fsum(
        n / total * (weight[i][j] - (of_row[i] + of_column[j]) * (1 - value)) ** 2
        for (i, j), n in counts.items()
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (total * (1 - expected) ** 2)
    reach = normal_quantile((1 + confidence) / 2) * math.sqrt(max(0.0, variance))
    return Agreement(value, max(-1.0, value - reach), min(1.0, value + reach), total, observed, expected)


def alpha(
    units: Iterable[Iterable[T | None]],
    order: Sequence[T],
    *,
    level: Level = "nominal",
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
) -> Agreement:
    """Krippendorff's alpha: for each unit what its judges said, `None` or left out where one of them did not.

    `order` names every value, from least to most where they are `ordinal`. The interval draws the units again with a fixed seed, so
    that the same answers always have the same interval; `draws=0`: none.
    """
    place = {value: n for n, value in enumerate(order)}
    # One judge alone says nothing about agreement.
    seen = Counter(pattern for unit in units if sum(pattern := _pattern(unit, place)) > 1)
    # In an order that does not depend on who came first, so that the same answers draw the same samples.
    parts = [(_Part.of(pattern), times) for pattern, times in sorted(seen.items())]
    judged = sum(seen.values())
    observed, expected = _disagreements(parts, level)
    if not judged or expected <= 0:
        return Agreement(None, None, None, judged, observed if judged else None, expected if judged else None)
    value = 1 - observed / expected
    low, high = _drawn_again(parts, level, confidence, draws)
    return Agreement(value, low, high, judged, observed, expected)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one unit adds to the coincidences: values by how often, and unequal pairs by their weight."""

    values: tuple[int, ...]
    pairs: Mapping[tuple[int, int], float]

    @classmethod
    def of(cls, pattern: tuple[int, ...]) -> "_Part":
        judges = sum(pattern)
        present = [n for n, times in enumerate(pattern) if times]
        pairs = {
            (a, b): 2 * pattern[a] * pattern[b] / (judges - 1) for a in present for b in present if a < b
        }
        return cls(pattern, pairs)


def _pattern(unit: Iterable[T | None], place: Mapping[T, int]) -> tuple[int, ...]:
    """How often each value was given to a unit."""
    times = [0] * len(place)
    for said in unit:
        if said is not None:
            times[place[said]] += 1
    return tuple(times)


def _disagreements(parts: Iterable[tuple[_Part, int]], level: Level) -> tuple[float, float]:
    """Observed and expected by chance."""
    given: list[int] = []
    pairs: dict[tuple[int, int], float] = {}
    for part, times in parts:
        given = given or [0] * len(part.values)
        for n, value in enumerate(part.values):
            given[n] += value * times
        for pair, weight in part.pairs.items():
            pairs[pair] = pairs.get(pair, 0.0) + weight * times
    total = sum(given)
    if total < 2:
        return 0.0, 0.0
    far: _Measure = _ordinal if level == "ordinal" else _nominal
    observed = math.fsum(weight * far(given, a, b) for (a, b), weight in pairs.items()) / total
    size = len(given)
    chance = math.fsum(
        2 * given[a] * given[b] * far(given, a, b) for a in range(size) for b in range(a + 1, size)
    )
    return observed, chance / (total * (total - 1))


def _nominal(_given: Sequence[float], _a: int, _b: int) -> float:
    return 1.0


def _ordinal(given: Sequence[float], a: int, b: int) -> float:
    """Two values are as far apart as there were answers between their middles, squared."""
    return (sum(given[a : b + 1]) - (given[a] + given[b]) / 2) ** 2


def _drawn_again(
    parts: Sequence[tuple[_Part, int]], level: Level, confidence: float, draws: int
) -> tuple[float | None, float | None]:
    """Percentiles of alpha over samples of the units with replacement; those in which only one value was given have none."""
    judged = sum(times for _, times in parts)
    if draws < 1 or judged < 2:
        return None, None
    chance = random.Random(_SEED)  # noqa: S311 - draws samples, not secrets
    among, often = range(len(parts)), [times for _, times in parts]
    found = []
    for _ in range(draws):
        drawn = Counter(chance.choices(among, often, k=judged))
        observed, expected = _disagreements(
            ((parts[n][0], times) for n, times in sorted(drawn.items())), level
        )
        if expected > 0:
            found.append(1 - observed / expected)
    if not found:
        return None, None
    found.sort()
    tail = (1 - confidence) / 2
    return _percentile(found, tail), _percentile(found, 1 - tail)


def _percentile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _weights(asked: Weights | Sequence[Sequence[float]], size: int) -> Sequence[Sequence[float]]:
    if not isinstance(asked, str):
        return asked
    power = {"none": 0, "linear": 1, "quadratic": 2}[asked]
    if not power:
        return [[float(i == j) for j in range(size)] for i in range(size)]
    far = max(1, size - 1)
    return [[1 - (abs(i - j) / far) ** power for j in range(size)] for i in range(size)]
