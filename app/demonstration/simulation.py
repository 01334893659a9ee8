"""Time that passes as fast as the machine can: stories that act, wait and go on, and the jobs that fall due meanwhile.

A story is a generator: it acts through the rooms' own actions and yields the moment at which it goes on. Everything runs
in the order of the simulated clock, many steps to a transaction. What is left to chance comes from seeds, so that a run
can be repeated to the last identifier.
"""

import heapq
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from app.core import ids
from app.core.actor import SYSTEM, Actor
from app.core.clock import SetClock
from app.core.database import Database, Session
from app.core.jobs import Job
from app.notices.public import NoOutbox
from app.people import public as people
from app.scheduling import public as scheduling
from app.workflows.due_jobs import HANDLERS

Story = AsyncIterator[datetime]
STEPS_TO_A_TRANSACTION = 400
STILL_TO_REVIEW = timedelta(days=30)
NOWHERE = NoOutbox()


@dataclass(slots=True)
class Waiting:
    """A queue that keeps its jobs in the order of their time, for the simulation to do when its clock gets there."""

    jobs: list[tuple[datetime, int, Job]] = field(default_factory=list)
    _count: int = 0

    async def put(self, _connection: Any, jobs: Sequence[Job], _now: datetime) -> None:
        for job in jobs:
            self._count += 1
            heapq.heappush(self.jobs, (job.at, self._count, job))


@dataclass
class Simulation:
    """Runs stories against a database. `done` is called after each step with the simulated time."""

    database: Database
    clock: SetClock
    waiting: Waiting
    seed: str
    until: datetime
    done: Callable[[datetime], None] = lambda _: None
    _turns: list[tuple[datetime, int, "Teller"]] = field(default_factory=list)
    _count: int = 0
    _db: Session | None = None

    @property
    def db(self) -> Session:
        if self._db is None:
            raise RuntimeError("the simulation is not running")
        return self._db

    def now(self) -> datetime:
        return self.clock.now()

    def begin(self, name: str, at: datetime, story: Callable[["Teller"], Story]) -> None:
        """Have `story` begin at `at`. `name` seeds its chance and its identifiers."""
        teller = Teller(self, name, Random(f"{self.seed}:{name}"), Random(f"{self.seed}:{name}:ids"))
        teller.story = story(teller)
        self.wake(teller, at)

    def wake(self, teller: "Teller", at: datetime) -> None:
        self._count += 1
        heapq.heappush(self._turns, (at, self._count, teller))

    async def run(self) -> None:
        """Everything until `until`, in transactions of many steps."""
        while self._next() is not None:
            async with self._transaction():
                for _ in range(STEPS_TO_A_TRANSACTION):
                    moment = self._next()
                    if moment is None:
                        break
                    self.clock.set(moment)
                    await self._step(moment)
                    await self.db.put_jobs(self.waiting)
                    self.done(moment)
        self.clock.set(self.until)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[None]:
        async with self.database.writing(SYSTEM) as db:
            self._db = db
            yield
        self._db = None

    def _next(self) -> datetime | None:
        heads = [queue[0][0] for queue in (self._turns, self.waiting.jobs) if queue]
        first = min(heads, default=None)
        return first if first is not None and first <= self.until else None

    async def _step(self, moment: datetime) -> None:
        if self.waiting.jobs and self.waiting.jobs[0][0] == moment:
            await self._do(heapq.heappop(self.waiting.jobs)[2])
            return
        _, _, teller = heapq.heappop(self._turns)
        ids.seed(teller.identifiers)
        try:
            again = await anext(teller.story)
        except StopAsyncIteration:
            return
        if again is not PARKED:
            self.wake(teller, again)

    async def _do(self, job: Job) -> None:
        # A need whose day of review is long past has been looked at in some way that nobody tells here.
        if job.name == people.NEED_REVIEW and job.at < self.until - STILL_TO_REVIEW:
            return
        # Nobody reads today what somebody was reminded of then; and the diary of the land gives times by itself.
        if job.name == scheduling.FILL or (job.name == scheduling.REMIND and job.at < self.until):
            return
        ids.seed(Random(f"{self.seed}:{job.name}:{job.encoded().decode()}"))
        self.act_as(SYSTEM)
        await HANDLERS[job.name](self.db, job.payload, NOWHERE)

    def act_as(self, actor: Actor) -> Session:
        self.db.play(actor)
        return self.db


# A story that yields this goes on when somebody wakes its teller.
PARKED = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Teller:
    """One story under way, with its own chance."""

    simulation: Simulation
    name: str
    chance: Random
    identifiers: Random
    story: Story = field(init=False)

    def now(self) -> datetime:
        return self.simulation.now()

    def acting(self, actor: Actor) -> Session:
        return self.simulation.act_as(actor)
