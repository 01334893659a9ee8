"""Aalen–Johansen against a published example, and against what it must be in cases whose answer is known."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics.public import OnDay, OutcomesOnDay, cumulative_incidence, survival

# Satagopan and others, "A note on competing risks in survival data analysis", British Journal of Cancer 91 (2004) 1229-1235, table 2:
# the first nine of 305 patients, in months; the others were seen for longer. The table prints per cent with one decimal and adds up
# the rounded steps, so that its last sum is 1.2 where the steps give 1.32.
PATIENTS = [
    OutcomesOnDay(7, {}, 1),
    OutcomesOnDay(10, {"cancer": 1}),
    OutcomesOnDay(14, {}, 1),
    OutcomesOnDay(16, {"cancer": 1}),
    OutcomesOnDay(18, {"other": 1}),
    OutcomesOnDay(23, {"cancer": 1}),
    OutcomesOnDay(24, {}, 1),
    OutcomesOnDay(26, {"other": 1}),
    OutcomesOnDay(27, {"cancer": 1}),
    OutcomesOnDay(99, {}, 296),
]
# Month: at risk, overall survival, the month's step of death from the cancer; in per cent.
PUBLISHED = {
    10: (304, 99.7, 0.3),
    16: (302, 99.3, 0.3),
    18: (301, 99.0, 0.0),
    23: (300, 98.7, 0.3),
    26: (298, 98.3, 0.0),
    27: (297, 98.0, 0.3),
}


def test_the_published_table() -> None:
    found = cumulative_incidence(PATIENTS, ("cancer", "other"))
    steps = found.of("cancer").steps
    before = [0.0, *(s.share for s in steps)]
    rows = {
        s.day: (s.at_risk, round(100 * found.waiting(s.day), 1), round(100 * (s.share - earlier), 1))
        for s, earlier in zip(steps, before, strict=False)
    }
    assert rows == PUBLISHED
    assert found.total == 305


counts = st.integers(0, 4)
histories = st.lists(st.tuples(st.integers(0, 300), counts, counts, counts, counts), max_size=40)


@settings(deadline=None)
@given(histories)
def test_all_outcomes_and_the_waiting_are_one_and_each_stays_in_its_band(
    rows: list[tuple[int, int, int, int, int]],
) -> None:
    observed = [OutcomesOnDay(day, {"a": a, "b": b, "c": c}, rest) for day, a, b, c, rest in rows]
    found = cumulative_incidence(observed, ("a", "b", "c"))
    together = survival([OnDay(day, a + b + c, rest) for day, a, b, c, rest in rows])
    for point in together.points:
        assert found.waiting(point.day) == pytest.approx(point.share, abs=1e-9)
    for curve in found.curves:
        assert all(x.share <= y.share for x, y in pairwise(curve.steps))
        assert all(
            0 <= s.low <= s.share + 1e-12 and s.share <= s.high + 1e-12 <= 1 + 1e-9 for s in curve.steps
        )


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), counts, counts), min_size=1, max_size=20))
def test_where_nobody_waits_it_is_the_plain_share_with_its_binomial_error(
    rows: list[tuple[int, int, int]],
) -> None:
    total = sum(a + b for _, a, b in rows)
    found = cumulative_incidence([OutcomesOnDay(day, {"a": a, "b": b}) for day, a, b in rows], ("a", "b"))
    for step in found.of("a").steps:
        share = sum(a for day, a, _ in rows if day <= step.day) / total
        assert step.share == pytest.approx(share)
        assert step.error == pytest.approx((share * (1 - share) / total) ** 0.5, abs=1e-7)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), counts, counts), max_size=40))
def test_of_one_outcome_alone_it_is_what_kaplan_and_meier_leave(rows: list[tuple[int, int, int]]) -> None:
    found = cumulative_incidence([OutcomesOnDay(day, {"a": a}, rest) for day, a, rest in rows], ("a",))
    plain = survival([OnDay(*row) for row in rows])
    for step, point in zip(found.of("a").steps, plain.points, strict=True):
        assert step.share == pytest.approx(1 - point.share, abs=1e-9)


def test_kaplan_and_meier_of_one_outcome_say_too_much() -> None:
    observed = [OutcomesOnDay(day, {"recognised": 1, "closed": 2}) for day in range(1, 31)]
    apart = 1 - survival([OnDay(day, 1, 2) for day in range(1, 31)]).at(20).share
    together = cumulative_incidence(observed, ("recognised", "closed")).of("recognised").at(20).share
    assert together == pytest.approx(20 / 90)
    assert apart > together + 0.05


def test_nobody() -> None:
    found = cumulative_incidence([], ("a",))
    assert (found.total, found.last_day, found.of("a").at(9).share, found.waiting(9)) == (0, 0, 0.0, 1.0)
