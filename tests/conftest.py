"""A real PostgreSQL, one database for each test worker, made by the migrations themselves.

Embedded by default; `TEST_DATABASE_URL` names any other cluster (README, "Tests against another PostgreSQL").
Tests do not clean up after each other: each makes its own offices, people and cases in a fresh `world`.
"""

import asyncio
import atexit
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from sqlalchemy.engine import make_url

from app.core.clock import SetClock
from app.core.database import Database
from app.core.embedded import throwaway
from tests.site import Site, open_site
from tests.world import MORNING, World, build_world

ROOT = Path(__file__).parent.parent

# Before anything reads the settings: keys of their own, and the quorum that the demonstration sets.
os.environ["ACOGIDA_VAR_DIR"] = tempfile.mkdtemp(prefix="acogida-test-")
atexit.register(shutil.rmtree, os.environ["ACOGIDA_VAR_DIR"], ignore_errors=True)
os.environ["ACOGIDA_PROFILE_OVERRIDES"] = str(
    ROOT / "app/procedure/profiles/overrides/cri-demonstration.toml"
)


@pytest.fixture(scope="session")
def database_url(worker_id: str) -> Iterator[str]:
    """The owner's URL of this worker's database, migrated to head."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        name = f"acogida_test_{worker_id}"
        asyncio.run(_recreate(given, name))
        url = make_url(given).set(database=name).render_as_string(hide_password=False)
        migrate(url)
        yield url
        return
    with throwaway() as url:
        migrate(url)
        yield url


def migrate(url: str, to: str = "head") -> None:
    command.upgrade(alembic_config(url), to)


def alembic_config(url: str) -> Config:
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


async def _recreate(url: str, name: str) -> None:
    connection = await asyncpg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    )
    await connection.execute(f'drop database if exists "{name}" with (force)')
    await connection.execute(f'create database "{name}"')
    await connection.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING)


@asynccontextmanager
async def connections(url: str) -> AsyncIterator[tuple[Database, Database]]:
    """As requests and as the worker have them."""
    app = Database.connect(url, role="acogida_app", pool_size=8)
    system = Database.connect(url, role="acogida_worker", pool_size=2)
    yield app, system
    await app.close()
    await system.close()


@pytest.fixture(scope="session")
async def connected(database_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """The connections of a whole run, with the statements that they keep prepared: making them anew costs more than most tests."""
    async with connections(database_url) as both:
        yield both


@pytest.fixture
def databases(connected: tuple[Database, Database], clock: SetClock) -> tuple[Database, Database]:
    """The database as requests see it, and as the worker does; both by the test's own clock."""
    app, system = (replace(each, clock=clock, kept={}) for each in connected)
    return app, system


@pytest.fixture
async def world(databases: tuple[Database, Database], clock: SetClock) -> World:
    return await build_world(*databases, clock)


@pytest.fixture(scope="session")
def application() -> list[FastAPI]:
    """Where the worker's one application is kept."""
    return []


@pytest.fixture
async def site(world: World, application: list[FastAPI]) -> AsyncIterator[Site]:
    """The application over HTTP, on the test's own database and clock."""
    async with open_site(world, application) as site:
        yield site
