"""A case goes to another office: its appointments here are called off, so that nobody travels to the wrong place."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.identity.public import demand
from app.scheduling import public as scheduling


async def accept_transfer(db: Session, actor: Actor, request_id: UUID) -> cases.Recorded:
    """The receiving supervisor takes the case: from this moment the other office sees it no more, and the person is told.

    Raises `NotFound`, `TransferDecided`, `WrongStage`, and then changed nothing.
    """
    view = await cases.transfer_request(db, request_id)
    case_id = await cases.take_in(db, actor, request_id)
    recorded = await cases.accept_transfer(db, actor, request_id)
    await scheduling.call_off(db, actor, case_id, reasons=view.reasons)
    return recorded


async def transfer_case(
    db: Session, actor: Actor, case_id: UUID, *, office_id: UUID, reasons: str, version: int | None = None
) -> cases.Recorded:
    """In danger, at once: cancel what is booked from now on and pass the case on. Raises what `cases.transfer` raises, and then
    changed nothing."""
    demand(actor, "case.transfer")
    await cases.open_case(db, case_id, version=version)
    cases.check_reasons(reasons)
    await scheduling.call_off(db, actor, case_id, reasons=reasons)
    return await cases.transfer(db, actor, case_id, office_id=office_id, reasons=reasons)
