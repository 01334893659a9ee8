"""Who handles a case, held against chance: what must be flagged, what must not, and how often it errs."""

import math
import random
from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics.public import (
    Funnel,
    Handled,
    Share,
    chance_of,
    funnel,
    funnel_limit,
    limits_at,
    looked_at_together,
)


def test_the_tea_tasting_lady() -> None:
    """Fisher, "The Design of Experiments", 1935, chapter II: eight cups, four of each kind, and the six ways to be right of 70."""
    chance = chance_of([Share(of=8, hits=4, handled=4)])
    assert [round(p * 70) for p in chance.probabilities] == [1, 16, 36, 16, 1]
    assert chance.expected == pytest.approx(2)
    assert (chance.at_least(4), chance.at_most(4)) == pytest.approx((1 / 70, 1.0))


small = st.integers(0, 6).flatmap(
    lambda of: st.tuples(st.just(of), st.integers(0, of), st.integers(0, of)).map(lambda t: Share(*t))
)


@settings(deadline=None)
@given(st.lists(small, min_size=1, max_size=3))
def test_chance_is_what_counting_every_deal_gives(shares: list[Share]) -> None:
    """Every way of dealing the cases of each kind, counted with its binomial coefficients."""
    counted: dict[int, float] = defaultdict(float)
    for dealt in product(*(range(share.handled + 1) for share in shares)):
        ways = math.prod(
            math.comb(s.hits, n) * math.comb(s.of - s.hits, s.handled - n) / math.comb(s.of, s.handled)
            for s, n in zip(shares, dealt, strict=True)
        )
        counted[sum(dealt)] += ways
    chance = chance_of(shares)
    for count in range(sum(s.handled for s in shares) + 1):
        below = math.fsum(p for n, p in counted.items() if n <= count)
        assert chance.at_most(count) == pytest.approx(below, abs=1e-12)
    assert chance.expected == pytest.approx(sum(s.handled * s.hits / s.of for s in shares if s.of))


def test_the_counts_within_leave_no_more_than_the_rest_outside() -> None:
    chance = chance_of([Share(4_000, 1_300, 200), Share(900, 600, 80)])
    low, high = chance.within(0.95)
    assert chance.at_most(low - 1) <= 0.025 < chance.at_most(low)
    assert chance.at_least(high + 1) <= 0.025 < chance.at_least(high)
    assert chance.deviation < math.sqrt(280 * 0.4 * 0.6)


def test_other_countries_are_not_another_hand() -> None:
    """One half sees those of a country that is mostly recognised, the other half the others: nobody stands out."""
    cells = []
    for unit in range(10):
        kind, other = ("ERI", "NIC") if unit < 5 else ("NIC", "ERI")
        for name, of in ((kind, 90), (other, 10)):
            cells.append(Handled(unit, name, of, round(of * (0.9 if name == "ERI" else 0.2))))
    (found,) = looked_at_together(funnel(cells))
    rates = [s.rate for s in found.standings]
    assert max(rates) - min(rates) > 0.5
    assert all(s.adjusted == pytest.approx(found.rate) for s in found.standings)
    assert not any(s.beyond_likely for s in found.standings)


def test_who_sees_all_of_a_country_cannot_be_held_against_anybody_there() -> None:
    cells = [Handled("alone", "AFG", 60, 60), *(Handled(n, "NIC", 60, 20) for n in range(6))]
    found = funnel(cells)
    alone = next(s for s in found.standings if s.unit == "alone")
    assert (alone.expected, alone.probability, alone.beyond_likely) == (1.0, 1.0, False)


def test_few_cases_and_few_colleagues_are_not_shown() -> None:
    cells = [Handled(n, "NIC", 40, 15) for n in range(5)]
    found = funnel([*cells, Handled("new", "NIC", 29, 0)])
    assert [s.unit for s in found.standings] == [0, 1, 2, 3, 4]
    assert (found.too_few, found.of, found.hits) == (1, 229, 75)
    assert funnel([*cells[:4], Handled("new", "NIC", 29, 0)]).standings == ()
    assert (funnel([]).rate, funnel([]).standings, limits_at(funnel([]), [10])) == (None, (), ())


def test_where_all_vary_the_limits_widen_and_one_that_stands_out_does_not_hide() -> None:
    # Each ten points over or under: more than chance with 200 cases, and nobody the odd one out.
    restless = [Handled(n, "NIC", 200, 100 + (20 if n % 2 else -20)) for n in range(20)]
    (found,) = looked_at_together(funnel(restless))
    assert found.spread.factor > 5
    assert found.spread.between == pytest.approx(0.1, abs=0.03)
    assert found.outside == ()
    assert not any(s.beyond_likely for s in found.standings)
    lines = limits_at(found, [200])[0]
    assert lines.likely_spread[0] < lines.likely[0] < 0.5 < lines.likely[1] < lines.likely_spread[1]
    calm = [Handled(n, "NIC", 200, 100 + (n % 5 - 2) * 3) for n in range(20)]
    (found,) = looked_at_together(funnel([*calm, Handled("odd", "NIC", 200, 60)]))
    assert found.spread.between == 0
    assert [s.unit for s in found.outside] == ["odd"]


