"""Laptops, what they sent, and the photographs that come with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfOffice, OfUser, Rows
from app.core.database import Model


class Laptop(Model):
    """A machine that registers with no line: its public key, and its own last word about what it has not sent yet."""

    __tablename__ = "laptops"
    __table_args__ = (Index("ix_laptops_office_id", "office_id"),)

    id: Mapped[Key]
    label: Mapped[str]
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("border_posts.id"))
    office_id: Mapped[OfOffice]
    public_key: Mapped[Json]
    kid: Mapped[str]
    enrolled_by: Mapped[OfUser]
    enrolled_at: Mapped[datetime]
    key_until: Mapped[datetime]
    lost_at: Mapped[datetime | None]
    lost_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    lost_reason: Mapped[str | None]
    last_seen_at: Mapped[datetime | None]
    last_seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    unsent: Mapped[int]
    oldest_unsent_at: Mapped[datetime | None]


class OfflineItem(Model):
    """One household as a laptop sent it. What was typed is kept, encrypted, only where a person has to look at it first.

    `laptop_id` is what the sender said: an item from a laptop that nobody knows is kept, too, so it refers to no row.
    """

    __tablename__ = "offline_items"
    __table_args__ = (
        CheckConstraint("state in ('registered', 'joined', 'clash', 'sent_back', 'refused')", name="state"),
        UniqueConstraint("laptop_id", "user_id", "number"),
        Index("ix_offline_items_office_id_state", "office_id", "state"),
    )

    id: Mapped[Key]
    laptop_id: Mapped[UUID]
    user_id: Mapped[OfUser]
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("border_posts.id"))
    office_id: Mapped[OfOffice]
    number: Mapped[int]
    digest: Mapped[str]
    state: Mapped[str]
    typed_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    skew_seconds: Mapped[int]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    answer: Mapped[Json]
    reasons: Mapped[Rows]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decision_reasons: Mapped[str | None]


class OfflinePhoto(Model):
    """A photograph of an item on its way: what has come so far, encrypted; empty again once it is kept with the person."""

    __tablename__ = "offline_photos"
    __table_args__ = (
        CheckConstraint("received between 0 and size", name="received"),
        CheckConstraint("state in ('coming', 'whole', 'kept', 'refused', 'abandoned')", name="state"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("offline_items.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[int]
    size: Mapped[int]
    received: Mapped[int]
    state: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    touched_at: Mapped[datetime]
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("person_photos.id"))
