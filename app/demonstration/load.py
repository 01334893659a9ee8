"""Loading the demonstration: the deployment, then its caseload, once."""

import asyncio
import gc
import multiprocessing
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from random import Random
from uuid import UUID

import asyncpg
import uvloop
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import func, select

from app.core import ids
from app.core.actor import SIGN_IN, SYSTEM
from app.core.clock import SetClock, SystemClock
from app.core.database import Database
from app.core.jobs import PostgresQueue
from app.demonstration import deployment, signatory
from app.demonstration.borders import log_a_year
from app.demonstration.commission import AGENDA_BEFORE, Commission, convene, sitting_days
from app.demonstration.counter import fill_counter, hand_over_the_past
from app.demonstration.deployment import Institution
from app.demonstration.diary import Diary
from app.demonstration.family import begin_family
from app.demonstration.improving import calibrate, recommend
from app.demonstration.kin import begin_kin
from app.demonstration.land import Land
from app.demonstration.laptops import prepare_laptop
from app.demonstration.library import furnish
from app.demonstration.life import Life, Way
from app.demonstration.newcomers import register_newcomers
from app.demonstration.outside import bring
from app.demonstration.releasing import release
from app.demonstration.sampling import House, assess, sample
from app.demonstration.simulation import Simulation, Story, Teller, Waiting
from app.demonstration.watching import watch
from app.identity import public as identity
from app.overrides.public import shipped
from app.procedure import public as procedure
from app.settings import settings

SEED = "acogida 1"
# Whose three years are simulated: the shares, places and waiting times below are made up for it.
SIMULATED = "CRI"
FIRST, LAST = date(2023, 11, 21), date(2026, 11, 20)
SET_UP_AT = datetime(2023, 11, 20, 14, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
AHEAD, SITTINGS_AHEAD = timedelta(days=700), timedelta(days=45)
# Which offices' cases are lived in one process: about half of the arrivals each.
PARTS = (("liberia", "paso_canoas"), ("upala", "san_jose", "limon"))
SEQUENCES, BLOCK = ("document_numbers", "decision_numbers"), 20_000
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


@dataclass(frozen=True, slots=True)
class Plan:
    """What each part of the caseload needs to be told: it is made in a process of its own."""

    url: str
    cases: int
    institution: Institution
    sittings: tuple[tuple[tuple[datetime, UUID], ...], ...]


def load(url: str, *, cases: int, console: Console) -> None:
    """Set up the deployment and load `cases` cases, unless that was done before."""
    if asyncio.run(_is_loaded(url)):
        return
    if settings().profile_country != SIMULATED:
        _begin(url, console)
        return
    # Said in words as well: without a terminal the bar appears only when it is full.
    console.print(f"Loading {cases:,} invented cases of three years; this is done once.")
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console,
    )
    with progress:
        days = (UNTIL - SET_UP_AT).days
        task = progress.add_task("Invented cases of three years", total=len(PARTS) * days)
        institution = simulate(url, cases, lambda done: progress.update(task, completed=done))
    uvloop.run(_at_the_counter(url, institution))


def _begin(url: str, console: Console) -> None:
    """The deployment of a country without a simulated past, and the few who came in the last days."""
    profile = shipped()
    console.print(
        f"Setting up an invented deployment from the profile {profile.country} {profile.version}; this is done once.",
        soft_wrap=True,
    )
    registered = uvloop.run(_settle(url, profile))
    console.print(
        f"{registered} invented households are registered, and nothing more has happened to them:"
        f" the caseload of three years is simulated for {SIMULATED} alone.",
        soft_wrap=True,
    )


async def _settle(url: str, profile: procedure.Profile) -> int:
    clock = SetClock(SET_UP_AT)
    database = Database.connect(url, role=settings().database_worker_role, clock=clock, pool_size=1)
    try:
        async with database.writing(SYSTEM) as db:
            institution = await deployment.set_up(db, profile)
        async with database.writing(SYSTEM) as db:
            registered = await register_newcomers(db, clock, profile, institution, SystemClock().now())
            await log_a_year(db, clock, profile, institution, SystemClock().now())
    finally:
        await database.close()
    await _finish(url)
    return registered


