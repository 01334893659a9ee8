"""Who keeps an agenda, and who may not judge a case."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession
from app.core.errors import Forbidden
from app.identity import public as identity

# Whoever acted on a case in one of these has taken a side in it, or prepared what is judged.
HANDLING_ROLES = (
    "border_liaison_officer",
    "registration_officer",
    "eligibility_officer",
    "supervisor",
    "legal_representative",
)


def demand_secretary(actor: Actor) -> None:
    """Raise `Forbidden` unless the actor keeps a body's agenda."""
    identity.demand(actor, "sitting.manage")
    if actor.body is None:
        raise Forbidden


async def handlers_among(db: ReadSession, case_id: UUID, users: Iterable[UUID]) -> frozenset[UUID]:
    """Those of `users` who may not judge the case: who handled it before by the record, or has a conflict of interest in it."""
    asked = list(users)
    event = cases.event_table.c
    acted = await db.scalars(
        select(event.actor_id)
        .where(event.case_id == case_id, event.actor_id.in_(asked), event.actor_role.in_(HANDLING_ROLES))
        .distinct()
    )
    conflicts = await cases.conflicts_of(db, case_id, asked)
    return frozenset(acted) | {user for user, found in conflicts.items() if cases.barring(found, "decide")}
