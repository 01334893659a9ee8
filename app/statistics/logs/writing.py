"""What every writer of a format does, a batch of cases at a time, so that a file of any length is made in the same memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.statistics.logs.traces import Trace


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: its number, the moment up to which the log counts (UTC), and whether times are `day` or `instant`."""

    number: str
    as_of: datetime
    times: str


class Writer(Protocol):
    """Turns traces into the bytes of one file. `passes`: how many times it must be shown all cases, in order."""

    passes: int

    def begin(self, turn: int) -> bytes:
        """What stands before the first batch of that pass (from 0)."""
        ...

    def write(self, turn: int, traces: Sequence[Trace]) -> bytes:
        """One batch."""
        ...

    def end(self) -> Iterable[bytes]:
        """What stands after the last."""
        ...


def moment(at: datetime) -> str:
    """ISO 8601 with milliseconds and offset, as XES and OCEL have it (`xs:dateTime`)."""
    return at.isoformat(timespec="milliseconds")
