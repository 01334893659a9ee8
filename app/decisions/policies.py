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
    """Those of `users` who, by the record, handled the case before."""
    event = cases.event_table.c
    found = await db.scalars(
        select(event.actor_id)
        .where(
            event.case_id == case_id,
            event.actor_id.in_(list(users)),
            event.actor_role.in_(HANDLING_ROLES),
        )
        .distinct()
    )
    return frozenset(found)
