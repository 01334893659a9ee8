"""Small cells withheld, and as many others as it takes so that none of them can be worked out. Pure.

What is promised of every withheld cell: there are other people, as many, who would give exactly the same published tables, and among
the ways to choose them the cell differs by at least the threshold. Whoever knows only what is published cannot come nearer, by
linear programming or otherwise. It holds for all tables of a release together, because they close no circle (`cells.circular`).

How: the values of a trait that are too few are withheld together with the next smallest, at least two of them and at least the
threshold in all, in every table: who among them has which value cannot be told. What is left of a table, with those values as one,
has margins of nobody or at least the threshold; a small cell in it is withheld with three others at the corners of a rectangle, along
which people can be moved without changing a margin, as far as its counts allow. Where no rectangle reaches far enough, the whole
inside of the table is withheld; its margins alone leave at least the threshold (Fréchet's bounds).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.statistics.publishing.rules.cells import Cell, Counts

SMALL: Literal["small"] = "small"
COMPLEMENT: Literal["complement"] = "complement"
Why = Literal["small", "complement"]
# Under three, whoever knows of one person learns of the other.
LEAST_THRESHOLD = 3
Place = tuple[int, int]


class TooFewToPublish(ValueError):
    """Fewer than the threshold in all: no table of them can be published."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why a cell is not shown, and the least interval in which its count could lie for all that is published."""

    why: Why
    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low


def withhold(counts: Counts, threshold: int) -> dict[Cell, Withheld]:
    """The cells that are not shown. Raises `TooFewToPublish`; `ValueError` for a threshold under three."""
    if threshold < LEAST_THRESHOLD:
        raise ValueError(threshold)
    if counts.total < threshold:
        raise TooFewToPublish
    found: dict[Cell, Withheld] = {}
    traits = sorted({trait for table in counts.tables for trait in table})
    merged = {trait: _merged(counts, trait, threshold) for trait in traits}
    for trait, values in merged.items():
        most = sum(counts.of((trait, value)) for value in values)
        for value in values:
            _keep(found, counts, ((trait, value),), threshold, 0, most)
    for table in {tuple(sorted(table)) for table in counts.tables if len(table) == 2}:
        _withhold_in(counts, (table[0], table[1]), merged, threshold, found)
    return found


def _merged(counts: Counts, trait: str, threshold: int) -> frozenset[str]:
    """The values that are withheld together."""
    ordered = sorted((n, value) for value in counts.values[trait] if (n := counts.of((trait, value))))
    chosen = [value for n, value in ordered if n < threshold]
    if not chosen:
        return frozenset()
    rest = [value for n, value in ordered if n >= threshold]
    while len(chosen) < 2 or sum(counts.of((trait, value)) for value in chosen) < threshold:
        chosen.append(rest.pop(0))
    return frozenset(chosen)


def _withhold_in(
    counts: Counts,
    table: tuple[str, str],
    merged: Mapping[str, frozenset[str]],
    threshold: int,
    found: dict[Cell, Withheld],
) -> None:
    first, second = (_groups(counts, trait, merged[trait]) for trait in table)
    inside = [
        [sum(counts.of((table[0], a), (table[1], b)) for a in rows for b in columns) for columns in second]
        for rows in first
    ]
    bounds = _protect(inside, threshold)
    for i, rows in enumerate(first):
        for j, columns in enumerate(second):
            alone = len(rows) == 1 and len(columns) == 1
            low, high = bounds.get((i, j), (inside[i][j], inside[i][j]))
            if (alone and (i, j) not in bounds) or high == 0:
                continue
            for a in rows:
                for b in columns:
                    _keep(found, counts, ((table[0], a), (table[1], b)), threshold, low if alone else 0, high)


def _groups(counts: Counts, trait: str, merged: frozenset[str]) -> list[tuple[str, ...]]:
    """Each value by itself, those that are withheld together as one."""
    groups: list[tuple[str, ...]] = [(value,) for value in counts.values[trait] if value not in merged]
    return [*groups, tuple(sorted(merged))] if merged else groups


def _keep(
    found: dict[Cell, Withheld], counts: Counts, cell: Cell, threshold: int, low: int, high: int
) -> None:
    why: Why = SMALL if 0 < counts.of(*cell) < threshold else COMPLEMENT
    found[tuple(sorted(cell))] = Withheld(why, low, high)


def _protect(inside: list[list[int]], threshold: int) -> dict[Place, tuple[int, int]]:
    """The places to withhold, each with what its count may be. Margins are nobody or at least `threshold`."""
    small = sorted(
        (n, (i, j)) for i, row in enumerate(inside) for j, n in enumerate(row) if 0 < n < threshold
    )
    bounds: dict[Place, tuple[int, int]] = {}
    for _, place in small:
        if place in bounds:
            continue
        other = _rectangle(inside, place, bounds, threshold)
        if other is None:
            return _all_inside(inside)
        _move_along(inside, place, other, bounds)
    return bounds


def _rectangle(
    inside: list[list[int]], place: Place, bounds: Mapping[Place, tuple[int, int]], threshold: int
) -> Place | None:
    """The opposite corner whose rectangle reaches far enough and takes away least: fewest new cells, then fewest people."""
    i, j = place
    best: tuple[int, int, Place] | None = None
    for k, row in enumerate(inside):
        if k == i:
            continue
        for m, opposite in enumerate(row):
            if m == j:
                continue
            reach = min(inside[i][j], opposite) + min(inside[i][m], row[j])
            if reach < threshold:
                continue
            new = [corner for corner in ((k, m), (i, m), (k, j)) if corner not in bounds]
            cost = (len(new), sum(inside[a][b] for a, b in new), (k, m))
            if best is None or cost < best:
                best = cost
    return best[2] if best else None


def _move_along(
    inside: list[list[int]], place: Place, other: Place, bounds: dict[Place, tuple[int, int]]
) -> None:
    (i, j), (k, m) = place, other
    down, up = min(inside[i][j], inside[k][m]), min(inside[i][m], inside[k][j])
    for a, b, less, more in ((i, j, down, up), (k, m, down, up), (i, m, up, down), (k, j, up, down)):
        n = inside[a][b]
        low, high = bounds.get((a, b), (n, n))
        bounds[a, b] = min(low, n - less), max(high, n + more)


def _all_inside(inside: list[list[int]]) -> dict[Place, tuple[int, int]]:
    rows = [sum(row) for row in inside]
    columns = [sum(column) for column in zip(*inside, strict=True)]
    total = sum(rows)
    return {
        (i, j): (max(0, row + column - total), min(row, column))
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
        if row and column
    }
