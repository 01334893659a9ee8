"""The worker: takes the jobs that transactions left, when they are due. Beside the server, or in a process of its own."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from functools import partial

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job, Schedule

from app.core.actor import SYSTEM
from app.core.database import Database
from app.core.errors import Refusal, Unavailable
from app.core.heartbeat import WORKER, beat
from app.notices.public import Outbox
from app.settings import settings
from app.statistics import public as statistics
from app.workflows.adapters import outbox_of
from app.workflows.documents_ending import EVERY_MORNING, NAME, tell_of_ends
from app.workflows.due_jobs import HANDLERS, Handler, Payload
from app.workflows.import_caseload import IMPORT_HANDLERS
from app.workflows.link_people import LINK_HANDLERS
from app.workflows.run_batch import LONG_HANDLERS
from app.workflows.run_forecast import FORECAST_HANDLERS

BEAT_EVERY = timedelta(seconds=10)
LOOK_EVERY = timedelta(seconds=10)
COUNT_EVERY = timedelta(seconds=2)
ATTEMPTS = 6
log = structlog.get_logger()

Entry = Callable[[Job], Coroutine[None, None, None]]
Act = Callable[[Payload], Awaitable[None]]


async def work(url: str, *, until: asyncio.Event) -> None:
    """Do due jobs until `until` is set; what is in hand is finished first. `url` names the database of the worker's role."""
    role = settings().database_worker_role
    database = Database.connect(url, role=role, pool_size=4)
    connection = await asyncpg.connect(
        url, server_settings={"role": role, "application_name": "acogida-worker"}
    )
    # Figures that people watch are counted as their pages count them: by the rights of whoever watches.
    asking = Database.connect(
        settings().database_app_url or settings().database_url or url,
        role=settings().database_app_role,
        pool_size=1,
    )
    queue = PgQueuer.from_asyncpg_connection(connection)
    outbox = outbox_of(settings())
    for name, handler in HANDLERS.items():
        queue.entrypoint(name, on_failure="hold")(_entry(_in_one(database, handler, outbox)))
    for name, long in {**LONG_HANDLERS, **IMPORT_HANDLERS, **LINK_HANDLERS, **FORECAST_HANDLERS}.items():
        queue.entrypoint(name, on_failure="hold")(_entry(partial(long, database)))

    async def every_morning(_schedule: Schedule) -> None:
        await tell_of_ends(database)

    async def every_hour(_schedule: Schedule) -> None:
        await statistics.alerts.look(database, asking)

    queue.schedule(NAME, EVERY_MORNING)(every_morning)
    queue.schedule(statistics.alerts.NAME, statistics.alerts.EVERY_HOUR)(every_hour)
    connection.add_termination_listener(lambda _: queue.shutdown.set())
    beating = asyncio.create_task(_beat(database))
    counting = asyncio.create_task(_count(database))
    stopping = asyncio.create_task(_stop_on(until, queue))
    try:
        await queue.run(dequeue_timeout=LOOK_EVERY)
    finally:
        for task in (beating, counting, stopping):
            task.cancel()
        await asyncio.gather(beating, counting, stopping, return_exceptions=True)
        with suppress(asyncpg.PostgresError, OSError):
            await connection.close()
        await asking.close()
        await database.close()


def _in_one(database: Database, handler: Handler, outbox: Outbox) -> Act:
    async def act(payload: Payload) -> None:
        async with database.writing(SYSTEM) as db:
            await handler(db, payload, outbox)

    return act


def _entry(act: Act) -> Entry:
    async def entry(job: Job) -> None:
        payload: dict[str, str] = json.loads(job.payload or b"{}")
        try:
            await act(payload)
        except Exception as fault:
            if isinstance(fault, Refusal) and not isinstance(fault, Unavailable):
                # The record does not allow it any more: that is an answer, not a fault.
                log.info("job_refused", job=job.entrypoint, rule=fault.rule, **payload)
                return
            if job.attempts >= ATTEMPTS:
                raise
            log.warning("job_will_be_tried_again", job=job.entrypoint, fault=type(fault).__name__, **payload)
            raise RetryRequested(timedelta(seconds=2**job.attempts)) from fault

    return entry


async def _beat(database: Database) -> None:
    while True:
        try:
            async with database.writing(SYSTEM) as db:
                await beat(db, WORKER)
        except Exception as fault:  # noqa: BLE001 — a beat that fails is seen by its absence
            log.warning("heartbeat_failed", fault=type(fault).__name__)
        await asyncio.sleep(BEAT_EVERY.total_seconds())


async def _count(database: Database) -> None:
    """Keep the figures up with the record: what was recorded is counted within seconds, and how much waits is shown with them."""
    while True:
        try:
            await statistics.catch_up(database)
        except Exception as fault:  # noqa: BLE001 — the notes stay, and pages say how old they are
            log.warning("facts_failed", fault=type(fault).__name__)
        await asyncio.sleep(COUNT_EVERY.total_seconds())


async def _stop_on(until: asyncio.Event, queue: PgQueuer) -> None:
    await until.wait()
    queue.shutdown.set()
