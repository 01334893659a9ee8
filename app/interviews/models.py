"""The record of what was asked and answered."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser
from app.core.database import Model

OfInterview = Annotated[UUID, mapped_column(ForeignKey("interviews.id"), index=True)]
OfSession = Annotated[UUID, mapped_column(ForeignKey("interview_sessions.id"), index=True)]
OfParticipant = Annotated[UUID, mapped_column(ForeignKey("interview_participants.id"), index=True)]


class Interview(Model):
    """An ordered record: draft, then read back, then signed; adjourned between two sessions. Signed is immutable; corrections are
    addenda.

    `kind`: the applicant's, or a witness's, who is heard without the applicant (UNHCR 4.3.9). `instrument`: with which questions and
    in which blocks. `digest_form`: what the digest is made of; 1 knew no sessions.
    """

    __tablename__ = "interviews"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'paused', 'read_back', 'adjourned', 'signed')", name="status"),
        CheckConstraint("kind in ('applicant', 'witness')", name="kind"),
        CheckConstraint("instrument in ('adult', 'child')", name="instrument"),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"))
    interviewer_id: Mapped[OfUser]
    kind: Mapped[str]
    instrument: Mapped[str]
    language: Mapped[str]
    status: Mapped[str]
    started_at: Mapped[datetime]
    oath_taken_at: Mapped[datetime | None]
    read_back_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    digest: Mapped[str | None]
    digest_form: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class InterviewSession(Model):
    """A session of an interview: one day, with its people, its identity check, its read-back and its signatures.

    `ending`: `signed` with the interview, `continues` when it was read and signed and goes on another day, `postponed` when it
    stopped for a `cause` before it was read; what is unread then is read in the next one. `identity` and `identity_by`: how and by
    whom it was checked who the person is; `place` and `others`: where a person heard by a line is, and who else is there.
    """

    __tablename__ = "interview_sessions"
    __table_args__ = (
        UniqueConstraint("interview_id", "number"),
        Index(
            "uq_interview_sessions_open",
            "interview_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    number: Mapped[int]
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None]
    continues: Mapped[bool] = mapped_column(default=False)
    cause: Mapped[str | None]
    cause_note: Mapped[str] = mapped_column(default="")
    format: Mapped[str]
    identity: Mapped[str]
    identity_by: Mapped[str]
    place: Mapped[str]
    others: Mapped[str]
    line: Mapped[str | None]
    read_back_at: Mapped[datetime | None]


class Participant(Model):
    """Who was there in a session and as what. Whoever leaves stays in the record, with the time."""

    __tablename__ = "interview_participants"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    session_id: Mapped[OfSession]
    role: Mapped[str]
    name: Mapped[str]
    interpreter_id: Mapped[UUID | None] = mapped_column(ForeignKey("interpreters.id"))
    identified_by: Mapped[str | None]
    joined_at: Mapped[datetime]
    oath_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class Entry(Model):
    """One line of the record. `words` is what was said in the language spoken, `text` the record's Spanish.

    `asked_by` is the role of whoever asked for a break or a correction, or objects. `adverse` says which point against the claim
    the question puts to the person. `to_clarify` and `own_note` are the officer's own: no part of the record.
    """

    __tablename__ = "interview_entries"
    __table_args__ = (UniqueConstraint("interview_id", "position"),)

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    session_id: Mapped[OfSession]
    position: Mapped[int]
    kind: Mapped[str]
    topic: Mapped[str | None]
    text: Mapped[str]
    words: Mapped[str | None]
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    corrects: Mapped[UUID | None] = mapped_column(ForeignKey("interview_entries.id"))
    asked_by: Mapped[str | None]
    adverse: Mapped[str | None]
    read_at: Mapped[datetime | None]
    to_clarify: Mapped[bool] = mapped_column(default=False)
    own_note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class Signature(Model):
    """`drawing` holds the strokes sealed (app/core/crypto); `drawing_digest`, which is part of the record's, finds another put there."""

    __tablename__ = "interview_signatures"
    __table_args__ = (UniqueConstraint("participant_id"),)

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("interview_participants.id"))
    method: Mapped[str]
    refusal_reason: Mapped[str | None]
    drawing: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    drawing_digest: Mapped[str | None]
    at: Mapped[datetime]
    taken_by: Mapped[OfUser]


class SigningCode(Model):
    """A code handed to a participant with which they sign, once and within minutes. Only its digest is kept."""

    __tablename__ = "interview_signing_codes"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    participant_id: Mapped[OfParticipant]
    code_digest: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    good_until: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Addendum(Model):
    __tablename__ = "interview_addenda"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    interview_id: Mapped[OfInterview]
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("interview_entries.id"))
    text: Mapped[str]
    requested_by: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[OfUser]
