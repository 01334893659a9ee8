"""What a body keeps besides its sittings and votes: seats and who holds them, who was there when, private notes, minutes, lists."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfUser, Rows
from app.core.database import Model

_DAYS = text("daterange(since, until, '[]')")


class SeatHolder(Model):
    """Who holds a seat of a body, from and until which day (both included), and the act that appointed them.

    `place` 0 holds it, 1 and up are the alternates in their order. The database lets nobody hold two seats of a body on a day,
    and no place be held twice.
    """

    __tablename__ = "seat_holders"
    __table_args__ = (
        CheckConstraint("place >= 0", name="place"),
        CheckConstraint("until is null or until >= since", name="in_order"),
        ExcludeConstraint(
            ("body", "="),
            ("seat", "="),
            ("place", "="),
            (_DAYS, "&&"),
            name="ex_seat_holders_place",
            using="gist",
        ),
        ExcludeConstraint(
            ("body", "="), ("user_id", "="), (_DAYS, "&&"), name="ex_seat_holders_person", using="gist"
        ),
    )

    id: Mapped[Key]
    body: Mapped[str]
    seat: Mapped[str]
    user_id: Mapped[OfUser]
    place: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[date]
    until: Mapped[date | None]
    act: Mapped[str]
    ended_by_act: Mapped[str]
    recorded_by: Mapped[OfUser]
    recorded_at: Mapped[datetime]


class Attendance(Model):
    """One stay of a member in the room, or by video: who left and came back has two."""

    __tablename__ = "attendances"
    __table_args__ = (
        Index(
            "uq_attendances_in_the_room",
            "sitting_id",
            "user_id",
            unique=True,
            postgresql_where=text("left_at is null"),
        ),
    )

    id: Mapped[Key]
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id"), index=True)
    user_id: Mapped[OfUser]
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    remote: Mapped[bool]


class DeliberationNote(Model):
    """What a member writes for themselves about an item. The database shows it to nobody else, the worker included."""

    __tablename__ = "deliberation_notes"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    case_id: Mapped[OfCase]
    text: Mapped[str]
    at: Mapped[datetime]


class Minutes(Model):
    """The minutes of a sitting: what is printed, who approved and who signed. Once signed they do not change."""

    __tablename__ = "minutes"
    __table_args__ = (CheckConstraint("status in ('drawn_up', 'approved', 'signed')", name="status"),)

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id"), primary_key=True)
    status: Mapped[str]
    remarks: Mapped[str]
    drawn_up_at: Mapped[datetime]
    drawn_up_by: Mapped[OfUser]
    approved_in: Mapped[UUID | None] = mapped_column(ForeignKey("sittings.id"))
    approved_at: Mapped[datetime | None]
    approvals: Mapped[Rows]
    signatures: Mapped[Rows]
    signed_at: Mapped[datetime | None]
    # The paper as it was signed (app/core/storage.py), with the SHA-256 of its bytes.
    file_id: Mapped[UUID | None]
    digest: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class GroupItem(Model):
    """A list of a prima facie group before a sitting, with what the vote on it said."""

    __tablename__ = "group_items"
    __table_args__ = (
        CheckConstraint("status in ('pending', 'recognised', 'not_recognised', 'deferred')", name="status"),
        Index("uq_group_items_pending", "batch_id", unique=True, postgresql_where=text("status = 'pending'")),
    )

    id: Mapped[Key]
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"))
    status: Mapped[str]
    put_at: Mapped[datetime]
    put_by: Mapped[OfUser]
    count: Mapped[Json]
    closed_at: Mapped[datetime | None]


class GroupVote(Model):
    """A member's vote on a whole list: it recognises, or it does not; nobody is refused with a group."""

    __tablename__ = "group_votes"
    __table_args__ = (CheckConstraint("choice in ('for', 'against', 'abstain')", name="choice"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("group_items.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    choice: Mapped[str]
    reasons: Mapped[str]
    at: Mapped[datetime]


class Ruling(Model):
    """What a single authority answered to a recommendation: agrees, in part, disagrees, or returns it; a departure has reasons."""

    __tablename__ = "rulings"
    __table_args__ = (
        CheckConstraint("answer in ('agrees', 'in_part', 'disagrees', 'returns')", name="answer"),
        CheckConstraint("answer = 'agrees' or reasons <> ''", name="reasons"),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    body: Mapped[str]
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"))
    user_id: Mapped[OfUser]
    answer: Mapped[str]
    reasons: Mapped[str]
    outcomes: Mapped[Rows]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"))
    at: Mapped[datetime]
