"""`make bench`: My day, case page, registration of five and the check of a document, on 2,000 and on 20,000 cases.

The first run lives through the demonstration caseload and keeps it in `var/bench`. Every figure is one request after
another through the whole application in one process, row-level security on; beside it stand the same statements by
pgbench, as one transaction, in the same run. The 20,000 are the 2,000 with nine copies of each by SQL (`bench.multiply`).
"""

import asyncio
import os
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from time import perf_counter
from typing import Any

import asyncpg
import httpx
import uvloop
from rich.console import Console
from rich.table import Table

from app.cli import DEMONSTRATION_VALUES, upgrade
from app.core.actor import SIGN_IN
from app.core.clock import SystemClock
from app.core.database import Database
from app.core.embedded import DATABASE, Cluster
from app.core.secrets import token_key
from app.demonstration import public as demonstration
from app.edge.identification import cookie_name
from app.identity import public as identity
from app.overrides.public import shipped
from app.procedure import public as procedure
from app.settings import settings
from bench.multiply import lengthen, multiply
from bench.spanish_names import Drawer
from bench.statements import forget, pgbench, recorded

CASES, COPIES = 2_000, 9
TIMES, WARM_UP = 200, 20
BUDGETS = {
    "My day": 50,
    "case page": 50,
    "case page, 300 events, 40 documents": 50,
    "its timeline": 50,
    "its documents": 50,
    "registration of five": 60,
    "verify": 5,
}
# Far from any booked interview; hours of the office, in UTC.
FREE_FROM, HOURS = date(2029, 1, 1), (14, 19)
Ask = Callable[[int], Awaitable[httpx.Response]]


@dataclass(frozen=True, slots=True)
class Measured:
    what: str
    cases: int
    ours: list[float]
    theirs: list[float]
    statements: int


def main() -> None:
    """Measure, and print the table."""
    os.environ.setdefault("ACOGIDA_PROFILE_OVERRIDES", str(DEMONSTRATION_VALUES / "cri-demonstration.toml"))
    os.environ.setdefault("ACOGIDA_LOG_LEVEL", "error")
    settings.cache_clear()
    console = Console(width=120)
    cluster = Cluster(settings().var_dir / "bench")
    with cluster as url:
        upgrade(url)
        demonstration.load(url, cases=CASES, console=console)
        measured = []
        for name, copies in (("bench_2000", 0), ("bench_20000", COPIES)):
            # As uvicorn serves it.
            measured += uvloop.run(_on_a_copy(cluster, name, copies))
    console.print(_table(measured))


async def _on_a_copy(cluster: Cluster, name: str, copies: int) -> list[Measured]:
    connection = await asyncpg.connect(cluster.url("postgres"))
    await connection.execute(f"drop database if exists {name} with (force)")
    await connection.execute(f"create database {name} template {DATABASE}")
    copy = cluster.url(name)
    try:
        if copies:
            await multiply(copy, copies)
        return await _measure_all(copy)
    finally:
        await connection.execute(f"drop database if exists {name} with (force)")
        await connection.close()


async def _measure_all(url: str) -> list[Measured]:
    from app.main import create_app  # noqa: PLC0415 - reads the settings made above

    database = Database.connect(url, role=settings().database_app_role, pool_size=2)
    app = create_app(database=database)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1"
    ) as client:
        officer = await signed_in(database, "elegibilidad.liberia.1")
        border = await signed_in(database, "frontera.penas-blancas")
        at = await asyncpg.connect(url)
        total = await at.fetchval("select count(*) from cases")
        reference = await at.fetchval(
            "select c.reference from cases c join users u on u.id = c.assigned_to"
            " where u.username = 'elegibilidad.liberia.1' and c.stage = 'awaiting_interview' order by 1 limit 1"
        )
        code = await at.fetchval(
            "select code from provisional_documents where status = 'active' order by 1 limit 1"
        )
        long_reference = await at.fetchval(
            "select c.reference from cases c join users u on u.id = c.assigned_to"
            " where u.username = 'elegibilidad.liberia.1' and c.stage = 'assessment' order by 1 limit 1"
        )
        await lengthen(url, long_reference)
        office = await at.fetchval("select id from offices where code = 'liberia'")
        room = await at.fetchval("select id from rooms where office_id = $1 order by name limit 1", office)
        await at.close()

        async def page(who: dict[str, str], path: str) -> httpx.Response:
            return await client.get(path, headers=who)

        asks: dict[str, Ask] = {
            "My day": lambda _: page(officer, "/"),
            "case page": lambda _: page(officer, f"/cases/{reference}"),
            "case page, 300 events, 40 documents": lambda _: page(officer, f"/cases/{long_reference}"),
            "its timeline": lambda _: page(officer, f"/cases/{long_reference}/timeline"),
            "its documents": lambda _: page(officer, f"/cases/{long_reference}/documents"),
            "registration of five": lambda n: client.post(
                "/api/v1/registrations",
                json=_household(str(office), str(room), n),
                headers=border | {"Idempotency-Key": f"measured {n}"},
            ),
            "verify": lambda _: client.get(f"/api/v1/verify/{code}"),
        }
        found = [await _measure(url, database, what, total, ask) for what, ask in asks.items()]
    await database.close()
    return found


