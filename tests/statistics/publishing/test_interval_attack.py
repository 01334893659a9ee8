"""Whoever has every table of a release, and reads them together, learns no withheld count and none that was rounded.

Attacked is the file that is published, as the product makes it, with nothing of what the product knows: each number in it is an equation
(a rounded one: two inequalities) about how many people there are of each kind, by every trait of the tables at once, and linear
programming (HiGHS) finds the least and the most that each hidden count can be. First every two tables that a release can hold, then the
three largest releases whole: with one table more each would close a circle, and is refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import combinations, product
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from app.statistics.publishing.rules.asked import TABLES, Asked, demand
from app.statistics.publishing.rules.cells import Cell, Counts, circular, counts_of
from app.statistics.publishing.rules.content import ROUNDED, SHOWN, SUM, WITHHELD, TellsBetweenTables, made
from app.statistics.publishing.rules.rounding import BEHIND, LEAST_WIDTH
from app.statistics.publishing.rules.withholding import TooFewToPublish

VALUES: Mapping[str, tuple[str, ...]] = {
    "origin": ("CUB", "NIC", "VEN"),
    "sex": ("female", "male"),
    "age_group": ("0-17", "18-59", "60+"),
    "office": ("liberia", "upala"),
    "modality": ("ordinary", "urgent"),
    "outcome": ("pending", "recognised", "rejected"),
    "month": ("2026-01", "2026-02"),
}
PAIRS = tuple(combinations(TABLES, 2))
# All tables but one of the three that close a circle.
LARGEST = tuple(
    tuple(name for name in TABLES if name != left)
    for left in ("origin-sex", "origin-age_group", "sex-age_group")
)
KEY = b"of the tests"
TODAY = date(2026, 11, 22)
# How many people, and how uneven: from a village to a year.
WORLDS = ((1, 40, 2.0), (2, 120, 3.0), (3, 400, 4.0), (4, 1500, 6.0))


def people(seed: int, many: int, uneven: float) -> list[dict[str, str]]:
    """Each trait has a frequent value and seldom ones, and depends a little on the one before."""
    chance = Random(seed)
    found = []
    for _ in range(many):
        turn, one = 0, {}
        for trait, values in VALUES.items():
            weights = [uneven ** -((place + turn) % len(values)) for place in range(len(values))]
            one[trait] = chance.choices(values, weights)[0]
            turn = values.index(one[trait]) if chance.random() < 0.3 else 0
        found.append(one)
    return found


def asked(names: Sequence[str], control: str, threshold: int = 5) -> Asked:
    chosen = Asked(
        "Cuadros de prueba", "filed", "persons", date(2026, 1, 1), date(2026, 2, 28), tuple(names), control, threshold
    )  # fmt: skip
    demand(chosen, today=TODAY)
    return chosen


def counted(everybody: Iterable[dict[str, str]], names: Sequence[str]) -> Counts:
    tables = tuple(TABLES[name] for name in names)
    traits = {trait for table in tables for trait in table}
    values = {trait: VALUES[trait] for trait in VALUES if trait in traits}
    return counts_of(tables, values, [({t: one[t] for t in values}, 1) for one in everybody])


def published(everybody: list[dict[str, str]], wanted: Asked) -> list[dict[str, Any]]:
    """The tables of the file, as anybody reads them."""
    counts = counted(everybody, wanted.tables)
    whole = made(counts, wanted, key=KEY, country="CRI", as_of=datetime(2026, 11, 22, tzinfo=UTC), waiting=0)
    tables: list[dict[str, Any]] = whole.content["tables"]
    return tables


def cells_of(tables: Iterable[Mapping[str, Any]]) -> list[tuple[Cell, int | None, str]]:
    """(cell, count, mark) of every row of every table."""
    return [
        (tuple(sorted((t, row[t]) for t in table["traits"] if row[t] is not None)), row["count"], row["mark"])
        for table in tables
        for row in table["rows"]
    ]


class Attacker:
    """Knows the tables, the values that there are, and how rounding works; neither the threshold nor the key."""

    def __init__(self, tables: Sequence[Mapping[str, Any]]) -> None:
        traits = [trait for trait in VALUES if any(trait in table["traits"] for table in tables)]
        self.kinds = list(product(*(VALUES[trait] for trait in traits)))
        self.place = {trait: n for n, trait in enumerate(traits)}
        self.hidden: set[Cell] = set()
        equal: dict[Cell, float] = {}
        between: dict[Cell, tuple[int, int]] = {}
        for cell, count, mark in cells_of(tables):
            if mark == WITHHELD:
                self.hidden.add(cell)
            elif mark == ROUNDED and count is not None:
                self.hidden.add(cell)
                between[cell] = BEHIND[count]
            elif mark == SHOWN and count is not None:
                equal[cell] = count
        self.equations = np.array([self.line(cell) for cell in equal]) if equal else None
        self.sums = list(equal.values()) or None
        rows = [(sign, cell, bounds) for cell, bounds in between.items() for sign in (1, -1)]
        self.at_most = (
            np.array([[sign * x for x in self.line(cell)] for sign, cell, _ in rows]) if rows else None
        )
        self.limits = [high if sign == 1 else -low for sign, _, (low, high) in rows] or None

    def line(self, cell: Cell) -> list[float]:
        return [float(all(kind[self.place[trait]] == value for trait, value in cell)) for kind in self.kinds]

    def width(self, cell: Cell) -> float:
        """Between the least and the most that the count can be."""
        least, most = (self._end(cell, sign) for sign in (1, -1))
        return most - least

    def _end(self, cell: Cell, sign: int) -> float:
        found = linprog(
            sign * np.array(self.line(cell)), A_eq=self.equations, b_eq=self.sums,
            A_ub=self.at_most, b_ub=self.limits, bounds=(0, None),
        )  # fmt: skip
        assert found.status in (0, 3), found.message
        return sign * found.fun if found.status == 0 else float("inf")


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "many", "uneven"), WORLDS)
def test_no_two_tables_that_a_release_can_hold_narrow_a_withheld_count(
    seed: int, many: int, uneven: float
) -> None:
    everybody = people(seed, many, uneven)
    hidden = 0
    for names in (*PAIRS, *LARGEST):
        attacker = Attacker(published(everybody, asked(names, "withholding")))
        hidden += len(attacker.hidden)
        for cell in attacker.hidden:
            assert attacker.width(cell) >= 5 - 1e-6, (names, cell)
    assert hidden > len(PAIRS)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "many", "uneven"), WORLDS)
def test_no_two_tables_narrow_a_count_that_was_rounded(seed: int, many: int, uneven: float) -> None:
    """Where they would, the release is refused; a count that is truly nobody's tells of nobody."""
    everybody = people(seed, many, uneven)
    attacked = 0
    for names in PAIRS:
        counts = counted(everybody, names)
        try:
            attacker = Attacker(published(everybody, asked(names, "rounding")))
        except TellsBetweenTables:
            continue
        for cell in attacker.hidden:
            if counts.n.get(cell, 0):
                attacked += 1
                assert attacker.width(cell) >= LEAST_WIDTH - 1e-6, (names, cell)
    assert attacked


