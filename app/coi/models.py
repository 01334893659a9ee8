"""Sources with their versions and passages, and what is asked of the unit that looks for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfUser, Words
from app.core.database import Model


class CoiRequest(Model):
    """A question to the unit. It says nothing of the case that it is asked for: that is in `CoiRequestCase`, which the unit cannot read."""

    __tablename__ = "coi_requests"
    __table_args__ = (
        CheckConstraint("state in ('asked', 'taken', 'answered', 'withdrawn')", name="state"),
        CheckConstraint("instance in ('first', 'appeal')", name="instance"),
        Index("ix_coi_requests_due_on", "due_on", "id"),
    )

    id: Mapped[Key]
    instance: Mapped[str]
    question: Mapped[str]
    countries: Mapped[Words]
    topics: Mapped[Words]
    due_on: Mapped[date]
    # What answers it is seen by who sees the case alone, and does not enter the library.
    confidential: Mapped[bool]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str]
    # What was looked for that says the opposite, and what was found of it.
    balance: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class CoiRequestCase(Model):
    """For which case, and by whom, a question was asked."""

    __tablename__ = "coi_request_cases"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("coi_requests.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    instance: Mapped[str]
    asked_by: Mapped[OfUser]
    # Since when the answer has been read by who asked.
    read_at: Mapped[datetime | None]


class CoiDocument(Model):
    """A source through all its versions. `current` is the number of the last; `version` counts every change, for who writes at the same time."""

    __tablename__ = "coi_documents"
    __table_args__ = (
        Index("ix_coi_documents_expires_on", "expires_on", "id"),
        Index("ix_coi_documents_request_id", "request_id", postgresql_where=text("request_id is not null")),
    )

    id: Mapped[Key]
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("coi_requests.id"))
    current: Mapped[int] = mapped_column(SmallInteger, default=1)
    expires_on: Mapped[date]
    # Since when it waits for somebody of the unit to look whether it still holds.
    review_due_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_why: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class CoiVersion(Model):
    """One edition of a source, as it was when it was added. Never changed."""

    __tablename__ = "coi_versions"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index("ix_coi_versions_published_on", "published_on", "id"),
    )

    id: Mapped[Key]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("coi_documents.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str]
    publisher: Mapped[str]
    publisher_kind: Mapped[str]
    reliability: Mapped[str]
    reliability_why: Mapped[str]
    # The original source that it passes on; empty: it is the original.
    relays: Mapped[str]
    published_on: Mapped[date]
    countries: Mapped[Words]
    topics: Mapped[Words]
    language: Mapped[str]
    url: Mapped[str]
    file_name: Mapped[str]
    file_digest: Mapped[str]
    what_changed: Mapped[str]
    digest: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[OfUser]


class CoiPassage(Model):
    """A numbered paragraph of one version. Its text never changes; `current` says whether a search still finds it."""

    __tablename__ = "coi_passages"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("page > 0", name="page"),
        Index(
            "ix_coi_passages_search",
            "search",
            postgresql_using="gin",
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[Key]
    version_id: Mapped[UUID] = mapped_column(ForeignKey("coi_versions.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("coi_documents.id"), index=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    # Of the edition's file, counted from 1, where it begins.
    page: Mapped[int | None] = mapped_column(SmallInteger)
    text: Mapped[str]
    digest: Mapped[str]
    language: Mapped[str]
    current: Mapped[bool] = mapped_column(default=True)
    # Title, topics with countries, text: weights A, B and C, stemmed in the version's language. Read by the database alone.
    search: Mapped[str] = mapped_column(TSVECTOR, deferred=True)


class CoiReview(Model):
    """Somebody of the unit looked whether a source still holds: until when, and why."""

    __tablename__ = "coi_reviews"

    id: Mapped[Key]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("coi_documents.id"), index=True)
    reviewed_at: Mapped[datetime]
    reviewed_by: Mapped[OfUser]
    holds_until: Mapped[date]
    why: Mapped[str]


class CoiAnswerPassage(Model):
    """A passage that an answer rests on, in its order."""

    __tablename__ = "coi_answer_passages"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("coi_requests.id"), primary_key=True)
    passage_id: Mapped[UUID] = mapped_column(ForeignKey("coi_passages.id"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
