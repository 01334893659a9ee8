"""Small counts rounded as UNHCR's data show it: under ten to 0, 5 or 10, exact from ten. Pure.

Which way a count goes is drawn from a key and the cell's name, in proportion to how near it is: nothing is too high or too low on
average, the same cell gives the same answer every time, whoever asks and however often, and nobody without the key can draw it again.
Totals are the sums of what is shown: they tell nothing more.
"""

import hashlib
import hmac
from collections.abc import Mapping

from app.statistics.publishing.rules.cells import Cell, Counts

EXACT_FROM = 10
STEP = 5
# What a shown 0, 5 or 10 may have been.
BEHIND = {0: (0, 4), 5: (1, 9), 10: (6, 10)}
# Nothing is published from which a rounded count could be told to fewer than this many numbers apart.
LEAST_WIDTH = 3
Bounds = tuple[int, int]


def rounded(n: int, cell: Cell, *, key: bytes, population: str = "") -> int:
    """The count as it may be shown. `population` says who is counted: the same cell of others is drawn by itself."""
    if n >= EXACT_FROM or n == 0:
        return n
    name = "\x1f".join((population, *(f"{trait}={value}" for trait, value in sorted(cell))))
    drawn = int.from_bytes(hmac.digest(key, name.encode(), hashlib.sha256)[:8], "big") / 2**64
    over = n % STEP
    return n - over + (STEP if drawn < over / STEP else 0)


def behind(shown: int) -> Bounds:
    """Between which counts the true one lies, for somebody who sees the shown one."""
    return BEHIND.get(shown, (shown, shown))


def narrowed(tables: Mapping[tuple[str, ...], Mapping[Cell, int]], counts: Counts) -> set[Cell]:
    """The rounded cells that several tables together tell too nearly: tables of the same people have the same true sums.

    `tables`: what each shows inside. Bounds go to and fro between the tables until they get no tighter.
    """
    bounds = {(t, cell): behind(n) for t, inside in tables.items() for cell, n in inside.items()}
    sums = _shared_sums(tables, counts)
    changed = True
    while changed:
        changed = any(_tighten(bounds, each) for each in sums)
    return {
        cell
        for (table, cell), (low, high) in bounds.items()
        # That nobody is nobody tells of nobody.
        if tables[table][cell] in BEHIND and counts.n.get(cell, 0) and high - low < LEAST_WIDTH
    }


Term = tuple[tuple[str, ...], Cell]


def _shared_sums(
    tables: Mapping[tuple[str, ...], Mapping[Cell, int]], counts: Counts
) -> list[list[list[Term]]]:
    """Sums that are equal in truth: the total in each table, and each value in every table that has its trait."""
    fixed: list[Cell] = [()]
    fixed += [((trait, value),) for trait, values in counts.values.items() for value in values]
    found = []
    for cell in fixed:
        holds = set(cell)
        sums = [
            [(table, each) for each in inside if holds <= set(each)]
            for table, inside in tables.items()
            if not cell or cell[0][0] in table
        ]
        if len(sums) > 1:
            found.append(sums)
    return found


def _tighten(bounds: dict[Term, Bounds], sums: list[list[Term]]) -> bool:
    between = [(sum(bounds[t][0] for t in terms), sum(bounds[t][1] for t in terms)) for terms in sums]
    least, most = max(low for low, _ in between), min(high for _, high in between)
    changed = False
    for terms, (lows, highs) in zip(sums, between, strict=True):
        for term in terms:
            low, high = bounds[term]
            tighter = max(low, least - (highs - high)), min(high, most - (lows - low))
            if tighter != (low, high):
                bounds[term], changed = tighter, True
    return changed
