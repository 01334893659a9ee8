"""Kappa and alpha against the examples of those who invented them."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics.public import Agreement, alpha, kappa

# Cohen, "A coefficient of agreement for nominal scales", 1960, table 1 (200 patients), and the weights of "Weighted kappa", 1968.
COHEN = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
DISAGREEMENT_1968 = ((0, 1, 3), (1, 0, 6), (3, 6, 0))
# Fleiss, "Statistical Methods for Rates and Proportions", 2nd ed. 1981, table 13.1: 100 subjects, psychotic, neurotic, organic.
FLEISS = ((75, 1, 4), (5, 4, 1), (0, 0, 10))
# Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, section C: four observers, twelve units, some missing.
NO: int | None = None
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3),
    (NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO),
)
UNITS = list(zip(*KRIPPENDORFF, strict=True))
# The same paper, section A: two observers, ten units, two values.
BINARY = list(zip((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0), strict=True))
# And section B: two observers, twelve units, five values.
NOMINAL = list(zip("aabbdcccedda", "babbbccceddd", strict=True))


def _pairs(table: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    return [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]


def test_cohens_own_example() -> None:
    found = kappa(_pairs(COHEN), (0, 1, 2))
    assert found.value == pytest.approx(0.492, abs=0.0005)
    assert (found.observed, found.expected) == pytest.approx((0.70, 0.41))


def test_cohens_own_weights() -> None:
    weights = [[1 - d / 6 for d in row] for row in DISAGREEMENT_1968]
    found = kappa(_pairs(COHEN), (0, 1, 2), weights=weights)
    assert found.value == pytest.approx(0.348, abs=0.0005)


def test_the_example_of_fleiss_with_its_interval() -> None:
    found = kappa(_pairs(FLEISS), (0, 1, 2))
    assert _rounded(found) == (0.68, 0.5, 0.85)


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_krippendorffs_own_example(level: str, published: float) -> None:
    found = alpha(UNITS, (1, 2, 3, 4, 5), level="ordinal" if level == "ordinal" else "nominal")
    assert found.value == pytest.approx(published, abs=0.0005)
    assert found.units == 11  # the twelfth was judged by one alone
    assert found.low is not None
    assert found.high is not None
    assert found.low < published < found.high <= 1


def test_krippendorffs_examples_for_two_observers() -> None:
    assert alpha(BINARY, (0, 1)).value == pytest.approx(0.095, abs=0.0005)
    assert alpha(NOMINAL, "abcde").value == pytest.approx(0.692, abs=0.0005)


def test_what_has_no_value() -> None:
    assert kappa([], (0, 1)).value is None
    assert kappa([(0, 0)] * 9, (0, 1)).value is None
    assert alpha([(0, 0), (0, 0, None)], (0, 1)).value is None
    assert alpha([(0,), (1, None)], (0, 1)).units == 0
    assert alpha([(0, 1)], (0, 1)).low is None
    assert kappa([(0, 0), (1, 1)] * 5, (0, 1)).value == 1


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from((0, 1, 2, None)), min_size=1, max_size=4), max_size=30))
def test_alpha_is_never_above_one_and_does_not_care_who_said_it(units: list[list[int | None]]) -> None:
    found = alpha(units, (0, 1, 2), level="ordinal", draws=20)
    assert found.value is None or found.value <= 1
    assert found == alpha([unit[::-1] for unit in units[::-1]], (0, 1, 2), level="ordinal", draws=20)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from((0, 1, 2)), st.sampled_from((0, 1, 2))), min_size=2, max_size=60))
def test_the_variance_of_kappa_is_the_one_that_its_slopes_give(pairs: list[tuple[int, int]]) -> None:
    """The delta method, with the slopes taken numerically."""
    found = kappa(pairs, (0, 1, 2), weights="linear")
    if found.value is None or (found.expected or 0) > 0.9:
        return
    shares = [[sum(p == (i, j) for p in pairs) / len(pairs) for j in range(3)] for i in range(3)]

    def value(p: list[list[float]]) -> float:
        weight = [[1 - abs(i - j) / 2 for j in range(3)] for i in range(3)]
        whole = sum(map(sum, p))
        rows, columns = [sum(r) / whole for r in p], [sum(c) / whole for c in zip(*p, strict=True)]
        seen = sum(weight[i][j] * p[i][j] / whole for i in range(3) for j in range(3))
        chance = sum(weight[i][j] * rows[i] * columns[j] for i in range(3) for j in range(3))
        return float((seen - chance) / (1 - chance))

    step, slopes = 1e-6, []
    for i in range(3):
        for j in range(3):
            up = [[x + step * ((i, j) == (a, b)) for b, x in enumerate(row)] for a, row in enumerate(shares)]
            down = [
                [x - step * ((i, j) == (a, b)) for b, x in enumerate(row)] for a, row in enumerate(shares)
            ]
            slopes.append((shares[i][j], (value(up) - value(down)) / (2 * step)))
    mean = sum(p * s for p, s in slopes)
    error = math.sqrt(max(0.0, sum(p * s * s for p, s in slopes) - mean**2) / len(pairs))
    assert found.high == pytest.approx(min(1.0, found.value + 1.959964 * error), abs=1e-4)


def _rounded(found: Agreement) -> tuple[float, float, float]:
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    return round(found.value, 2), round(found.low, 2), round(found.high, 2)
