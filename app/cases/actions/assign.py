"""Giving a case to an officer."""

from uuid import UUID

from app.cases.conflicts.actions import demand_no_conflict
from app.cases.errors import NotAnOfficerHere
from app.cases.events import Recorded, record
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import Session
from app.identity.public import colleagues, demand


async def assign(
    db: Session, actor: Actor, case_id: UUID, *, officer_id: UUID, version: int | None = None
) -> Recorded:
    """Assign the case to an eligibility officer of its office. Raises `NotFound`, `NotAnOfficerHere`, `HasConflict`,
    `CaseChanged`."""
    demand(actor, "case.assign")
    opened = await open_case(db, case_id, version=version)
    officers = await colleagues(db, "eligibility_officer", office_id=opened.case.office_id)
    if officer_id not in {officer.user_id for officer in officers}:
        raise NotAnOfficerHere
    await demand_no_conflict(db, case_id, officer_id, "assign")
    before = opened.case.assigned_to
    opened.case.assigned_to = officer_id
    data = {"officer": str(officer_id)} | ({"before": str(before)} if before else {})
    return await record(db, actor, opened, "assigned", data=data)
