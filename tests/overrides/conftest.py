"""A database of its own: what is put in force holds for everybody in the database, so other tests have theirs."""

import asyncio
import os
from collections.abc import Iterator

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from app.core.embedded import throwaway
from tests.conftest import _recreate, migrate


@pytest.fixture(scope="session")
def _apart(worker_id: str) -> Iterator[str]:
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


@pytest.fixture
def database_url(_apart: str) -> str:
    """This directory's own database, without overrides and without administrators of earlier tests."""
    asyncio.run(_empty(_apart))
    return _apart


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    )
    await connection.execute("truncate procedure_overrides")
    await connection.execute("update role_grants set until = since where role = 'administrator'")
    await connection.close()
