"""Asking for a look through everybody, and seeing how far it is. The work is done by the worker (`workflows.link_people`)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.ids import new_id
from app.identity.public import demand
from app.people.models import PeopleSearch

SEARCH = "search_everybody"


@dataclass(frozen=True, slots=True)
class SearchView:
    """`step` is asked, read, modelled, linked, proposed or done; `count` belongs to the step. The rest stands at the end."""

    id: UUID
    asked_at: datetime
    step: str
    count: int
    people: int | None
    pairs: int | None
    proposed: int | None
    finished_at: datetime | None


async def ask_search(db: Session, actor: Actor) -> UUID:
    """Have everybody looked through. While one is under way there is no second: its id is the answer."""
    demand(actor, "pair.search")
    under_way: UUID | None = await db.scalar(
        select(PeopleSearch.id).where(PeopleSearch.finished_at.is_(None))
    )
    if under_way is not None:
        return under_way
    asked = PeopleSearch(
        id=new_id(),
        asked_by=actor.user_id,
        asked_at=db.now(),
        step="asked",
        count=0,
        people=None,
        pairs=None,
        proposed=None,
        finished_at=None,
    )
    db.add(asked)
    await db.flush()
    db.later(SEARCH, {"search": str(asked.id)}, at=db.now())
    return asked.id


async def last_search(db: ReadSession) -> SearchView | None:
    """The one that was asked for last."""
    s = PeopleSearch
    row = await db.row(
        select(s.id, s.asked_at, s.step, s.count, s.people, s.pairs, s.proposed, s.finished_at)
        .order_by(s.asked_at.desc(), s.id.desc())
        .limit(1)
    )
    return None if row is None else SearchView(*row)


async def note_search(db: Session, search_id: UUID, **said: object) -> bool:
    """Write how far it is, as the worker. False when it is over already."""
    changed = await db.execute(
        update(PeopleSearch)
        .where(PeopleSearch.id == search_id, PeopleSearch.finished_at.is_(None))
        .values(**said)
        .returning(PeopleSearch.id)
    )
    return changed.first() is not None
