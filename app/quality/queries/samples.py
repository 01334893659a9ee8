"""Samples, their frames, and who assesses what."""

from collections.abc import Mapping
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
from app.quality.models import FrameUnit, Sample, SampledFile, Stratum
from app.quality.rules.drawing import Part, digest_of, draw, place
from app.quality.rules.frames import Frame

_ASSIGNMENTS = text("select * from quality_assignments(:sample)")
PAGE = 50


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
