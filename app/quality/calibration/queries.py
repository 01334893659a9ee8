"""Reading calibration sessions: one's own marks while they are scored, everybody's once all have submitted. The database sees to that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity import public as identity
from app.quality.calibration import rules
from app.quality.calibration.models import Calibration, CalibrationSettlement
from app.quality.models import Mark, QualityReview, Sample, SampledFile
from app.quality.rules.instruments import instrument
from app.quality.rules.scale import MARKS
from app.statistics.public import Agreement, alpha

MOST = 100
_DONE = ("submitted", "released")
# Who assesses it and how far they are, without a word of what they found.
_SEATS = text(
    "select id, assessor_id, state from quality_assignments(:sample) where file_id = :file and instrument = :instrument"
    " and purpose = 'calibration' and state in ('assigned', 'started', 'submitted', 'released') order by slot"
)
_DISCUSSED: ColumnElement[bool] = func.quality_all_done(
    Calibration.file_id, Calibration.instrument, "calibration"
)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who takes part, and how far they are; what they found is not in it."""

    review_id: UUID
    user_id: UUID
    name: str
    submitted: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    mark: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """One session in a list. `state`: scoring, discussing, settled."""

    id: UUID
    title: str
    instrument: str
    sample: str
    state: str
    due_at: datetime
    convened_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """A session as the actor may see it. While it is scored, `rows` hold the actor's own marks and nobody else's; `agreement` is there
    from the discussion on."""

    id: UUID
    title: str
    instrument: str
    instrument_version: str
    sample_id: UUID
    sample: str
    reference: str
    seats: tuple[Seat, ...]
    due_at: datetime
    state: str
    convened_by: UUID
    convener: str
    convened_at: datetime
    settled_at: datetime | None
    conclusion: str
    version: int
    rows: tuple[rules.Compared, ...]
    settled: Mapping[str, Settlement]
    agreement: Agreement | None

    @property
    def left(self) -> list[str]:
        """Indicators on which they differ and that are not settled."""
        return rules.to_settle(self.rows, self.settled)

    @property
    def differing(self) -> list[str]:
        return [row.indicator for row in self.rows if row.differ]


async def calibrations(db: ReadSession, *, limit: int = MOST) -> list[CalibrationLine]:
    """Every session, newest first."""
    return await _lines(db, limit=limit)


async def calibrations_settled(db: ReadSession, since: datetime, until: datetime) -> list[CalibrationLine]:
    """Those settled in a period, for the paper of the month."""
    return await _lines(db, Calibration.settled_at >= since, Calibration.settled_at < until)


async def _lines(
    db: ReadSession, *conditions: ColumnElement[bool], limit: int = MOST
) -> list[CalibrationLine]:
    rows = await db.rows(
        select(Calibration, Sample.number, _DISCUSSED.label("discussed"))
        .join(SampledFile, SampledFile.id == Calibration.file_id)
        .join(Sample, Sample.id == SampledFile.sample_id)
        .where(*conditions)
        .order_by(Calibration.convened_at.desc(), Calibration.id)
        .limit(limit)
    )
    return [_line(row) for row in rows]


def _line(row: Any) -> CalibrationLine:
    c: Calibration = row.Calibration
    return CalibrationLine(
        c.id, c.title, c.instrument, row.number, _state(row), c.due_at, c.convened_at, c.settled_at
    )


def _state(row: Any) -> str:
    if row.Calibration.settled_at is not None:
        return "settled"
    return "discussing" if row.discussed else "scoring"


async def is_discussed(db: ReadSession, calibration_id: UUID) -> bool:
    """Everybody has submitted, and at least two."""
    return bool(await db.scalar(select(_DISCUSSED).where(Calibration.id == calibration_id)))


async def calibration(db: ReadSession, calibration_id: UUID) -> CalibrationView:
    """Raises `NotFound`."""
    row = await db.row(
        select(
            Calibration,
            SampledFile.sample_id,
            SampledFile.reference,
            Sample.number,
            _DISCUSSED.label("discussed"),
        )
        .join(SampledFile, SampledFile.id == Calibration.file_id)
        .join(Sample, Sample.id == SampledFile.sample_id)
        .where(Calibration.id == calibration_id)
    )
    if row is None:
        raise NotFound
    c: Calibration = row.Calibration
    seats = await seats_of(db, c, row.sample_id)
    rows = await compared_in(db, c, [seat.user_id for seat in seats])
    state = _state(row)
    settled = await settled_in(db, calibration_id)
    names = await identity.names(db, {c.convened_by, *(s.settled_by for s in settled.values())})
    return CalibrationView(
        id=c.id,
        title=c.title,
        instrument=c.instrument,
        instrument_version=c.instrument_version,
        sample_id=row.sample_id,
        sample=row.number,
        reference=row.reference,
        seats=tuple(seats),
        due_at=c.due_at,
        state=state,
        convened_by=c.convened_by,
        convener=names.get(c.convened_by, ""),
        convened_at=c.convened_at,
        settled_at=c.settled_at,
        conclusion=c.conclusion,
        version=c.version,
        rows=tuple(rows),
        settled={
            indicator: Settlement(s.mark, s.note, names.get(s.settled_by, ""), s.settled_at)
            for indicator, s in settled.items()
        },
        agreement=None if state == "scoring" else alpha([each.marks for each in rows], MARKS),
    )


async def seats_of(db: ReadSession, session: Calibration, sample_id: UUID) -> list[Seat]:
    """Who takes part, in the order of their seats."""
    found = await db.rows(
        _SEATS, {"sample": sample_id, "file": session.file_id, "instrument": session.instrument}
    )
    names = await identity.names(db, {row.assessor_id for row in found})
    return [
        Seat(row.id, row.assessor_id, names.get(row.assessor_id, ""), row.state in _DONE) for row in found
    ]


async def compared_in(
    db: ReadSession, session: Calibration, assessors: Sequence[UUID] | None = None
) -> list[rules.Compared]:
    """Every indicator with what the actor may read of it: the own marks, and everybody's once all have submitted."""
    r, m = QualityReview, Mark
    rows = await db.rows(
        select(r.assessor_id, r.slot, m.indicator, m.mark, m.comment)
        .join(m, m.review_id == r.id)
        .where(
            r.file_id == session.file_id,
            r.instrument == session.instrument,
            r.purpose == "calibration",
            r.state.in_(("assigned", "started", *_DONE)),
        )
        .order_by(r.slot)
    )
    order = list(dict.fromkeys(row.assessor_id for row in rows)) if assessors is None else list(assessors)
    indicators = [each.id for each in instrument(session.instrument, session.instrument_version).indicators]
    rated = [rules.Rated(row.assessor_id, row.indicator, row.mark, row.comment) for row in rows]
    return rules.compared(indicators, order, rated)


async def settled_in(db: ReadSession, calibration_id: UUID) -> dict[str, CalibrationSettlement]:
    s = CalibrationSettlement
    rows = await db.scalars(select(s).where(s.calibration_id == calibration_id))
    return {one.indicator: one for one in rows}
