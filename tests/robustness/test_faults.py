"""Faults to survive with nothing acknowledged lost: the server killed, the same request twice at once, the database away and back."""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.core.clock import SetClock
from app.core.database import Database
from app.core.embedded import THROWAWAY, Cluster
from app.main import create_app
from tests.conftest import migrate
from tests.journeys.road import FAMILY
from tests.site import Site
from tests.world import World

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clock() -> SetClock:
    """The real time: a server process of its own has no other."""
    return SetClock(datetime.now(UTC))


def household(world: World, family_names: str) -> dict[str, Any]:
    entered = (world.clock.now() - timedelta(days=2)).date().isoformat()
    return {
        "persons": [person | {"family_names": family_names} for person in FAMILY],
        "arrival": {"entered_on": entered, "entry_place": "Peñas Blancas"},
        "office_id": str(world.office),
    }


async def test_two_registrations_at_once_under_one_key_are_one(site: Site) -> None:
    body, key = household(site.world, "Una Sola"), uuid4().hex

    async def send() -> httpx.Response:
        async with site.api("border_liaison_officer") as api:
            return await api.post("/api/v1/registrations", json=body, headers={"Idempotency-Key": key})

    answers = await asyncio.gather(*(send() for _ in range(4)))
    answers.append(await send())
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {201, 409}, statuses
    assert statuses[-1] == 201
    assert len({answer.json()["reference"] for answer in answers if answer.status_code == 201}) == 1
    async with site.api("border_liaison_officer") as api:
        assert len((await api.get("/api/v1/cases")).json()["cases"]) == 1


async def test_a_database_that_goes_away_and_comes_back(clock: SetClock) -> None:
    with tempfile.TemporaryDirectory(prefix="acogida-test-") as home:
        cluster = Cluster(Path(home) / "pg", options=THROWAWAY)
        url = cluster.start()
        try:
            await asyncio.to_thread(migrate, url)
            database = Database.connect(url, role="acogida_app", clock=clock, pool_size=2)
            app = create_app(database=database)
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                assert (await client.get("/readyz")).status_code == 200
                cluster.stop()
                assert (await client.get("/readyz")).status_code == 503
                assert (await client.get("/healthz")).status_code == 200
                away = await client.get("/api/v1/verify/100000000009")
                assert (away.status_code, away.headers["content-type"]) == (
                    503,
                    "application/problem+json",
                ), away.text
                assert away.headers["retry-after"]
                assert (await client.get("/verify/100000000009")).status_code == 503
                assert cluster.start() == url
                assert (await client.get("/readyz")).status_code == 200
                assert (await client.get("/api/v1/verify/100000000009")).status_code == 200
            await database.close()
        finally:
            cluster.stop()


class Server:
    """A real server process of our own, on a free port."""

    def __init__(self, database_url: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"DATABASE_URL": database_url, "ACOGIDA_LOG_LEVEL": "error"}
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        command = [
            "-m",
            "uvicorn",
            "--factory",
            "app.main:create_app",
            "--port",
            str(self.port),
            "--log-level",
            "critical",
        ]
        self.process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment)
        async with httpx.AsyncClient() as client:
            for _ in range(600):
                try:
                    if (await client.get(f"{self.url}/readyz")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    made = Server(database_url)
    yield made
    made.kill()


@asynccontextmanager
async def at_the_border(site: Site, server: Server) -> AsyncIterator[httpx.AsyncClient]:
    token = await site.token("border_liaison_officer")
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as client:
        yield client


async def _send(client: httpx.AsyncClient, world: World, number: int, answered: dict[int, str]) -> None:
    """Register household `number` under its own key, and note what was acknowledged."""
    body, key = household(world, f"Familia {number}"), f"kill-{world.tag}-{number}"
    try:
        answer = await client.post("/api/v1/registrations", json=body, headers={"Idempotency-Key": key})
    except httpx.TransportError:
        return
    if answer.status_code == 201:
        answered[number] = answer.json()["reference"]


async def test_a_server_killed_in_the_middle_leaves_whole_households_or_none(
    site: Site, server: Server
) -> None:
    await _killed_once(site, server, households=12, after=3)


@pytest.mark.slow
async def test_a_server_killed_again_and_again_leaves_whole_households_or_none(
    site: Site, server: Server
) -> None:
    for _ in range(4):
        await _killed_once(site, server, households=25, after=random.randint(1, 15))
        site.world.tag = uuid4().hex[:8]


async def _killed_once(site: Site, server: Server, *, households: int, after: int) -> None:
    world, answered = site.world, dict[int, str]()
    before = set(await _references(world))
    await server.start()
    async with at_the_border(site, server) as client:
        sending = [asyncio.create_task(_send(client, world, n, answered)) for n in range(households)]
        for finished in asyncio.as_completed(sending):
            await finished
            if len(answered) >= after:
                break
        server.kill()
        await asyncio.gather(*sending)
    killed_at = len(answered)
    assert after <= killed_at < households, (
        "the server was killed before or after the work, not in the middle"
    )
    await _transactions_are_over(world)
    there = await _whole_households(world) - before
    assert set(answered.values()) <= there, "an acknowledged registration is gone"
    # Whoever got no answer sends again under the same key, and nobody is registered twice.
    await server.start()
    async with at_the_border(site, server) as client:
        again: dict[int, str] = {}
        for n in range(households):
            await _send(client, world, n, again)
    server.kill()
    assert len(again) == households
    assert again.items() >= answered.items()
    assert await _whole_households(world) - before == set(again.values())


async def _references(world: World) -> list[str]:
    async with world.system.reading(SYSTEM) as db:
        statement = text("select reference from cases where post_id = :post")
        return [str(reference) for reference in await db.scalars(statement, {"post": world.post})]


async def _whole_households(world: World) -> set[str]:
    """The cases of the post, each with everything that a registration writes, or the test fails."""
    count = """
        select c.reference,
               (select count(*) from claims k where k.case_id = c.id) as claims,
               (select count(*) from claims k join persons p on p.id = k.person_id where k.case_id = c.id) as persons,
               (select count(*) from provisional_documents d where d.case_id = c.id and d.status = 'active') as documents,
               (select count(*) from registrations r where r.case_id = c.id) as registrations,
               (select count(*) from case_events e where e.case_id = c.id and e.name = 'registered') as events,
               (select count(*) from deadlines d where d.case_id = c.id) > 0 as limits,
               (select count(*) from kept_answers a where a.location like '%/' || c.reference) as answers
          from cases c where c.post_id = :post
    """
    async with world.system.reading(SYSTEM) as db:
        rows = await db.rows(text(count), {"post": world.post})
    for row in rows:
        assert tuple(row)[1:] == (5, 5, 5, 1, 1, True, 1), row
    return {row.reference for row in rows}


async def _transactions_are_over(world: World) -> None:
    """The database notices that a client is gone when it next reads from it, and rolls back what was open."""
    for _ in range(200):
        async with world.system.reading(SYSTEM) as db:
            open_ = await db.scalar(
                text(
                    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                    " and xact_start is not null and backend_type = 'client backend'"
                )
            )
        if not open_:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("a transaction of the killed server is still open")
