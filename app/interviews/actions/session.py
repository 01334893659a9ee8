"""Sessions: who is in the room on which day, how it is held, and why it stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.interviews import errors
from app.interviews.actions.loading import beside, check_heard, session_in_hand, write
from app.interviews.circumstances import Circumstances
from app.interviews.instruments import CHILD
from app.interviews.models import Interview, InterviewSession, Participant
from app.interviews.rules import check_participant
from app.scheduling import public as scheduling


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in the room besides the interviewer. `identified_by` is the paper that was shown."""

    role: str
    name: str
    interpreter_id: UUID | None = None
    identified_by: str | None = None


async def open_with(
    db: Session,
    actor: Actor,
    interview: Interview,
    present: Sequence[Present],
    told: Circumstances,
    appointment_id: UUID | None,
) -> InterviewSession:
    """Begin the interview's next session with these people and who interviews; its appointment is kept by that.

    Raises `ChildAlone`, `HeardApart`, `NobodyToHear`, `NotBooked`, `Invalid`.
    """
    session = InterviewSession(
        id=new_id(),
        case_id=interview.case_id,
        interview_id=interview.id,
        number=await _next_number(db, interview.id),
        appointment_id=appointment_id,
        started_at=db.now(),
        ended_at=None,
        ending=None,
        continues=False,
        cause=None,
        cause_note="",
        format=told.format,
        identity=told.identity,
        identity_by=told.identity_by,
        place=told.place,
        others=told.others,
        line=told.line,
        read_back_at=None,
    )
    room = [present[0], Present("interviewer", actor.name), *present[1:]] if present else []
    participants = [_participant(session, one, db.now()) for one in room]
    check_heard(interview, participants)
    if interview.instrument == CHILD and not beside(participants):
        raise errors.ChildAlone
    if appointment_id:
        await scheduling.keep(db, appointment_id)
    db.add(interview)
    await db.flush()
    db.add(session)
    await db.flush()
    db.add(*participants)
    await write(db)
    return session


async def close_session(
    db: Session, interview: Interview, ending: str, *, cause: str | None = None, note: str = ""
) -> InterviewSession:
    """End the session under way; unless the interview is signed with it, it waits for another one."""
    session = await session_in_hand(db, interview.id)
    session.ended_at, session.ending, session.cause, session.cause_note = db.now(), ending, cause, note
    if ending != "signed":
        interview.status, interview.read_back_at = "adjourned", None
    await write(db)
    return session


async def _next_number(db: Session, interview_id: UUID) -> int:
    held = select(func.count()).where(InterviewSession.interview_id == interview_id)
    return int(await db.scalar(held)) + 1


def _participant(session: InterviewSession, one: Present, at: datetime) -> Participant:
    check_participant(one.role, one.name)
    return Participant(
        id=new_id(),
        case_id=session.case_id,
        interview_id=session.interview_id,
        session_id=session.id,
        role=one.role,
        name=one.name.strip(),
        interpreter_id=one.interpreter_id,
        identified_by=(one.identified_by or "").strip() or None,
        joined_at=at,
        oath_at=None,
        left_at=None,
    )
