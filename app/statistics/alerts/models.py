"""What somebody watches, and each time that it crossed the line or came back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfUser
from app.core.database import Model


class Alert(Model):
    """A subscription of one person in one role, at one office where the role has one.

    `key` is the measure (`values.measures`), `kind` its kind, `line` in its unit. `value` and `as_of`: as it was last looked at.
    """

    __tablename__ = "figure_alerts"
    __table_args__ = (
        CheckConstraint("direction in ('above', 'below')", name="direction"),
        CheckConstraint("state in ('unknown', 'within', 'beyond')", name="state"),
        CheckConstraint("line >= 0 and line <= 1e9", name="line"),
        CheckConstraint("last_days between 1 and 3660", name="last_days"),
        Index("ix_figure_alerts_watched", "user_id", "made_at", postgresql_where=text("ended_at is null")),
    )

    id: Mapped[Key]
    user_id: Mapped[OfUser]
    role: Mapped[str]
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    figure: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str]
    direction: Mapped[str]
    line: Mapped[float]
    filters: Mapped[Json]
    last_days: Mapped[int | None]
    # Where to write besides; empty: nowhere.
    email: Mapped[str]
    state: Mapped[str]
    state_since: Mapped[datetime]
    value: Mapped[float | None]
    as_of: Mapped[datetime]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Crossing(Model):
    """The figure crossed its line, or came `back`, by its value at `as_of`. `line` and `direction` as they were.

    `mail`: `none` to write, `waiting`, `sent`, `refused` by the receiver or given up, `dropped` because the person may no longer
    read the figure or ended the alert.
    """

    __tablename__ = "figure_crossings"
    __table_args__ = (
        CheckConstraint("mail in ('none', 'waiting', 'sent', 'refused', 'dropped')", name="mail"),
        Index("ix_figure_crossings_alert_id", "alert_id", "at"),
    )

    id: Mapped[Key]
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("figure_alerts.id"))
    at: Mapped[datetime]
    as_of: Mapped[datetime]
    value: Mapped[float]
    line: Mapped[float]
    direction: Mapped[str]
    back: Mapped[bool]
    seen_at: Mapped[datetime | None]
    mail: Mapped[str]
    tries: Mapped[int]
