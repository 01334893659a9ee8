"""Taking back what was booked together."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.identity.public import demand
from app.scheduling import queries
from app.scheduling.actions.cancel import cancel


async def undo_series(db: Session, actor: Actor, series_id: UUID, *, reasons: str) -> int:
    """Call off every time of a series that stands and is still to come, with the reasons; how many they were. Each person is told.

    Raises `NotFound` for a series of which the actor sees nothing, `Invalid` without reasons.
    """
    demand(actor, "appointment.book")
    series = await queries.appointments_in(db, series_id)
    if not series:
        raise NotFound
    standing = [a for a in series if a.state == "booked" and a.starts_at > db.now()]
    # In one order for everybody, as they were booked.
    for one in sorted(standing, key=lambda a: (a.case_id, a.starts_at)):
        await cancel(db, actor, one.id, reasons=reasons)
    return len(standing)
