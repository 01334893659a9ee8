"""What was found, what is recommended of it, and every step that a recommendation took. Nobody's name and no case stand in them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfUser
from app.core.database import Model

OPEN = ("proposed", "accepted", "in_progress")


class QualityFinding(Model):
    """What assessors found in `files` of `of_files` assessed in a period: counted when it was noted, and kept as it was then."""

    __tablename__ = "quality_findings"
    __table_args__ = (
        CheckConstraint("files between 0 and of_files", name="files"),
        CheckConstraint("period_since <= period_until", name="period"),
        Index("ix_quality_findings_indicator", "instrument", "indicator"),
    )

    id: Mapped[Key]
    stage: Mapped[str]
    instrument: Mapped[str]
    # An indicator's identifier; empty: what was found belongs to no single one.
    indicator: Mapped[str]
    summary: Mapped[str]
    period_since: Mapped[date]
    period_until: Mapped[date]
    files: Mapped[int]
    of_files: Mapped[int]
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    noted_by: Mapped[OfUser]
    noted_at: Mapped[datetime]


class QualityRecommendation(Model):
    """What should change, who is to change it and by when. `figure` names the figure of the house that it should move, and which way."""

    __tablename__ = "quality_recommendations"
    __table_args__ = (
        CheckConstraint(
            "state in ('proposed', 'accepted', 'declined', 'in_progress', 'implemented', 'verified')",
            name="state",
        ),
        CheckConstraint("addressee in ('supervisor', 'commission_secretary')", name="addressee"),
        CheckConstraint("(addressee = 'supervisor') = (office_id is not null)", name="office"),
        CheckConstraint("(figure is null) = (direction is null)", name="figure"),
        CheckConstraint("direction in ('up', 'down')", name="direction"),
        CheckConstraint("(state in ('implemented', 'verified')) = (implemented_at is not null)", name="done"),
        Index(
            "ix_quality_recommendations_open",
            "due_on",
            postgresql_where=text("state in ('proposed', 'accepted', 'in_progress')"),
        ),
    )

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(Identity(always=True), unique=True)
    finding_id: Mapped[UUID | None] = mapped_column(ForeignKey("quality_findings.id"), index=True)
    stage: Mapped[str]
    what: Mapped[str]
    evidence: Mapped[str]
    addressee: Mapped[str]
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"), index=True)
    due_on: Mapped[date]
    figure: Mapped[str | None]
    figure_filters: Mapped[Json]
    direction: Mapped[str | None]
    state: Mapped[str]
    state_since: Mapped[datetime]
    proposed_by: Mapped[OfUser]
    proposed_at: Mapped[datetime]
    implemented_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class QualityRecommendationMove(Model):
    """One step of a recommendation, with its reason. Written once."""

    __tablename__ = "quality_recommendation_moves"

    id: Mapped[Key]
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("quality_recommendations.id"), index=True)
    act: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str]
    by_user: Mapped[OfUser]
    at: Mapped[datetime]
