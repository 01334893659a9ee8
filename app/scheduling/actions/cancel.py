"""Calling appointments off."""

from uuid import UUID

from sqlalchemy import func, select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.identity.public import demand
from app.scheduling.actions.freed import note_freed
from app.scheduling.actions.loading import booked
from app.scheduling.models import Appointment


async def cancel(db: Session, actor: Actor, appointment_id: UUID, *, reasons: str) -> None:
    """Call a booked appointment off, with the reasons. Raises `NotFound`, `NotBooked`."""
    demand(actor, "appointment.book")
    opened, appointment = await booked(db, appointment_id)
    appointment.state, appointment.end_reason = "cancelled", cases.check_reasons(reasons)
    note_freed(db, appointment)
    await cases.record(
        db,
        actor,
        opened,
        "appointment_cancelled",
        data={"appointment": str(appointment.id), "reasons": reasons},
    )


async def call_off(db: Session, actor: Actor, case_id: UUID, *, reasons: str) -> int:
    """Cancel every appointment of the case that is still to come; how many they were."""
    coming = select(Appointment.id).where(
        Appointment.case_id == case_id,
        Appointment.state == "booked",
        func.lower(Appointment.during) > db.now(),
    )
    appointments = await db.scalars(coming.order_by(Appointment.id))
    for appointment_id in appointments:
        await cancel(db, actor, appointment_id, reasons=reasons)
    return len(appointments)
