"""Breaks."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.interviews import errors
from app.interviews.actions.loading import in_hand, next_position, nobody_signed, session_in_hand, write
from app.interviews.models import Entry, Interview
from app.interviews.rules import LONGEST_TEXT, ROLES


async def pause(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    asked_by: str = "interviewer",
    note: str = "",
    version: int | None = None,
) -> None:
    """A break, with who asked for it. Nothing is recorded until it ends. Raises `Paused`, `Invalid`."""
    interview = await in_hand(db, actor, interview_id, version=version)
    await nobody_signed(db, interview_id)
    if asked_by not in ROLES:
        raise Invalid.at("asked_by", "unknown_role", "Elija quién pidió la pausa.")
    interview.status = "paused"
    await _note(db, interview, "break", note, asked_by)


async def resume(
    db: Session, actor: Actor, interview_id: UUID, *, note: str = "", version: int | None = None
) -> None:
    """Everybody is back, or `note` says who is not; it goes on where it stopped. Raises `NotPaused`."""
    interview = await in_hand(db, actor, interview_id, version=version, paused=True)
    if interview.status != "paused":
        raise errors.NotPaused
    interview.status = "read_back" if interview.read_back_at else "draft"
    await _note(db, interview, "resume", note, None)


async def _note(db: Session, interview: Interview, kind: str, note: str, asked_by: str | None) -> None:
    interview.version += 1
    session = await session_in_hand(db, interview.id)
    db.add(
        Entry(
            id=new_id(),
            case_id=interview.case_id,
            interview_id=interview.id,
            session_id=session.id,
            position=await next_position(db, interview.id),
            kind=kind,
            topic=None,
            text=note.strip()[:LONGEST_TEXT],
            words=None,
            at=db.now(),
            changed_at=None,
            corrects=None,
            asked_by=asked_by,
            adverse=None,
            own_note=None,
            # A break has nothing that could be read back.
            read_at=db.now(),
        )
    )
    await write(db)
