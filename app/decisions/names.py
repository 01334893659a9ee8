"""Users by name."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.identity.public import user_table


async def names_of(db: ReadSession, users: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those users."""
    wanted = list(users)
    rows = await db.rows(select(user_table.c.id, user_table.c.name).where(user_table.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}
