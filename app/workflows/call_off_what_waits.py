"""Everybody of a case has left it: what still waits for them elsewhere is called off."""

from uuid import UUID

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import said
from app.decisions import public as decisions
from app.remedies import public as remedies
from app.scheduling import public as scheduling

_REASONS = said("El expediente terminó: se desistió de la solicitud o se declaró abandonada.")


async def call_off_what_waits(db: Session, case_id: UUID) -> bool:
    """Cancel the appointments to come, put an unsigned decision aside and close pending remedies.

    False, and nothing done, when the case was opened again meanwhile.
    """
    opened = await cases.open_case(db, case_id)
    if not cases.has_left(opened):
        return False
    await scheduling.call_off(db, db.actor, case_id, reasons=_REASONS)
    await decisions.discard_draft(db, case_id)
    await remedies.lapse(db, case_id)
    return True
