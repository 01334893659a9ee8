"""What a member writes for themselves."""

from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.decisions.chamber_models import DeliberationNote
from app.decisions.models import AgendaItem, SittingMember
from app.identity.public import demand


async def note_deliberation(db: Session, actor: Actor, item_id: UUID, *, text: str) -> None:
    """Keep the member's own note on an item of a sitting that they were called to, in place of the one before.

    Nobody else reads it: the database shows a note to its author alone. Raises `NotFound`.
    """
    demand(actor, "sitting.vote")
    case_id = await db.scalar(
        select(AgendaItem.case_id)
        .join(SittingMember, SittingMember.sitting_id == AgendaItem.sitting_id)
        .where(AgendaItem.id == item_id, SittingMember.user_id == actor.user_id)
    )
    if case_id is None:
        raise NotFound
    own = await db.get(DeliberationNote, (item_id, actor.user_id))
    if own is None:
        own = DeliberationNote(item_id=item_id, user_id=actor.user_id, case_id=case_id)
        db.add(own)
    own.text, own.at = text.strip(), db.now()
    await db.flush()


async def own_note(db: ReadSession, item_id: UUID) -> str:
    """The reader's own note on the item; empty where there is none."""
    found = await db.scalar(
        select(DeliberationNote.text).where(
            DeliberationNote.item_id == item_id, DeliberationNote.user_id == db.actor.user_id
        )
    )
    return found or ""
