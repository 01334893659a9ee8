"""The tables of what is counted. Written by the keeper of facts alone (`facts.keeping`), read under row-level security."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, PrimaryKeyConstraint, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model

Days = Mapped[int | None]
# What is read of a move from stage to stage.
MOVED = ("stage_before", "stage", "stage_days", "office_id", "known_from")


class _Known:
    """What is known of a claim; the columns of `values.Fact`."""

    case_id: Mapped[UUID]
    principal: Mapped[bool]
    office_id: Mapped[UUID]
    post_id: Mapped[UUID | None]
    country: Mapped[str]
    origin: Mapped[str | None]
    sex: Mapped[str]
    age_group: Mapped[str]
    modality: Mapped[str]
    needs: Mapped[str]
    instance: Mapped[str]
    officer: Mapped[UUID | None]
    filed_on: Mapped[date]
    filed_at: Mapped[datetime]
    documented_at: Mapped[datetime | None]
    interviewed_at: Mapped[datetime | None]
    recommended_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    first_outcome: Mapped[str | None]
    first_counts_as: Mapped[str | None]
    author: Mapped[UUID | None]
    served_at: Mapped[datetime | None]
    final_at: Mapped[datetime | None]
    final_outcome: Mapped[str | None]
    final_counts_as: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[str | None]
    stage: Mapped[str]
    standard: Mapped[str]
    open: Mapped[bool]
    stage_since: Mapped[datetime]
    moved: Mapped[bool]
    stage_before: Mapped[str | None]
    stage_days: Days
    decision_due_at: Mapped[datetime | None]
    remedy_due_at: Mapped[datetime | None]
    late_on: Mapped[date | None]
    resolved_on: Mapped[date | None]
    resolved_as: Mapped[str | None]
    document_days: Days
    interview_days: Days
    recommendation_days: Days
    decision_days: Days
    service_days: Days
    final_days: Days
    closed_days: Days
    missed_interviews: Mapped[int] = mapped_column(SmallInteger)


class ClaimFact(_Known, Model):
    """How each claim stands, by everything recorded."""

    __tablename__ = "claim_facts"
    __table_args__ = (
        Index("ix_claim_facts_case_id", "case_id"),
        Index("ix_claim_facts_office_id", "office_id", "filed_on"),
        # What most figures read of the claims that count as cases.
        Index(
            "ix_claim_facts_counted",
            "filed_on",
            postgresql_include=(
                *("claim_id", "office_id", "open", "resolved_on", "document_days", "interview_days"),
                *("recommendation_days", "decision_days", "service_days", "final_days", "closed_days"),
                *("decided_at", "final_at", "closed_at", "resolved_as", "first_counts_as"),
                *("origin", "sex", "age_group", "author", "officer", "late_on"),
            ),
            postgresql_where=text("principal"),
        ),
        Index(
            "ix_claim_facts_moved",
            "stage_since",
            postgresql_include=MOVED,
            postgresql_where=text("moved and principal"),
        ),
    )

    claim_id: Mapped[UUID] = mapped_column(primary_key=True)
    known_from: Mapped[datetime]


class PastFact(_Known, Model):
    """How each claim was known to stand from one instant until another."""

    __tablename__ = "claim_facts_past"
    __table_args__ = (
        PrimaryKeyConstraint("claim_id", "known_from"),
        Index("ix_claim_facts_past_case_id", "case_id"),
        Index(
            "ix_claim_facts_past_moved",
            "stage_since",
            postgresql_include=MOVED,
            postgresql_where=text("moved and principal"),
        ),
    )

    claim_id: Mapped[UUID]
    known_from: Mapped[datetime]
    known_to: Mapped[datetime]


class ClaimAct(Model):
    """Something done about a claim that is counted by itself (`values.Act`); `office_id` of the case as it is now."""

    __tablename__ = "claim_acts"
    __table_args__ = (
        Index("ix_claim_acts_case_id", "case_id"),
        Index("ix_claim_acts_kind_day", "kind", "day"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID]
    claim_id: Mapped[UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    day: Mapped[date]
    recorded_at: Mapped[datetime]
    code: Mapped[str]
    result: Mapped[str]
    codes: Mapped[str]
    instance: Mapped[str]
    officer: Mapped[UUID | None]
    office_id: Mapped[UUID]


class ClaimTrait(Model):
    """What was known of a claim's person and limits, since when; appended and never changed."""

    __tablename__ = "claim_traits"
    __table_args__ = (PrimaryKeyConstraint("claim_id", "since"),)

    claim_id: Mapped[UUID]
    since: Mapped[datetime]
    origin: Mapped[str | None]
    sex: Mapped[str]
    age_group: Mapped[str]
    decision_due_at: Mapped[datetime | None]
    remedy_due_at: Mapped[datetime | None]


class FactCount(Model):
    """So many claims of one kind, by one trait: what a dashboard reads. The measures are those of `facts.counts`."""

    __tablename__ = "fact_counts"
    __table_args__ = (
        PrimaryKeyConstraint("dimension", "value", "unit", "measure", "month", "day", "due", "label"),
        Index("ix_fact_counts_none", "dimension", postgresql_where=text("n = 0")),
    )

    dimension: Mapped[str]
    value: Mapped[str]
    unit: Mapped[str]
    measure: Mapped[str]
    month: Mapped[date]
    day: Mapped[int]
    due: Mapped[date]
    label: Mapped[str]
    n: Mapped[int]


class FactsDue(Model):
    """A case of which the record knows more than the facts. One row for each event: a row that is not yet committed is not taken."""

    __tablename__ = "facts_due"
    __table_args__ = (Index("ix_facts_due_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID]
    # None: what changed has no instant of its own.
    noted_at: Mapped[datetime | None]
