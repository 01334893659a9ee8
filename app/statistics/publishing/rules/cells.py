"""Counts of one population by one or two traits at a time. Pure.

A cell is named by what it holds fixed: `(("origin", "NIC"), ("sex", "female"))`, in the alphabetical order of the traits; the total
is `()`. So the same cell has the same name in whichever table of a release it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """`tables`: the traits of each table, one or two, in their order; `values` of each trait in the order in which they are shown;
    `n` of every cell of every table with its margins; one that is not named is nobody."""

    tables: tuple[tuple[str, ...], ...]
    values: Mapping[str, tuple[str, ...]]
    n: Mapping[Cell, int]

    @property
    def total(self) -> int:
        return self.n.get((), 0)

    def of(self, *fixed: tuple[str, str]) -> int:
        return self.n.get(tuple(sorted(fixed)), 0)

    def cells(self, table: tuple[str, ...]) -> list[Cell]:
        """The cells of a table without its margins."""
        return [tuple(sorted(cell)) for cell in _product(table, self.values)]


def _product(table: tuple[str, ...], values: Mapping[str, tuple[str, ...]]) -> Iterable[Cell]:
    first = table[0]
    for value in values[first]:
        if len(table) == 1:
            yield ((first, value),)
        else:
            yield from (((first, value), (table[1], other)) for other in values[table[1]])


def counts_of(
    tables: tuple[tuple[str, ...], ...],
    values: Mapping[str, tuple[str, ...]],
    rows: Iterable[tuple[Mapping[str, str], int]],
) -> Counts:
    """From records (their traits, and how many are alike) to every cell and margin."""
    wanted: set[tuple[str, ...]] = {()}
    for table in tables:
        wanted |= {tuple(sorted(table)), *((trait,) for trait in table)}
    n: dict[Cell, int] = {}
    for traits, number in rows:
        for kept in wanted:
            cell = tuple((trait, traits[trait]) for trait in kept)
            n[cell] = n.get(cell, 0) + number
    return Counts(tables, values, n)


def circular(tables: Iterable[tuple[str, ...]]) -> bool:
    """Whether tables of two traits close a circle (origin by sex, sex by age, age by origin).

    Without one, any tables that agree where they overlap are the tables of some people: nothing more can be concluded from all of
    them than from each with its margins (decomposable models; Dobra and Fienberg, PNAS 97 (2000) 11885). With one, more can.
    """
    group: dict[str, str] = {}

    def root(trait: str) -> str:
        while group.get(trait, trait) != trait:
            trait = group[trait]
        return trait

    for pair in {tuple(sorted(table)) for table in tables if len(table) == 2}:
        one, other = root(pair[0]), root(pair[1])
        if one == other:
            return True
        group[one] = other
    return False
