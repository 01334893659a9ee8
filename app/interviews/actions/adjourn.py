"""An interview stops and goes on another day."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.interviews import circumstances, errors
from app.interviews.actions.loading import in_hand, nobody_signed, session_in_hand, write
from app.interviews.actions.session import Present, close_session, open_with
from app.interviews.actions.start import booked, interpreter_of
from app.interviews.circumstances import Circumstances
from app.interviews.models import Interview
from app.interviews.rules import CAUSES, check_cause
from app.people import public as people
from app.scheduling import public as scheduling


async def postpone(
    db: Session, actor: Actor, interview_id: UUID, *, cause: str, note: str = "", version: int | None = None
) -> None:
    """Stop at once, for illness, hunger, exhaustion, fear or whatever it is: nothing of it counts against the person.

    What was not read yet is read in the next session. Raises `SomebodySigned`, `Invalid`.
    """
    note = check_cause(cause, note)
    interview = await in_hand(db, actor, interview_id, version=version, paused=True)
    await nobody_signed(db, interview_id)
    interview.version += 1
    await close_session(db, interview, "postponed", cause=cause, note=note)
    await adjourned(db, actor, interview, cause)


async def adjourned(db: Session, actor: Actor, interview: Interview, cause: str) -> None:
    """Write into the case's story that the interview goes on another day."""
    opened = await cases.open_case(db, interview.case_id)
    await cases.record(
        db,
        actor,
        opened,
        "interview_adjourned",
        claims=[interview.claim_id],
        data={"interview": str(interview.id), "cause": cause},
    )


async def postpone_before(
    db: Session, actor: Actor, appointment_id: UUID, *, cause: str, note: str = ""
) -> None:
    """The person came, or said so before, and cannot be heard: the appointment is called off with its cause, which is no absence.

    Raises `NotFound`, `NotBooked`, `Invalid`.
    """
    note = check_cause(cause, note)
    await scheduling.cancel(
        db, actor, appointment_id, reasons=f"Aplazada antes de empezar: {CAUSES[cause]}. {note}".strip()
    )


async def reconvene(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    appointment_id: UUID | None = None,
    present: Sequence[Present] = (),
    told: Circumstances,
    version: int | None = None,
) -> int:
    """Go on with an adjourned interview: a new session with its people and its identity check. Returns its number.

    Who is heard is noted by themselves, a witness too. Raises `NotAdjourned`, `ChildAlone`, `NotForThisPerson`, `Invalid`.
    """
    interview = await in_hand(db, actor, interview_id, version=version, paused=True, adjourned=True)
    if interview.status != "adjourned":
        raise errors.NotAdjourned
    opened = await cases.open_case(db, interview.case_id)
    appointment = await booked(db, interview.case_id, appointment_id)
    claim = opened.claim(interview.claim_id)
    if appointment and appointment.person_id != claim.person_id:
        raise errors.NotForThisPerson
    room = [*present, *interpreter_of(appointment, present)]
    if interview.kind == "applicant":
        person = (await people.profiles(db, [claim.person_id]))[claim.person_id]
        room.insert(0, Present("applicant", person.name))
    told = circumstances.check(told, again=True)
    session = await open_with(db, actor, interview, room, told, appointment_id)
    interview.status = "draft"
    interview.version += 1
    await write(db)
    await cases.record(
        db,
        actor,
        opened,
        "interview_reconvened",
        claims=[interview.claim_id],
        data={"interview": str(interview.id), "session": session.number},
    )
    return session.number


async def note_circumstances(
    db: Session, actor: Actor, interview_id: UUID, *, told: Circumstances, version: int | None = None
) -> None:
    """Say anew how the session is held: the line broke and it goes on by telephone, somebody came into the room there.

    Raises `SomebodySigned`, `Invalid`.
    """
    interview = await in_hand(db, actor, interview_id, version=version, paused=True)
    await nobody_signed(db, interview_id)
    session = await session_in_hand(db, interview_id)
    told = circumstances.check(told, again=session.number > 1)
    for field, value in asdict(told).items():
        setattr(session, field, value)
    interview.version += 1
    await write(db)
