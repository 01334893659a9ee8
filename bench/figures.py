"""`python -m bench.figures [CASES]`: figures over 200,000 invented cases, made from events and kept up with them.

The cases are those of `bench/histories.py`, with limits, needs and contacts at the border beside them, in a database of its own that is
thrown away. Measured are: all facts made from the events while the figures are read (`rsd statistics rebuild`), and made anew where they
stand; keeping up with cases of which something was recorded; each figure (`figure(db, name, filters)`) without and with filters and as of
half a year ago; the pages that show them, the map of the process, the comparison of outcomes, and extracts of the log. Medians of several
runs, one after another, row-level security on; beside a figure stand its own statements by pgbench, prepared and without the product.
`2000` takes a minute.
"""

import asyncio
import multiprocessing
import os
import random
import statistics as medians
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import asyncpg
import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from app.cli import DEMONSTRATION_VALUES, upgrade
from app.core.actor import SIGN_IN, Actor
from app.core.database import Database
from app.core.embedded import throwaway
from app.demonstration import public as demonstration
from app.edge.consistency import AskedConsistency, consistency_asked
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.settings import settings
from app.statistics import public as statistics
from bench import histories
from bench.__main__ import signed_in
from bench.statements import pgbench, recorded

CASES, RUNS, BATCH, PROCESSES = 200_000, 5, 5_000, 2
NOTED = 2_000
# Cases of about so many are extracted: a file of all is as fast for each row.
EXTRACTED = 10_000
REBUILT_A_SECOND, DASHBOARD = 1_700, 200
ASKS = ("all", "one origin", "office, sex, part of a month", "half a year ago")
PAGES = {
    "the dashboard": "/metrics",
    "time to the first decision": "/metrics/time_to_first_decision",
    "pending": "/metrics/pending",
    "recognition": "/metrics/recognition",
    "cases behind what is late": "/metrics/pending/cases?column=late",
    "comparison of outcomes": "/metrics/consistency",
}
# What the gate and the border write beside the events: a limit of the first decision for each case, a need for one person in eight, a
# contact at the border for every second case.
BESIDE = (
    """
insert into deadlines (id, case_id, claim_id, rule, kind, state, binds, started_at, starts_on, due_on, due_at, basis, verification,
  explanation, started_by, ended_by, ended_at, extensions)
select gen_random_uuid(), c.id, null, 'first_decision', 'legal',
       case when d.at is null then 'running' when d.at < c.registered_at + interval '91 days' then 'met' else 'missed' end,
       'authority', c.registered_at, c.filed_on, c.filed_on + 91, c.registered_at + interval '91 days', 'Medida', 'verified', '{}',
       r.id, d.id, d.at, 0
  from cases c
  join case_events r on r.case_id = c.id and r.number = 1
  left join lateral (select id, at from case_events e where e.case_id = c.id and e.name in ('decided', 'withdrawn', 'abandoned')
                      order by number limit 1) d on true
 where c.reference like 'B-%'
""",
    """
insert into specific_needs (id, person_id, code, found_at, found_by)
select gen_random_uuid(), p.id, (array['SV-VF', 'DS-PM', 'WR-SF', 'CR-CS', 'SM-MI'])[1 + abs(hashtext(p.id::text)) % 5], p.created_at,
       p.created_by from persons p where abs(hashtext(p.id::text || 'n')) % 8 = 0
""",
    """
insert into encounters (id, post_id, at, by, recorded_at, outcome, nationality, sex, age, age_group)
select gen_random_uuid(), b.id, c.registered_at, c.registered_by, c.registered_at,
       (array['registered', 'registered', 'referred', 'admitted', 'refused_entry'])[1 + abs(hashtext(c.id::text)) % 5],
       (array['NIC', 'VEN', 'CUB'])[1 + abs(hashtext(c.id::text || 'o')) % 3], 'female', 30, '18-59'
  from cases c
  join (select id, row_number() over (order by id) as n, count(*) over () as all_of_them from border_posts) b
    on b.n = 1 + abs(hashtext(c.id::text || 'p')) % b.all_of_them
 where abs(hashtext(c.id::text || 'e')) % 2 = 0
""",
)
Ask = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    what: str
    unit: str
    number: int
    seconds: float
    budget: int | None = None

    @property
    def per_second(self) -> float:
        return self.number / self.seconds


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds, by what was asked."""

    what: str
    medians: tuple[float, ...]
    alone: float | None = None


def main() -> None:
    """Measure, and print the tables."""
    os.environ.setdefault("ACOGIDA_PROFILE_OVERRIDES", str(DEMONSTRATION_VALUES / "cri-demonstration.toml"))
    os.environ.setdefault("ACOGIDA_LOG_LEVEL", "error")
    settings.cache_clear()
    cases = int(sys.argv[1]) if sys.argv[1:] else CASES
    console = Console(width=120)
    with throwaway() as url:
        upgrade(url)
        demonstration.load(url, cases=3, console=console)
        began = time.perf_counter()
        events = asyncio.run(load(url, cases))
        console.print(
            f"{cases:,} cases with {events:,} events invented in {time.perf_counter() - began:.0f} s"
        )
        asyncio.run(_measure_all(url, cases, console))


async def load(url: str, cases: int) -> int:
    """Invent the cases and write them, by two processes. Nothing of it waits to be counted. Returns how many events there are."""
    connection = await asyncpg.connect(url)
    place = histories.Place(
        [row["office_id"] for row in await connection.fetch("select distinct office_id from cases")],
        [
            row["user_id"]
            for row in await connection.fetch(
                "select distinct user_id from role_grants where role = 'eligibility_officer' order by 1"
            )
        ],
        datetime.now(tz=UTC),
    )
    parts = [(url, n, min(BATCH, cases - n), place) for n in range(0, cases, BATCH)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        for _ in pool.map(_write_part, parts):
            pass
    # No trigger and no foreign key is checked, as with the cases.
    await connection.execute("set session_replication_role = replica")
    for statement in BESIDE:
        await connection.execute(statement)
    await connection.execute("delete from facts_due")
    await connection.execute("vacuum analyze")
    events: int = await connection.fetchval("select count(*) from case_events")
    await connection.close()
    return events


def _write_part(part: tuple[str, int, int, histories.Place]) -> None:
    url, seed, cases, place = part

    async def write() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute("set session_replication_role = replica")
        await histories.write(connection, histories.invent(seed, cases, place))
        await connection.close()

    asyncio.run(write())


async def _measure_all(url: str, cases: int, console: Console) -> None:
    app = Database.connect(url, role=settings().database_app_role, pool_size=3)
    worker = Database.connect(url, role=settings().database_worker_role, pool_size=3)
    auditor = await _reader(app, "auditoria.1")
    supervisor = await _reader(app, "supervision.liberia.1")
    rates = [await _rebuilt(worker, "made from the events"), await _rebuilt(worker, "made anew")]
    rates.append(await _kept_up(url, worker))
    await _settled(url)
    console.print(_rates("Facts", rates))
    timed = [await _figure(url, app, auditor, name) for name in statistics.NAMES]
    console.print(_figures(f"Figures over {cases:,} cases, milliseconds (the auditor)", timed))
    timed = [await _once(app, supervisor, name) for name in ("pending", "time_to_first_decision", "workload")]
    console.print(_figures("The same of one office (its supervisor)", timed))
    console.print(_pages(await _asked_by_http(app)))
    console.print(_milliseconds("The process", await _processes(app, auditor)))
    rates = [await _extract(app, auditor, form, cases) for form in statistics.FORMATS]
    console.print(_rates("Extracts of the log", rates))
    await app.close()
    await worker.close()


async def _reader(database: Database, username: str) -> Actor:
    async with database.writing(SIGN_IN) as db:
        known = await identity.recognise(db, username, demonstration.PASSWORD)
        if not isinstance(known, identity.Recognised):
            raise SystemExit(f"{username} is not there")
        actor = await identity.actor_by_grant(db, known.grants[0].id, known.user_id)
    if actor is None:
        raise SystemExit(f"{username} may do nothing")
    return actor


async def _rebuilt(worker: Database, what: str) -> Rate:
    began = time.perf_counter()
    done = await statistics.rebuild(worker, processes=PROCESSES)
    return Rate(what, "cases", done, time.perf_counter() - began, REBUILT_A_SECOND)


async def _kept_up(url: str, worker: Database) -> Rate:
    """Something is recorded of cases here and there, and they are counted again."""
    connection = await asyncpg.connect(url)
    chance, taken, number = random.Random(3), [], 0  # noqa: S311 - which ones
    cases = [row["id"] for row in await connection.fetch("select id from cases order by id")]
    for _ in range(RUNS):
        noted = chance.sample(cases, min(NOTED, len(cases)))
        await connection.executemany(
            "insert into facts_due (case_id, noted_at) values ($1, now())", [(case,) for case in noted]
        )
        began = time.perf_counter()
        number = await statistics.catch_up(worker)
        taken.append(time.perf_counter() - began)
    await connection.close()
    return Rate("kept up", "cases", number, medians.median(taken))


async def _settled(url: str) -> None:
    """As it is some minutes later: the server vacuums what has been rewritten."""
    connection = await asyncpg.connect(url)
    await connection.execute("vacuum analyze")
    await connection.close()


async def _figure(url: str, app: Database, reader: Actor, name: str) -> Timed:
    """A figure by each of `ASKS`; its statements without filters by pgbench."""
    now = datetime.now(tz=UTC)
    async with app.reading(reader) as db:
        office = await db.scalar(text("select id from offices order by code limit 1"))
    since = (now - timedelta(days=400)).date().replace(day=9)
    asked = (
        statistics.Filters(),
        statistics.Filters(origin="VEN"),
        statistics.Filters(office=office, sex="female", since=since),
        statistics.Filters(as_of=now - timedelta(days=182)),
    )
    found = [await _median(app, reader, name, filters) for filters in asked]
    with recorded(app.engine) as statements:
        async with app.reading(reader) as db:
            await statistics.figure(db, name, asked[0])
    alone = await asyncio.to_thread(pgbench, url, statements, 10)
    return Timed(name, tuple(found), medians.median(alone))


async def _once(app: Database, reader: Actor, name: str) -> Timed:
    return Timed(name, (await _median(app, reader, name, statistics.Filters()),))


async def _median(app: Database, reader: Actor, name: str, filters: statistics.Filters) -> float:
    async def ask() -> None:
        async with app.reading(reader) as db:
            await statistics.figure(db, name, filters)

    return await _taken(ask)


async def _taken(ask: Ask, runs: int = RUNS) -> float:
    """The median of some runs in milliseconds, after one that is not counted."""
    taken = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - began) * 1000)
    return medians.median(taken[1:])


async def _asked_by_http(app: Database) -> list[Timed]:
    from app.main import create_app  # noqa: PLC0415 - reads the settings made above

    transport = httpx.ASGITransport(app=create_app(database=app))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        headers = await signed_in(app, "auditoria.1")

        async def page(path: str) -> None:
            answer = await client.get(path, headers=headers)
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code}: {answer.text[:300]}")

        return [Timed(what, (await _taken(lambda path=path: page(path)),)) for what, path in PAGES.items()]  # type: ignore[misc]


async def _processes(app: Database, reader: Actor) -> list[Timed]:
    """Each map up to a moment of its own, so that none was kept; and the comparison of outcomes without its page."""
    moments = (datetime.now(tz=UTC) - timedelta(hours=n) for n in count(1))

    async def map_of(by: str, filters: statistics.Filters) -> None:
        async with app.reading(reader) as db:
            await statistics.process_map(db, filters, by=by, as_of=next(moments))

    async def compared() -> None:
        async with app.reading(reader) as db:
            await consistency_asked(db, AskedConsistency())

    one = statistics.Filters(origin="VEN", modality="accelerated")
    return [
        Timed("map by stages", (await _taken(lambda: map_of(statistics.STAGES, statistics.Filters()), 3),)),
        Timed("map by events", (await _taken(lambda: map_of(statistics.EVENTS, statistics.Filters()), 3),)),
        Timed("map by stages, filtered", (await _taken(lambda: map_of(statistics.STAGES, one), 3),)),
        Timed("comparison of outcomes, counted", (await _taken(compared, 3),)),
    ]


async def _extract(app: Database, reader: Actor, form: str, cases: int) -> Rate:
    """A whole file of the cases that were filed last."""
    days = max(10, round(900 * min(1.0, EXTRACTED / cases)))
    filters = statistics.Filters(since=(datetime.now(tz=UTC) - timedelta(days=days)).date())
    async with app.writing(reader) as db:
        zone = (await procedure_in_force(db)).zone
        extract = await statistics.begin_extract(
            db,
            db.actor,
            filters,
            form=form,
            times=statistics.INSTANT,
            reason="Se mide un extracto.",
            zone=zone,
        )
    async with app.reading(reader) as db:
        rows = await db.scalar(
            text(
                "select count(*) from log_events e join log_cases c using (case_id) where c.filed_on >= :since"
            ),
            {"since": filters.since},
        )
    began, size = time.perf_counter(), 0
    async for piece in statistics.written(app, reader, extract):
        size += len(piece)
    seconds = time.perf_counter() - began
    return Rate(f"{form}, {extract.cases:,} cases, {size / 1e6:.0f} MB", "events", rows, seconds)


def _rates(title: str, rates: Sequence[Rate]) -> Table:
    table = Table(title=title)
    for head in ("", "", "seconds", "a second", "aim"):
        table.add_column(head, justify="left" if not head else "right")
    for one in rates:
        over = "[red]" if one.budget and one.per_second < one.budget else ""
        aim = f"{one.budget:,}" if one.budget else ""
        number = f"{one.number:,} {one.unit}"
        table.add_row(one.what, number, f"{one.seconds:.1f}", f"{over}{one.per_second:,.0f}", aim)
    return table


def _figures(title: str, timed: Sequence[Timed]) -> Table:
    table = Table(title=f"{title}; the aim is {DASHBOARD}")
    asked = ASKS[: len(timed[0].medians)]
    compared = timed[0].alone is not None
    for head in ("", *asked, *(("pgbench, all", "ratio") if compared else ())):
        table.add_column(head, justify="left" if not head else "right")
    for one in timed:
        cells = [f"{'[red]' if each > DASHBOARD else ''}{each:.0f}" for each in one.medians]
        if one.alone is not None:
            cells += [f"{one.alone:.0f}", f"{one.medians[0] / one.alone:.1f}"]
        table.add_row(one.what, *cells)
    return table


def _pages(timed: Sequence[Timed]) -> Table:
    return _milliseconds(f"Whole pages; the aim of the dashboard is {DASHBOARD}", timed)


def _milliseconds(title: str, timed: Sequence[Timed]) -> Table:
    table = Table(title=title)
    table.add_column("")
    table.add_column("milliseconds", justify="right")
    for one in timed:
        table.add_row(one.what, f"{one.medians[0]:.0f}")
    return table


if __name__ == "__main__":
    main()
