"""Samples with the frame that they were drawn from, who assesses which file by which instrument, what they found, and the author's answer."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfOffice, OfUser, Words
from app.core.database import Model

# While a review is in one of these, its assessor may open the file, and only then (migration 0335).
OPEN = ("assigned", "started")
LIVE = (*OPEN, "submitted", "released")
_LIVE = text("state in ('assigned', 'started', 'submitted', 'released')")


class Sample(Model):
    """What was drawn, from what, how and by what lot. Never changed after the drawing but for its end.

    `frame` has the shape of `rules.frames.Frame`, `versions` the version of each instrument at the drawing, `factors` how much more
    often a group is drawn. `lot`: SHA-256 of it and of each file's code says who is drawn (`rules.drawing`). `left_out`: sealed files,
    that no sample takes. `double_share` of the files is assessed twice, blind.
    """

    __tablename__ = "quality_samples"
    __table_args__ = (
        CheckConstraint("design in ('simple', 'stratified', 'oversampled')", name="design"),
        CheckConstraint("state in ('drawn', 'closed', 'cancelled')", name="state"),
        CheckConstraint("size > 0 and size <= frame_size", name="size"),
        CheckConstraint("double_share between 0 and 1", name="double_share"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    instruments: Mapped[Words]
    versions: Mapped[Json]
    frame: Mapped[Json]
    design: Mapped[str]
    strata_by: Mapped[Words]
    factors: Mapped[Json]
    lot: Mapped[str]
    size: Mapped[int]
    frame_size: Mapped[int]
    left_out: Mapped[int]
    frame_digest: Mapped[str]
    double_share: Mapped[Decimal] = mapped_column(Numeric(4, 3))
    state: Mapped[str]
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[OfUser]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    end_reason: Mapped[str] = mapped_column(server_default="", default="")
    version: Mapped[int] = mapped_column(default=1)


class Stratum(Model):
    """A part of the frame: `size` files in it, `drawn` of them. Each drawn file stands for size/drawn files."""

    __tablename__ = "quality_strata"
    __table_args__ = (CheckConstraint("drawn between 1 and size", name="drawn"),)

    sample_id: Mapped[UUID] = mapped_column(ForeignKey("quality_samples.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    traits: Mapped[Json]
    size: Mapped[int]
    drawn: Mapped[int]


class FrameUnit(Model):
    """One file of the frame, under a code that says nothing of the case: what anybody needs to draw the same sample again."""

    __tablename__ = "quality_frame_units"

    sample_id: Mapped[UUID] = mapped_column(ForeignKey("quality_samples.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    stratum: Mapped[str]
    drawn: Mapped[bool]


class SampledFile(Model):
    """A file that was drawn, in its order. `reviews`: how many assess it by each instrument, one or two. `traits` as at the drawing."""

    __tablename__ = "quality_files"
    __table_args__ = (
        UniqueConstraint("sample_id", "code"),
        UniqueConstraint("sample_id", "position"),
        CheckConstraint("reviews in (1, 2)", name="reviews"),
    )

    id: Mapped[Key]
    sample_id: Mapped[UUID] = mapped_column(ForeignKey("quality_samples.id"))
    code: Mapped[str]
    position: Mapped[int]
    stratum: Mapped[str]
    case_id: Mapped[OfCase]
    reference: Mapped[str]
    office_id: Mapped[OfOffice]
    traits: Mapped[Json]
    reviews: Mapped[int] = mapped_column(SmallInteger)


class QualityReview(Model):
    """One person assesses one file by one instrument. Submitted, what was found never changes.

    `purpose`: `assessment` counts in the sample's figures; `calibration` is several people on one file, to talk about, and counts in
    none. `author_id`: whose work it is, none when nobody is known. The counts and `failed` are there from the submission.
    States: assigned → started → submitted → released; before the submission it may end as `withdrawn`, `conflicted` (the assessor had
    or got a part in the case) or `lapsed` (the time was over).
    """

    __tablename__ = "quality_reviews"
    __table_args__ = (
        CheckConstraint(
            "state in ('assigned', 'started', 'submitted', 'released', 'withdrawn', 'conflicted', 'lapsed')",
            name="state",
        ),
        CheckConstraint("purpose in ('assessment', 'calibration')", name="purpose"),
        CheckConstraint("slot between 1 and 12", name="slot"),
        CheckConstraint(
            "(state not in ('submitted', 'released')) or (submitted_at is not null and applicable is not null)",
            name="submitted",
        ),
        Index(
            "uq_quality_reviews_slot", "file_id", "instrument", "purpose", "slot", unique=True, postgresql_where=_LIVE
        ),
        Index(
            "uq_quality_reviews_assessor",
            "file_id",
            "instrument",
            "purpose",
            "assessor_id",
            unique=True,
            postgresql_where=_LIVE,
        ),
        Index("ix_quality_reviews_open", "case_id", "assessor_id", postgresql_where=text("state in ('assigned', 'started')")),
        Index("ix_quality_reviews_assessor_id_due_on", "assessor_id", "due_at", "id"),
        Index("ix_quality_reviews_author_id", "author_id", "released_at", postgresql_where=text("state = 'released'")),
    )  # fmt: skip

    id: Mapped[Key]
    sample_id: Mapped[UUID] = mapped_column(ForeignKey("quality_samples.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("quality_files.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    reference: Mapped[str]
    office_id: Mapped[OfOffice]
    instrument: Mapped[str]
    instrument_version: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="assessment")
    slot: Mapped[int] = mapped_column(SmallInteger)
    assessor_id: Mapped[OfUser]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str]
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[OfUser]
    due_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    correct: Mapped[int | None] = mapped_column(SmallInteger)
    minor: Mapped[int | None] = mapped_column(SmallInteger)
    significant: Mapped[int | None] = mapped_column(SmallInteger)
    applicable: Mapped[int | None] = mapped_column(SmallInteger)
    failed: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)


class Mark(Model):
    """What one review says of one indicator: exactly one of the scale, and why where it is an error."""

    __tablename__ = "quality_marks"
    __table_args__ = (
        CheckConstraint(
            "mark in ('correct', 'minor_error', 'significant_error', 'not_applicable')", name="mark"
        ),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("quality_reviews.id"), primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str]
    comment: Mapped[str]


class Conclusion(Model):
    """What the assessor says of the whole. Apart from the review, so that nobody reads it before both have submitted."""

    __tablename__ = "quality_conclusions"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("quality_reviews.id"), primary_key=True)
    text: Mapped[str]


class AuthorAnswer(Model):
    """What the author says of the assessment of the own work, once."""

    __tablename__ = "quality_answers"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("quality_reviews.id"), primary_key=True)
    author_id: Mapped[OfUser]
    agrees: Mapped[bool]
    text: Mapped[str]
    answered_at: Mapped[datetime]
