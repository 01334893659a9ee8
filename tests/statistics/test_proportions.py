"""Intervals of a share, exact limits and sample sizes against published examples."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics.public import (
    Stratum,
    binomial,
    binomial_at_most,
    difference,
    exact_interval,
    funnel_limit,
    precision,
    sample_size,
    stratified,
    wilson,
)

# Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods", Statistics in Medicine 17 (1998)
# 857-872, table I: the score interval (method 3) and Clopper and Pearson's (method 5), at 95 %.
NEWCOMBE = {
    (81, 263): ((0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148): ((0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20): ((0.0, 0.1611), (0.0, 0.1684)),
    (1, 29): ((0.0061, 0.1718), (0.0009, 0.1776)),
}


@pytest.mark.parametrize(("count", "published"), NEWCOMBE.items(), ids=str)
def test_the_published_intervals(
    count: tuple[int, int], published: tuple[tuple[float, float], tuple[float, float]]
) -> None:
    score, exact = wilson(*count), exact_interval(*count)
    assert score is not None
    assert exact is not None
    assert (
        (round(score.low, 4), round(score.high, 4)),
        (round(exact.low, 4), round(exact.high, 4)),
    ) == published


@settings(deadline=None)
@given(st.integers(1, 400), st.data())
def test_the_tail_is_the_sum_of_its_probabilities(of: int, data: st.DataObject) -> None:
    hits, share = data.draw(st.integers(0, of)), data.draw(st.floats(0.001, 0.999))
    summed = math.fsum(binomial(n, of, share) for n in range(hits + 1))
    assert binomial_at_most(hits, of, share) == pytest.approx(summed, abs=1e-10)


def test_the_limits_of_an_exact_interval_leave_half_of_the_rest_on_each_side() -> None:
    found = exact_interval(7, 50, confidence=0.998)
    assert found is not None
    assert 1 - binomial_at_most(6, 50, found.low) == pytest.approx(0.001)
    assert binomial_at_most(7, 50, found.high) == pytest.approx(0.001)


def test_a_funnel_narrows_and_its_limits_hold() -> None:
    widths = []
    for of in (30, 100, 400, 5_000):
        low, high = funnel_limit(of, 0.4, 0.001), funnel_limit(of, 0.4, 0.999)
        widths.append(high - low)
        assert low < 0.4 < high
        # No count strictly outside is more likely than the limit says.
        assert binomial_at_most(math.ceil(low * of) - 1, of, 0.4) <= 0.001
        assert 1 - binomial_at_most(math.floor(high * of), of, 0.4) <= 0.001
    assert widths == sorted(widths, reverse=True)
    assert funnel_limit(1_000_000, 0.4, 0.975) == pytest.approx(
        0.4 + 1.96 * math.sqrt(0.24 / 1_000_000), abs=1e-5
    )


def test_the_smallest_sample_that_is_precise_enough() -> None:
    # n = z² (1 / (4 reach²) - 1) for one half: 381 for five points, where Wald's rule of thumb says 385.
    assert sample_size(0.05) == 381
    assert precision(381) <= 0.05 < precision(380)
    assert sample_size(0.05, expected=0.9) < 200
    assert sample_size(0.05, population=100) < 100
    assert sample_size(0.001, population=40) == 40
    with pytest.raises(ValueError, match="0 around"):
        sample_size(0)


@settings(deadline=None)
@given(st.floats(0.01, 0.4), st.floats(0, 1), st.one_of(st.none(), st.integers(1, 5_000)))
def test_no_smaller_sample_is_precise_enough(reach: float, expected: float, population: int | None) -> None:
    size = sample_size(reach, expected=expected, population=population)
    assert precision(size, expected=expected, population=population) <= reach
    assert size == 1 or precision(size - 1, expected=expected, population=population) > reach


def test_what_was_seen_whole_is_known() -> None:
    found = wilson(3, 10, population=10)
    assert found is not None
    assert (found.low, found.value, found.high) == (0.3, 0.3, 0.3)
    part, endless = wilson(3, 10, population=20), wilson(3, 10)
    assert part is not None
    assert endless is not None
    assert part.reach < endless.reach
    assert wilson(0, 0) is None


def test_strata_that_were_sampled_more_are_weighted_back() -> None:
    # 900 grants of which 10 %, and 100 rejections of which all were looked at.
    found = stratified([Stratum(900, 90, 81), Stratum(100, 100, 50)])
    assert found is not None
    assert found.value == pytest.approx((900 * 0.9 + 100 * 0.5) / 1000)
    # The textbook variance (Cochran, "Sampling Techniques", 3rd ed. 1977, theorem 5.3): the stratum that was seen whole adds none.
    variance = 0.9**2 * (1 - 0.1) * 0.9 * 0.1 / 89
    assert found.reach == pytest.approx(1.96 * math.sqrt(variance), rel=0.02)
    assert stratified([Stratum(10, 5, 1), Stratum(10, 0, 0)]) is None
    proportional = stratified([Stratum(5_000_000, 50, 20), Stratum(5_000_000, 50, 20)])
    simple = wilson(40, 100)
    assert proportional is not None
    assert simple is not None
    assert (proportional.low, proportional.high) == pytest.approx((simple.low, simple.high), abs=0.003)


# Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods", Statistics in
# Medicine 17 (1998) 873-890, table II: method 10 on 56/70 - 48/80, 9/10 - 3/10 and 10/10 - 0/10.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((48, 80), (56, 70), (0.2, 0.0524, 0.3339)),
        ((3, 10), (9, 10), (0.6, 0.1705, 0.8090)),
        ((0, 10), (10, 10), (1.0, 0.6075, 1.0)),
    ],
)
def test_the_difference_of_two_shares_is_that_of_newcombe(
    one: tuple[int, int], other: tuple[int, int], expected: tuple[float, float, float]
) -> None:
    first, second = wilson(*one), wilson(*other)
    assert first is not None
    assert second is not None
    found = difference(first, second)
    assert (found.value, found.low, found.high) == pytest.approx(expected, abs=5e-5)
