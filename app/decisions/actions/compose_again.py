"""Composing a draft's text anew, where what is decided changed since it was written."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Forbidden, NotFound
from app.decisions import errors
from app.decisions.actions.sign import leave_out_the_gone, taken_up
from app.decisions.models import AgendaItem
from app.decisions.signing.put import signatures_of
from app.decisions.texts.compose import Text, recompose, text_of
from app.decisions.texts.models import DecisionText
from app.identity.public import demand


async def compose_again(db: Session, actor: Actor, decision_id: UUID, *, version: int | None = None) -> Text:
    """The text about those whose claims still wait for this decision; what somebody edited goes with what it was written over.

    `version` is that of the text that the actor read. Raises `NotFound`, `Forbidden` for who is not of the body that decides, `AlreadySigned` once anybody
    signed, `NothingLeftToDecide`, `TextChanged`.
    """
    demand(actor, "decision.compose")
    opened, _, decision = await taken_up(db, actor, decision_id)
    if actor.body != decision.body:
        raise Forbidden
    if decision.status != "draft" or await signatures_of(db, decision_id):
        raise errors.AlreadySigned
    item = await db.get(AgendaItem, decision.item_id) if decision.item_id else None
    leave_out_the_gone(decision, opened, item)
    row = await db.locked(DecisionText, decision_id)
    if row is None:
        raise NotFound
    if version is not None and version != row.version:
        raise errors.TextChanged
    await recompose(db, row, decision)
    found = await text_of(db, decision_id)
    if found is None:
        raise NotFound
    return found
