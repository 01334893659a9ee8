"""What came out of samples: weighted back to the frame, and by indicator."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from app.core.database import ReadSession
from app.quality.models import QualityReview
from app.quality.queries.samples import parts_of, sample
from app.quality.rules.results import Estimate, weighted_mean
from app.quality.rules.scale import BENCHMARK

# Fewer assessments than these make no pattern, and would point at somebody.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each mark was given to one indicator."""

    indicator: str
    correct: int
    minor: int
    significant: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        return self.correct + self.minor + self.significant


@dataclass(frozen=True, slots=True)
class Result:
    """What the assessed files say of the frame, by one instrument. Where two assess a file, it counts once, with their mean.

    `mean`: the score, weighted back. `passing`: the share of files at the benchmark and not failed. `failing`: of those that a critical
    error fails. `files` of `drawn` are whole.
    """

    instrument: str
    drawn: int
    files: int
    mean: Estimate | None
    passing: Estimate | None
    failing: Estimate | None
    indicators: tuple[Counted, ...]


async def results_of(db: ReadSession, sample_id: UUID) -> list[Result]:
    """By instrument, from what the actor may read: assessors what is whole, others what was released. Raises `NotFound`."""
    view = await sample(db, sample_id)
    sizes = {part.key: part.size for part in await parts_of(db, sample_id)}
    rows = await db.rows(
        text(
            "select r.id, r.file_id, r.instrument, r.correct, r.applicable, r.failed, f.stratum"
            " from quality_reviews r join quality_files f on f.id = r.file_id"
            " where r.sample_id = :sample and r.purpose = 'assessment' and r.state in ('submitted', 'released')"
            " and quality_all_done(r.file_id, r.instrument, r.purpose)"
        ),
        {"sample": sample_id},
    )
    counted = await _marks_counted(db, [row.id for row in rows])
    return [
        _result(
            name, view.size, sizes, [row for row in rows if row.instrument == name], counted.get(name, ())
        )
        for name in view.instruments
    ]


def _result(
    name: str, drawn: int, sizes: Mapping[str, int], rows: Iterable[Any], counted: tuple[Counted, ...]
) -> Result:
    of_file: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        if row.applicable:
            of_file[row.file_id].append(row)
    means, passes, fails = [], [], []
    for seen in of_file.values():
        part = seen[0].stratum
        shares = [Fraction(row.correct, row.applicable) for row in seen]
        means.append((part, float(sum(shares) / len(shares))))
        passes.append(
            (
                part,
                sum(not row.failed and share >= BENCHMARK for row, share in zip(seen, shares, strict=True))
                / len(seen),
            )
        )
        fails.append((part, sum(row.failed for row in seen) / len(seen)))
    return Result(
        name,
        drawn,
        len(of_file),
        weighted_mean(sizes, means),
        weighted_mean(sizes, passes),
        weighted_mean(sizes, fails),
        counted,
    )


async def _marks_counted(db: ReadSession, review_ids: Iterable[UUID]) -> dict[str, tuple[Counted, ...]]:
    """Each indicator's marks over those reviews, by instrument."""
    rows = await db.rows(
        text(
            "select r.instrument, m.indicator, m.mark, count(*) as times from quality_marks m join quality_reviews r on r.id = m.review_id"
            " where m.review_id = any (:reviews) group by r.instrument, m.indicator, m.mark"
        ),
        {"reviews": list(review_ids)},
    )
    times: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        times[row.instrument, row.indicator][row.mark] += row.times
    found: dict[str, list[Counted]] = defaultdict(list)
    for (name, indicator), count in sorted(times.items()):
        found[name].append(
            Counted(
                indicator,
                count["correct"],
                count["minor_error"],
                count["significant_error"],
                count["not_applicable"],
            )
        )
    return {name: tuple(each) for name, each in found.items()}


async def patterns(db: ReadSession, *, since: datetime) -> dict[str, tuple[Counted, ...]]:
    """Marks of what was released since then, of the actor's own scope, by instrument. Too few make no pattern: they are left out."""
    rows = await db.rows(
        select(QualityReview.id, QualityReview.instrument).where(
            QualityReview.state == "released",
            QualityReview.purpose == "assessment",
            QualityReview.released_at >= since,
        )
    )
    many = Counter(row.instrument for row in rows)
    return await _marks_counted(db, [row.id for row in rows if many[row.instrument] >= FEWEST])
