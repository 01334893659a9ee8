"""Sending the agenda round."""

from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.decisions import errors
from app.decisions.chamber import enter
from app.decisions.models import AgendaItem
from app.decisions.policies import demand_secretary


async def circulate(db: Session, actor: Actor, sitting_id: UUID, *, version: int | None = None) -> None:
    """The agenda goes round: its hour is kept, what is added later shows as added later. A second time changes nothing.

    Raises `SittingNotConvened`, `NothingToCirculate`.
    """
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    if chamber.sitting.status != "convened":
        raise errors.SittingNotConvened
    pending = select(AgendaItem.id).where(AgendaItem.sitting_id == sitting_id, AgendaItem.status == "pending")
    if await db.scalar(pending.limit(1)) is None:
        raise errors.NothingToCirculate
    chamber.sitting.circulated_at = chamber.sitting.circulated_at or db.now()
    await db.flush()
