"""A decision that nobody challenged becomes final: said by a person, never by the calendar."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.decisions import errors
from app.documents.public import Desk
from app.identity.public import demand


async def declare_final(
    db: Session, actor: Actor, case_id: UUID, *, version: int | None = None
) -> cases.Recorded:
    """Declare the decision final once the time to challenge it is over.

    Raises `RemedyPeriodRunning`, `RemedyAwaitsAdmission`, `WrongStage`, `NotFound`.
    """
    demand(actor, "decision.declare_final")
    opened = await cases.open_case(db, case_id, version=version)
    if any(claim.awaiting_admission for claim in opened.claims):
        raise errors.RemedyAwaitsAdmission
    over = await remedy_period_over(db, opened)
    if opened.profile.stage(opened.case.stage).standard == "remedy_window" and not over:
        raise errors.RemedyPeriodRunning
    return await cases.record(
        db, actor, opened, "became_final", satisfied=["remedy_period_over"] if over else [], desk=Desk()
    )


async def remedy_period_over(db: Session, opened: cases.OpenCase) -> bool:
    """Has every limit for a remedy passed? Without one on record we do not know, and say no."""
    rules = {remedy.file_within for remedy in opened.profile.remedies if remedy.file_within}
    limits = [limit for limit in await cases.limits_of(db, opened.id) if limit.rule in rules]
    ended = ("met", "cancelled")
    counting = [limit for limit in limits if limit.state not in ended]
    return bool(counting) and all(
        limit.state != "suspended" and limit.due_at <= db.now() for limit in counting
    )
