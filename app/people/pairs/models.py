"""Pairs that may be one person, and each person's answer to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfPerson, OfUser, Rows
from app.core.database import Model


class DuplicatePair(Model):
    """Two records, the smaller identifier first, so that nobody is compared with the same person twice.

    `reasons` are those of the latest proposal; `known` every reason ever seen, so that only news brings back what was told apart.
    `round` counts how often the pair has come before people. `back_on`: the day on which an undecided pair comes back.
    """

    __tablename__ = "duplicate_pairs"
    __table_args__ = (
        UniqueConstraint("person_a", "person_b"),
        CheckConstraint("person_a < person_b", name="order"),
        CheckConstraint(
            "state in ('open', 'judged', 'disputed', 'undecided', 'same', 'different', 'merged')",
            name="state",
        ),
        CheckConstraint(
            "found_by in ('typing', 'registration', 'offline', 'import', 'link')", name="found_by"
        ),
        Index("ix_duplicate_pairs_state_score", "state", "score"),
    )

    id: Mapped[Key]
    person_a: Mapped[OfPerson]
    person_b: Mapped[OfPerson]
    score: Mapped[float]
    reasons: Mapped[Rows]
    known: Mapped[Rows]
    found_by: Mapped[str]
    found_at: Mapped[datetime]
    proposed_by: Mapped[OfUser]
    state: Mapped[str]
    round: Mapped[int] = mapped_column(SmallInteger, default=1)
    back_on: Mapped[date | None]
    missing: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class PairJudgement(Model):
    """One person's answer. The database refuses a second one by the same person in a round, and a second one of the same look."""

    __tablename__ = "pair_judgements"
    __table_args__ = (
        UniqueConstraint("pair_id", "round", "look"),
        UniqueConstraint("pair_id", "round", "judged_by", name="uq_pair_judgements_one_person_one_look"),
        CheckConstraint("look in ('first', 'second', 'third')", name="look"),
        CheckConstraint("verdict in ('same', 'different', 'undecided')", name="verdict"),
    )

    id: Mapped[Key]
    pair_id: Mapped[UUID] = mapped_column(ForeignKey("duplicate_pairs.id"))
    round: Mapped[int] = mapped_column(SmallInteger)
    look: Mapped[str]
    verdict: Mapped[str]
    reasons: Mapped[str]
    missing: Mapped[str | None]
    back_on: Mapped[date | None]
    judged_by: Mapped[OfUser]
    judged_role: Mapped[str]
    judged_at: Mapped[datetime]


class PersonMerge(Model):
    """Two records that became one, with everything that is needed to tell them apart again.

    `choices` which side each field was taken from; `also` what was not chosen and is still known of the person; `before` both records as
    they were, `wrote` the survivor's as the merge left it; `moved`, `kept` and `had` the rows that went over, that could not, and that
    were there before; `closed` what was closed in a file that had both claims, before and after; `number` the document number that
    stays with the person; `left_over` what an undo could not give back, because it came or changed since.
    """

    __tablename__ = "person_merges"
    __table_args__ = (
        CheckConstraint("state in ('done', 'undo_asked', 'undone')", name="state"),
        CheckConstraint("undone_by is null or undone_by <> undo_asked_by", name="two_people"),
    )

    id: Mapped[Key]
    pair_id: Mapped[UUID] = mapped_column(ForeignKey("duplicate_pairs.id"), index=True)
    survivor_id: Mapped[OfPerson]
    merged_id: Mapped[OfPerson]
    choices: Mapped[Json]
    also: Mapped[Json]
    before: Mapped[Json]
    wrote: Mapped[Json]
    moved: Mapped[Rows]
    kept: Mapped[Rows]
    had: Mapped[Rows]
    closed: Mapped[Rows]
    number: Mapped[str | None]
    merged_by: Mapped[OfUser]
    merged_at: Mapped[datetime]
    state: Mapped[str]
    undo_asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    undo_asked_at: Mapped[datetime | None]
    undo_reasons: Mapped[str | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    left_over: Mapped[Json]
