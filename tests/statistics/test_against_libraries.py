"""The same numbers as statsmodels and scipy, which are used here only and never by the product."""

import math
import random

import pytest
from scipy.stats import binom, hypergeom, t
from sklearn.metrics import cohen_kappa_score
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from app.statistics.public import (
    OnDay,
    OutcomesOnDay,
    Share,
    binomial_at_most,
    chance_of,
    cumulative_incidence,
    exact_interval,
    kappa,
    student_beyond,
    survival,
    wilson,
)

CHANCE = random.Random(20)
# Somebody still waits at the end: where nobody is left they divide by nothing.
HISTORY = [*((CHANCE.randrange(1, 120), CHANCE.choice((0, 0, 1, 1, 2, 3))) for _ in range(400)), (120, 0)]
OUTCOMES = ("1", "2", "3")


def test_the_curves_of_competing_outcomes_and_their_errors() -> None:
    observed = [
        OutcomesOnDay(day, {str(status): 1}) if status else OutcomesOnDay(day, {}, 1)
        for day, status in HISTORY
    ]
    found = cumulative_incidence(observed, OUTCOMES)
    theirs = CumIncidenceRight([day for day, _ in HISTORY], [status for _, status in HISTORY])
    for name, shares, errors in zip(OUTCOMES, theirs.cinc, theirs.cinc_se, strict=True):
        for day, share, error in zip(theirs.times, shares, errors, strict=True):
            ours = found.of(name).at(int(day))
            assert (ours.share, ours.error) == pytest.approx((share, error), abs=1e-9)


def test_the_survival_curve() -> None:
    curve = survival([OnDay(day, int(status > 0), int(status == 0)) for day, status in HISTORY])
    theirs = SurvfuncRight([day for day, _ in HISTORY], [int(status > 0) for _, status in HISTORY])
    assert [p.day for p in curve.points] == [int(t) for t in theirs.surv_times]
    assert [p.share for p in curve.points] == pytest.approx(list(theirs.surv_prob))


@pytest.mark.parametrize("of", [1, 7, 40, 400, 12_345])
def test_the_intervals_and_the_tail(of: int) -> None:
    for hits in {0, 1, of // 3, of // 2, of - 1, of}:
        for confidence in (0.95, 0.998):
            score, exact = (
                wilson(hits, of, confidence=confidence),
                exact_interval(hits, of, confidence=confidence),
            )
            assert score is not None
            assert exact is not None
            theirs = proportion_confint(hits, of, alpha=1 - confidence, method="wilson")
            assert (score.low, score.high) == pytest.approx(theirs, abs=1e-9)
            theirs = proportion_confint(hits, of, alpha=1 - confidence, method="beta")
            assert (exact.low, exact.high) == pytest.approx(
                [0.0 if math.isnan(x) else x for x in theirs], abs=1e-9
            )
        for share in (0.001, 0.3, 0.5, 0.97):
            assert binomial_at_most(hits, of, share) == pytest.approx(binom.cdf(hits, of, share), abs=1e-10)


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_kappa_with_its_interval(weights: str) -> None:
    table = [[CHANCE.randrange(12) + 20 * (i == j) for j in range(4)] for i in range(4)]
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    chosen = weights if weights in ("linear", "quadratic") else "none"
    found = kappa(pairs, (0, 1, 2, 3), weights=chosen)  # type: ignore[arg-type]
    theirs = cohens_kappa(table, wt=None if weights == "none" else weights)
    assert found.value == pytest.approx(theirs.kappa)
    assert (found.low, found.high) == pytest.approx((theirs.kappa_low, theirs.kappa_upp), abs=1e-6)
    first, second = zip(*pairs, strict=True)
    theirs = cohen_kappa_score(first, second, weights=None if weights == "none" else weights)
    assert found.value == pytest.approx(theirs)


@pytest.mark.parametrize(
    ("of", "hits", "handled"), [(90, 31, 12), (16_000, 6_400, 400), (12_000, 50, 3_000), (500, 499, 450)]
)
def test_what_chance_gives_of_one_kind(of: int, hits: int, handled: int) -> None:
    ours, theirs = chance_of([Share(of, hits, handled)]), hypergeom(of, hits, handled)
    assert (ours.expected, ours.deviation) == pytest.approx((theirs.mean(), theirs.std()), abs=1e-9)
    for count in range(ours.first, ours.first + len(ours.probabilities), 7):
        assert ours.at_most(count) == pytest.approx(theirs.cdf(count), abs=1e-10)


def test_the_tails_of_student() -> None:
    for freedom in (1, 3, 31, 400):
        for far in (0.0, 0.3, 2.0, 6.0):
            assert student_beyond(far, freedom) == pytest.approx(2 * t.sf(far, freedom), rel=1e-9)
