"""The regional indicators of the asylum group of the MIRPS, from counts. Pure.

No public list of indicators was found; the pledge names its aims (fairness, efficiency, adaptability, sustainability, integrity).
What stands here are the house's own definitions under those aims, each marked so, until an official list is confirmed.
"""

from dataclasses import dataclass

# The aims are named in the pledge; which indicators measure them nobody has published.
AIMS_VERIFICATION, LIST_VERIFICATION = "confirmed", "unknown"


@dataclass(frozen=True, slots=True)
class YearOfClaims:
    """Claims of one year, all of one unit. `pending` at its end; `notified_days` the mean from registration to notification."""

    filed: int
    recognised: int
    other: int
    rejected: int
    closed: int
    pending: int
    simplified: int
    notified: int
    notified_days: float | None
    days: int

    @property
    def substantive(self) -> int:
        return self.recognised + self.other + self.rejected


@dataclass(frozen=True, slots=True)
class Indicator:
    """`kind`: count, share (0 to 1) or days. `value` None: nobody of whom it could be said."""

    aim: str
    code: str
    kind: str
    value: float | None
    verification: str = LIST_VERIFICATION


def indicators(year: YearOfClaims) -> tuple[Indicator, ...]:
    resolved = year.substantive + year.closed
    return (
        Indicator("fairness", "refugee_recognition", "share", _share(year.recognised, year.substantive)),
        Indicator(
            "fairness",
            "total_protection",
            "share",
            _share(year.recognised + year.other, year.substantive),
        ),
        Indicator("efficiency", "filed", "count", year.filed),
        Indicator("efficiency", "clearance_substantive", "share", _share(year.substantive, year.filed)),
        Indicator("efficiency", "clearance_with_closures", "share", _share(resolved, year.filed)),
        Indicator(
            "efficiency",
            "disposition_substantive",
            "days",
            _times(year.days, _share(year.pending, year.substantive)),
        ),
        Indicator(
            "efficiency",
            "disposition_with_closures",
            "days",
            _times(year.days, _share(year.pending, resolved)),
        ),
        Indicator("efficiency", "processing_time", "days", year.notified_days),
        Indicator("adaptability", "differentiated_share", "share", _share(year.simplified, year.filed)),
        Indicator("sustainability", "pending", "count", year.pending),
        Indicator("integrity", "closed_without_decision", "share", _share(year.closed, resolved)),
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _times(days: int, of: float | None) -> float | None:
    return None if of is None else days * of