async def _is_loaded(url: str) -> bool:
    database = Database.connect(url, role=settings().database_worker_role, pool_size=1)
    try:
        async with database.writing(SIGN_IN) as db:
            offices = await identity.offices(db)
            if foreign := {office.code for office in offices} - {office.code for office in shipped().offices}:
                raise SystemExit(
                    f"This database is another country's: its office {min(foreign)} is not in the profile of"
                    f" {settings().profile_country}. Name another folder in ACOGIDA_VAR_DIR, or begin again with"
                    " `python -m app.cli demo --reset`."
                )
            if await deployment.is_complete(db):
                return True
            if offices:
                raise SystemExit(
                    "This database has offices of its own, or a load that was interrupted."
                    " `python -m app.cli demo --reset` begins again."
                )
            return False
    finally:
        await database.close()


def simulate(url: str, cases: int, done: Callable[[int], None] = lambda _: None) -> Institution:
    """Three years of `cases` cases, the same every time. `done` is told the simulated days, added up over the parts.

    The parts have their offices, sittings and interpreters each, so that two processes never want the same row.
    """
    plan = uvloop.run(_set_up(url, cases))
    context = multiprocessing.get_context("spawn")
    told: SimpleQueue[tuple[int, int | None]] = context.SimpleQueue()
    parts = [
        context.Process(target=_live, args=(plan, part, told), name=f"caseload {part}", daemon=True)
        for part in range(len(PARTS))
    ]
    try:
        for part in parts:
            part.start()
            # The first row that each writes is in the order of the parts: numbers from sequences come in blocks.
            told.get()
        _listen(parts, told, done)
    finally:
        for part in parts:
            part.terminate()
            part.join()
    uvloop.run(_finish(url, plan.institution))
    return plan.institution


async def _at_the_counter(url: str, institution: Institution) -> None:
    """What is on the counter of one office this morning."""
    await hand_over_the_past(url)
    database = Database.connect(url, role=settings().database_worker_role, pool_size=1)
    await fill_counter(database, institution.of("documentation_officer", "liberia")[0])
    await signatory.give_key(database, institution.of("commission_member")[0])
    await database.close()


def _listen(
    parts: Sequence[BaseProcess], told: "SimpleQueue[tuple[int, int | None]]", done: Callable[[int], None]
) -> None:
    days, running = dict.fromkeys(range(len(parts)), 0), len(parts)
    while running:
        if told.empty():
            if any(part.exitcode for part in parts):
                raise SystemExit("Loading the demonstration failed; what went wrong stands above.")
            time.sleep(0.1)
            continue
        part, day = told.get()
        if day is None:
            running -= 1
        else:
            days[part] = day
            done(sum(days.values()))


async def _set_up(url: str, cases: int) -> Plan:
    clock = SetClock(SET_UP_AT)
    database = Database.connect(url, role=settings().database_worker_role, clock=clock, pool_size=1)
    profile = shipped()
    ids.seed(Random(f"{SEED}:deployment"))
    async with database.writing(SYSTEM) as db:
        institution = await deployment.set_up(db, profile)
        diary = Diary(profile, FIRST, LAST + AHEAD)
        called = [
            (at, await convene(db, institution, at)) for at in sitting_days(diary, LAST + SITTINGS_AHEAD)
        ]
        await log_a_year(db, clock, profile, institution, UNTIL)
    ids.seed(None)
    await database.close()
    await _number_in_blocks(url, BLOCK)
    parts = len(PARTS)
    return Plan(url, cases, institution, tuple(tuple(called[part::parts]) for part in range(parts)))


def _live(plan: Plan, part: int, told: "SimpleQueue[tuple[int, int | None]]") -> None:
    # Ctrl-C is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Little of what a simulation makes is ever in a ring: looking for rings less often saves a tenth of the time.
    gc.set_threshold(50_000, 50, 100)
    uvloop.run(_simulate(plan, part, told))


async def _simulate(plan: Plan, part: int, told: "SimpleQueue[tuple[int, int | None]]") -> None:
    clock, waiting = SetClock(SET_UP_AT), Waiting()
    database = Database.connect(
        plan.url, role=settings().database_worker_role, clock=clock, queue=waiting, pool_size=1, durable=False
    )
    profile = shipped()
    land = Land(plan.institution, Diary(profile, FIRST, LAST + AHEAD), part)
    latest = -1

    def tell(now: datetime) -> None:
        nonlocal latest
        if (day := (now - SET_UP_AT).days) > latest + 4:
            latest = day
            told.put((part, day))

    async with database.writing(SYSTEM) as db:
        for sequence in SEQUENCES:
            await db.scalar(select(func.nextval(sequence)))
    told.put((part, 0))
    simulation = Simulation(database, clock, waiting, SEED, UNTIL, tell)
    begin_stories(simulation, land, plan)
    await simulation.run()
    ids.seed(None)
    async with replace(database, queue=PostgresQueue(), clock=SystemClock()).writing(SYSTEM) as db:
        for at, _, job in sorted(waiting.jobs, key=lambda entry: entry[:2]):
            db.later(job.name, job.payload, at=at)
    await database.close()
    told.put((part, None))