def test_the_attack_finds_what_is_only_withheld_where_it_is_small() -> None:
    """The same file with every cell shown again that is not itself small: many a small one is then told to the person."""
    everybody, told = people(3, 400, 4.0), 0
    for names in PAIRS[-12:]:
        counts, tables = counted(everybody, names), published(everybody, asked(names, "withholding"))
        for table in tables:
            for row in table["rows"]:
                cell = tuple(sorted((t, row[t]) for t in table["traits"] if row[t] is not None))
                if row["mark"] == WITHHELD and counts.n.get(cell, 0) >= 5:
                    row["mark"], row["count"] = SHOWN, counts.n[cell]
        attacker = Attacker(tables)
        told += sum(attacker.width(cell) < 1 for cell in attacker.hidden)
    assert told


def test_whichever_release_a_table_is_in_its_cells_are_rounded_and_withheld_alike() -> None:
    """So what stands in two releases together is what stands in one: the attack on two tables holds for them as well."""
    everybody = people(3, 400, 4.0)
    for control, threshold in (("rounding", 5), ("withholding", 5)):
        seen: dict[Cell, tuple[int | None, str]] = {}
        for names in (*((name,) for name in TABLES), *PAIRS, *(pair[::-1] for pair in PAIRS), *LARGEST):
            try:
                tables = published(everybody, asked(names, control, threshold))
            except (TellsBetweenTables, TooFewToPublish):
                continue
            for cell, count, mark in cells_of(tables):
                if mark != SUM:
                    assert seen.setdefault(cell, (count, mark)) == (count, mark), (names, cell)
        assert len({mark for _, mark in seen.values()}) == 2


def test_with_one_table_more_the_largest_releases_close_a_circle() -> None:
    for names in LARGEST:
        assert not circular(TABLES[name] for name in names)
    assert circular(TABLES.values())
    assert len(PAIRS) == 78
