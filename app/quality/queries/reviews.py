"""Single assessments: those to be made, those that came back to their author, and one of them whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import office_table, user_table
from app.quality.models import OPEN, AuthorAnswer, Conclusion, Mark, QualityReview, Sample
from app.quality.rules.scale import Marked, Score

# So long a released assessment asks its author for an answer; they may give it later too.
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One assessment without its marks. `score` only from the submission, for whom it is open to."""

    id: UUID
    sample_id: UUID
    sample_number: str
    file_id: UUID
    case_id: UUID
    reference: str
    office: str
    instrument: str
    instrument_version: str
    purpose: str
    slot: int
    assessor_id: UUID
    assessor: str
    author_id: UUID | None
    author: str | None
    state: str
    assigned_at: datetime
    due_at: datetime
    submitted_at: datetime | None
    released_at: datetime | None
    score: Score | None
    # What the author said of it; none while they said nothing.
    agrees: bool | None
    version: int

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def answered(self) -> bool:
        return self.agrees is not None


@dataclass(frozen=True, slots=True)
class Answered:
    agrees: bool
    text: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One assessment whole, as far as the actor may read it."""

    line: ReviewLine
    marks: Mapping[str, Marked]
    conclusion: str
    answer: Answered | None


async def my_reviews(db: ReadSession, *, open_: bool = True, limit: int = 200) -> list[ReviewLine]:
    """What the actor is to assess, by the day it is due; or what they submitted, the latest first."""
    r = QualityReview
    mine = _lines().where(r.assessor_id == db.actor.user_id)
    if open_:
        mine = mine.where(r.state.in_(OPEN), r.due_at > db.now()).order_by(r.due_at, r.id)
    else:
        mine = mine.where(r.state.in_(("submitted", "released"))).order_by(r.submitted_at.desc(), r.id)
    return [_line(row) for row in await db.rows(mine.limit(limit))]


async def of_my_work(db: ReadSession, *, limit: int = 200) -> list[ReviewLine]:
    """Assessments of the actor's own work that were released, the latest first."""
    r = QualityReview
    rows = await db.rows(
        _lines()
        .where(r.author_id == db.actor.user_id, r.state == "released", r.purpose == "assessment")
        .order_by(r.released_at.desc(), r.id)
        .limit(limit)
    )
    return [_line(row) for row in rows]


_AWAITED = select(
    select(func.count())
    .where(
        QualityReview.assessor_id == bindparam("me"),
        QualityReview.state.in_(OPEN),
        QualityReview.due_at > bindparam("now"),
    )
    .scalar_subquery(),
    select(func.count())
    .select_from(QualityReview)
    .outerjoin(AuthorAnswer, AuthorAnswer.review_id == QualityReview.id)
    .where(
        QualityReview.author_id == bindparam("me"),
        QualityReview.state == "released",
        QualityReview.purpose == "assessment",
        QualityReview.released_at > bindparam("lately"),
        AuthorAnswer.review_id.is_(None),
    )
    .scalar_subquery(),
)


async def awaited(db: ReadSession) -> tuple[int, int]:
    """What waits for the actor: assessments to make, and those of the own work that came back lately and have no answer yet."""
    values = {"me": db.actor.user_id, "now": db.now(), "lately": db.now() - LATELY}
    row = await db.row(_AWAITED, values)
    return row[0], row[1]


async def released(db: ReadSession, *, limit: int = 200) -> list[ReviewLine]:
    """Released assessments that the actor may read, the latest first: a supervisor's are those of the own office. By no person."""
    r = QualityReview
    rows = await db.rows(
        _lines()
        .where(r.state == "released", r.purpose == "assessment")
        .order_by(r.released_at.desc(), r.id)
        .limit(limit)
    )
    return [_line(row) for row in rows]


async def review(db: ReadSession, review_id: UUID) -> ReviewView:
    """One of them. Raises `NotFound`, also where it is not the actor's to read yet."""
    row = await db.row(_lines().where(QualityReview.id == review_id))
    if row is None:
        raise NotFound
    line = _line(row)
    marks = await db.scalars(select(Mark).where(Mark.review_id == review_id))
    answer = await db.get(AuthorAnswer, review_id)
    return ReviewView(
        line,
        {each.indicator: Marked(each.mark, each.comment) for each in marks},
        await db.scalar(select(Conclusion.text).where(Conclusion.review_id == review_id)) or "",
        Answered(answer.agrees, answer.text, answer.answered_at) if answer else None,
    )


def _lines() -> Any:
    assessor, author = aliased(user_table), aliased(user_table)
    r = QualityReview
    return (
        select(
            r,
            Sample.number.label("sample_number"),
            office_table.c.name.label("office"),
            assessor.c.name.label("assessor"),
            author.c.name.label("author"),
            AuthorAnswer.agrees,
        )
        .outerjoin(Sample, Sample.id == r.sample_id)
        .join(office_table, office_table.c.id == r.office_id)
        .join(assessor, assessor.c.id == r.assessor_id)
        .outerjoin(author, author.c.id == r.author_id)
        .outerjoin(AuthorAnswer, AuthorAnswer.review_id == r.id)
    )


def _line(row: Any) -> ReviewLine:
    r: QualityReview = row.QualityReview
    score = None
    if (
        r.applicable is not None
        and r.correct is not None
        and r.minor is not None
        and r.significant is not None
    ):
        score = Score(r.correct, r.minor, r.significant, r.applicable, bool(r.failed))
    return ReviewLine(
        r.id,
        r.sample_id,
        row.sample_number or "",
        r.file_id,
        r.case_id,
        r.reference,
        row.office,
        r.instrument,
        r.instrument_version,
        r.purpose,
        r.slot,
        r.assessor_id,
        row.assessor,
        r.author_id,
        row.author,
        r.state,
        r.assigned_at,
        r.due_at,
        r.submitted_at,
        r.released_at,
        score,
        row.agrees,
        r.version,
    )
