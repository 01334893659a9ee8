"""Samples, their frames, who assesses what, and what came out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, tuple_
from sqlalchemy.orm import aliased

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import demand, user_table
from app.quality.loading import counted
from app.quality.models import FrameUnit, QualityReview, Sample, SampledFile, Stratum
from app.quality.rules.drawing import Part, digest_of, draw, place
from app.quality.rules.frames import Frame
from app.quality.rules.results import Estimate, weighted_mean
from app.quality.rules.scale import BENCHMARK

_ASSIGNMENTS = text("select * from quality_assignments(:sample)")
PAGE = 50
# Fewer assessments than these make no pattern, and would point at somebody.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample as it was drawn."""

    id: UUID
    number: str
    title: str
    instruments: tuple[str, ...]
    versions: Mapping[str, object]
    frame: Frame
    design: str
    strata_by: tuple[str, ...]
    factors: Mapping[str, object]
    lot: str
    size: int
    frame_size: int
    left_out: int
    frame_digest: str
    double_share: Fraction
    state: str
    drawn_at: datetime
    drawn_by: UUID
    drawer: str
    end_reason: str
    version: int


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the frame; `weight` is for how many files each drawn one stands."""

    key: str
    traits: Mapping[str, object]
    size: int
    drawn: int

    @property
    def weight(self) -> Fraction:
        return Fraction(self.size, self.drawn)


@dataclass(frozen=True, slots=True)
class FileView:
    """A drawn file. `reference` is empty for who may not know it."""

    id: UUID
    code: str
    position: int
    stratum: str
    case_id: UUID
    reference: str
    office_id: UUID
    traits: Mapping[str, object]
    reviews: int


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """Who assesses what and how far they are, without what they found."""

    id: UUID
    file_id: UUID
    instrument: str
    purpose: str
    slot: int
    assessor_id: UUID
    assessor: str
    state: str
    due_at: datetime
    submitted_at: datetime | None
    all_done: bool


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The draw done again from the frame and the lot. `units`: (code, part, place in the draw, drawn then, drawn now)."""

    same: bool
    frame_same: bool
    units: tuple[tuple[str, str, str, bool, bool], ...]


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


async def samples(
    db: ReadSession, *, before: UUID | None = None, size: int = PAGE
) -> tuple[list[SampleView], UUID | None]:
    """The latest first; with them, where the next page goes on."""
    drawn = tuple_(Sample.drawn_at, Sample.id)
    statement = _sample_rows().order_by(Sample.drawn_at.desc(), Sample.id.desc()).limit(size + 1)
    if before is not None:
        last = aliased(Sample)
        statement = statement.where(
            drawn < select(last.drawn_at, last.id).where(last.id == before).scalar_subquery()
        )
    rows = await db.rows(statement)
    found = [_sample(row.Sample, row.name) for row in rows[:size]]
    return found, found[-1].id if len(rows) > size else None


async def sample(db: ReadSession, sample_id: UUID) -> SampleView:
    """One of them. Raises `NotFound`."""
    row = await db.row(_sample_rows().where(Sample.id == sample_id))
    if row is None:
        raise NotFound
    return _sample(row.Sample, row.name)


def _sample_rows() -> Any:
    return select(Sample, user_table.c.name).join(user_table, user_table.c.id == Sample.drawn_by)


def _sample(s: Sample, drawer: str) -> SampleView:
    return SampleView(
        s.id,
        s.number,
        s.title,
        tuple(s.instruments),
        s.versions,
        Frame.model_validate(s.frame),
        s.design,
        tuple(s.strata_by),
        s.factors,
        s.lot,
        s.size,
        s.frame_size,
        s.left_out,
        s.frame_digest,
        Fraction(s.double_share),
        s.state,
        s.drawn_at,
        s.drawn_by,
        drawer,
        s.end_reason,
        s.version,
    )


async def parts_of(db: ReadSession, sample_id: UUID) -> list[PartView]:
    """The parts of its frame, by name."""
    rows = await db.scalars(select(Stratum).where(Stratum.sample_id == sample_id).order_by(Stratum.key))
    return [PartView(row.key, row.traits, row.size, row.drawn) for row in rows]


async def redraw(db: ReadSession, sample_id: UUID) -> Redrawn:
    """Draw it again from what was kept, and say whether it comes out the same. Raises `NotFound`."""
    view = await sample(db, sample_id)
    rows = await db.scalars(select(FrameUnit).where(FrameUnit.sample_id == sample_id))
    frame = {row.code: row.stratum for row in rows}
    parts = [Part(part.key, part.size, part.drawn) for part in await parts_of(db, sample_id)]
    now = frozenset(draw(frame, parts, view.lot))
    units = sorted((place(view.lot, row.code), row) for row in rows) if rows else []
    return Redrawn(
        all(row.drawn == (row.code in now) for row in rows),
        digest_of(frame) == view.frame_digest,
        tuple((row.code, row.stratum, where, row.drawn, row.code in now) for where, row in units),
    )


async def frame_size(db: ReadSession, frame: Frame, *, zone: str) -> tuple[int, int]:
    """How many files a frame has, and how many sealed ones are left out of it; for assessors alone. `zone`: of the period's days."""
    demand(db.actor, "quality.sample")
    return await counted(db, frame, zone)


async def files_of(db: ReadSession, sample_id: UUID) -> list[FileView]:
    """The drawn files in the order of the draw; for assessors alone (row-level security)."""
    rows = await db.scalars(
        select(SampledFile).where(SampledFile.sample_id == sample_id).order_by(SampledFile.position)
    )
    return [_file(row) for row in rows]


def _file(row: SampledFile) -> FileView:
    return FileView(
        row.id,
        row.code,
        row.position,
        row.stratum,
        row.case_id,
        row.reference,
        row.office_id,
        row.traits,
        row.reviews,
    )


async def assignments_of(db: ReadSession, sample_id: UUID) -> list[AssignmentView]:
    """Every place of a sample that was given to somebody; for assessors alone."""
    rows = await db.rows(_ASSIGNMENTS, {"sample": sample_id})
    known = await db.rows(
        select(user_table.c.id, user_table.c.name).where(
            user_table.c.id.in_({row.assessor_id for row in rows})
        )
    )
    names = {row.id: row.name for row in known}
    return [
        AssignmentView(
            row.id,
            row.file_id,
            row.instrument,
            row.purpose,
            row.slot,
            row.assessor_id,
            names[row.assessor_id],
            row.state,
            row.due_at,
            row.submitted_at,
            row.all_done,
        )
        for row in rows
    ]


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
    counted = await marks_counted(db, [row.id for row in rows])
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


async def marks_counted(db: ReadSession, review_ids: Iterable[UUID]) -> dict[str, tuple[Counted, ...]]:
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
    return await marks_counted(db, [row.id for row in rows if many[row.instrument] >= FEWEST])
