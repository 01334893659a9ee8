"""Attempts to serve a decision, links by which a person says that they received it, and the service that took effect."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser
from app.core.database import Model


class ServiceAttempt(Model):
    """One attempt to serve a decision, whatever came of it. Never changed."""

    __tablename__ = "service_attempts"
    __table_args__ = (
        CheckConstraint(
            "result in ('delivered', 'refused', 'not_found', 'unknown_address', 'returned', 'published')",
            name="result",
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), index=True)
    channel: Mapped[str]
    at: Mapped[datetime]
    place: Mapped[str]
    served_as: Mapped[str]
    served_to: Mapped[str]
    result: Mapped[str]
    proof: Mapped[str]
    # What is published: its first day. `at` is then on the last.
    published_from: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[OfUser]


class ServiceLink(Model):
    """A link in an e-mail by which the person says that they received the decision. Of its token the digest alone is kept.

    `safe`: the mailbox was the person's own when it was sent. A new link takes the place of the one before (`withdrawn_at`).
    `acknowledged_at` is written by the database's own function, once; `noted_at` when that was put on record in the case.
    """

    __tablename__ = "service_links"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), index=True)
    # SHA-256 of the token, in hexadecimal.
    digest: Mapped[str] = mapped_column(unique=True)
    safe: Mapped[bool]
    sent_at: Mapped[datetime]
    sent_by: Mapped[OfUser]
    sent_role: Mapped[str]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    noted_at: Mapped[datetime | None]


class Notification(Model):
    """The service of a decision that took effect, or was taken to have: from `effective_at` the person's time to act runs.

    `basis` is the rule that gave the day, `reasons` what a person said where the law has none. One that was written down wrongly is
    annulled, with the reasons, and stays.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        Index(
            "uq_notifications_in_force",
            "decision_id",
            unique=True,
            postgresql_where=text("annulled_at is null"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"))
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_attempts.id"))
    channel: Mapped[str]
    served_at: Mapped[datetime]
    served_to: Mapped[str]
    proof: Mapped[str]
    effective_at: Mapped[datetime]
    basis: Mapped[str] = mapped_column(server_default="", default="")
    verification: Mapped[str] = mapped_column(server_default="unknown", default="unknown")
    reasons: Mapped[str] = mapped_column(server_default="", default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[OfUser]
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    annulled_why: Mapped[str] = mapped_column(server_default="", default="")
