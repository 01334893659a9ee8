"""A batch, and each case in it with what became of it there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfUser, Rows
from app.core.database import Model


class Batch(Model):
    """`rule` names the group or the transitional rule in the profile `version` that has it; `scope` whose batch it is:
    `body:commission`, `office:<id>` or `all`. `looked_at_until` is the last case that the preparation has looked at."""

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint("kind in ('group', 'transition')", name="kind"),
        CheckConstraint(
            "state in ('preparing', 'prepared', 'running', 'stopped', 'done', 'discarded')", name="state"
        ),
        CheckConstraint("state not in ('running', 'done') or approved_by is not null", name="approved"),
        # The same rule is not applied twice at once; a second click finds the batch that the first one made.
        Index(
            "uq_batches_open",
            "kind",
            "rule",
            "scope",
            unique=True,
            postgresql_where=text("state in ('preparing', 'prepared', 'running', 'stopped')"),
        ),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    rule: Mapped[str]
    country: Mapped[str]
    profile_version: Mapped[str]
    scope: Mapped[str]
    filters: Mapped[Json]
    state: Mapped[str]
    prepared_by: Mapped[OfUser]
    prepared_at: Mapped[datetime]
    looked_at_until: Mapped[UUID | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_role: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    reasons: Mapped[str | None]
    stopped_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    stopped_at: Mapped[datetime | None]
    stop_reason: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class BatchCase(Model):
    """A case of a batch. `facts` is what the preview shows of it, `why` why it was left out or refused itself."""

    __tablename__ = "batch_cases"
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        CheckConstraint("state in ('waiting', 'left_out', 'done', 'refused')", name="state"),
        Index("ix_batch_cases_batch_id_state", "batch_id", "state", "position"),
    )

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"), primary_key=True)
    case_id: Mapped[OfCase] = mapped_column(primary_key=True)
    position: Mapped[int]
    reference: Mapped[str]
    state: Mapped[str]
    facts: Mapped[Json]
    why: Mapped[Rows]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime | None]
    event_id: Mapped[UUID | None]
