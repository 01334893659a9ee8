"""Nothing that is withheld can be worked out from what is published, and the same cell is always rounded alike.

The attack is the strongest there is by linear bounds: the unknown is the whole table of everybody by every trait at once, each published
number is an equation about it, and the least and the most that a withheld cell can be are found by linear programming (HiGHS).
"""

from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from app.statistics.publishing.rules.cells import Cell, Counts, circular, counts_of
from app.statistics.publishing.rules.rounding import behind, narrowed, rounded
from app.statistics.publishing.rules.withholding import TooFewToPublish, withhold

TRAITS = {"age": ("0-17", "18-59", "60+"), "origin": ("CUB", "NIC", "VEN"), "sex": ("f", "m")}
TABLES = (("origin", "sex"), ("origin", "age"), ("sex",))
# Mostly nobody or few, sometimes many: where disclosure happens.
PEOPLE = st.lists(st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 40)), min_size=18, max_size=18)


def counted(numbers: list[int], tables: tuple[tuple[str, ...], ...] = TABLES) -> Counts:
    rows = zip(product(*TRAITS.values()), numbers, strict=True)
    return counts_of(tables, TRAITS, [(dict(zip(TRAITS, who, strict=True)), n) for who, n in rows])


def attack(counts: Counts, tables: tuple[tuple[str, ...], ...], withheld: set[Cell]) -> dict[Cell, float]:
    """How narrow the interval of each withheld cell of these tables is, for somebody who knows all else of them."""
    everybody = list(product(*TRAITS.values()))
    place = {trait: n for n, trait in enumerate(TRAITS)}

    def line(cell: Cell) -> list[float]:
        return [float(all(who[place[trait]] == value for trait, value in cell)) for who in everybody]

    cells: set[Cell] = {()}
    for table in tables:
        cells |= set(counts.cells(table)) | {((t, v),) for t in table for v in TRAITS[t]}
    known = sorted(cells - withheld)
    equations, sums = np.array([line(cell) for cell in known]), [counts.n.get(cell, 0) for cell in known]
    found = {}
    for cell in cells & withheld:
        ends = [
            linprog(sign * np.array(line(cell)), A_eq=equations, b_eq=sums, bounds=(0, None))
            for sign in (1, -1)
        ]
        most = -ends[1].fun if ends[1].status == 0 else float("inf")
        found[cell] = most - ends[0].fun
    return found


@settings(max_examples=4, deadline=None)
@given(PEOPLE, st.integers(3, 10))
def test_no_two_published_tables_narrow_a_withheld_cell_below_the_threshold(
    numbers: list[int], threshold: int
) -> None:
    under_attack(numbers, threshold)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(PEOPLE, st.integers(3, 10))
def test_however_the_people_are(numbers: list[int], threshold: int) -> None:
    under_attack(numbers, threshold)


def under_attack(numbers: list[int], threshold: int) -> None:
    counts = counted(numbers)
    try:
        found = withhold(counts, threshold)
    except TooFewToPublish:
        assert counts.total < threshold
        return
    for cell, n in counts.n.items():
        assert not 0 < n < threshold or cell in found
    for tables in (*combinations(TABLES, 2), TABLES):
        for cell, width in attack(counts, tables, set(found)).items():
            assert width >= threshold - 1e-6, (tables, cell)
            assert found[cell].width >= threshold


@given(PEOPLE)
def test_what_is_said_of_a_withheld_cell_holds_its_true_count(numbers: list[int]) -> None:
    counts = counted(numbers)
    if counts.total >= 5:
        for cell, each in withhold(counts, 5).items():
            assert each.low <= counts.n.get(cell, 0) <= each.high


def test_the_attack_finds_a_cell_that_is_withheld_alone() -> None:
    counts = counted([12, 9, 2, 11, 14, 8, *[15] * 12])
    cell = (("origin", "CUB"), ("sex", "f"))
    alone = attack(counts, (("origin", "sex"),), {cell})
    assert alone[cell] == pytest.approx(0, abs=1e-6)


def test_tables_that_close_a_circle_are_recognised() -> None:
    assert circular((("origin", "sex"), ("age", "sex"), ("origin", "age")))
    assert not circular((("origin", "sex"), ("sex", "origin"), ("age", "sex"), ("origin",)))


@given(st.integers(0, 400), st.text(max_size=5), st.text(max_size=5), st.binary(min_size=8, max_size=8))
def test_the_same_cell_is_always_rounded_alike(n: int, one: str, other: str, key: bytes) -> None:
    cell = (("origin", one), ("sex", other))
    shown = rounded(n, cell, key=key)
    assert shown == rounded(n, cell[::-1], key=key)
    assert shown == n if n >= 10 else shown in (0, 5, 10)
    low, high = behind(shown)
    assert low <= n <= high


def test_rounding_is_fair_and_goes_up_with_the_count() -> None:
    cells = [(("origin", str(each)),) for each in range(4000)]
    for n in range(10):
        assert abs(sum(rounded(n, cell, key=b"k") for cell in cells) / 4000 - n) < 0.2
    for cell in cells[:200]:
        shown = [rounded(n, cell, key=b"k") for n in range(12)]
        assert shown[0] == 0
        assert all(one <= other for one, other in pairwise(shown[5:]))


def test_tables_that_tell_a_rounded_count_between_them_are_found() -> None:
    """Everybody by sex is exact; all but one by age: the sums are the same people, so the rest is told."""
    counts = counts_of(
        (("sex",), ("age",)),
        {"sex": ("f", "m"), "age": ("0-17", "18-59")},
        [
            ({"sex": "f", "age": "0-17"}, 7),
            ({"sex": "f", "age": "18-59"}, 20),
            ({"sex": "m", "age": "18-59"}, 30),
        ],
    )
    by_sex: dict[Cell, int] = {(("sex", "f"),): 27, (("sex", "m"),): 30}
    by_age: dict[Cell, int] = {(("age", "0-17"),): 5, (("age", "18-59"),): 50}
    both: dict[tuple[str, ...], dict[Cell, int]] = {("sex",): by_sex, ("age",): by_age}
    assert narrowed(both, counts) == {(("age", "0-17"),)}
    one: dict[tuple[str, ...], dict[Cell, int]] = {("age",): by_age}
    assert narrowed(one, counts) == set()
