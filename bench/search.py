"""`python -m bench.search`: looking for a person by a misspelt name, and for the same person while typing, among 100,000.

The demonstration's first few cases, and a crowd beside them (`bench/crowd.py`); a tenth of the crowd's cases is the office's who asks.
Each figure is one request after another through the whole application in one process, row-level security on: the list of cases with
a search, and the candidates of the programming interface. What is typed is somebody of the office with one letter mistyped and, by
turns, as it sounds, without accents, with names left out or in another order. Beside it stands what PostgreSQL takes for the request's
statements alone, and whether the one who was meant was found. At the end everybody is looked through once (`rsd people link`).
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
from rich.console import Console
from rich.table import Table

from app.cli import DEMONSTRATION_VALUES, upgrade
from app.core.database import Database
from app.core.embedded import throwaway
from app.demonstration import public as demonstration
from app.people import public as people
from app.settings import settings
from app.workflows.link_people import Done, link_people
from bench import crowd
from bench.__main__ import signed_in
from bench.spanish_names import misspelt, spoilt
from bench.statements import pgbench, recorded

PERSONS, TIMES, WARM_UP = 100_000, 200, 20
BUDGETS = {"search by a misspelt name": 100, "candidates while typing": 50}
# Of the office of the case whose audience the crowd has.
SUPERVISOR = """
select u.username from users u join role_grants g on g.user_id = u.id
 where g.role = 'supervisor' and g.office_id = (select office_id from cases order by id limit 1) order by 1 limit 1
"""
MEANT = """
select p.given_names, p.family_names, p.birth_date, p.sex, p.nationalities, p.phone, c.reference
  from cases c join claims k on k.case_id = c.id join persons p on p.id = k.person_id
 where c.audience = (select array['office:' || office_id] from cases order by id limit 1) and c.reference like 'CROWD-%'
 order by md5(p.id::text) limit $1
"""
Ask = Callable[[asyncpg.Record], Awaitable[tuple[httpx.Response, bool]]]


@dataclass(frozen=True, slots=True)
class Timed:
    what: str
    milliseconds: list[float]
    database: list[float]
    statements: int
    found: int


def main() -> None:
    """Load, measure, and print the table."""
    os.environ.setdefault("ACOGIDA_PROFILE_OVERRIDES", str(DEMONSTRATION_VALUES / "cri-demonstration.toml"))
    os.environ.setdefault("ACOGIDA_LOG_LEVEL", "error")
    settings.cache_clear()
    console = Console(width=120)
    persons = int(sys.argv[1]) if sys.argv[1:] else PERSONS
    with throwaway() as url:
        upgrade(url)
        demonstration.load(url, cases=3, console=console)
        began = time.perf_counter()
        asyncio.run(crowd.load(url, persons))
        console.print(f"{persons:,} people loaded in {time.perf_counter() - began:.0f} s")
        console.print(_table(persons, asyncio.run(_measure_all(url))))
        done = asyncio.run(_link(url))
        console.print(
            f"rsd people link: {done.people:,} people in {done.seconds:.0f} s, model {done.trained_on}, {done.pairs:,} pairs,"
            f" {done.proposed:,} new"
        )


async def _link(url: str) -> Done:
    """Everybody looked through once, as the worker does it; a model is learned where the crowd teaches one."""
    database = Database.connect(url, role=settings().database_worker_role, pool_size=2)
    with tempfile.TemporaryDirectory() as directory:
        done = await link_people(database, model_file=Path(directory) / "model.json")
    await database.close()
    return done


async def _measure_all(url: str) -> list[Timed]:
    from app.main import create_app  # noqa: PLC0415 - reads the settings made above

    database = Database.connect(url, role=settings().database_app_role, pool_size=2)
    connection = await asyncpg.connect(url)
    meant = await connection.fetch(MEANT, TIMES + WARM_UP)
    supervisor = await connection.fetchval(SUPERVISOR)
    await connection.close()
    chance = random.Random(5)  # noqa: S311 - typing mistakes, not secrets
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=create_app(database=database)), base_url="http://127.0.0.1"
    ) as client:
        officer = await signed_in(database, supervisor)
        registrar = await signed_in(database, "frontera.penas-blancas")

        async def search(row: asyncpg.Record) -> tuple[httpx.Response, bool]:
            answer = await client.get("/cases", params={"q": misspelt(chance, _who(row))}, headers=officer)
            return answer, row["reference"] in answer.text

        async def typing(row: asyncpg.Record) -> tuple[httpx.Response, bool]:
            who = spoilt(chance, _who(row))
            asked = {
                "given_names": who.given_names,
                "family_names": who.family_names,
                "birth_date": who.birth_date.isoformat() if who.birth_date else None,
                "birth_precision": who.birth_precision,
                "sex": who.sex,
                "nationalities": list(who.nationalities),
                "phone": who.phone,
            }
            answer = await client.post("/api/v1/people/candidates", json=asked, headers=registrar)
            return answer, row["reference"] in answer.text

        asks: dict[str, Ask] = {"search by a misspelt name": search, "candidates while typing": typing}
        timed = [await _time(url, database, what, meant, ask) for what, ask in asks.items()]
    await database.close()
    return timed


def _who(row: asyncpg.Record) -> people.Description:
    return people.Description(
        row["given_names"],
        row["family_names"],
        row["birth_date"],
        sex=row["sex"],
        nationalities=tuple(row["nationalities"]),
        phone=row["phone"],
    )


async def _time(url: str, database: Database, what: str, meant: Sequence[asyncpg.Record], ask: Ask) -> Timed:
    taken, hits = [], 0
    for n, row in enumerate(meant):
        began = time.perf_counter()
        answer, hit = await ask(row)
        if answer.status_code != 200:
            raise SystemExit(f"{what} answered {answer.status_code}: {answer.text[:300]}")
        if n >= WARM_UP:
            taken.append((time.perf_counter() - began) * 1000)
            hits += hit
    with recorded(database.engine) as statements:
        await ask(meant[-1])
    return Timed(what, taken, await asyncio.to_thread(pgbench, url, statements, 50), len(statements), hits)


def _table(persons: int, timed: Sequence[Timed]) -> Table:
    shown = Table(title=f"Milliseconds among {persons:,} people, one request after another")
    heads = ("", "p50", "p95", "budget p95", "statements", "pgbench p50", "ratio of p50", "found")
    for head in heads:
        shown.add_column(head, justify="left" if not head else "right")
    for one in timed:
        middle, theirs = statistics.median(one.milliseconds), statistics.median(one.database)
        late = sorted(one.milliseconds)[int(len(one.milliseconds) * 0.95) - 1]
        shown.add_row(
            one.what,
            f"{middle:.1f}",
            f"{'[red]' if late > BUDGETS[one.what] else ''}{late:.1f}",
            str(BUDGETS[one.what]),
            str(one.statements),
            f"{theirs:.1f}",
            f"{middle / theirs:.1f}",
            f"{one.found} of {len(one.milliseconds)}",
        )
    return shown


if __name__ == "__main__":
    main()
