"""Reading interviews: those of a case, and one whole."""

from contextlib import suppress
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.cases.public import case_table, claim_table
from app.core import crypto
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table
from app.interviews import drawings
from app.interviews.drawings import Drawing
from app.interviews.models import Addendum, Entry, Interview, InterviewSession, Participant, Signature
from app.interviews.views import (
    AddendumView,
    EntryView,
    InterviewView,
    ParticipantView,
    SessionView,
    SignatureView,
    Transcript,
)
from app.people.public import person_table


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
            i.kind,
            i.instrument,
            i.language,
            i.status,
            i.started_at,
            i.oath_taken_at,
            i.read_back_at,
            i.signed_at,
            i.digest,
            i.digest_form,
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
    """The whole record, in six queries however long it is. Raises `NotFound`."""
    view = await interview(db, interview_id)
    p, e, s, a = Participant, Entry, Signature, Addendum
    sessions = await db.rows(
        _columns(InterviewSession, SessionView)
        .where(InterviewSession.interview_id == interview_id)
        .order_by(InterviewSession.number)
    )
    participants = await db.rows(
        _columns(p, ParticipantView).where(p.interview_id == interview_id).order_by(p.joined_at, p.id)
    )
    entries = await db.rows(_columns(e, EntryView).where(e.interview_id == interview_id).order_by(e.position))
    signatures = await db.rows(
        _columns(s, SignatureView).where(s.interview_id == interview_id).order_by(s.at, s.id)
    )
    addenda = await db.rows(
        select(a.id, a.entry_id, a.text, a.requested_by, a.at, user_table.c.name)
        .join(user_table, user_table.c.id == a.by)
        .where(a.interview_id == interview_id)
        .order_by(a.at, a.id)
    )
    return Transcript(
        view,
        tuple(SessionView(*row) for row in sessions),
        tuple(ParticipantView(*row) for row in participants),
        tuple(EntryView(*row) for row in entries),
        tuple(SignatureView(*row) for row in signatures),
        tuple(AddendumView(*row) for row in addenda),
    )


async def drawings_of(db: ReadSession, interview_id: UUID) -> dict[UUID, Drawing]:
    """The signatures that were drawn, by participant. One that does not open, or is not the one that was drawn, is left out."""
    s = Signature
    rows = await db.rows(
        select(s.id, s.participant_id, s.drawing, s.drawing_digest).where(
            s.interview_id == interview_id, s.drawing.is_not(None)
        )
    )
    found = {}
    for row in rows:
        with suppress(crypto.NotReadable):
            content = crypto.open_sealed(row.drawing, drawing_place(row.id))
            if drawings.digest(content) == row.drawing_digest:
                found[row.participant_id] = drawings.load(content)
    return found


def drawing_place(signature_id: UUID) -> str:
    """What the envelope of a drawing is bound to."""
    return crypto.place("interview_signatures", signature_id, "drawing")


def _columns(model: type[Any], view: type[Any]) -> Select[Any]:
    """The columns of a table that have the names of a view's fields, in their order."""
    return select(*(getattr(model, field.name) for field in fields(view)))
