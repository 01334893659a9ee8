"""Opening a workbook in a process of its own, which may take so much memory and time and no more.

The library makes a whole rectangle of cells from the first to the last, and a copy of a shared text for every cell that names it: a
book of one kilobyte with two cells in opposite corners asks for half a terabyte, and a process that gets no memory there ends. The
process that ends must not be the worker, which would take the same job up again for ever.
"""

import io
import pickle
import sys
from typing import NamedTuple

from app.core.apart import TooMuch, answer, read_apart

__all__ = ["Broken", "Opened", "Password", "TooMuch", "open_book"]

MODULE = "app.intake.bulk.apart"
GIGABYTE = 1024**3
# 250,000 rows of 60 columns come to about half of it.
MOST_MEMORY = 3 * GIGABYTE
MOST_SECONDS = 300
PASSWORD, BROKEN = ("password",), ("broken",)


class Opened(NamedTuple):
    """`lines` of cells of the sheet `sheet`; `names` are all sheets, `merged` the last rows of what is merged, counted from 0."""

    sheet: str | None
    names: list[str]
    lines: list[list[object]]
    merged: list[int]


class Password(Exception):
    """It cannot be opened without its password."""


class Broken(Exception):
    """It is no book that can be read."""


def open_book(content: bytes, sheet: str | None) -> Opened:
    """The sheet named `sheet`, or the first; `Opened.sheet` is `None` where there is none of that name.

    Raises `TooMuch`, `Password`, `Broken`.
    """
    made = read_apart(MODULE, content, seconds=MOST_SECONDS, arguments=[sheet or ""])
    # Written by this very file, in a process that was started for it.
    found = pickle.loads(made)  # noqa: S301
    if found == PASSWORD:
        raise Password
    if found == BROKEN:
        raise Broken
    return Opened(*found)


def _read(content: bytes, wanted: str) -> tuple[object, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - under the limits

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        if wanted and wanted not in names:
            return None, names, [], []
        chosen = book.get_sheet_by_name(wanted) if wanted else book.get_sheet_by_index(0)
        merged = [area[1][0] for area in chosen.merged_cell_ranges or []]
        return chosen.name, names, chosen.to_python(skip_empty_area=False), merged
    except PasswordError:
        return PASSWORD
    except (CalamineError, OSError, ValueError, IndexError):
        return BROKEN


if __name__ == "__main__":
    answer(
        lambda content: pickle.dumps(_read(content, sys.argv[1]), protocol=pickle.HIGHEST_PROTOCOL),
        memory=MOST_MEMORY,
        seconds=MOST_SECONDS,
    )
