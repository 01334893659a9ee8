"""A member's vote."""

from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.decisions import errors
from app.decisions.chamber import Chamber, Item, enter, take_up
from app.decisions.models import Recusal, Vote
from app.decisions.policies import handlers_among
from app.decisions.rules import CHOICES
from app.identity.public import demand


async def vote(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    *,
    item_id: UUID,
    choice: str,
    reasons: str = "",
    concurring: str = "",
) -> None:
    """Vote for the proposal, against it, or abstain; anything but `for` gives its reasons. Until the item is closed, a new vote
    takes the place of the old one.

    `concurring` is the opinion of a member who votes for the proposal on other grounds. Raises `NotConvened`, `NotPresent`,
    `HolderSits`, `SittingNotOpen`, `ItemClosed`, `RecusedFromThis`, `HandledThisCase`, `Invalid`, `NotFound`.
    """
    demand(actor, "sitting.vote")
    _check(choice, reasons)
    chamber = await enter(db, actor, sitting_id)
    chamber.demand_open()
    taken = await _take_up(db, actor, chamber, item_id)
    await _demand_vote(db, actor, chamber, taken)
    own = await db.get(Vote, (item_id, actor.user_id))
    if own is None:
        own = Vote(item_id=item_id, user_id=actor.user_id, case_id=taken.opened.id, at=db.now())
        db.add(own)
    else:
        own.changed_at = db.now()
    own.choice, own.reasons = choice, reasons.strip()
    own.concurring = concurring.strip() if choice == "for" else ""
    await db.flush()


def _check(choice: str, reasons: str) -> None:
    if choice not in CHOICES:
        raise Invalid.at("choice", "unknown", "Elija: con la propuesta, en contra o abstención.")
    if choice != "for" and not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba las razones de su voto.")


async def _take_up(db: Session, actor: Actor, chamber: Chamber, item_id: UUID) -> Item:
    try:
        return await take_up(db, chamber, item_id)
    except NotFound:
        # The file is closed to who recused themselves, but that they did is theirs to know.
        own = select(Recusal.at).where(Recusal.item_id == item_id, Recusal.user_id == actor.user_id)
        if await db.scalar(own) is not None:
            raise errors.RecusedFromThis from None
        raise


async def _demand_vote(db: Session, actor: Actor, chamber: Chamber, taken: Item) -> None:
    if actor.user_id == chamber.sitting.convened_by:
        raise errors.SecretaryDoesNotVote
    if actor.user_id in taken.recused:
        raise errors.RecusedFromThis
    taken.demand_pending()
    if actor.user_id not in chamber.present:
        raise errors.NotPresent
    if actor.user_id not in taken.entitled:
        raise errors.HolderSits
    if await handlers_among(db, taken.opened.id, [actor.user_id]):
        raise errors.HandledThisCase
