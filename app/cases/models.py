"""The file, its claims, and what happened to them."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.columns import Json, Key, OfCase, OfOffice, OfPerson, OfUser, Words
from app.core.database import Model

# After every limit.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class Case(Model):
    """One file. Stage, deadlines and audience change only through the gate (`cases.events.record`)."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_audience", "audience", postgresql_using="gin"),
        Index("ix_cases_assigned_to_next_due_at", "assigned_to", "next_due_at", "id"),
        Index("ix_cases_office_id_next_due_at", "office_id", "next_due_at", "id"),
        Index("ix_cases_stage_next_due_at", "stage", "next_due_at", "id"),
        Index("ix_cases_post_id_registered_at", "post_id", "registered_at"),
        Index(
            "ix_cases_at_post_next_due_at",
            "post_id",
            "next_due_at",
            "id",
            postgresql_where=text("taken_over_at is null"),
        ),
        Index(
            "ix_cases_escalated_to_escalated_at",
            "escalated_to",
            "escalated_at",
            "id",
            postgresql_where=text("escalated_at is not null"),
        ),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str]
    profile_version: Mapped[str]
    office_id: Mapped[OfOffice]
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("border_posts.id"))
    registered_at: Mapped[datetime]
    registered_by: Mapped[OfUser]
    filed_on: Mapped[date]
    stage: Mapped[str]
    stage_since: Mapped[datetime]
    instance: Mapped[str] = mapped_column(default="first")
    priority: Mapped[int] = mapped_column(SmallInteger, default=0)
    accelerated: Mapped[bool] = mapped_column(default=False)
    simplified: Mapped[bool] = mapped_column(default=False)
    merged: Mapped[bool] = mapped_column(default=False)
    # None: nobody has said. False: a person said that it is examined on its own, so no group decision takes it in.
    prima_facie: Mapped[bool | None]
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    taken_over_at: Mapped[datetime | None]
    sealed: Mapped[bool] = mapped_column(default=False)
    removal_barred: Mapped[bool] = mapped_column(default=True)
    missed_interviews: Mapped[int] = mapped_column(SmallInteger, default=0)
    household_size: Mapped[int] = mapped_column(SmallInteger, default=1)
    principal_person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    # NEVER where no limit runs: then a list by limit is one walk along an index, with those cases at its end.
    next_due_at: Mapped[datetime]
    next_due_rule: Mapped[str | None]
    open_proposals: Mapped[int] = mapped_column(SmallInteger, default=0)
    # Since when, for which limit and to which role the case is put before somebody above; none: nothing is.
    escalated_at: Mapped[datetime | None] = mapped_column(default=None)
    escalated_rule: Mapped[str | None] = mapped_column(default=None)
    escalated_to: Mapped[str | None] = mapped_column(default=None)
    audience: Mapped[Words]
    # What an import did not know: limits that ordinarily run here (`limit:first_interview`), the day of the stage, a hearing to book.
    to_complete: Mapped[Words]
    version: Mapped[int] = mapped_column(default=0)


class OldReference(Model):
    """What the case was called in another registry. Found for ever, by `key`: capitals and digits only."""

    __tablename__ = "old_references"
    __table_args__ = (
        UniqueConstraint("case_id", "source", "key"),
        Index("ix_old_references_key", "key"),
    )

    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    source: Mapped[str]
    reference: Mapped[str]
    key: Mapped[str]

    _case: Mapped["Case"] = relationship(lazy="raise")


class TransferRequest(Model):
    """One office asks another to take a case; at most one open for each case. `urgent`: it moved at once, and both are told."""

    __tablename__ = "transfer_requests"
    __table_args__ = (
        CheckConstraint("state in ('proposed', 'accepted', 'refused', 'withdrawn', 'lapsed')", name="state"),
        Index(
            "uq_transfer_requests_open", "case_id", unique=True, postgresql_where=text("state = 'proposed'")
        ),
        Index("ix_transfer_requests_to_office", "to_office", "proposed_at"),
        Index("ix_transfer_requests_from_office", "from_office", "proposed_at"),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    from_office: Mapped[OfOffice]
    to_office: Mapped[OfOffice]
    reasons: Mapped[str]
    urgent: Mapped[bool]
    state: Mapped[str]
    proposed_by: Mapped[OfUser]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str]


