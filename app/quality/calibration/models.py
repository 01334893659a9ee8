"""A calibration session over a file of a sample. Who takes part and what each found are reviews for that purpose (`QualityReview`)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfUser
from app.core.database import Model

IS_MARK = "mark in ('correct', 'minor_error', 'significant_error', 'not_applicable')"


class Calibration(Model):
    """Scored until everybody has submitted, then discussed, and at the end settled, with what all do alike from then on."""

    __tablename__ = "calibrations"
    __table_args__ = (
        UniqueConstraint("file_id", "instrument"),
        CheckConstraint("(settled_at is null) = (conclusion = '')", name="settled"),
    )

    id: Mapped[Key]
    title: Mapped[str]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("quality_files.id"))
    instrument: Mapped[str]
    instrument_version: Mapped[str]
    due_at: Mapped[datetime]
    convened_by: Mapped[OfUser]
    convened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    conclusion: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class CalibrationSettlement(Model):
    """What they agreed on for an indicator on which they had differed, and why: the note that later assessors read."""

    __tablename__ = "calibration_settlements"
    __table_args__ = (CheckConstraint(IS_MARK, name="mark"), CheckConstraint("note <> ''", name="note"))

    calibration_id: Mapped[UUID] = mapped_column(ForeignKey("calibrations.id"), primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str]
    note: Mapped[str]
    settled_by: Mapped[OfUser]
    settled_at: Mapped[datetime]