async def _measure(url: str, database: Database, what: str, cases: int, ask: Ask) -> Measured:
    for n in range(WARM_UP):
        _good(await ask(n))
    with recorded(database.engine) as statements:
        _good(await ask(WARM_UP))
    await forget(url, statements)
    ours = []
    for n in range(WARM_UP + 1, WARM_UP + 1 + TIMES):
        began = perf_counter()
        answer = await ask(n)
        ours.append((perf_counter() - began) * 1000)
        _good(answer)
    theirs = await asyncio.to_thread(pgbench, url, statements, TIMES)
    return Measured(what, cases, ours, theirs, len(statements))


def _good(answer: httpx.Response) -> None:
    if answer.status_code not in (200, 201):
        raise SystemExit(f"{answer.request.url} answered {answer.status_code}: {answer.text[:300]}")


async def signed_in(database: Database, username: str) -> dict[str, str]:
    """Headers of a browser or, for the API, of a token, as one of the demonstration's people."""
    async with database.writing(SIGN_IN) as db:
        known = await identity.recognise(db, username, demonstration.PASSWORD)
        if not isinstance(known, identity.Recognised):
            raise SystemExit(f"{username} cannot sign in: is this the demonstration's database?")
        grant = known.grants[0]
        opened = await identity.open_session(db, known.user_id, grant.id)
    tokens = identity.Tokens(token_key(), timedelta(hours=1))
    claims = identity.TokenClaims(known.user_id, grant.id, frozenset())
    return {
        "Cookie": f"{cookie_name()}={opened.token}",
        "X-CSRF-Token": opened.csrf,
        "Authorization": f"Bearer {tokens.issue(claims, SystemClock().now())}",
    }


def _household(office: str, room: str, n: int) -> dict[str, Any]:
    # Different people each time: those who are alike are looked for at every save.
    drawer = Drawer(n)

    def person(year: int, relation: str, sex: str) -> dict[str, Any]:
        return {
            "given_names": drawer.given_names(sex),
            "family_names": f"{drawer.surname()} {drawer.surname()}",
            "birth_date": drawer.born(1, 40).replace(year=year, day=n % 28 + 1).isoformat(),
            "sex": sex,
            "nationalities": ["VEN"],
            "languages": ["es"],
            "relation": relation,
        }

    starts_at = _free_at(n)
    return {
        "persons": [
            person(1991, "principal", "female"),
            person(1988, "spouse", "male"),
            person(2014, "child", "female"),
            person(2019, "child", "male"),
            person(2012, "separated_child", "female"),
        ],
        "arrival": {"entry_place": "Peñas Blancas", "circumstances": "Medida, no una persona."},
        "office_id": office,
        "appointment": {"room_id": room, "starts_at": starts_at.isoformat()},
    }


@cache
def _working_days() -> list[date]:
    profile = shipped()
    days = (FREE_FROM + timedelta(days=n) for n in range(TIMES + WARM_UP))
    return [day for day in days if procedure.is_working_day(profile, day)]


def _free_at(n: int) -> datetime:
    """The n-th time at which nobody is booked yet."""
    days, hours = divmod(n, len(HOURS))
    return datetime.combine(_working_days()[days], time(HOURS[hours]), UTC)


def _table(measured: list[Measured]) -> Table:
    table = Table(
        title="Milliseconds, one request after another; pgbench: the same statements in the same run"
    )
    for head in ("", "cases", "p50", "p95", "budget p95", "statements", "pgbench p50", "pgbench p95"):
        table.add_column(head, justify="left" if not head else "right")
    for one in measured:
        over = "[red]" if _p95(one.ours) > BUDGETS[one.what] else ""
        table.add_row(
            one.what,
            f"{one.cases:,}",
            f"{statistics.median(one.ours):.1f}",
            f"{over}{_p95(one.ours):.1f}",
            str(BUDGETS[one.what]),
            str(one.statements),
            f"{statistics.median(one.theirs):.1f}",
            f"{_p95(one.theirs):.1f}",
        )
    return table


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1]


if __name__ == "__main__":
    main()
