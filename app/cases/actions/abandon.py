"""Abandonment: never by itself, never at once, and never over a child for whom nobody answers (UNHCR standards 9.1)."""

from uuid import UUID

from sqlalchemy import func, select

from app.cases.actions.admit import check_reasons
from app.cases.errors import AlreadyNoticed, NoNoticeToAnswer
from app.cases.events import DocumentDesk, Recorded, record
from app.cases.household import children_alone
from app.cases.models import CaseEvent, Deadline
from app.cases.opening import OpenCase, open_case
from app.cases.rules import MISSED_FOR_NOTICE
from app.core.actor import Actor
from app.core.database import Session
from app.identity.public import demand

ANSWER = "abandonment_answer"


async def give_abandonment_notice(
    db: Session, actor: Actor, case_id: UUID, *, version: int | None = None
) -> Recorded:
    """Tell the person, after two missed interviews, that the case will be closed unless they answer.

    Raises `NotFound`, `NeedsUnmet` before the second absence, `AlreadyNoticed`, `WrongStage`.
    """
    demand(actor, "case.notice_abandonment")
    opened = await open_case(db, case_id, version=version)
    if await _notice(db, opened) is not None:
        raise AlreadyNoticed
    missed = opened.case.missed_interviews
    satisfied = ["missed_twice"] if missed >= MISSED_FOR_NOTICE else []
    return await record(
        db, actor, opened, "abandonment_noticed", data={"missed": missed}, satisfied=satisfied
    )


async def answer_abandonment_notice(
    db: Session, actor: Actor, case_id: UUID, *, reasons: str, version: int | None = None
) -> Recorded:
    """The person answered the notice in time or not: the case goes on and the absences are forgotten."""
    demand(actor, "case.answer_abandonment")
    opened = await open_case(db, case_id, version=version)
    notice = await _notice(db, opened)
    if notice is None:
        raise NoNoticeToAnswer
    data = {"reasons": check_reasons(reasons)}
    recorded = await record(db, actor, opened, "abandonment_answered", data=data)
    opened.case.missed_interviews = 0
    if notice.state == "missed":
        # Its time was over and the answer is taken all the same: a later abandonment needs a notice of its own.
        notice.state, notice.ended_at, notice.ended_by = "met", db.now(), recorded.event_id
    await db.flush()
    return recorded


async def abandon(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    reasons: str,
    desk: DocumentDesk,
    version: int | None = None,
) -> Recorded:
    """Close the case as abandoned once the notice has run out unanswered.

    Raises `NeedsUnmet` while there is no notice, while it runs, or while a child of the case has no guardian.
    """
    demand(actor, "case.abandon")
    opened = await open_case(db, case_id, version=version)
    notice = await _notice(db, opened)
    held = {
        "notice_given": notice is not None,
        "notice_period_over": notice is not None and notice.due_at <= db.now(),
        "no_child_without_guardian": not await children_alone(db, opened),
    }
    return await record(
        db,
        actor,
        opened,
        "abandoned",
        data={"reasons": check_reasons(reasons)},
        satisfied=[need for need, holds in held.items() if holds],
        desk=desk,
    )


async def _notice(db: Session, opened: OpenCase) -> Deadline | None:
    """The notice that has not been answered, since the case was last opened."""
    reopened = select(func.max(CaseEvent.at)).where(
        CaseEvent.case_id == opened.id, CaseEvent.name == "reopened"
    )
    since = await db.scalar(reopened)
    d = Deadline
    statement = (
        select(d)
        .where(d.case_id == opened.id, d.rule == ANSWER, d.state.in_(("running", "missed")))
        .order_by(d.started_at.desc())
        .limit(1)
    )
    if since is not None:
        statement = statement.where(d.started_at >= since)
    found: Deadline | None = await db.scalar(statement)
    return found
