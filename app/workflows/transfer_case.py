"""A case goes to another office: its appointments here are called off, so that nobody travels to the wrong place."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.identity.public import demand
from app.scheduling import public as scheduling


async def transfer_case(
    db: Session, actor: Actor, case_id: UUID, *, office_id: UUID, reasons: str, version: int | None = None
) -> cases.Recorded:
    """Cancel what is booked from now on and pass the case on. Raises what `cases.transfer` raises, and then changed nothing."""
    demand(actor, "case.transfer")
    await cases.open_case(db, case_id, version=version)
    cases.check_reasons(reasons)
    for appointment in await scheduling.appointments_of(db, case_id):
        if appointment.state == "booked" and appointment.starts_at > db.now():
            await scheduling.cancel(db, actor, appointment.id, reasons=reasons)
    return await cases.transfer(db, actor, case_id, office_id=office_id, reasons=reasons)
