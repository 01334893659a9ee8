"""Messages to people, each try to hand one over, and how each person may be reached."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfCase, OfPerson, OfUser
from app.core.database import Model


class Notice(Model):
    """One message to one person, or to a service, about a case. Its text never says what the claim is about.

    `state`: `waiting` for its time or for another try, `to_do` by a person (a letter, a call, in person), `sent`, `delivered`,
    `failed` (nobody tries again by itself), `called_off`. `due_at` is when it may leave; `fault` what the last try ran into.
    """

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(
            "state in ('waiting', 'to_do', 'sent', 'delivered', 'failed', 'called_off')", name="state"
        ),
        CheckConstraint("channel in ('sms', 'email', 'letter', 'call', 'in_person')", name="channel"),
        Index(
            "ix_notices_unfinished",
            "state",
            "created_at",
            "id",
            postgresql_where=text("state in ('to_do', 'failed')"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("case_events.id"))
    # None: the message is to a service, not to a person of the case.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True, default=None)
    kind: Mapped[str]
    facts: Mapped[Json]
    addressee: Mapped[str]
    address: Mapped[str] = mapped_column(server_default="", default="")
    channel: Mapped[str]
    extent: Mapped[str] = mapped_column(server_default="full", default="full")
    language: Mapped[str]
    body: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(server_default="0", default=0)
    fault: Mapped[str | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class NoticeTry(Model):
    """One try to hand a message over, or what came back later. Never changed."""

    __tablename__ = "notice_tries"

    id: Mapped[Key]
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), index=True)
    case_id: Mapped[OfCase]
    at: Mapped[datetime]
    channel: Mapped[str]
    result: Mapped[str]
    detail: Mapped[str]
    by: Mapped[OfUser]


class ContactRecord(Model):
    """How a person may be reached, as it was told. Never changed: what is told anew is a new record, and the latest holds.

    A channel is `safe` (the person's own, nobody else sees it), `shared`, `unsafe` (never use it) or `unknown`.
    """

    __tablename__ = "contact_records"
    __table_args__ = tuple(
        CheckConstraint(f"{channel} in ('safe', 'shared', 'unsafe', 'unknown')", name=channel)
        for channel in ("phone", "email", "letter")
    )
    id: Mapped[Key]
    person_id: Mapped[OfPerson]
    told_by: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    letter: Mapped[str]
    no_messages: Mapped[bool]
    reads: Mapped[bool]
    language: Mapped[str]
    # ISO weekdays on which the person asked to be reached, and between which hours; none: any.
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    from_hour: Mapped[time | None]
    to_hour: Mapped[time | None]
    # Since when the person expressly accepts service of decisions by electronic means.
    electronic_since: Mapped[date | None]
    note: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[OfUser]
