"""Families across files."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfPerson, OfUser
from app.core.database import Model


class PersonRelation(Model):
    """How `relative` stands to `person`: `relative` is the `kind` (codes.RELATIONS) of `person`. `paper`: what proves it;
    `doubts`: what speaks against it."""

    __tablename__ = "person_relations"
    __table_args__ = (
        CheckConstraint("person_id <> relative_id", name="two_people"),
        CheckConstraint("proof in ('document', 'testimony', 'dna', 'presumed', 'not_proven')", name="proof"),
        Index(
            "uq_person_relations_current",
            "person_id",
            "relative_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[OfPerson]
    relative_id: Mapped[OfPerson]
    kind: Mapped[str]
    proof: Mapped[str]
    paper: Mapped[str]
    since: Mapped[date | None]
    doubts: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[OfUser]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    end_reason: Mapped[str | None]


class DnaReferral(Model):
    """Two people sent to a laboratory, both having said yes: the database refuses it otherwise. The result changes nothing by itself."""

    __tablename__ = "dna_referrals"
    __table_args__ = (
        CheckConstraint("consent_person and consent_relative", name="consent"),
        CheckConstraint("result in ('confirms', 'excludes', 'inconclusive')", name="result"),
    )

    id: Mapped[Key]
    relation_id: Mapped[UUID] = mapped_column(ForeignKey("person_relations.id"), index=True)
    consent_person: Mapped[bool]
    consent_relative: Mapped[bool]
    laboratory: Mapped[str]
    reasons: Mapped[str]
    referred_at: Mapped[datetime]
    referred_by: Mapped[OfUser]
    expires_on: Mapped[date]
    result: Mapped[str | None]
    result_on: Mapped[date | None]
    result_note: Mapped[str | None]
    result_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class TracingRequest(Model):
    """A person looks for a relative: who that is, what is known, and whether the one who looks has said that they may be told."""

    __tablename__ = "tracing_requests"
    __table_args__ = (CheckConstraint("state in ('open', 'found', 'closed')", name="state"),)

    id: Mapped[Key]
    person_id: Mapped[OfPerson]
    kind: Mapped[str]
    given_names: Mapped[str]
    family_names: Mapped[str]
    birth_date: Mapped[date | None]
    birth_precision: Mapped[str]
    sex: Mapped[str]
    nationality: Mapped[str | None]
    known: Mapped[str]
    seeker_consented_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[OfUser]
    state: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    close_reason: Mapped[str | None]


class TracingMatch(Model):
    """Somebody registered who may be the one looked for, and what they answered when they were asked: by an officer, with time, and
    without being told who asks where they are."""

    __tablename__ = "tracing_matches"
    __table_args__ = (
        UniqueConstraint("request_id", "person_id"),
        CheckConstraint("answer in ('unasked', 'yes', 'no', 'not_them')", name="answer"),
    )

    id: Mapped[Key]
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_requests.id"))
    person_id: Mapped[OfPerson]
    score: Mapped[float]
    place: Mapped[str]
    found_at: Mapped[datetime]
    answer: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    passed_on_at: Mapped[datetime | None]
    passed_on_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class ReunificationRequest(Model):
    """A person asks that their family abroad may come: where they are and what papers there are."""

    __tablename__ = "reunification_requests"
    __table_args__ = (CheckConstraint("state in ('filed', 'decided', 'closed')", name="state"),)

    id: Mapped[Key]
    person_id: Mapped[OfPerson]
    country: Mapped[str]
    place: Mapped[str]
    documents: Mapped[str]
    filed_at: Mapped[datetime]
    filed_by: Mapped[OfUser]
    state: Mapped[str]
    closed_at: Mapped[datetime | None]


class ReunificationMember(Model):
    """One of the family abroad, with the decision on that person alone."""

    __tablename__ = "reunification_members"
    __table_args__ = (CheckConstraint("decision in ('granted', 'refused')", name="decision"),)

    id: Mapped[Key]
    request_id: Mapped[UUID] = mapped_column(ForeignKey("reunification_requests.id"), index=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    kind: Mapped[str]
    birth_year: Mapped[int | None] = mapped_column(SmallInteger)
    papers: Mapped[str]
    decision: Mapped[str | None]
    reasons: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    arrived_on: Mapped[date | None]
