"""Shares of a count: intervals, exact limits, and how many to look at for a wished precision. Pure.

Wilson (1927) for what is shown, Clopper and Pearson (1934) where a limit must hold exactly; Newcombe (Statistics in Medicine 17
(1998) 857-872) compares both. The binomial tail is the regularised incomplete beta function by its continued fraction.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Interval:
    """A value between its limits."""

    value: float
    low: float
    high: float

    @property
    def reach(self) -> float:
        """Half of the width: "plus or minus"."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Stratum:
    """`hits` among `looked_at`, drawn at random from `population`."""

    population: int
    looked_at: int
    hits: int


def normal_quantile(probability: float) -> float:
    """The point that a standard normal variable stays under with this probability: 1.96 for 0.975."""
    return NormalDist().inv_cdf(probability)


def wilson(
    hits: float, of: float, *, confidence: float = CONFIDENCE, population: int | None = None
) -> Interval | None:
    """Wilson's score interval of a share; `None` when nothing was looked at.

    `population`: drawn without putting back from so many, which makes the interval narrower, down to nothing when all were seen.
    """
    if of <= 0:
        return None
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    share = hits / of
    size = _as_if_endless(of, population)
    if math.isinf(size):
        return Interval(share, share, share)
    z = _z(confidence)
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    reach = _wilson_reach(share, size, z)
    # Rounding in binary must not put nobody above zero, nor everybody under one.
    low = 0.0 if share == 0 else max(0.0, middle - reach)
    high = 1.0 if share == 1 else min(1.0, middle + reach)
    return Interval(share, low, high)


def difference(first: Interval, second: Interval) -> Interval:
    """By how much the second exceeds the first, with an interval from the two of them, of groups that share nobody.

    Newcombe's method 10 for two shares (Statistics in Medicine 17 (1998) 873-890), and for other estimates the same recovery of their
    variances (Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702): each side keeps the lopsidedness of its own interval.
    """
    value = second.value - first.value
    down = math.hypot(second.value - second.low, first.high - first.value)
    up = math.hypot(second.high - second.value, first.value - first.low)
    return Interval(value, value - down, value + up)


def stratified(strata: Iterable[Stratum], *, confidence: float = CONFIDENCE) -> Interval | None:
    """The share in the whole population when strata were sampled at different rates, weighted back.

    Wilson's interval at the sample size that a simple random sample would need for the same variance (Korn and Graubard 1998);
    where the strata show no variance, at Kish's effective size. `None` when a stratum with people in it was not looked at.
    """
    drawn = [s for s in strata if s.population > 0]
    whole = sum(s.population for s in drawn)
    if not drawn or any(s.looked_at <= 0 for s in drawn):
        return None
    share = math.fsum(s.population / whole * (s.hits / s.looked_at) for s in drawn)
    if all(s.looked_at >= s.population for s in drawn):
        return Interval(share, share, share)
    variance = math.fsum((s.population / whole) ** 2 * _variance(s) for s in drawn)
    kish = whole**2 / math.fsum(s.population**2 / s.looked_at for s in drawn)
    size = share * (1 - share) / variance if variance > 0 else kish
    return wilson(share * size, size, confidence=confidence)


def exact_interval(hits: int, of: int, *, confidence: float = CONFIDENCE) -> Interval | None:
    """Clopper and Pearson: the shares under which neither so few nor so many would be rarer than half of the rest."""
    if of <= 0:
        return None
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else _solve(lambda p: 1 - binomial_at_most(hits - 1, of, p) - tail)
    high = 1.0 if hits == of else _solve(lambda p: tail - binomial_at_most(hits, of, p))
    return Interval(hits / of, low, high)


def binomial_at_most(hits: int, of: int, share: float) -> float:
    """The probability of at most so many hits among `of`, each with probability `share`."""
    if hits < 0:
        return 0.0
    if hits >= of:
        return 1.0
    return _incomplete_beta(of - hits, hits + 1, 1 - share)


def binomial(hits: int, of: int, share: float) -> float:
    """The probability of exactly so many hits."""
    if not 0 <= hits <= of:
        return 0.0
    if share <= 0 or share >= 1:
        return float(hits == (of if share >= 1 else 0))
    ways = math.lgamma(of + 1) - math.lgamma(hits + 1) - math.lgamma(of - hits + 1)
    return math.exp(ways + hits * math.log(share) + (of - hits) * math.log1p(-share))


