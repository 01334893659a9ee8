"""What was answered, and what was proposed and decided because of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfPerson, OfUser
from app.core.database import Model


class Screening(Model):
    """One round of questions to one person, by the form of `edition`. Written once; a later round is a new one."""

    __tablename__ = "screenings"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    person_id: Mapped[OfPerson]
    at: Mapped[datetime]
    by: Mapped[OfUser]
    edition: Mapped[str]
    answers: Mapped[Json]


class ScreeningProposal(Model):
    """One thing that the answers propose, in the words of then. `replaced`: a later round proposes the same again."""

    __tablename__ = "screening_proposals"
    __table_args__ = (
        CheckConstraint("kind in ('need', 'priority', 'referral', 'modality')", name="kind"),
        CheckConstraint("state in ('open', 'accepted', 'not_now', 'replaced')", name="state"),
        CheckConstraint("(state in ('accepted', 'not_now')) = (decided_by is not null)", name="decided"),
        CheckConstraint("state <> 'not_now' or reason is not null", name="reason"),
        Index("ix_screening_proposals_open", "proposed_at", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[Key]
    screening_id: Mapped[UUID] = mapped_column(ForeignKey("screenings.id"), index=True)
    case_id: Mapped[OfCase]
    person_id: Mapped[OfPerson]
    kind: Mapped[str]
    value: Mapped[str]
    criterion: Mapped[str | None]
    rule: Mapped[str]
    because_es: Mapped[str]
    because_en: Mapped[str]
    state: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str | None]
