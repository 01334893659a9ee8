"""The end of a sitting."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.decisions import errors
from app.decisions.actions.set_agenda import clear_agenda
from app.decisions.chamber import enter
from app.decisions.policies import demand_secretary


async def close_sitting(db: Session, actor: Actor, sitting_id: UUID, *, version: int | None = None) -> None:
    """Close the sitting: what was not reached waits for another, and the minutes can be drawn up. Raises `SittingNotOpen`."""
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_open()
    await clear_agenda(db, actor, chamber, reason="not_reached")
    chamber.sitting.status, chamber.sitting.closed_at = "closed", db.now()
    await db.flush()


async def cancel_sitting(db: Session, actor: Actor, sitting_id: UUID, *, version: int | None = None) -> None:
    """Call a convened sitting off; what was on its agenda is free for another. Raises `SittingNotConvened`."""
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    if chamber.sitting.status != "convened":
        raise errors.SittingNotConvened
    await clear_agenda(db, actor, chamber, reason="sitting_cancelled")
    chamber.sitting.status = "cancelled"
    await db.flush()
