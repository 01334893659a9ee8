"""Weights, the lot and the estimate, whatever frame comes: without a database."""

import hashlib
import random
import statistics
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.rules.drawing import Part, allocate, code_of, digest_of, draw, twice
from app.quality.rules.results import weighted_mean

SIZES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.integers(1, 300), min_size=1, max_size=12
)
FACTORS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 20), max_size=4)


def frame_of(sizes: dict[str, int]) -> dict[str, str]:
    return {
        hashlib.sha256(f"{key}{n}".encode()).hexdigest()[:20]: key for key in sizes for n in range(sizes[key])
    }


@given(SIZES, FACTORS, st.integers(12, 400))
def test_the_weights_of_a_sample_add_up_to_its_frame(
    sizes: dict[str, int], factors: dict[str, int], size: int
) -> None:
    parts = allocate(sizes, size, factors)
    assert parts is not None
    frame = frame_of(sizes)
    drawn = draw(frame, parts, "a lot")
    assert len(drawn) == len(set(drawn)) == min(size, sum(sizes.values()))
    weight = {part.key: part.weight for part in parts}
    assert sum((weight[frame[code]] for code in drawn), Fraction(0)) == len(frame)
    assert all(1 <= part.drawn <= part.size for part in parts)


@given(SIZES, st.integers(12, 60), st.randoms(use_true_random=False))
def test_anybody_draws_the_same_again_in_whatever_order_the_frame_comes(
    sizes: dict[str, int], size: int, shuffled: random.Random
) -> None:
    frame, parts = frame_of(sizes), allocate(sizes, size, {})
    assert parts is not None
    lines = list(frame.items())
    shuffled.shuffle(lines)
    mixed = dict(lines)
    assert draw(mixed, reversed(parts), "lot") == draw(frame, parts, "lot")
    assert digest_of(mixed) == digest_of(frame)


def test_the_draw_is_what_the_page_says_that_it_is() -> None:
    """The lowest SHA-256 of lot and code: done here by hand, as an outsider would with the published list."""
    frame = {f"{n:03d}": "all" for n in range(200)}
    by_hand = sorted(frame, key=lambda code: hashlib.sha256(f"2026-11-22:{code}".encode()).hexdigest())[:10]
    assert list(draw(frame, [Part("all", 200, 10)], "2026-11-22")) == by_hand
    assert draw(frame, [Part("all", 200, 10)], "another") != tuple(by_hand)


def test_a_part_drawn_more_often_has_more_files_and_less_weight() -> None:
    parts = allocate({"child": 50, "rest": 950}, 100, {"child": 5})
    assert parts is not None
    child, rest = parts
    assert child.drawn > 15
    assert child.weight < rest.weight
    assert child.drawn + rest.drawn == 100


def test_more_parts_than_files_cannot_be_drawn() -> None:
    assert allocate({"a": 4, "b": 4, "c": 4}, 2, {}) is None
    assert allocate({}, 5, {}) is None


def test_a_share_is_assessed_twice_rounded_up() -> None:
    drawn = [f"{n}" for n in range(11)]
    assert len(twice(drawn, Fraction(1, 5), "lot")) == 3
    assert twice(drawn, Fraction(0), "lot") == frozenset()
    assert twice(drawn, Fraction(1), "lot") == frozenset(drawn)


def test_a_code_says_nothing_outside_its_sample() -> None:
    case, one, other = UUID(int=1), UUID(int=2), UUID(int=3)
    assert code_of(one, case) == code_of(one, case) != code_of(other, case)


@given(SIZES, FACTORS, st.integers(12, 80), st.integers(0, 10**9))
def test_the_weighted_score_of_a_frame_drawn_whole_is_its_score(
    sizes: dict[str, int], factors: dict[str, int], size: int, seed: int
) -> None:
    dice = random.Random(seed)
    frame = frame_of(sizes)
    value = {code: dice.random() for code in frame}
    whole = weighted_mean(sizes, [(key, value[code]) for code, key in frame.items()])
    assert whole is not None
    assert whole.value == pytest.approx(statistics.fmean(value.values()))
    assert whole.low == pytest.approx(whole.value)
    assert whole.high == pytest.approx(whole.value)
    parts = allocate(sizes, size, factors)
    assert parts is not None
    some = weighted_mean(sizes, [(frame[code], value[code]) for code in draw(frame, parts, str(seed))])
    assert some is not None
    assert 0 <= (some.low if some.low is not None else 0) <= some.value <= 1 + 1e-12


def test_the_weighted_score_of_an_oversampled_frame_has_no_bias_and_its_interval_holds() -> None:
    """Children's files, drawn six times as often, score far lower: unweighted the mean would be wrong by ten points; weighted it is right."""
    dice = random.Random(6)
    sizes = {"child": 60, "rest": 540}
    frame = frame_of(sizes)
    value = {
        code: min(1.0, max(0.0, dice.gauss(0.6 if key == "child" else 0.9, 0.1)))
        for code, key in frame.items()
    }
    truth = statistics.fmean(value.values())
    parts = allocate(sizes, 80, {"child": 6})
    assert parts is not None
    means, plain, held = [], [], 0
    for n in range(600):
        drawn = draw(frame, parts, f"lot {n}")
        found = weighted_mean(sizes, [(frame[code], value[code]) for code in drawn])
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        means.append(found.value)
        plain.append(statistics.fmean(value[code] for code in drawn))
        held += found.low <= truth <= found.high
    error = statistics.stdev(means) / 600**0.5
    assert abs(statistics.fmean(means) - truth) < 4 * error
    assert abs(statistics.fmean(plain) - truth) > 0.05
    assert 0.92 <= held / 600 <= 0.98
