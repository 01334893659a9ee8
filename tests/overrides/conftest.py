"""A database of its own: what is put in force holds for everybody in the database, so other tests have theirs."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from app.core.database import Database
from app.core.embedded import throwaway
from tests.conftest import _recreate, connections, migrate


@pytest.fixture(scope="session")
def database_url(worker_id: str) -> Iterator[str]:
    """This directory's own database."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        name = f"acogida_overrides_{worker_id}"
        asyncio.run(_recreate(given, name))
        url = make_url(given).set(database=name).render_as_string(hide_password=False)
        migrate(url)
        yield url
        return
    with throwaway() as url:
        migrate(url)
        yield url


@pytest.fixture(scope="session")
async def connected(database_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """The connections to it: those of the other tests lead to theirs."""
    async with connections(database_url) as both:
        yield both


@pytest.fixture(autouse=True)
async def _emptied(database_url: str) -> None:
    """Without overrides and without administrators of earlier tests."""
    connection = await asyncpg.connect(
        make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    )
    await connection.execute("truncate procedure_overrides")
    await connection.execute("update role_grants set until = since where role = 'administrator'")
    await connection.close()
