"""Declaring a conflict of interest, answering one, and keeping out who has one."""

from typing import Literal
from uuid import UUID

from sqlalchemy import select

from app.cases.actions.admit import check_reasons
from app.cases.conflicts import errors
from app.cases.conflicts.models import Declaration
from app.cases.conflicts.queries import conflicts_of
from app.cases.conflicts.rules import DECLARED, Act, barring, instance_of
from app.cases.events import record
from app.cases.models import CaseEvent
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand


async def declare_conflict(
    db: Session, actor: Actor, case_id: UUID, *, kind: str, reasons: str, user_id: UUID | None = None
) -> UUID:
    """Declare that one has a conflict of interest in a case; whoever assigns cases may declare it for somebody else (`user_id`).

    It counts at once. Returns the declaration's id. Raises `NotFound`, `Forbidden`, `DeclaredAlready`, `Invalid`.
    """
    demand(actor, "conflict.declare")
    if user_id not in (None, actor.user_id):
        demand(actor, "conflict.answer")
    opened = await open_case(db, case_id)
    if kind not in DECLARED:
        raise Invalid.at("kind", "required", "Elija qué conflicto de interés es.")
    given, whose = check_reasons(reasons), user_id or actor.user_id
    standing = select(Declaration.id).where(
        Declaration.case_id == case_id,
        Declaration.user_id == whose,
        Declaration.kind == kind,
        Declaration.state != "dismissed",
    )
    if await db.scalar(standing):
        raise errors.DeclaredAlready
    row = Declaration(
        id=new_id(),
        case_id=case_id,
        user_id=whose,
        kind=kind,
        reasons=given,
        declared_by=actor.user_id,
        at=db.now(),
        state="declared",
        answer="",
        version=1,
    )
    db.add(row)
    await record(db, actor, opened, "conflict_declared", data={"whose": str(whose), "kind": kind})
    return row.id


async def answer_conflict(
    db: Session,
    actor: Actor,
    declaration_id: UUID,
    *,
    answer: Literal["upheld", "dismissed"],
    reasons: str,
    version: int | None = None,
) -> None:
    """A supervisor upholds what was declared, or dismisses it with reasons; nobody answers their own, nor another instance's.

    Raises `NotFound`, `NotYoursToAnswer`, `OfAnotherInstance`, `AnsweredAlready`, `DeclarationChanged`, `Invalid`.
    """
    demand(actor, "conflict.answer")
    found = await db.row(
        select(Declaration.case_id, Declaration.user_id).where(Declaration.id == declaration_id)
    )
    if found is None:
        raise NotFound
    # Before the lock: the database itself lets nobody change their own.
    if found.user_id == actor.user_id:
        raise errors.NotYoursToAnswer
    opened = await open_case(db, found.case_id)
    row = await db.locked(Declaration, declaration_id)
    if row is None:
        raise NotFound
    if row.state != "declared":
        raise errors.AnsweredAlready
    if version is not None and version != row.version:
        raise errors.DeclarationChanged
    if await _declared_in(db, row) != instance_of(actor.role):
        raise errors.OfAnotherInstance
    row.answer, row.state = check_reasons(reasons), answer
    row.answered_by, row.answered_at, row.version = actor.user_id, db.now(), row.version + 1
    data = {"whose": str(row.user_id), "kind": row.kind, "answer": answer}
    await record(db, actor, opened, "conflict_answered", data=data)


async def _declared_in(db: Session, row: Declaration) -> str:
    """The instance in which it was declared: the case's own record says in which role."""
    e = CaseEvent
    role = await db.scalar(
        select(e.actor_role)
        .where(
            e.case_id == row.case_id,
            e.name == "conflict_declared",
            e.actor_id == row.declared_by,
            e.data["whose"].astext == str(row.user_id),
            e.data["kind"].astext == row.kind,
        )
        .order_by(e.number.desc())
        .limit(1)
    )
    return instance_of(role or "")


async def demand_no_conflict(db: ReadSession, case_id: UUID, user_id: UUID, act: Act) -> None:
    """Raises `HasConflict` where a conflict of interest, declared or shown by the record, keeps that user from that act."""
    found = await conflicts_of(db, case_id, [user_id])
    if barring(found[user_id], act):
        raise errors.HasConflict
