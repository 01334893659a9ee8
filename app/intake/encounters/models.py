"""Contacts at the border, corrections, second looks, and sheets of paper."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfUser
from app.core.database import Model


class Encounter(Model):
    """A border contact where somebody expressed fear, whether or not a case followed. Written once; `corrects` an earlier row.

    `at`: when it was; `recorded_at`: when it was written down. `nationality` ISO alpha-3, XXA stateless, XXX not known.
    """

    __tablename__ = "encounters"
    __table_args__ = (
        CheckConstraint(
            "outcome in ('registered', 'referred', 'admitted', 'refused_entry', 'mistake')", name="outcome"
        ),
        CheckConstraint("(corrects is null) = (correction_reason is null)", name="reason"),
        UniqueConstraint("corrects"),
        Index("ix_encounters_post_id_at", "post_id", "at"),
    )

    id: Mapped[Key]
    post_id: Mapped[UUID] = mapped_column(ForeignKey("border_posts.id"))
    at: Mapped[datetime]
    by: Mapped[OfUser]
    recorded_at: Mapped[datetime]
    outcome: Mapped[str]
    nationality: Mapped[str]
    sex: Mapped[str]
    age: Mapped[int | None]
    age_group: Mapped[str]
    name: Mapped[str | None]
    refusal_ground: Mapped[str | None]
    refusal_words: Mapped[str | None]
    referred_to: Mapped[str | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    corrects: Mapped[UUID | None] = mapped_column(ForeignKey("encounters.id"))
    correction_reason: Mapped[str | None]


class EncounterLook(Model):
    """A supervisor looked a second time at a refusal."""

    __tablename__ = "encounter_looks"
    __table_args__ = (CheckConstraint("finding in ('let_in', 'being_followed', 'in_order')", name="finding"),)

    id: Mapped[Key]
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounters.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[OfUser]
    finding: Mapped[str]
    note: Mapped[str]


class EncounterSheet(Model):
    """A count on paper, entered later. Its number stands once at a post, so that nobody enters it twice."""

    __tablename__ = "encounter_sheets"
    __table_args__ = (
        CheckConstraint("(corrects is null) = (correction_reason is null)", name="reason"),
        UniqueConstraint("corrects"),
        Index(
            "uq_encounter_sheets_number",
            "post_id",
            "number",
            unique=True,
            postgresql_where=text("corrects is null"),
        ),
    )

    id: Mapped[Key]
    post_id: Mapped[UUID] = mapped_column(ForeignKey("border_posts.id"))
    day: Mapped[date]
    number: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by: Mapped[OfUser]
    corrects: Mapped[UUID | None] = mapped_column(ForeignKey("encounter_sheets.id"))
    correction_reason: Mapped[str | None]


class EncounterCount(Model):
    """So many people of a sheet."""

    __tablename__ = "encounter_counts"
    __table_args__ = (
        CheckConstraint("number between 1 and 100000", name="number"),
        CheckConstraint("outcome in ('registered', 'referred', 'admitted', 'refused_entry')", name="outcome"),
    )

    id: Mapped[Key]
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("encounter_sheets.id"), index=True)
    outcome: Mapped[str]
    refusal_ground: Mapped[str | None]
    nationality: Mapped[str]
    sex: Mapped[str]
    age_group: Mapped[str]
    number: Mapped[int]
