"""Kaplan–Meier against a worked example, and where it must not break."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.statistics.public import OnDay, survival

# Weeks in remission on 6-mercaptopurine (Freireich and others, Blood 21 (1963) 699-716), the data of most textbooks, e.g.
# Kleinbaum and Klein, "Survival Analysis", chapter 2. Relapses and, after them, the times of patients without one.
RELAPSED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
WITHOUT = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
MERCAPTOPURINE = [OnDay(t, 1, 0) for t in RELAPSED] + [OnDay(t, 0, 1) for t in WITHOUT]
# The estimate, and the log(-log) limits as SAS PROC LIFETEST and R (survfit, conf.type = "log-log") print them.
PUBLISHED = {
    6: (21, 0.857, 0.620, 0.952),
    7: (17, 0.807, 0.563, 0.923),
    10: (15, 0.753, 0.503, 0.889),
    13: (12, 0.690, 0.432, 0.849),
    16: (11, 0.627, 0.368, 0.805),
    22: (7, 0.538, 0.268, 0.747),
    23: (6, 0.448, 0.188, 0.680),
}


def test_the_published_curve_with_its_limits() -> None:
    curve = survival(MERCAPTOPURINE)
    found = {p.day: (p.at_risk, round(p.share, 3), round(p.low, 3), round(p.high, 3)) for p in curve.points}
    assert found == PUBLISHED
    assert (curve.total, curve.events, curve.last_day) == (21, 9, 35)


def test_the_published_median_and_its_limits() -> None:
    median = survival(MERCAPTOPURINE).quantile(0.5)
    assert (median.day, median.low, median.high) == (23, 13, None)
    quartile = survival(MERCAPTOPURINE).quantile(0.25)
    assert (quartile.day, quartile.low, quartile.high) == (13, 6, 22)


def test_without_censoring_it_is_the_share_that_is_left() -> None:
    curve = survival([OnDay(day, 1, 0) for day in (1, 2, 3, 4)])
    assert [p.share for p in curve.points] == [0.75, 0.5, 0.25, 0.0]
    assert curve.quantile(0.5).day == 2
    assert (curve.points[-1].low, curve.points[-1].high) == (0.0, 0.0)


def test_nobody_and_nobody_decided() -> None:
    assert survival([]).quantile(0.5).day is None
    waiting = survival([OnDay(400, 0, 12)])
    assert (waiting.points, waiting.total, waiting.quantile(0.5).day) == ((), 12, None)
    assert waiting.at(500).share == 1.0


def test_before_the_first_event_everyone_waits() -> None:
    curve = survival(MERCAPTOPURINE)
    assert curve.at(5).share == 1.0
    assert curve.at(12).share == curve.at(10).share


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 4), st.integers(0, 4)), max_size=60))
def test_the_curve_falls_and_stays_inside_its_band(rows: list[tuple[int, int, int]]) -> None:
    curve = survival([OnDay(*row) for row in rows])
    shares = [1.0, *(p.share for p in curve.points)]
    assert all(earlier >= later for earlier, later in pairwise(shares))
    assert all(0 <= p.low <= p.share + 1e-9 and p.share <= p.high + 1e-9 <= 1 + 1e-8 for p in curve.points)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_an_earlier_day_is_never_given_for_a_greater_share(share: float) -> None:
    day = survival(MERCAPTOPURINE).quantile(share).day
    earlier = survival(MERCAPTOPURINE).quantile(share - 0.2).day
    assert earlier is not None
    assert day is None or earlier <= day
