"""What a person asked of their interviews, and interpreters who may not come."""

from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Stale
from app.core.ids import new_id
from app.identity.public import demand
from app.scheduling.staff import rules
from app.scheduling.staff.models import Interpreter, InterpreterConflict, InterviewWishes

LONGEST_NOTE = 500
CONFLICTS = ("knows_the_person", "refused_by_the_person")


async def note_wishes(
    db: Session,
    actor: Actor,
    case_id: UUID,
    person_id: UUID,
    wishes: rules.Wishes,
    *,
    version: int | None = None,
) -> None:
    """What the person asked of their interviews, from now on. Raises `NotFound`, `Invalid`, `Stale`."""
    demand(actor, "appointment.book")
    opened = await cases.open_case(db, case_id)
    claim = _claim_of(opened, person_id)
    for name, asked in (
        ("interviewer_sex", wishes.interviewer_sex),
        ("interpreter_sex", wishes.interpreter_sex),
    ):
        if asked not in (None, "female", "male"):
            raise Invalid.at(name, "unknown", "Elija mujer, hombre o sin preferencia.")
    row = await db.scalar(
        select(InterviewWishes).where(InterviewWishes.person_id == person_id).with_for_update()
    )
    if version is not None and version != (row.version if row else 0):
        raise Stale
    row = row or InterviewWishes(id=new_id(), person_id=person_id, version=0)
    row.interviewer_sex, row.interpreter_sex = wishes.interviewer_sex, wishes.interpreter_sex
    row.refuses_own_community = wishes.refuses_own_community
    row.communities = [each.strip() for each in wishes.communities if each.strip()]
    row.noted_by, row.noted_at = actor.user_id, db.now()
    row.version += 1
    db.add(row)
    await db.flush()
    await cases.record(db, actor, opened, "interview_wishes_noted", claims=[claim.id])


async def note_conflict(
    db: Session,
    actor: Actor,
    case_id: UUID,
    person_id: UUID,
    interpreter_id: UUID,
    *,
    kind: str,
    note: str = "",
) -> UUID:
    """An interpreter knows the person, or the person does not want them. Raises `NotFound`, `Invalid`."""
    demand(actor, "appointment.book")
    opened = await cases.open_case(db, case_id)
    claim = _claim_of(opened, person_id)
    if kind not in CONFLICTS:
        raise Invalid.at("kind", "required", "Elija qué hay entre la persona y el intérprete.")
    if await db.get(Interpreter, interpreter_id) is None:
        raise NotFound
    conflict = InterpreterConflict(
        id=new_id(),
        interpreter_id=interpreter_id,
        person_id=person_id,
        kind=kind,
        note=note.strip()[:LONGEST_NOTE],
        noted_by=actor.user_id,
        noted_at=db.now(),
        ended_at=None,
    )
    db.add(conflict)
    await db.flush()
    await cases.record(db, actor, opened, "interview_wishes_noted", claims=[claim.id])
    return conflict.id


async def end_conflict(db: Session, actor: Actor, conflict_id: UUID) -> None:
    """It was an error, or the person says otherwise now. Raises `NotFound`; a second time changes nothing."""
    demand(actor, "appointment.book")
    conflict = await db.locked(InterpreterConflict, conflict_id)
    if conflict is None:
        raise NotFound
    if conflict.ended_at is None:
        conflict.ended_at = db.now()
        await db.flush()


def _claim_of(opened: cases.OpenCase, person_id: UUID) -> cases.Claim:
    for claim in opened.claims:
        if claim.person_id == person_id:
            return claim
    raise NotFound
