"""Bringing a procedure of loss before the body that decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.decisions import errors
from app.decisions.actions.set_agenda import add_item, open_to_members
from app.decisions.chamber import enter
from app.decisions.models import AgendaItem, Decision, Sitting
from app.decisions.policies import demand_secretary
from app.decisions.values import ClaimOutcome, outcome_rows


@dataclass(frozen=True, slots=True)
class LossItem:
    """Where a body of several stands with a procedure of loss: the latest item, and its decision where it carried."""

    sitting_id: UUID
    sitting: str
    status: str
    decision_id: UUID | None
    decision_status: str | None
    # More facts were asked for: nothing was voted.
    asked: bool

    @property
    def against(self) -> bool:
        """Did the body vote against taking the status away?"""
        return self.status == "sent_back" and not self.asked


async def put_loss_on_agenda(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    opened: cases.OpenCase,
    *,
    loss_id: UUID,
    outcomes: Sequence[ClaimOutcome],
) -> UUID:
    """Put a procedure of loss on the agenda: the body votes on taking the status away, with all the rules of a sitting. The remedies
    room asked the procedure's own. Who handled the case is recused at once.

    Raises `NotAwaitingDecision` in another body's sitting, `OnAnAgendaAlready`, `AwaitingSignature`, `SittingOver`.
    """
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id)
    chamber.demand_not_over()
    if opened.profile.stage(opened.case.stage).body != chamber.sitting.body:
        raise errors.NotAwaitingDecision
    draft = select(Decision.id).where(Decision.case_id == opened.id, Decision.status == "draft")
    if await db.scalar(draft) is not None:
        raise errors.AwaitingSignature
    proposal = outcome_rows(outcomes)
    item = await add_item(db, chamber, opened.id, proposal=proposal, loss_id=loss_id)
    await open_to_members(db, actor, chamber, opened, item)
    return item.id


async def loss_item(db: ReadSession, loss_id: UUID) -> LossItem | None:
    """The latest item about that procedure that the actor may see."""
    i, d = AgendaItem, Decision
    row = await db.row(
        select(i.sitting_id, Sitting.number, i.status, d.id, d.status.label("signed"), i.asked)
        .join(Sitting, Sitting.id == i.sitting_id)
        .outerjoin(d, (d.item_id == i.id) & (d.status != "discarded"))
        .where(i.loss_id == loss_id)
        .order_by(i.put_at.desc(), i.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    sitting_id, number, status, decision_id, signed, asked = row
    return LossItem(sitting_id, number, status, decision_id, signed, bool(asked))


async def loss_decided(db: ReadSession, decision_id: UUID) -> tuple[UUID, str] | None:
    """The procedure of loss that a signed decision of a sitting is about, and the sitting's number; none for any other."""
    i, d = AgendaItem, Decision
    row = await db.row(
        select(i.loss_id, Sitting.number)
        .join(d, d.item_id == i.id)
        .join(Sitting, Sitting.id == i.sitting_id)
        .where(d.id == decision_id, d.status == "signed", i.loss_id.is_not(None))
    )
    return (row.loss_id, row.number) if row is not None else None
