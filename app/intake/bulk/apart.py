"""Opening a workbook in a process of its own, which may take so much memory and time and no more.

The library makes a whole rectangle of cells from the first to the last, and a copy of a shared text for every cell that names it: a
book of one kilobyte with two cells in opposite corners asks for half a terabyte, and a process that gets no memory there ends. The
process that ends must not be the worker, which would take the same job up again for ever.
"""

import io
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
GIGABYTE = 1024**3
# 250,000 rows of 60 columns come to about half of it.
MOST_MEMORY = 3 * GIGABYTE
MOST_SECONDS = 300
PASSWORD, BROKEN = ("password",), ("broken",)
_FOR_READING = {"LC_ALL": "C.UTF-8", "RUST_BACKTRACE": "0"}


class Opened(NamedTuple):
    """`lines` of cells of the sheet `sheet`; `names` are all sheets, `merged` the last rows of what is merged, counted from 0."""

    sheet: str | None
    names: list[str]
    lines: list[list[object]]
    merged: list[int]


class TooMuch(Exception):
    """The book wants more memory or time than a book may."""


class Password(Exception):
    """It cannot be opened without its password."""


class Broken(Exception):
    """It is no book that can be read."""


def open_book(content: bytes, sheet: str | None) -> Opened:
    """The sheet named `sheet`, or the first; `Opened.sheet` is `None` where there is none of that name.

    Raises `TooMuch`, `Password`, `Broken`.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.intake.bulk.apart", sheet or ""],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
            cwd=ROOT,
            env=_FOR_READING,
        )
    except subprocess.TimeoutExpired as late:
        raise TooMuch from late
    if done.returncode != 0:
        raise TooMuch
    # Written by this very file, in a process that was started above.
    answer = pickle.loads(done.stdout)  # noqa: S301
    if answer == PASSWORD:
        raise Password
    if answer == BROKEN:
        raise Broken
    return Opened(*answer)


def _limited() -> None:
    import resource  # noqa: PLC0415 - not on every system, and only the process that is limited needs it

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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


def _main() -> None:
    answer = _read(sys.stdin.buffer.read(), sys.argv[1])
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    _limited()
    _main()
