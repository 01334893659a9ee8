"""Asking the person to come for a decision: it serves nothing and starts nothing."""

from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.decisions.service.notify import to_serve
from app.identity.public import demand
from app.notices import public as notices

KIND = "decision_to_collect"


async def call_to_collect(
    db: Session, actor: Actor, decision_id: UUID, *, version: int | None = None
) -> UUID:
    """Tell the person by their own way that there is a decision to receive. Not a word about what was decided.

    Raises `NotFound`, `NotSignedYet`, `AlreadyNotified`, `NotTheDecisionInForce`, `CaseChanged`.
    """
    demand(actor, "decision.notify")
    opened, _decision = await to_serve(db, decision_id, version=version)
    event = cases.event_table.c
    latest = await db.scalar(
        select(event.id).where(event.case_id == opened.id, event.number == opened.case.version)
    )
    return await notices.tell(
        db,
        case_id=opened.id,
        event_id=latest,
        person_id=opened.case.principal_person_id,
        kind=KIND,
        facts={},
    )