def test_the_lines_of_the_drawing_are_exact_binomial_limits() -> None:
    found = funnel([Handled(n, "NIC", 100, 40) for n in range(6)])
    line = limits_at(found, [100])[0]
    assert line.likely == pytest.approx((funnel_limit(100, 0.4, 0.025), funnel_limit(100, 0.4, 0.975)))
    assert line.widest == pytest.approx((funnel_limit(100, 0.4, 0.001), funnel_limit(100, 0.4, 0.999)))
    assert line.likely_spread == line.likely


def test_more_looks_need_more_to_speak_of_one() -> None:
    apart = [Handled(n, "NIC", 100, 50) for n in range(9)]
    one = [*apart, Handled("odd", "NIC", 100, 34)]
    crowd = funnel([Handled(n, "NIC", 100, 50) for n in range(200)])
    assert looked_at_together(funnel(one))[0].outside
    assert not looked_at_together(funnel(one), crowd)[0].outside


# Forty officers in eight offices; four countries with their own rates of recognition.
RATES = {"NIC": 0.35, "VEN": 0.6, "CUB": 0.25, "COL": 0.5}
MIX = (50, 25, 15, 10)


def _world(
    chance: random.Random, *, cases: int, bias: float = 0.0, between: float = 0.0, apart: float = 0.0
) -> tuple[Funnel, Funnel]:
    """Officers and offices as they are looked at together. Officer 0 is `bias` off; everybody is off by `between` on average; with
    `apart` each sees mostly one country, and another number of cases."""
    officers: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    offices: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for officer in range(40):
        own = chance.gauss(0, between) + (bias if officer == 0 else 0)
        mix = MIX[officer % 4 :] + MIX[: officer % 4] if apart else MIX
        many = round(cases * (1 - apart * (officer % 5) / 4))
        for kind in chance.choices(list(RATES), mix, k=many):
            hit = chance.random() < RATES[kind] + own
            for counts in (officers[officer, kind], offices[officer % 8, kind]):
                counts[0] += 1
                counts[1] += hit
    first, second = looked_at_together(
        *(
            funnel(Handled(unit, kind, of, hits) for (unit, kind), (of, hits) in counted.items())
            for counted in (officers, offices)
        )
    )
    return first, second


def _shares(worlds: int, **options: float) -> tuple[float, float]:
    """The share of worlds in which officer 0 is marked, and in which anybody else or an office is."""
    chance = random.Random(6)
    found = other = 0
    for _ in range(worlds):
        officers, offices = _world(chance, cases=int(options["cases"]), **_without_cases(options))
        marked = {s.unit for s in officers.outside}
        found += 0 in marked
        # The office of officer 0 is off with it, and may be marked.
        other += bool(marked - {0} or {s.unit for s in offices.outside} - {0})
    return found / worlds, other / worlds


def _without_cases(options: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in options.items() if name != "cases"}


@pytest.mark.slow
@pytest.mark.parametrize("cases", [50, 400])
def test_at_most_one_unbiased_world_in_twenty_raises_a_flag(cases: int) -> None:
    found, other = _shares(400, cases=cases)
    assert found + other <= 0.05


@pytest.mark.slow
def test_nor_where_each_sees_other_countries_and_other_numbers() -> None:
    found, other = _shares(200, cases=400, apart=0.8)
    assert found + other <= 0.05


@pytest.mark.slow
def test_fifteen_points_of_one_officer_in_forty_over_four_hundred_cases_are_flagged() -> None:
    found, other = _shares(100, cases=400, bias=-0.15)
    assert found >= 0.99
    assert other <= 0.06


@pytest.mark.slow
def test_a_world_in_which_everybody_differs_a_little_seldom_names_one() -> None:
    """What nobody counted differs by five points from officer to officer, and none is biased. The spread is estimated."""
    found, other = _shares(200, cases=400, between=0.05)
    assert found + other <= 0.08


@pytest.mark.slow
@pytest.mark.parametrize(("cases", "least", "most"), [(50, 0.0, 0.2), (100, 0.1, 0.5), (200, 0.6, 0.95)])
def test_how_often_the_same_bias_is_found_over_fewer_cases(cases: int, least: float, most: float) -> None:
    """The power, as docs/decisions says it: a look that finds nothing over fifty cases proves nothing."""
    found, _ = _shares(100, cases=cases, bias=-0.15)
    assert least <= found <= most
