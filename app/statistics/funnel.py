"""Whether outcomes depend on who handles a case more than chance and the countries of origin explain. Pure.

Each unit (a person, an office) is held against what chance would give it with its own mix of countries (`chance`). Where the units
vary more than chance as a whole, because cases of a country differ in what nobody counted, the limits widen by as much
(Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202; Spiegelhalter and others, Journal of the Royal Statistical Society A 175
(2012) 1-47). And because many are looked at, one is spoken of only when it stands out from all of them together (Holm,
Scandinavian Journal of Statistics 6 (1979) 65-70): where nobody differs, at most one look in twenty speaks of anybody.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from app.statistics.chance import Chance, Share, chance_of
from app.statistics.proportions import funnel_limit, student_beyond

# Below so many decisions chance explains nearly anything, and a figure would say more of the few cases than of who handled them.
MINIMUM = 30
# With fewer to be held against, the comparison would be with one or two known colleagues.
PEERS = 5
# At most one look in twenty may speak of somebody where nobody differs; a little less, so that a simulation can show it.
LEVEL = 0.04
LIMITS = (0.95, 0.998)
WINSORISED = 0.1
_NORMAL = NormalDist()
_THIN = 1e-13


@dataclass(frozen=True, slots=True)
class Handled:
    """`hits` of the `of` cases of a kind (a country of origin) that a unit handled."""

    unit: Hashable
    kind: str
    of: int
    hits: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How much more the units vary than chance alone. `factor`: the winsorised mean of squared z (phi), as a multiple of what it is
    under chance alone; `between`: the standard deviation of the rates between units that it amounts to (tau), none at or under 1; known from so few units, with so many degrees of `freedom`."""

    factor: float
    between: float
    freedom: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit against chance. Shares from 0 to 1.

    `rate` as it is; `expected` with the unit's countries at everybody's rates; `adjusted`: the rate of all, plus by how much the unit
    is over or under what is expected: what is drawn. `likely` and `widest`: where it stays in 95 % and 99.8 % of all worlds in which
    nobody differs, on the same scale; exact where the units vary no more than chance, and wider by as much as they do. `probability`:
    of standing so far out then; `outside`: it stands out from all that were looked at together.
    """

    unit: Hashable
    of: int
    hits: int
    rate: float
    expected: float
    adjusted: float
    likely: tuple[float, float]
    widest: tuple[float, float]
    probability: float
    outside: bool = False

    @property
    def beyond_likely(self) -> bool:
        return not self.likely[0] <= self.adjusted <= self.likely[1]

    @property
    def beyond_widest(self) -> bool:
        return not self.widest[0] <= self.adjusted <= self.widest[1]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Units of one sort. `rate` of all their cases together; `too_few` units are under the minimum and only part of that rate.

    `standings` is empty, and `units` says how many would be held against each other, where they are fewer than `PEERS`.
    """

    rate: float | None
    of: int
    hits: int
    standings: tuple[Standing, ...]
    units: int
    too_few: int
    spread: Spread

    @property
    def outside(self) -> tuple[Standing, ...]:
        return tuple(s for s in self.standings if s.outside)


@dataclass(frozen=True, slots=True)
class LimitsAt:
    """The funnel at so many cases: exact binomial limits of the rate of all, and the same with the spread between units allowed for."""

    of: int
    likely: tuple[float, float]
    widest: tuple[float, float]
    likely_spread: tuple[float, float]
    widest_spread: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Held:
    unit: Hashable
    of: int
    hits: int
    chance: Chance
    expected: float
    deviation: float

    @property
    def z(self) -> float:
        return (self.hits - self.expected) / self.deviation


def funnel(cells: Iterable[Handled], *, minimum: int = MINIMUM, peers: int = PEERS) -> Funnel:
    """Hold units against each other. Nobody is `outside` yet: that takes all that is looked at together (`looked_at_together`)."""
    by_unit, by_kind = _gathered(cells)
    of = sum(kind[0] for kind in by_kind.values())
    hits = sum(kind[1] for kind in by_kind.values())
    enough = {unit: own for unit, own in by_unit.items() if sum(n for n, _ in own.values()) >= minimum}
    held = [_held(unit, own, by_kind) for unit, own in enough.items()] if len(enough) >= peers else []
    spread = spread_of(held)
    rate = hits / of if of else None
    standings = tuple(_standing(one, rate, spread) for one in held) if rate is not None else ()
    return Funnel(rate, of, hits, standings, len(enough), len(by_unit) - len(enough), spread)


def looked_at_together(*funnels: Funnel, level: float = LEVEL) -> tuple[Funnel, ...]:
    """The same, with those marked that stand out from all of them (Holm's step-down): one false mark in twenty looks at most."""
    every = sorted(
        (s.probability, f, n) for f, one in enumerate(funnels) for n, s in enumerate(one.standings)
    )
    marked = set()
    for place, (probability, f, n) in enumerate(every):
        if probability > level / (len(every) - place):
            break
        marked.add((f, n))
    return tuple(
        replace(
            one, standings=tuple(replace(s, outside=(f, n) in marked) for n, s in enumerate(one.standings))
        )
        for f, one in enumerate(funnels)
    )


