"""What reading an interview gives: the whole, its sessions, its people, its lines, its signatures."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.interviews.exchanges import Exchange, exchanges


@dataclass(frozen=True, slots=True)
class InterviewView:
    """An interview without what was said. `status` is draft, paused, read_back, adjourned or signed; `kind` applicant or witness,
    `instrument` adult or child."""

    id: UUID
    case_id: UUID
    reference: str
    claim_id: UUID
    person_id: UUID
    person: str
    appointment_id: UUID | None
    interviewer_id: UUID
    interviewer: str
    kind: str
    instrument: str
    language: str
    status: str
    started_at: datetime
    oath_taken_at: datetime | None
    read_back_at: datetime | None
    signed_at: datetime | None
    digest: str | None
    digest_form: int
    version: int
    questions: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session: see `models.InterviewSession`."""

    id: UUID
    number: int
    appointment_id: UUID | None
    started_at: datetime
    ended_at: datetime | None
    ending: str | None
    continues: bool
    cause: str | None
    cause_note: str
    format: str
    identity: str
    identity_by: str
    place: str
    others: str
    line: str | None
    read_back_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParticipantView:
    id: UUID
    session_id: UUID
    role: str
    name: str
    interpreter_id: UUID | None
    identified_by: str | None
    joined_at: datetime
    oath_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line: see `models.Entry`."""

    id: UUID
    session_id: UUID
    position: int
    kind: str
    topic: str | None
    text: str
    words: str | None
    at: datetime
    changed_at: datetime | None
    corrects: UUID | None
    asked_by: str | None
    adverse: str | None
    read_at: datetime | None
    to_clarify: bool
    own_note: str | None
    version: int


@dataclass(frozen=True, slots=True)
class SignatureView:
    id: UUID
    participant_id: UUID
    method: str
    refusal_reason: str | None
    drawing_digest: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AddendumView:
    id: UUID
    entry_id: UUID | None
    text: str
    requested_by: str
    at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """The whole record. `exchanges` joins its lines into numbered questions and answers."""

    view: InterviewView
    sessions: tuple[SessionView, ...]
    participants: tuple[ParticipantView, ...]
    entries: tuple[EntryView, ...]
    signatures: tuple[SignatureView, ...]
    addenda: tuple[AddendumView, ...]

    @property
    def exchanges(self) -> list[Exchange]:
        return exchanges(self.entries)

    @property
    def session(self) -> SessionView:
        """The session under way, or the last one."""
        return self.sessions[-1]

    def of_session(self, session: SessionView) -> tuple[ParticipantView, ...]:
        """Who was there that day."""
        return tuple(p for p in self.participants if p.session_id == session.id)

    @property
    def present(self) -> tuple[ParticipantView, ...]:
        """Who is in the room now, or was at the end of the last session."""
        return tuple(p for p in self.of_session(self.session) if p.left_at is None)
