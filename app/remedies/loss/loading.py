"""A procedure of loss and its case, locked in the order in which everybody locks: the case first."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound
from app.remedies.loss import errors, rules
from app.remedies.loss.models import Loss


@dataclass(slots=True)
class OpenLoss:
    loss: Loss
    opened: cases.OpenCase

    @property
    def claims(self) -> list[UUID]:
        """Those whose status it is about."""
        return [UUID(claim) for claim in self.loss.claims]


async def open_loss(db: Session, loss_id: UUID, *states: str, version: int | None = None) -> OpenLoss:
    """Raises `NotFound`, also when it is not the actor's to see, `LossChanged`, and `LossNotOpen` in another state than these."""
    case_id: UUID | None = await db.scalar(select(Loss.case_id).where(Loss.id == loss_id))
    if case_id is None:
        raise NotFound
    opened = await cases.open_case(db, case_id)
    loss = await db.locked(Loss, loss_id)
    if loss is None:
        raise NotFound
    if version is not None and version != loss.version:
        raise errors.LossChanged
    if loss.state not in states:
        raise errors.LossNotOpen
    return OpenLoss(loss, opened)


def held(opened: cases.OpenCase) -> list[rules.Held]:
    """The claims of the case as a procedure of loss finds them."""
    return [rules.Held(c.id, c.stage, c.outcome) for c in opened.claims]
