"""Services, and who was referred to which, with what they consented to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfUser, Words
from app.core.database import Model

WAITING = ("made", "accepted")


class Service(Model):
    """A service that people are referred to. `offices` it works for: none named means every one. `contact` is a channel on which a
    message without content may be left; `response_hours` within which it answers an urgent referral."""

    __tablename__ = "services"
    __table_args__ = (
        CheckConstraint("channel in ('phone', 'email')", name="channel"),
        CheckConstraint("response_hours between 1 and 720", name="response_hours"),
    )

    id: Mapped[Key]
    name: Mapped[str]
    kinds: Mapped[Words]
    offices: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list, server_default="{}")
    places: Mapped[str]
    languages: Mapped[Words]
    hours: Mapped[str]
    channel: Mapped[str]
    contact: Mapped[str]
    capacity: Mapped[str]
    response_hours: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    changed_by: Mapped[OfUser]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Referral(Model):
    """One person's referral. `sent` is exactly what was passed on. Without consent only where the law obliges (`obliged_by`)."""

    __tablename__ = "referrals"
    __table_args__ = (
        CheckConstraint(
            "state in ('made', 'accepted', 'refused', 'no_capacity', 'closed', 'withdrawn')", name="state"
        ),
        CheckConstraint(
            "(consented and consent_how <> '') or (not consented and obliged_by in ('child_at_risk', 'threat_to_life')"
            " and obliged_why <> '')",
            name="consent",
        ),
        Index("ix_referrals_waiting", "office_id", postgresql_where=text("state in ('made', 'accepted')")),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), index=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"), index=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    kind: Mapped[str]
    sensitive: Mapped[bool]
    urgent: Mapped[bool]
    why: Mapped[str]
    sent: Mapped[Json]
    consented: Mapped[bool]
    consent_how: Mapped[str]
    consent_on: Mapped[date | None]
    consent_scope: Mapped[Words]
    obliged_by: Mapped[str | None]
    obliged_why: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[OfUser]
    respond_by: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str]
    follow_up_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    result: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
