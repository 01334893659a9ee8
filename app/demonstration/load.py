"""Loading the demonstration: the deployment, then its caseload, once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from app.core import ids
from app.core.actor import SIGN_IN, SYSTEM
from app.core.clock import SetClock, SystemClock
from app.core.database import Database
from app.core.jobs import PostgresQueue
from app.demonstration import deployment
from app.demonstration.commission import Commission
from app.demonstration.diary import Diary
from app.demonstration.land import Land
from app.demonstration.life import Life, Way
from app.demonstration.simulation import Simulation, Teller, Waiting
from app.identity import public as identity
from app.procedure import public as procedure
from app.settings import settings

SEED = "acogida 1"
FIRST, LAST = date(2023, 11, 21), date(2026, 11, 20)
SET_UP_AT = datetime(2023, 11, 20, 14, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
# Where people come in: post or office, and how often.
AT_POST = {
    "penas_blancas": 30,
    "los_chiles": 14,
    "tablillas": 8,
    "paso_canoas": 9,
    "golfito": 1,
    "limon": 1,
    "caldera": 1,
    "juan_santamaria": 7,
    "daniel_oduber": 3,
}
AT_OFFICE = {"san_jose": 16, "upala": 4, "liberia": 2, "paso_canoas": 2, "limon": 2}


def load(url: str, *, cases: int, console: Console) -> None:
    """Set up the deployment and load `cases` cases, unless that was done before."""
    asyncio.run(_load(url, cases, console))


async def _load(url: str, cases: int, console: Console) -> None:
    if await _is_loaded(url):
        return
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console,
    )
    with progress:
        days = (UNTIL - SET_UP_AT).days
        task = progress.add_task("Caseload of invented people, three years", total=days)
        await simulate(url, cases, lambda now: progress.update(task, completed=(now - SET_UP_AT).days))


async def _is_loaded(url: str) -> bool:
    database = Database.connect(url, role=settings().database_worker_role, pool_size=1)
    try:
        async with database.writing(SIGN_IN) as db:
            if await deployment.is_complete(db):
                return True
            if await identity.offices(db):
                raise SystemExit(
                    "This database has offices of its own, or a load that was interrupted."
                    " `python -m app.cli demo --reset` begins again."
                )
            return False
    finally:
        await database.close()


async def simulate(url: str, cases: int, done: Callable[[datetime], None] = lambda _: None) -> None:
    """Three years of `cases` cases, the same every time."""
    clock, waiting = SetClock(SET_UP_AT), Waiting()
    database = Database.connect(
        url, role=settings().database_worker_role, clock=clock, queue=waiting, pool_size=1
    )
    profile = procedure.load(settings().profile_country, overrides=settings().profile_overrides)
    ids.seed(Random(f"{SEED}:deployment"))
    async with database.writing(SYSTEM) as db:
        institution = await deployment.set_up(db, profile)
    land = Land(institution, Diary(profile, FIRST, LAST + timedelta(days=700)))
    simulation = Simulation(database, clock, waiting, SEED, UNTIL, done)
    begin_stories(simulation, land, cases)
    await simulation.run()
    ids.seed(None)
    await _finish(database, waiting)
    await database.close()


def begin_stories(simulation: Simulation, land: Land, cases: int) -> None:
    """Every case at its time, and the Commission."""
    chance = Random(f"{SEED}:arrivals")
    days = land.diary.working_days(FIRST, LAST)
    kinds = {post.code: post for post in land.diary.profile.posts}
    moments = sorted(land.diary.desk(days[int(len(days) * chance.random())], chance) for _ in range(cases))
    for number, moment in enumerate(moments):
        way = _way(chance, kinds)

        def tell(teller: Teller, way: Way = way) -> object:
            return Life(teller, land, way).story()

        simulation.begin(f"case {number}", moment, tell)  # type: ignore[arg-type]
    first = land.diary.at(FIRST, time(9))
    simulation.begin("commission", first, lambda teller: Commission(teller, land, date(2024, 3, 5)).story())


def _way(chance: Random, posts: dict[str, procedure.Post]) -> Way:
    places = [*(("", code) for code in AT_POST), *((code, "") for code in AT_OFFICE)]
    office, post = chance.choices(places, [*AT_POST.values(), *AT_OFFICE.values()])[0]
    if post:
        return Way(posts[post].office, post, posts[post].kind, posts[post].label.es)
    return Way(office, "", "", "")


async def _finish(database: Database, waiting: Waiting) -> None:
    """What is still to come goes to the real queue, and the last row says that all is there."""
    async with replace(database, queue=PostgresQueue(), clock=SystemClock()).writing(SYSTEM) as db:
        for at, _, job in sorted(waiting.jobs, key=lambda entry: entry[:2]):
            db.later(job.name, job.payload, at=at)
        await deployment.add_machine(db)


def announce(console: Console, address: str) -> None:
    """Where it runs, and whom to sign in as."""
    console.print(f"\n[bold]Acogida[/bold]  {address}\n")
    console.print(
        f"Everybody's password: [bold]{deployment.PASSWORD}[/bold]  (invented people, invented cases)\n"
    )
    for role, username in deployment.SIGN_INS:
        console.print(f"  {role:26} {username}")
    console.print(f"  {'machine client':26} {deployment.MACHINE} / {deployment.MACHINE_SECRET}\n")
    console.print("Ctrl-C stops everything.\n")
