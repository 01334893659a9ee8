"""A family member joins a case that is under way."""

from uuid import UUID

from app.cases.events import DocumentDesk, Recorded, record
from app.cases.models import Claim
from app.cases.opening import OpenCase
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id


async def add_claim(
    db: Session,
    actor: Actor,
    opened: OpenCase,
    *,
    person_id: UUID,
    relation: str,
    desk: DocumentDesk,
) -> Recorded:
    """A derivative claim at the case's own stage: the family keeps its place and nothing starts again (Regl. 36831-G art. 64)."""
    claim = Claim(
        id=new_id(),
        case_id=opened.id,
        person_id=person_id,
        position=len(opened.claims),
        basis="derivative",
        derivative_of=opened.principal.id,
        relation=relation,
        filed_on=opened.profile.today(db.now()),
        stage="",
        stage_since=db.now(),
        stage_before=None,
        outcome=None,
        outcome_instance=None,
        awaiting_admission=[],
        grounds=[],
    )
    db.add(claim)
    await db.flush()
    opened.claims.append(claim)
    opened.case.household_size = len(opened.claims)
    return await record(
        db,
        actor,
        opened,
        "member_added",
        claims=[claim.id],
        data={"person": str(person_id), "relation": relation},
        desk=desk,
    )
