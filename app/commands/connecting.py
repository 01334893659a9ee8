"""A database for a command: the one that `DATABASE_URL` names, or the embedded one for as long as the command takes."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from app.core.actor import SYSTEM
from app.core.database import Database, Session
from app.core.embedded import Cluster
from app.settings import settings

T = TypeVar("T")


@contextmanager
def running_database() -> Iterator[str]:
    """The owner's URL of the database: DATABASE_URL, or the embedded PostgreSQL for as long as the block lasts."""
    given = settings().database_url
    if given is not None:
        yield given
        return
    with Cluster(settings().postgres_dir) as url:
        # Read again by every part that asks for settings, in this process and in those that it starts.
        os.environ["DATABASE_URL"] = url
        settings.cache_clear()
        yield url


def as_the_system(act: Callable[[Session], Awaitable[T]]) -> T:
    """Do `act` in one transaction, as the system in the worker's role."""

    async def once(url: str) -> T:
        database = Database.connect(url, role=settings().database_worker_role, pool_size=1)
        try:
            async with database.writing(SYSTEM) as db:
                return await act(db)
        finally:
            await database.close()

    with running_database() as url:
        return asyncio.run(once(settings().database_worker_url or url))
