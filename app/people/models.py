"""People: each human being once, with what is known of them and how surely."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfPerson, OfUser, Words
from app.core.database import Model


class Person(Model):
    """One human being. A date of birth is a date with a precision and never passes through a time zone."""

    __tablename__ = "persons"
    __table_args__ = (
        CheckConstraint("sex in ('female', 'male', 'other', 'unknown')", name="sex"),
        CheckConstraint("birth_precision in ('day', 'month', 'year', 'estimated')", name="birth_precision"),
        Index("ix_persons_birth_date_search_name", "birth_date", "search_name"),
        Index(
            "ix_persons_search_name_trgm",
            "search_name",
            postgresql_using="gin",
            postgresql_ops={"search_name": "gin_trgm_ops"},
        ),
        Index("ix_persons_name_keys", "name_keys", postgresql_using="gin"),
        Index("ix_persons_phone_key", "phone_key", postgresql_where=text("phone_key <> ''")),
        Index("ix_persons_merged_into", "merged_into", postgresql_where=text("merged_into is not null")),
    )

    id: Mapped[Key]
    given_names: Mapped[str]
    family_names: Mapped[str]
    aliases: Mapped[Words]
    search_name: Mapped[str]
    # What the person is found by (app/people/matching/keys.py). Read by the database alone.
    name_keys: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}", deferred=True)
    phone_key: Mapped[str] = mapped_column(server_default="", deferred=True)
    birth_date: Mapped[date]
    birth_precision: Mapped[str] = mapped_column(default="day")
    sex: Mapped[str]
    gender_identity: Mapped[str | None]
    nationalities: Mapped[Words]
    stateless: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[Words]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    lodging: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[OfUser]
    version: Mapped[int] = mapped_column(default=1)
    # The record that stands for this person since two people found both to be one (app/people/pairs).
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), default=None)


class IdentityPaper(Model):
    __tablename__ = "identity_papers"
    __table_args__ = (Index("ix_identity_papers_number_key", "number_key"),)

    id: Mapped[Key]
    person_id: Mapped[OfPerson]
    kind: Mapped[str]
    number: Mapped[str]
    number_key: Mapped[str]
    country: Mapped[str]


class SpecificNeed(Model):
    """A coded need (UNHCR specific needs codes), who found it and when.

    `sensitivity` and `asks` are its code's, as the data had them when it was written: the database goes by them.
    `review_asked_at`: the day of review came, and nobody has looked since.
    """

    __tablename__ = "specific_needs"
    __table_args__ = (
        CheckConstraint("sensitivity in ('ordinary', 'sensitive', 'protected')", name="sensitivity"),
        Index(
            "ix_specific_needs_review_asked_at",
            "review_asked_at",
            postgresql_where=text("review_asked_at is not null"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[OfPerson]
    code: Mapped[str]
    note: Mapped[str | None]
    found_at: Mapped[datetime]
    found_by: Mapped[OfUser]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
    sensitivity: Mapped[str] = mapped_column(server_default="ordinary")
    asks: Mapped[Words]
    review_on: Mapped[date | None]
    review_asked_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class NeedReview(Model):
    """Somebody looked again: the need is still there, until when it is looked at next, or it is not."""

    __tablename__ = "need_reviews"

    id: Mapped[Key]
    need_id: Mapped[UUID] = mapped_column(ForeignKey("specific_needs.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[OfUser]
    still: Mapped[bool]
    review_on: Mapped[date | None]
    note: Mapped[str]


class PersonPhoto(Model):
    """A photograph of a person: what is known of it. The picture itself is in `core.storage` under this row's identifier."""

    __tablename__ = "person_photos"

    id: Mapped[Key]
    person_id: Mapped[OfPerson]
    digest: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    taken_at: Mapped[datetime]
    taken_by: Mapped[OfUser]
    replaced_at: Mapped[datetime | None]
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class BiometricReference(Model):
    """Under which identifier an outside matcher knows a person. Never a template, an image or a score: two short texts (`biometrics`)."""

    __tablename__ = "biometric_references"
    __table_args__ = (
        UniqueConstraint("person_id", "system", "identifier"),
        Index("ix_biometric_references_system_identifier", "system", "identifier"),
    )

    id: Mapped[Key]
    person_id: Mapped[OfPerson]
    system: Mapped[str] = mapped_column(String(40))
    identifier: Mapped[str] = mapped_column(String(100))
    taken_at: Mapped[datetime]
    taken_by: Mapped[OfUser]


class NameFrequency(Model):
    """The share of people who bear a name, by its sound, as it was last counted. The empty one says that it was counted at all."""

    __tablename__ = "name_frequencies"

    sound: Mapped[str] = mapped_column(primary_key=True)
    share: Mapped[float]


class PeopleSearch(Model):
    """A look through everybody for who is registered twice, asked for by a person: how far it is, and what it found."""

    __tablename__ = "people_searches"
    __table_args__ = (
        Index(
            "uq_people_searches_unfinished",
            text("(true)"),
            unique=True,
            postgresql_where=text("finished_at is null"),
        ),
    )

    id: Mapped[Key]
    asked_by: Mapped[OfUser]
    asked_at: Mapped[datetime]
    step: Mapped[str]
    count: Mapped[int]
    people: Mapped[int | None]
    pairs: Mapped[int | None]
    proposed: Mapped[int | None]
    finished_at: Mapped[datetime | None]
