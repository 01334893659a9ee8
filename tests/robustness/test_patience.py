"""A statement or a lock that takes too long is ended by the server, and said as what it is."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.actor import SYSTEM
from app.core.database import Database, Patience
from app.edge.problems import as_refusal


@pytest.fixture
async def hurried(database_url: str) -> AsyncIterator[Database]:
    database = Database.connect(
        database_url, role="acogida_app", pool_size=2, patience=Patience(statement=0.2, lock=0.05)
    )
    yield database
    await database.close()


async def test_a_statement_without_end_is_ended_and_the_service_says_that_it_is_not_there(
    hurried: Database,
) -> None:
    with pytest.raises(DBAPIError) as ended:
        async with hurried.reading(SYSTEM) as db:
            await db.execute(text("select pg_sleep(20)"))
    assert as_refusal(ended.value).kind == "unavailable"


async def test_who_waits_too_long_for_a_lock_is_told_that_somebody_else_has_it(hurried: Database) -> None:
    lock = text("select pg_advisory_xact_lock(4711)")
    async with hurried.writing(SYSTEM) as first:
        await first.execute(lock)
        with pytest.raises(DBAPIError) as waited:
            async with hurried.writing(SYSTEM) as second:
                await second.execute(lock)
    assert as_refusal(waited.value).kind == "conflict"
