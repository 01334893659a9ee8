"""Passing a case on to another office."""

from uuid import UUID

from app.cases.actions.admit import check_reasons
from app.cases.errors import NotAnotherOffice
from app.cases.events import Recorded, record
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import Session
from app.identity.public import demand, offices


async def transfer(
    db: Session, actor: Actor, case_id: UUID, *, office_id: UUID, reasons: str, version: int | None = None
) -> Recorded:
    """The other office has the case from this moment, assigned to nobody; this one sees it no more.

    Raises `NotFound`, `CaseChanged`, `NotAnotherOffice`, `Invalid` without reasons, `WrongStage` when the case is over.
    """
    demand(actor, "case.transfer")
    opened = await open_case(db, case_id, version=version)
    given = check_reasons(reasons)
    before = opened.case.office_id
    if office_id == before or office_id not in {office.id for office in await offices(db)}:
        raise NotAnotherOffice
    data = {"from": str(before), "to": str(office_id), "reasons": given}
    if opened.case.assigned_to:
        data["before"] = str(opened.case.assigned_to)
    opened.case.office_id, opened.case.assigned_to = office_id, None
    return await record(db, actor, opened, "transferred", data=data, satisfied=["reasons"])