async def _finish(url: str, institution: Institution | None = None) -> None:
    await _number_in_blocks(url, 1)
    clock = SetClock(UNTIL) if settings().profile_country == SIMULATED else SystemClock()
    database = Database.connect(url, role=settings().database_worker_role, clock=clock, pool_size=1)
    ids.seed(Random(f"{SEED}:laptops"))
    async with database.writing(SYSTEM) as db:
        await prepare_laptop(db, shipped())
    if settings().profile_country == SIMULATED:
        await bring(database, shipped())
    await furnish(database, shipped())
    ids.seed(None)
    if institution is not None:
        await _measure(url, institution)
    async with database.writing(SYSTEM) as db:
        await deployment.add_machine(db)
    await database.close()


async def _measure(url: str, institution: Institution) -> None:
    """What the house found of its own work, what it publishes and what it watches: each on its day of the past."""
    clock, roles = SetClock(UNTIL), (settings().database_worker_role, settings().database_app_role)
    database, pages = (
        Database.connect(url, role=role, clock=clock, pool_size=1, durable=False) for role in roles
    )
    house = House(database, clock, institution, f"{SEED}:quality", shipped().time_zone)
    ids.seed(Random(f"{SEED}:quality"))
    await sample(house)
    await calibrate(house)
    for number, lead in enumerate(house.leads):
        await assess(house, number, lead)
    await recommend(house)
    await release(house, pages)
    await watch(house, pages)
    ids.seed(None)
    await database.close()
    await pages.close()


async def _number_in_blocks(url: str, block: int) -> None:
    """How many numbers a connection takes from a sequence at once. With a block for each part, its numbers do not depend on the
    other's pace.
    """
    connection = await asyncpg.connect(url)
    for sequence in SEQUENCES:
        await connection.execute(f"alter sequence {sequence} cache {block}")
    await connection.close()


def begin_stories(simulation: Simulation, land: Land, plan: Plan) -> None:
    """Every case of this part at its time, and the sittings that deal with them."""
    chance = Random(f"{SEED}:arrivals")
    days = land.diary.working_days(FIRST, LAST)
    posts = {post.code: post for post in land.diary.profile.posts}
    moments = sorted(
        land.diary.desk(days[int(len(days) * chance.random())], chance) for _ in range(plan.cases)
    )
    for number, moment in enumerate(moments):
        way = _way(chance, posts)
        if way.office in PARTS[land.part]:
            simulation.begin(f"case {number}", moment, partial(_tell_life, land, way))
    if "liberia" in PARTS[land.part]:
        way = Way("liberia", "penas_blancas", "land", "Peñas Blancas")
        begin_family(simulation, land, way)
        begin_kin(simulation, land, way)
    for at, sitting in plan.sittings[land.part]:
        simulation.begin(
            f"sitting {at.date()}", at - AGENDA_BEFORE, partial(_tell_sitting, land, at, sitting)
        )


def _tell_sitting(land: Land, at: datetime, sitting: UUID, teller: Teller) -> Story:
    return Commission(teller, land, at, sitting).story()


def _tell_life(land: Land, way: Way, teller: Teller) -> Story:
    return Life(teller, land, way).story()


def _way(chance: Random, posts: dict[str, procedure.Post]) -> Way:
    places = [*(("", code) for code in AT_POST), *((code, "") for code in AT_OFFICE)]
    office, post = chance.choices(places, [*AT_POST.values(), *AT_OFFICE.values()])[0]
    if post:
        return Way(posts[post].office, post, posts[post].kind, posts[post].label.es)
    return Way(office, "", "", "")


def announce(console: Console, address: str) -> None:
    """Where it runs, and whom to sign in as."""
    console.print(f"\n[bold]Acogida[/bold]  {address}\n")
    console.print(
        f"Everybody's password: [bold]{deployment.PASSWORD}[/bold]  (invented people, invented cases)\n"
    )
    console.print(
        f"Whoever presides signs with the passphrase: [bold]{signatory.PASSPHRASE}[/bold]  (worth nothing)\n"
    )
    for one in deployment.sign_ins(shipped()):
        console.print(f"  {one.role:26} {one.username:28} {one.at}".rstrip(), soft_wrap=True)
    console.print(f"  {'machine client':26} {deployment.MACHINE} / {deployment.MACHINE_SECRET}\n")
    console.print("Ctrl-C stops everything.\n")
