"""Figures about few people: never exact, fair on average, and the same however they are asked for."""

from hypothesis import given
from hypothesis import strategies as st

from app.statistics.disclosure import STEP, rounded


@given(st.integers(0, 500), st.integers(0, 2**40))
def test_a_figure_is_a_multiple_of_five_near_the_truth_and_always_the_same(number: int, cell: int) -> None:
    shown = rounded(number, cell)
    assert shown % STEP == 0
    assert abs(shown - number) < STEP
    assert shown == rounded(number, cell)
    assert rounded(0, cell) == 0


def test_over_many_cells_nothing_is_too_high_or_too_low() -> None:
    for number in range(1, 10):
        mean = sum(rounded(number, cell * 7919) for cell in range(20_000)) / 20_000
        assert abs(mean - number) < 0.1
