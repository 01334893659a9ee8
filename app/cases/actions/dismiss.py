"""Deciding not to do what time or a count of facts suggests."""

from uuid import UUID

from sqlalchemy import select

from app.cases import errors
from app.cases.actions.admit import check_reasons
from app.cases.events import Recorded, record
from app.cases.models import Proposal
from app.cases.opening import open_case
from app.cases.proposals import DISMISSED, end
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.identity.public import demand


async def dismiss_proposal(
    db: Session, actor: Actor, proposal_id: UUID, *, reasons: str, version: int | None = None
) -> Recorded:
    """Leave undone what was proposed, with reasons; `version` is the case's.

    Raises `NotFound`, `CaseChanged`, `NotYoursToDecide`, `ProposalEnded` when somebody decided before, `Invalid`.
    """
    demand(actor, "proposal.dismiss")
    case_id: UUID | None = await db.scalar(select(Proposal.case_id).where(Proposal.id == proposal_id))
    if case_id is None:
        raise NotFound
    opened = await open_case(db, case_id, version=version)
    proposal = await db.locked(Proposal, proposal_id)
    if proposal is None:
        raise NotFound
    if actor.role not in proposal.roles:
        raise errors.NotYoursToDecide
    if proposal.state != "open":
        raise errors.ProposalEnded
    given = check_reasons(reasons)
    open_claims = [c.id for c in opened.claims if c.id in proposal.claims]
    recorded = await record(
        db,
        actor,
        opened,
        DISMISSED,
        claims=open_claims,
        data={
            "proposal": str(proposal.id),
            "event": proposal.event,
            "because": proposal.because,
            "reasons": given,
        },
        satisfied=["reasons"],
    )
    # The record of the dismissal may itself have found the proposal overtaken: it is dismissed all the same.
    if proposal.state == "open":
        opened.case.open_proposals -= 1
    end(proposal, "dismissed", recorded.event, actor, reasons=given)
    await db.flush()
    return recorded
