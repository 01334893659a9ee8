"""Declaring a conflict of interest, answering one, and keeping out who has one."""

from typing import Literal
from uuid import UUID

from sqlalchemy import select

from app.cases.actions.admit import check_reasons
from app.cases.conflicts import errors
from app.cases.conflicts.models import Declaration
from app.cases.conflicts.queries import conflicts_of
from app.cases.conflicts.rules import DECLARED, Act, answers, barring, instance_of
from app.cases.events import record
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import ROLES, colleagues, demand


async def declare_conflict(
    db: Session, actor: Actor, case_id: UUID, *, kind: str, reasons: str, user_id: UUID | None = None
) -> UUID:
    """Declare that one has a conflict of interest in a case; who answers them may declare one for somebody else of their own instance
    (`user_id`).

    It counts at once. Returns the declaration's id. Raises `NotFound`, `Forbidden`, `DeclaredAlready`, `Invalid`.
    """
    demand(actor, "conflict.declare")
    if user_id not in (None, actor.user_id):
        demand(actor, "conflict.declare_for")
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
    whose_role = actor.role if whose == actor.user_id else await _role_here(db, actor, whose)
    row = Declaration(
        id=new_id(),
        case_id=case_id,
        user_id=whose,
        whose_role=whose_role,
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
    """Uphold what was declared, or dismiss it with reasons; nobody answers their own, nor another instance's (`rules.answers`).

    Raises `NotFound`, `NotYoursToAnswer`, `OfAnotherInstance`, `AnsweredAlready`, `DeclarationChanged`, `Invalid`.
    """
    demand(actor, "conflict.answer")
    found = await db.row(
        select(Declaration.case_id, Declaration.user_id, Declaration.whose_role).where(
            Declaration.id == declaration_id
        )
    )
    if found is None:
        raise NotFound
    # Before the lock: the database itself lets nobody change their own.
    if found.user_id == actor.user_id:
        raise errors.NotYoursToAnswer
    if not answers(actor.role, found.whose_role):
        raise errors.OfAnotherInstance
    opened = await open_case(db, found.case_id)
    row = await db.locked(Declaration, declaration_id)
    if row is None:
        raise NotFound
    if row.state != "declared":
        raise errors.AnsweredAlready
    if version is not None and version != row.version:
        raise errors.DeclarationChanged
    row.answer, row.state = check_reasons(reasons), answer
    row.answered_by, row.answered_at, row.version = actor.user_id, db.now(), row.version + 1
    data = {"whose": str(row.user_id), "kind": row.kind, "answer": answer}
    await record(db, actor, opened, "conflict_answered", data=data)


async def _role_here(db: Session, actor: Actor, whose: UUID) -> str:
    """As what somebody works in the actor's own instance. Raises `Invalid` for who does not."""
    for role in sorted(ROLES):
        if instance_of(role) == instance_of(actor.role) and whose in {
            c.user_id for c in await colleagues(db, role)
        }:
            return role
    raise Invalid.at("user_id", "unknown", "Esa persona no trabaja en esta instancia.")


async def demand_no_conflict(db: ReadSession, case_id: UUID, user_id: UUID, act: Act) -> None:
    """Raises `HasConflict` where a conflict of interest, declared or shown by the record, keeps that user from that act."""
    found = await conflicts_of(db, case_id, [user_id])
    if barring(found[user_id], act):
        raise errors.HasConflict
