"""Figures about few people, shown so that nobody is found in them. Pure.

Each figure is rounded by itself to a multiple of five, up or down by chance in proportion to how near it is, so that nothing is too
high or too low on average. The chance comes from the rows behind the figure (a cell key, as the Australian statistics office's
TableBuilder has it): the same people always give the same figure, however the question was put, and asking again teaches nothing.
Sums are rounded by themselves, too, so that they cannot be taken apart: they need not be the sum of their parts.
"""

STEP = 5


def rounded(number: int, cell: int) -> int:
    """The figure as it may be shown; `cell` adds up the keys of the rows behind it. Nobody stays nobody."""
    over = number % STEP
    chance = (cell * 2654435761 % 2**32) / 2**32
    return number - over + (STEP if chance < over / STEP else 0)
