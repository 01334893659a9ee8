"""A time became free: whoever waits is offered it by the worker."""

from datetime import timedelta

from app.core.database import Session
from app.scheduling.models import Appointment

FILL = "fill_from_waiting_list"
# A summons needs time to arrive: what is nearer than this is offered by telephone, not by the calendar.
SUMMONS = timedelta(days=3)


def note_freed(db: Session, appointment: Appointment) -> None:
    """Have the worker look whether somebody waits for what this appointment gives back, where there is time to summon them."""
    starts_at = appointment.during.lower
    if starts_at is not None and starts_at > db.now() + SUMMONS:
        db.later(FILL, {"appointment": str(appointment.id)}, at=db.now())
