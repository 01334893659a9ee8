"""The appointments of one thing of a case: a remedy's hearing, a procedure of loss's."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.scheduling import queries
from app.scheduling.models import Appointment


@dataclass(frozen=True, slots=True)
class AboutView:
    """An appointment with whose time it takes besides (users)."""

    appointment: queries.AppointmentView
    attending: tuple[UUID, ...]


async def standing_about(db: ReadSession, about: str) -> AboutView | None:
    """The one that is booked, if any: there is never more than one."""
    a = Appointment
    row = await db.row(select(a.id, a.attending).where(a.about == about, a.state == "booked"))
    if row is None:
        return None
    return AboutView(await queries.appointment(db, row.id), tuple(row.attending))
