"""Sittings, votes, decisions and their service. What a chamber keeps besides is in `chamber_models`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfUser, Rows
from app.core.database import Model


class Sitting(Model):
    """A meeting of a collegiate body. An extraordinary one says who had it called (`called_by`) and on what grounds;
    `urgent`: with less notice than the rules ask for.

    `circulated_at`: when its agenda went round. `because`: why it was called off or suspended, then until `resumes_at`.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        UniqueConstraint("body", "number"),
        CheckConstraint("status in ('convened', 'open', 'suspended', 'closed', 'cancelled')", name="status"),
        CheckConstraint("kind in ('ordinary', 'extraordinary')", name="kind"),
        CheckConstraint("kind = 'ordinary' or (grounds <> '' and called_by is not null)", name="grounds"),
    )

    id: Mapped[Key]
    body: Mapped[str]
    number: Mapped[str]
    starts_at: Mapped[datetime]
    status: Mapped[str]
    convened_by: Mapped[OfUser]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    quorum: Mapped[int | None]
    kind: Mapped[str] = mapped_column(default="ordinary")
    grounds: Mapped[str] = mapped_column(default="")
    called_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    urgent: Mapped[bool] = mapped_column(default=False)
    circulated_at: Mapped[datetime | None]
    because: Mapped[str] = mapped_column(default="")
    resumes_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class SittingMember(Model):
    """Who was called, for which seat: its holder (`place` 0) or an alternate, in their order. `remote`: by video."""

    __tablename__ = "sitting_members"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    seat: Mapped[str]
    presides: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int] = mapped_column(SmallInteger, default=0)
    present_at: Mapped[datetime | None]
    remote: Mapped[bool] = mapped_column(default=False)


class AgendaItem(Model):
    """A case on an agenda. At most one pending item for a case at a time."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        UniqueConstraint("sitting_id", "case_id"),
        CheckConstraint("status in ('pending', 'decided', 'sent_back', 'deferred')", name="status"),
        CheckConstraint("num_nonnulls(assessment_id, loss_id) = 1", name="about"),
        Index(
            "uq_agenda_items_pending_case",
            "case_id",
            unique=True,
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[Key]
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id"))
    case_id: Mapped[OfCase]
    position: Mapped[int]
    status: Mapped[str]
    # What is decided on: an analysis, or a procedure of loss.
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessments.id"))
    loss_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("losses.id", use_alter=True), index=True, default=None
    )
    # What is voted on: the recommendation for each claim, as it stood when the case was put on the agenda.
    proposal: Mapped[Rows]
    note: Mapped[str | None]
    put_at: Mapped[datetime | None]
    # More facts that the body asked for: what, of whom, by when.
    asked: Mapped[Json]
    # The count as it stood when the item was closed: who could vote, the quorum, the majority, a casting vote.
    count: Mapped[Json]
    closed_at: Mapped[datetime | None]


class Vote(Model):
    """A member's vote on an item, which they may change until it is closed; then the database refuses.

    `reasons` of a vote against are the dissent's own; `concurring` is what a member adds who votes with the proposal.
    """

    __tablename__ = "votes"
    __table_args__ = (CheckConstraint("choice in ('for', 'against', 'abstain')", name="choice"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    case_id: Mapped[OfCase]
    choice: Mapped[str]
    reasons: Mapped[str]
    concurring: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]


class Recusal(Model):
    __tablename__ = "recusals"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    case_id: Mapped[OfCase]
    reasons: Mapped[str]
    found_in_record: Mapped[bool]
    at: Mapped[datetime]


class Decision(Model):
    """Outcome per claim at an instance, by a body, with reasons. Signed is immutable: a trigger refuses any change.

    `signatories` of a signed one are who signed it; of a judgment of several that is not, who is called to sign, with their dissent.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'signed', 'discarded')", name="status"),
        Index(
            "uq_decisions_sitting_item", "item_id", unique=True, postgresql_where=text("item_id is not null")
        ),
        Index(
            "uq_decisions_draft_case",
            "case_id",
            unique=True,
            postgresql_where=text("status = 'draft' and remedy_id is null"),
        ),
        Index(
            "uq_decisions_remedy",
            "remedy_id",
            unique=True,
            postgresql_where=text("remedy_id is not null and status <> 'discarded'"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    number: Mapped[str] = mapped_column(unique=True)
    instance: Mapped[str]
    body: Mapped[str]
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"))
    sitting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sittings.id"))
    remedy_id: Mapped[UUID | None] = mapped_column(ForeignKey("remedies.id", use_alter=True))
    status: Mapped[str]
    result: Mapped[str | None]
    reasons: Mapped[str]
    outcomes: Mapped[Rows]
    signatories: Mapped[Rows]
    tally: Mapped[Json]
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[OfUser]
    signed_at: Mapped[datetime | None]
    digest: Mapped[str | None]
