"""Samples and reviews taken in hand."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.quality import errors
from app.quality.models import OPEN, QualityReview, Sample
from app.quality.rules.frames import Frame, Unit

_FRAME = text(
    "select * from quality_frame(:work, :since, :until, :zone, :offices, :stages, :outcomes, :origins)"
)
_COUNT = text(
    "select count(*) filter (where not sealed) as files, count(*) filter (where sealed) as sealed"
    " from quality_frame(:work, :since, :until, :zone, :offices, :stages, :outcomes, :origins)"
)
_BARRED = text("select case_id, user_id from quality_barred(:cases, :users)")
_AUTHOR = text("select quality_author(:case, :instrument)")


async def own_open_review(db: Session, actor: Actor, review_id: UUID, version: int | None) -> QualityReview:
    """The actor's own, locked, still open. Raises `NotFound`, `NotYourReview`, `NotOpenAnyMore`, `ReviewChanged`."""
    found = await db.locked(QualityReview, review_id)
    if found is None:
        raise NotFound
    if found.assessor_id != actor.user_id:
        raise errors.NotYourReview
    if found.state not in OPEN or found.due_at <= db.now():
        raise errors.NotOpenAnyMore
    if version is not None and version != found.version:
        raise errors.ReviewChanged
    return found


async def drawn_sample(db: Session, sample_id: UUID, version: int | None = None) -> Sample:
    """A sample, locked, on which work goes on. Raises `NotFound`, `SampleEnded`, `SampleChanged`."""
    found = await db.locked(Sample, sample_id)
    if found is None:
        raise NotFound
    if found.state != "drawn":
        raise errors.SampleEnded
    if version is not None and version != found.version:
        raise errors.SampleChanged
    return found


async def units(db: ReadSession, frame: Frame, zone: str) -> tuple[list[Unit], int]:
    """The files of a frame, and how many sealed ones are left out of it."""
    rows = await db.rows(_FRAME, _asked(frame, zone))
    open_ = [row for row in rows if not row.sealed]
    found = [
        Unit(
            row.case_id,
            row.reference,
            row.office_id,
            row.office,
            row.stage,
            row.outcome or "",
            row.origin,
            row.child,
            row.survivor,
            row.rejected,
        )
        for row in open_
    ]
    return found, len(rows) - len(open_)


async def counted(db: ReadSession, frame: Frame, zone: str) -> tuple[int, int]:
    """How many files a frame has, and how many sealed ones are left out of it."""
    row = await db.row(_COUNT, _asked(frame, zone))
    return row.files, row.sealed


def _asked(frame: Frame, zone: str) -> dict[str, object]:
    return {
        **frame.model_dump(include={"work", "since", "until"}),
        "zone": zone,
        "offices": list(frame.offices),
        "stages": list(frame.stages),
        "outcomes": list(frame.outcomes),
        "origins": list(frame.origins),
    }


async def barred(db: ReadSession, cases: Iterable[UUID], users: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Which of the people had a part in which of the cases."""
    rows = await db.rows(_BARRED, {"cases": list(cases), "users": list(users)})
    return {(row.case_id, row.user_id) for row in rows}


async def author_of(db: ReadSession, case_id: UUID, instrument: str) -> UUID | None:
    """Whose work the instrument looks at in that case, if it is known."""
    found: UUID | None = await db.scalar(_AUTHOR, {"case": case_id, "instrument": instrument})
    return found
