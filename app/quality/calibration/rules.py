"""Where assessors of one file differ, and what is left to settle. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

MOST_ASSESSORS = 12
LONGEST = 4000
# How far marks are apart: two kinds of error are nearer to each other than to «correct»; whether it applies at all is the farthest.
_PLACE = {"correct": 0, "minor_error": 2, "significant_error": 3, "not_applicable": 5}


@dataclass(frozen=True, slots=True)
class Rated:
    """What one assessor said of one indicator."""

    by: UUID
    indicator: str
    mark: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator beside what each said of it, in the order of the assessors; `None` where one said nothing."""

    indicator: str
    said: tuple[Rated | None, ...]

    @property
    def marks(self) -> tuple[str | None, ...]:
        return tuple(one.mark if one else None for one in self.said)

    @property
    def differ(self) -> bool:
        return len({mark for mark in self.marks if mark is not None}) > 1

    @property
    def spread(self) -> int:
        places = [_PLACE[mark] for mark in self.marks if mark is not None]
        return max(places) - min(places) if places else 0


def compared(indicators: Sequence[str], assessors: Sequence[UUID], rated: Iterable[Rated]) -> list[Compared]:
    """Every indicator in the order of the instrument."""
    said = {(one.by, one.indicator): one for one in rated}
    return [
        Compared(indicator, tuple(said.get((assessor, indicator)) for assessor in assessors))
        for indicator in indicators
    ]


def to_settle(rows: Iterable[Compared], settled: Collection[str]) -> list[str]:
    """The indicators on which they differ and that nobody has settled yet."""
    return [row.indicator for row in rows if row.differ and row.indicator not in settled]
