"""Reading interviews: those of a case, and one whole."""

from contextlib import suppress
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

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


def _columns(model: type[Any], view: type[Any]) -> Select[Any]:
    """The columns of a table that have the names of a view's fields, in their order."""
    return select(*(getattr(model, field.name) for field in fields(view)))


_I, _P = Interview, person_table.c
_VIEWS = (
    select(
        _I.id,
        _I.case_id,
        case_table.c.reference,
        _I.claim_id,
        _P.id,
        func.trim(_P.given_names + " " + _P.family_names),
        _I.appointment_id,
        _I.interviewer_id,
        user_table.c.name,
        _I.kind,
        _I.instrument,
        _I.language,
        _I.status,
        _I.started_at,
        _I.oath_taken_at,
        _I.read_back_at,
        _I.signed_at,
        _I.digest,
        _I.digest_form,
        _I.version,
        select(func.count())
        .where(Entry.interview_id == _I.id, Entry.kind.in_(("question", "statement")))
        .scalar_subquery(),
    )
    .join(case_table, case_table.c.id == _I.case_id)
    .join(claim_table, claim_table.c.id == _I.claim_id)
    .join(person_table, _P.id == claim_table.c.person_id)
    .join(user_table, user_table.c.id == _I.interviewer_id)
)
_OF_CASE = _VIEWS.where(_I.case_id == bindparam("case")).order_by(_I.started_at.desc(), _I.id)
_ONE = _VIEWS.where(_I.id == bindparam("interview"))
# The parts of a record.
_SESSIONS = (
    _columns(InterviewSession, SessionView)
    .where(InterviewSession.interview_id == bindparam("interview"))
    .order_by(InterviewSession.number)
)
_PARTICIPANTS = (
    _columns(Participant, ParticipantView)
    .where(Participant.interview_id == bindparam("interview"))
    .order_by(Participant.joined_at, Participant.id)
)
_ENTRIES = (
    _columns(Entry, EntryView).where(Entry.interview_id == bindparam("interview")).order_by(Entry.position)
)
_SIGNATURES = (
    _columns(Signature, SignatureView)
    .where(Signature.interview_id == bindparam("interview"))
    .order_by(Signature.at, Signature.id)
)
_ADDENDA = (
    select(
        Addendum.id, Addendum.entry_id, Addendum.text, Addendum.requested_by, Addendum.at, user_table.c.name
    )
    .join(user_table, user_table.c.id == Addendum.by)
    .where(Addendum.interview_id == bindparam("interview"))
    .order_by(Addendum.at, Addendum.id)
)


async def interviews_of(db: ReadSession, case_id: UUID) -> list[InterviewView]:
    """The interviews of a case that the actor may see, newest first."""
    rows = await db.rows(_OF_CASE, {"case": case_id})
    return [InterviewView(*row) for row in rows]


async def interview(db: ReadSession, interview_id: UUID) -> InterviewView:
    """Raises `NotFound`, also when it is not the actor's to see: most read it only once it is signed."""
    row = await db.row(_ONE, {"interview": interview_id})
    if row is None:
        raise NotFound
    return InterviewView(*row)


async def transcript(db: ReadSession, interview_id: UUID) -> Transcript:
    """The whole record, in six queries however long it is. Raises `NotFound`."""
    view = await interview(db, interview_id)
    of_it = {"interview": interview_id}
    sessions = await db.rows(_SESSIONS, of_it)
    participants = await db.rows(_PARTICIPANTS, of_it)
    entries = await db.rows(_ENTRIES, of_it)
    signatures = await db.rows(_SIGNATURES, of_it)
    addenda = await db.rows(_ADDENDA, of_it)
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
