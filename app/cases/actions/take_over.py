"""The regional office receives what the border began."""

from uuid import UUID

from app.cases.errors import AlreadyTakenOver
from app.cases.events import DocumentDesk, Recorded, record
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import Session
from app.identity.public import demand


async def take_over(
    db: Session, actor: Actor, case_id: UUID, *, desk: DocumentDesk | None = None, version: int | None = None
) -> Recorded:
    """The office takes the case; the post that registered it sees it no more. Where the law gives the first paper only here
    (Guatemala), the `desk` issues it.

    Raises `NotFound`, `CaseChanged`, `AlreadyTakenOver`, `WrongStage`.
    """
    demand(actor, "case.take_over")
    opened = await open_case(db, case_id, version=version)
    if opened.case.stage != "registered":
        raise AlreadyTakenOver
    opened.case.taken_over_at = db.now()
    return await record(db, actor, opened, "taken_over", desk=desk)