def limits_at(found: Funnel, sizes: Iterable[int]) -> tuple[LimitsAt, ...]:
    """The lines of the drawing. Nothing where there is no rate."""
    if found.rate is None:
        return ()
    return tuple(_limits(size, found.rate, found.spread.between) for size in sizes)


def spread_of(held: Sequence[_Held]) -> Spread:
    """Spiegelhalter's phi from z values of which the tenth at each end, and one at least, counts as its neighbour, so that whoever stands out does not
    widen the limits by that alone; divided by what that leaves of chance alone, which he does not do, and without which real
    variation would be counted for too little. The standard deviation between units from it, by DerSimonian and Laird's moments."""
    z = sorted(one.z for one in held if one.deviation > 0)
    size = len(z)
    if size < 2:
        return Spread(1.0, 0.0, 0)
    cut = max(1, int(WINSORISED * size)) if size >= PEERS else 0
    z = [min(max(value, z[cut]), z[size - 1 - cut]) for value in z]
    factor = math.fsum(value * value for value in z) / size / _left_of_chance(cut / size)
    weights = [(one.of / one.deviation) ** 2 for one in held if one.deviation > 0]
    whole = math.fsum(weights)
    over = size * factor - (size - 1)
    between = over / (whole - math.fsum(w * w for w in weights) / whole)
    return Spread(factor, math.sqrt(max(0.0, between)), size - 2 * cut - 1)


def _left_of_chance(cut: float) -> float:
    """The mean square of a standard normal variable whose tails are cut to their quantile."""
    if cut <= 0:
        return 1.0
    z = _NORMAL.inv_cdf(1 - cut)
    return (1 - 2 * cut) - 2 * z * _NORMAL.pdf(z) + 2 * cut * z * z


_ByKind = dict[str, tuple[int, int]]


def _gathered(cells: Iterable[Handled]) -> tuple[dict[Hashable, _ByKind], _ByKind]:
    by_unit: dict[Hashable, _ByKind] = defaultdict(dict)
    by_kind: _ByKind = {}
    for cell in cells:
        for counts in (by_unit[cell.unit], by_kind):
            of, hits = counts.get(cell.kind, (0, 0))
            counts[cell.kind] = (of + cell.of, hits + cell.hits)
    return by_unit, by_kind


def _held(
    unit: Hashable, own: Mapping[str, tuple[int, int]], by_kind: Mapping[str, tuple[int, int]]
) -> _Held:
    chance = chance_of(Share(*by_kind[kind], handled) for kind, (handled, _) in own.items())
    of, hits = sum(n for n, _ in own.values()), sum(n for _, n in own.values())
    return _Held(unit, of, hits, chance, chance.expected, chance.deviation)


def _standing(held: _Held, rate: float, spread: Spread) -> Standing:
    error = held.deviation / held.of
    wider = math.sqrt(1 + (spread.between / error) ** 2) if error > 0 else 1.0

    def on_scale(count: float, wider: float = 1.0) -> float:
        return rate + (count - held.expected) / held.of * wider

    likely, widest = (held.chance.within(limit) for limit in LIMITS)
    return Standing(
        unit=held.unit,
        of=held.of,
        hits=held.hits,
        rate=held.hits / held.of,
        expected=held.expected / held.of,
        adjusted=on_scale(held.hits),
        likely=(on_scale(likely[0], wider), on_scale(likely[1], wider)),
        widest=(on_scale(widest[0], wider), on_scale(widest[1], wider)),
        probability=_allowing(held, wider, spread.freedom),
    )


def _allowing(held: _Held, wider: float, freedom: int) -> float:
    """The probability of standing so far out by chance: exact; where limits are wider by what the units themselves show, Student's, as
    of a variance from the middle of a sample (Tukey and McLaughlin, Sankhya A 25 (1963) 331-352)."""
    exact = held.chance.as_far(held.hits)
    if wider <= 1 or exact >= 1 or freedom < 1:
        return exact
    # Where a tail is too thin to be summed, the normal one that it comes from is as good.
    far = -_NORMAL.inv_cdf(exact / 2) if exact > _THIN else abs(held.z)
    return max(exact, student_beyond(far / wider, freedom))


def _limits(of: int, rate: float, between: float) -> LimitsAt:
    error = math.sqrt(rate * (1 - rate) / of) if of else 0.0
    wider = math.sqrt(1 + (between / error) ** 2) if error > 0 else 1.0
    pairs = []
    for confidence in LIMITS:
        tail = (1 - confidence) / 2
        pairs.append((funnel_limit(of, rate, tail), funnel_limit(of, rate, 1 - tail)))
    spread = [(rate + (low - rate) * wider, rate + (high - rate) * wider) for low, high in pairs]
    likely, widest = ((max(0.0, low), min(1.0, high)) for low, high in spread)
    return LimitsAt(of, pairs[0], pairs[1], likely, widest)
