"""A person is reminded of their appointment, by the way that they said is safe."""

from uuid import UUID

from app.core.database import Session
from app.core.errors import NotFound
from app.notices import public as notices
from app.scheduling import public as scheduling

KIND = "appointment_reminder"


async def remind(db: Session, appointment_id: UUID, event_id: UUID) -> bool:
    """Tell the person of an appointment that still stands, and leave the next reminder for later. False when there is nothing to
    remind of any more."""
    try:
        found = await scheduling.appointment(db, appointment_id)
    except NotFound:
        return False
    if found.state != "booked" or found.starts_at <= db.now():
        return False
    await notices.tell(
        db,
        case_id=found.case_id,
        event_id=event_id,
        person_id=found.person_id,
        kind=KIND,
        facts={"when": found.starts_at.isoformat(), "place": found.office},
    )
    payload = {"appointment": str(appointment_id), "event": str(event_id)}
    scheduling.next_reminder(db, payload, found.starts_at)
    return True
