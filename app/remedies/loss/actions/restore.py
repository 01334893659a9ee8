"""A loss that did not stand before who judged it: the status and the documents are as they were."""

from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import Session
from app.documents import public as documents
from app.remedies.loss.models import Loss

LOST, TOLD, RESTORED = "lost", "told", "restored"


async def of_decision(db: Session, decision_id: UUID) -> Loss | None:
    """The procedure that ended with that decision, if the decision is of one."""
    found: Loss | None = await db.scalar(select(Loss).where(Loss.decision_id == decision_id))
    return found


async def give_back(db: Session, opened: cases.OpenCase, loss: Loss) -> int:
    """The loss fell: documents that ended because of it are valid again, with the end that they had. Returns how many.

    The outcome the judgment itself gives back (`outcomes_before`).
    """
    back = await _as_before(db, opened, loss)
    loss.state, loss.version = RESTORED, loss.version + 1
    await db.flush()
    return back


async def send_back(db: Session, opened: cases.OpenCase, loss: Loss) -> int:
    """The judgment returns it: the person has the status again until it is decided anew, on what was heard and what is heard now."""
    back = await _as_before(db, opened, loss)
    for claim_id, outcome in outcomes_before(loss).items():
        opened.claim(claim_id).outcome = outcome
    loss.state, loss.decision_id, loss.ended_at = TOLD, None, None
    loss.version += 1
    await db.flush()
    return back


async def _as_before(db: Session, opened: cases.OpenCase, loss: Loss) -> int:
    """The grounds of the recognition stand on the claims again, and closed documents are open."""
    for claim in opened.claims:
        was = loss.before.get(str(claim.id))
        if isinstance(was, dict):
            claim.grounds = [str(ground) for ground in was.get("grounds", [])]
    claims = [UUID(claim) for claim in loss.claims]
    return await documents.restore(db, opened, claims, since=loss.ended_at or loss.opened_at)


def outcomes_before(loss: Loss) -> dict[UUID, str]:
    """What each of them had before."""
    return {
        UUID(claim): str(was["outcome"])
        for claim, was in loss.before.items()
        if isinstance(was, dict) and was.get("outcome")
    }
