"""A case goes from one officer to another: what is done, what is pending, what was promised to the person; accepted by who receives it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text, update

from app.cases.conflicts.queries import conflicts_of
from app.cases.conflicts.rules import barring
from app.cases.errors import NotAnOfficerHere
from app.cases.events import Recorded, record
from app.cases.models import NEVER
from app.cases.notes import rules
from app.cases.notes.errors import (
    ConflictStands,
    HandoverChanged,
    HandoverOpen,
    HandoverOver,
    NotInYourHands,
)
from app.cases.notes.models import CaseHandover, CaseTask
from app.cases.opening import OpenCase, open_case
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import colleagues, demand

HANDED_OVER = "handed_over"


async def propose_handover(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    to_user: UUID,
    done: str,
    pending: str,
    promises: str,
    version: int | None = None,
) -> UUID:
    """Offer the case to another officer of its office. Nothing moves until they accept. The next limit is written down as it stands.

    Raises `NotFound`, `CaseChanged`, `NotInYourHands`, `HandoverOpen`, `NotAnOfficerHere`, `ConflictStands`, `Invalid`.
    """
    demand(actor, "case.hand_over")
    opened = await open_case(db, case_id, version=version)
    if opened.case.assigned_to != actor.user_id:
        raise NotInYourHands
    h = CaseHandover
    if await db.scalar(select(h.id).where(h.case_id == case_id, h.state == "proposed")):
        raise HandoverOpen
    if broken := _broken(done=done, pending=pending, promises=promises):
        raise Invalid(*broken)
    await _may_receive(db, actor, opened, to_user)
    due = opened.case.next_due_at
    handover = CaseHandover(
        id=new_id(),
        case_id=case_id,
        reference=opened.case.reference,
        from_user=actor.user_id,
        to_user=to_user,
        done=done.strip(),
        pending=pending.strip(),
        promises=promises.strip(),
        # `due_at` is the first instant after the last day.
        next_due_on=None if due == NEVER else opened.profile.today(due - timedelta(seconds=1)),
        next_due_rule=opened.case.next_due_rule,
        state="proposed",
        proposed_at=db.now(),
        decided_at=None,
        answer="",
        version=1,
    )
    db.add(handover)
    await db.flush()
    return handover.id


async def accept_handover(
    db: Session, actor: Actor, handover_id: UUID, *, version: int | None = None
) -> Recorded:
    """From this moment the case is in the actor's hands, with the tasks that the other still had open in it.

    Raises `NotFound`, `HandoverChanged`, `HandoverOver`, `ConflictStands`, `NotAnOfficerHere`.
    """
    handover = await _open(db, actor, handover_id, version, by="to_user")
    if not await db.scalar(text("select receive_handed_over_case(:id)"), {"id": handover_id}):
        raise HandoverOver
    opened = await open_case(db, handover.case_id)
    await _may_receive(db, actor, opened, actor.user_id)
    opened.case.assigned_to = actor.user_id
    handover.state, handover.decided_at = "accepted", db.now()
    handover.version += 1
    t = CaseTask
    await db.execute(
        update(t)
        .where(
            t.case_id == handover.case_id,
            t.side == rules.FIRST,
            t.assignee == handover.from_user,
            t.done_at.is_(None),
        )
        .values(assignee=actor.user_id, version=t.version + 1)
    )
    data = {"handover": str(handover_id), "from": str(handover.from_user), "to": str(actor.user_id)}
    return await record(db, actor, opened, HANDED_OVER, data=data)


async def refuse_handover(
    db: Session, actor: Actor, handover_id: UUID, *, reasons: str, version: int | None = None
) -> None:
    """The case stays where it is, with the reason. Raises `NotFound`, `HandoverChanged`, `HandoverOver`, `Invalid`."""
    handover = await _open(db, actor, handover_id, version, by="to_user")
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Diga por qué no lo recibe.")
    handover.answer = reasons.strip()[: rules.LONGEST_NOTE]
    _decide(db, handover, "refused")


async def withdraw_handover(
    db: Session, actor: Actor, handover_id: UUID, *, version: int | None = None
) -> None:
    """Who offered it keeps it. Raises `NotFound`, `HandoverChanged`, `HandoverOver`."""
    handover = await _open(db, actor, handover_id, version, by="from_user")
    _decide(db, handover, "withdrawn")


def _decide(db: Session, handover: CaseHandover, state: str) -> None:
    handover.state, handover.decided_at = state, db.now()
    handover.version += 1


async def _open(
    db: Session, actor: Actor, handover_id: UUID, version: int | None, *, by: str
) -> CaseHandover:
    demand(actor, "case.hand_over")
    handover = await db.locked(CaseHandover, handover_id)
    if handover is None or getattr(handover, by) != actor.user_id:
        raise NotFound
    if version is not None and version != handover.version:
        raise HandoverChanged
    if handover.state != "proposed":
        raise HandoverOver
    return handover


async def _may_receive(db: Session, actor: Actor, opened: OpenCase, user_id: UUID) -> None:
    """Another officer of the case's office, whom no conflict of interest keeps from it."""
    officers = await colleagues(db, "eligibility_officer", office_id=opened.case.office_id)
    offered_to_self = user_id == actor.user_id and opened.case.assigned_to == user_id
    if offered_to_self or user_id not in {officer.user_id for officer in officers}:
        raise NotAnOfficerHere
    found = await conflicts_of(db, opened.id, [user_id])
    if barring(found[user_id], "assign"):
        raise ConflictStands


def _broken(**parts: str) -> list[FieldError]:
    broken = []
    for field, words in parts.items():
        if not words.strip():
            broken.append(FieldError(field, "required", "Escríbalo; si no hay nada, diga que no hay."))
        elif len(words) > rules.LONGEST_NOTE:
            broken.append(
                FieldError(
                    field, "too_long", "Use %(limit)s caracteres como máximo.", {"limit": rules.LONGEST_NOTE}
                )
            )
    return broken
