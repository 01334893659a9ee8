"""What the acts of a family begin with."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from app.core.database import Model, Session
from app.core.errors import NotFound
from app.people.models import Person

T = TypeVar("T", bound=Model)


async def demand_seen(db: Session, person_id: UUID) -> None:
    """Raises `NotFound` for who is in no case of the actor's: what is hidden is not there."""
    if await db.scalar(select(Person.id).where(Person.id == person_id)) is None:
        raise NotFound


async def locked(db: Session, model: type[T], key: UUID) -> T:
    """The row, locked. Raises `NotFound`."""
    found = await db.locked(model, key)
    if found is None:
        raise NotFound
    return found