def student_beyond(far: float, freedom: int) -> float:
    """The probability that Student's t is so far from nought, to either side."""
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + far * far))


def funnel_limit(of: int, share: float, probability: float) -> float:
    """The share of `of` cases that chance alone stays at or over (under one half), or at or under, but for this probability: a limit of
    a funnel plot.

    Exact binomial, interpolated between two counts so that the funnel is smooth (Spiegelhalter, Statistics in Medicine 24 (2005)
    1185-1202, appendix A.1.1). The upper limit is the lower one of the others' share, not the paper's own: a count drawn outside is
    then never more likely than the limit says, on either side.
    """
    if probability > 0.5:
        return 1 - funnel_limit(of, 1 - share, 1 - probability)
    if of <= 0:
        return share
    count = _binomial_quantile(of, share, probability)
    here = binomial_at_most(count, of, share)
    before = binomial_at_most(count - 1, of, share)
    part = (here - probability) / (here - before) if here > before else 0.0
    return min(1.0, max(0.0, (count - part) / of))


def sample_size(
    reach: float, *, expected: float = 0.5, confidence: float = CONFIDENCE, population: int | None = None
) -> int:
    """The smallest sample whose Wilson interval reaches at most so far to each side of a share as `expected`.

    `expected` one half asks for the most. `population`: never more than there are. Raises `ValueError` for a reach outside 0 to 1.
    """
    if not 0 < reach < 1 or not 0 <= expected <= 1:
        raise ValueError(f"{reach} around {expected}")
    size = 1
    most = population if population is not None else 2**40
    while (
        size < most
        and precision(size, expected=expected, confidence=confidence, population=population) > reach
    ):
        size = min(size * 2, most)
    low, high = size // 2, size
    while high - low > 1:
        middle = (low + high) // 2
        enough = precision(middle, expected=expected, confidence=confidence, population=population) <= reach
        low, high = (low, middle) if enough else (middle, high)
    return high


def precision(
    size: int, *, expected: float = 0.5, confidence: float = CONFIDENCE, population: int | None = None
) -> float:
    """How far the Wilson interval will reach to each side when so many are looked at: the size calculator read backwards."""
    if size <= 0:
        return 0.5
    endless = _as_if_endless(size, population)
    return 0.0 if math.isinf(endless) else _wilson_reach(expected, endless, _z(confidence))


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence}")
    return normal_quantile((1 + confidence) / 2)


def _wilson_reach(share: float, size: float, z: float) -> float:
    return z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))


def _as_if_endless(size: float, population: int | None) -> float:
    """The size of the sample that would say as much of an endless population (finite population correction)."""
    if population is None:
        return size
    if size >= population:
        return math.inf
    return size * (population - 1) / (population - size)


def _variance(stratum: Stratum) -> float:
    """Of the share found in a stratum; one that was seen whole has none."""
    n, share = stratum.looked_at, stratum.hits / stratum.looked_at
    left = 1 - min(1.0, n / stratum.population)
    return left * share * (1 - share) / max(1, n - 1)


def _binomial_quantile(of: int, share: float, probability: float) -> int:
    """The smallest count with at least this probability of staying at or under it."""
    low, high = -1, of
    while high - low > 1:
        middle = (low + high) // 2
        enough = binomial_at_most(middle, of, share) >= probability
        low, high = (low, middle) if enough else (middle, high)
    return high


def _solve(rises: Callable[[float], float]) -> float:
    """Where a rising function of a share crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (low, middle) if rises(middle) > 0 else (middle, high)
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by Lentz's method for its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return min(1.0, math.exp(front) / a * _beta_fraction(a, b, x))


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, _away_from_zero(1 - (a + b) * x / (a + 1))
    d = 1 / d
    value = d
    for m in range(1, 100_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for numerator in (even, odd):
            d = 1 / _away_from_zero(1 + numerator * d)
            c = _away_from_zero(1 + numerator / c)
            step = c * d
            value *= step
        if abs(step - 1) < 1e-15:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