class Claim(Model):
    """One person's application inside a case."""

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id"),
        CheckConstraint("basis in ('principal', 'derivative')", name="basis"),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    person_id: Mapped[OfPerson]
    position: Mapped[int] = mapped_column(SmallInteger)
    basis: Mapped[str]
    derivative_of: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))
    relation: Mapped[str]
    filed_on: Mapped[date]
    stage: Mapped[str]
    stage_since: Mapped[datetime]
    stage_before: Mapped[str | None]
    outcome: Mapped[str | None]
    outcome_instance: Mapped[str | None]
    # Remedies filed late that await admission: the stage does not show them, and the person must not be removed meanwhile.
    awaiting_admission: Mapped[Words]
    removal_barred: Mapped[bool] = mapped_column(default=True)
    grounds: Mapped[Words]

    # Never loaded: they tell the unit of work what is written first, so that the gate needs one flush and not four.
    _case: Mapped[Case] = relationship(lazy="raise")


class CaseEvent(Model):
    """One fact about a case, appended and never changed. `number` counts from 1 within the case."""

    __tablename__ = "case_events"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index("ix_case_events_name_at", "name", "at"),
    )

    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    name: Mapped[str]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[OfUser]
    actor_role: Mapped[str]
    claims: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list)
    stage_before: Mapped[str | None]
    stage_after: Mapped[str]
    data: Mapped[Json]
    digest: Mapped[str]

    _case: Mapped[Case] = relationship(lazy="raise")


class Deadline(Model):
    """A computed time limit. `due_at` is the first instant after the last day, UTC; `due_on` that last day.

    `first_due_on` is the last day before any extension or shortening; `settled_by` the event by which what was missed was
    done after all, or needs doing no more: the limit was missed all the same.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        CheckConstraint("state in ('running', 'suspended', 'met', 'missed', 'cancelled')", name="state"),
        Index("ix_deadlines_case_id", "case_id"),
        Index("ix_deadlines_running_due_at", "due_at", postgresql_where=text("state = 'running'")),
    )

    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))
    rule: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    binds: Mapped[str]
    started_at: Mapped[datetime]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    basis: Mapped[str]
    verification: Mapped[str]
    explanation: Mapped[Json]
    suspended_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    started_by: Mapped[UUID] = mapped_column(ForeignKey("case_events.id"))
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("case_events.id"))
    extensions: Mapped[int] = mapped_column(SmallInteger, default=0)
    extension_cause: Mapped[str | None] = mapped_column(default=None)
    first_due_on: Mapped[date | None] = mapped_column(default=None)
    escalated_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("case_events.id"), default=None)

    _case: Mapped[Case] = relationship(lazy="raise")
    _starter: Mapped[CaseEvent] = relationship(lazy="raise", foreign_keys=[started_by])


class Proposal(Model):
    """Something that time or a count of facts suggests, put before whoever may decide it. It does nothing by itself.

    `because` names the limit that passed, the trigger that was reached or the event that suggests it (`kind` says which). `open`
    until somebody records the event (`taken`), says with reasons why not (`dismissed`), or the case has moved on (`lapsed`).
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("kind in ('limit', 'trigger', 'event')", name="kind"),
        CheckConstraint("state in ('open', 'taken', 'dismissed', 'lapsed')", name="state"),
        Index(
            "uq_proposals_open",
            "case_id",
            "event",
            "because",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_proposals_open_roles",
            "roles",
            postgresql_using="gin",
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    claims: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    event: Mapped[str]
    because: Mapped[str]
    kind: Mapped[str]
    roles: Mapped[Words]
    state: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("case_events.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_with: Mapped[UUID | None] = mapped_column(ForeignKey("case_events.id"))
    reasons: Mapped[str | None]

    _case: Mapped[Case] = relationship(lazy="raise")
    _proposer: Mapped[CaseEvent] = relationship(lazy="raise", foreign_keys=[proposed_by])


class Guardianship(Model):
    """Who answers for a child in a case, since when, and with what proof."""

    __tablename__ = "guardianships"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    child_id: Mapped[OfPerson]
    guardian_name: Mapped[str]
    kind: Mapped[str]
    proof: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    end_reason: Mapped[str | None]
