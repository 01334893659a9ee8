"""Reading interviews: those of a case, and one whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.cases.public import case_table, claim_table
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table
from app.interviews import rules
from app.interviews.exchanges import Exchange, exchanges
from app.interviews.models import Addendum, Entry, Interview, Participant, Signature
from app.people.public import person_table


@dataclass(frozen=True, slots=True)
class InterviewView:
    """An interview without what was said. `status` is draft, paused, read_back or signed."""

    id: UUID
    case_id: UUID
    reference: str
    claim_id: UUID
    person_id: UUID
    person: str
    appointment_id: UUID | None
    interviewer_id: UUID
    interviewer: str
    language: str
    status: str
    started_at: datetime
    oath_taken_at: datetime | None
    read_back_at: datetime | None
    signed_at: datetime | None
    digest: str | None
    version: int
    questions: int


@dataclass(frozen=True, slots=True)
class ParticipantView:
    id: UUID
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
    participant_id: UUID
    method: str
    refusal_reason: str | None
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
    participants: tuple[ParticipantView, ...]
    entries: tuple[EntryView, ...]
    signatures: tuple[SignatureView, ...]
    addenda: tuple[AddendumView, ...]

    @property
    def exchanges(self) -> list[Exchange]:
        return exchanges(self.entries)

    @property
    def intact(self) -> bool:
        """Does the signed record still have the digest that it was closed with? A draft has none and is not."""
        return self.view.digest is not None and self.view.digest == digest_of(self)


def _views() -> Select[Any]:
    i, p = Interview, person_table.c
    questions = (
        select(func.count())
        .where(Entry.interview_id == i.id, Entry.kind.in_(("question", "statement")))
        .scalar_subquery()
    )
    return (
        select(
            i.id,
            i.case_id,
            case_table.c.reference,
            i.claim_id,
            p.id,
            func.trim(p.given_names + " " + p.family_names),
            i.appointment_id,
            i.interviewer_id,
            user_table.c.name,
            i.language,
            i.status,
            i.started_at,
            i.oath_taken_at,
            i.read_back_at,
            i.signed_at,
            i.digest,
            i.version,
            questions,
        )
        .join(case_table, case_table.c.id == i.case_id)
        .join(claim_table, claim_table.c.id == i.claim_id)
        .join(person_table, p.id == claim_table.c.person_id)
        .join(user_table, user_table.c.id == i.interviewer_id)
    )


async def interviews_of(db: ReadSession, case_id: UUID) -> list[InterviewView]:
    """The interviews of a case that the actor may see, newest first."""
    i = Interview
    rows = await db.rows(_views().where(i.case_id == case_id).order_by(i.started_at.desc(), i.id))
    return [InterviewView(*row) for row in rows]


async def interview(db: ReadSession, interview_id: UUID) -> InterviewView:
    """Raises `NotFound`, also when it is not the actor's to see: most read it only once it is signed."""
    row = await db.row(_views().where(Interview.id == interview_id))
    if row is None:
        raise NotFound
    return InterviewView(*row)


async def transcript(db: ReadSession, interview_id: UUID) -> Transcript:
    """The whole record, in five queries however long it is. Raises `NotFound`."""
    view = await interview(db, interview_id)
    p, e, s, a = Participant, Entry, Signature, Addendum
    participants = await db.rows(
        select(p.id, p.role, p.name, p.interpreter_id, p.identified_by, p.joined_at, p.oath_at, p.left_at)
        .where(p.interview_id == interview_id)
        .order_by(p.joined_at, p.id)
    )
    entries = await db.rows(
        select(
            e.id,
            e.position,
            e.kind,
            e.topic,
            e.text,
            e.words,
            e.at,
            e.changed_at,
            e.corrects,
            e.asked_by,
            e.adverse,
            e.read_at,
            e.to_clarify,
            e.own_note,
            e.version,
        )
        .where(e.interview_id == interview_id)
        .order_by(e.position)
    )
    signatures = await db.rows(
        select(s.participant_id, s.method, s.refusal_reason, s.at)
        .where(s.interview_id == interview_id)
        .order_by(s.at, s.id)
    )
    addenda = await db.rows(
        select(a.id, a.entry_id, a.text, a.requested_by, a.at, user_table.c.name)
        .join(user_table, user_table.c.id == a.by)
        .where(a.interview_id == interview_id)
        .order_by(a.at, a.id)
    )
    return Transcript(
        view,
        tuple(ParticipantView(*row) for row in participants),
        tuple(EntryView(*row) for row in entries),
        tuple(SignatureView(*row) for row in signatures),
        tuple(AddendumView(*row) for row in addenda),
    )


def digest_of(record: Transcript) -> str:
    """SHA-256 over the record as it was signed: without addenda, which come later, and without the officer's own marks."""
    view = record.view
    head: Mapping[str, Any] = {
        "interview": str(view.id),
        "claim": str(view.claim_id),
        "interviewer": str(view.interviewer_id),
        "language": view.language,
        "started_at": _utc(view.started_at),
        "read_back_at": _utc(view.read_back_at),
        "participants": sorted(
            [
                [str(p.id), p.role, p.name, _utc(p.joined_at), _utc(p.oath_at), _utc(p.left_at)]
                for p in record.participants
            ],
            key=lambda one: str(one[0]),
        ),
        "signatures": sorted(
            [[str(s.participant_id), s.method, s.refusal_reason, _utc(s.at)] for s in record.signatures],
            key=lambda one: str(one[0]),
        ),
    }
    lines = [
        {
            "id": str(e.id),
            "position": e.position,
            "kind": e.kind,
            "topic": e.topic,
            "text": e.text,
            "words": e.words,
            "at": _utc(e.at),
            "corrects": str(e.corrects) if e.corrects else None,
            "asked_by": e.asked_by,
            # Named where there is one: records that were signed before points were marked keep their digest.
            **({"adverse": e.adverse} if e.adverse else {}),
        }
        for e in record.entries
    ]
    return rules.digest(head, lines)


def _utc(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
