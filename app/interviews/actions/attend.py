"""Who comes in, who goes, and the interpreter's oath."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.interviews import errors
from app.interviews.actions.loading import in_hand, nobody_signed, present, session_in_hand, write
from app.interviews.models import Interview, Participant
from app.interviews.rules import check_participant


async def add_participant(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    role: str,
    name: str,
    interpreter_id: UUID | None = None,
    identified_by: str | None = None,
    version: int | None = None,
) -> UUID:
    """Note that somebody came in. An interpreter has yet to take the oath. Raises `Invalid`, `SomebodySigned`, `AlreadyThere`,
    `HeardApart` for the applicant beside a witness."""
    check_participant(role, name)
    interview = await in_hand(db, actor, interview_id, version=version, paused=True)
    await nobody_signed(db, interview_id)
    if role == "applicant":
        raise errors.HeardApart if interview.kind == "witness" else errors.AlreadyThere
    participant = Participant(
        id=new_id(),
        case_id=interview.case_id,
        interview_id=interview_id,
        session_id=(await session_in_hand(db, interview_id)).id,
        role=role,
        name=name.strip(),
        interpreter_id=interpreter_id,
        identified_by=(identified_by or "").strip() or None,
        joined_at=db.now(),
        oath_at=None,
        left_at=None,
    )
    db.add(participant)
    await _changed(db, interview)
    return participant.id


async def remove_participant(
    db: Session, actor: Actor, interview_id: UUID, *, participant_id: UUID, version: int | None = None
) -> None:
    """Note that somebody left; they stay in the record, with the time, and do not sign. Raises `NotFound`, `CannotLeave`."""
    interview = await in_hand(db, actor, interview_id, version=version, paused=True)
    await nobody_signed(db, interview_id)
    participant = await db.get(Participant, participant_id)
    if participant is None or participant.interview_id != interview_id:
        raise NotFound
    if participant.left_at is not None:
        raise errors.HasLeft
    if participant.role in (interview.kind, "interviewer"):
        raise errors.CannotLeave
    participant.left_at = db.now()
    await _changed(db, interview)


async def take_oath(db: Session, actor: Actor, interview_id: UUID, *, version: int | None = None) -> None:
    """Every interpreter in the room swears to interpret faithfully and to keep it to themselves. Raises `NoInterpreter`."""
    interview = await in_hand(db, actor, interview_id, version=version)
    await nobody_signed(db, interview_id)
    interpreters = [p for p in await present(db, interview_id) if p.role == "interpreter"]
    if not interpreters:
        raise errors.NoInterpreter
    for interpreter in interpreters:
        interpreter.oath_at = interpreter.oath_at or db.now()
    interview.oath_taken_at = interview.oath_taken_at or db.now()
    await _changed(db, interview)


async def _changed(db: Session, interview: Interview) -> None:
    interview.version += 1
    await write(db)
