"""Who sits in a remedy now."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.remedies import errors
from app.remedies.panel.models import Seat
from app.remedies.panel.rules import ALTERNATE, RAPPORTEUR


async def sitting(db: ReadSession, remedy_id: UUID) -> Sequence[Seat]:
    """Those who sit, in their order, alternates last; nobody where no seats were drawn."""
    return list(
        await db.scalars(
            select(Seat).where(Seat.remedy_id == remedy_id, Seat.left_at.is_(None)).order_by(Seat.position)
        )
    )


def voting(seats: Sequence[Seat]) -> list[UUID]:
    """Who votes: the rapporteur and the members."""
    return [seat.user_id for seat in seats if seat.seat != ALTERNATE]


async def demand_seat(
    db: Session, actor: Actor, remedy_id: UUID, *, alone: bool = False, rapporteur: bool = False
) -> list[UUID]:
    """Those who vote. Raises `NotSeated` for somebody else, `PanelDecides` where several sit and one would judge `alone`,
    `NotTheRapporteur` where it takes the rapporteur.

    Where no seats were drawn, any judge of the body judges alone.
    """
    seats = await sitting(db, remedy_id)
    if not seats:
        if alone:
            return [actor.user_id]
        raise errors.NotSeated
    voters = voting(seats)
    if alone and len(voters) > 1:
        raise errors.PanelDecides
    if actor.user_id not in voters:
        raise errors.NotSeated
    if rapporteur and not any(s.user_id == actor.user_id and s.seat == RAPPORTEUR for s in seats):
        raise errors.NotTheRapporteur
    return voters
