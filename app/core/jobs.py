"""Work for later, written in the transaction that causes it: a job exists exactly when its cause committed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries


@dataclass(frozen=True, slots=True)
class Job:
    """`name` is one of the worker's entry points, `payload` identifiers only, `at` the earliest time (UTC)."""

    name: str
    payload: Mapping[str, str]
    at: datetime

    def encoded(self) -> bytes:
        return json.dumps(dict(self.payload), sort_keys=True).encode()


class JobQueue(Protocol):
    """Takes the jobs of one transaction, through that transaction's own connection."""

    async def put(self, connection: Any, jobs: Sequence[Job], now: datetime) -> None: ...


class PostgresQueue:
    """PgQueuer's table in the same database."""

    async def put(self, connection: Any, jobs: Sequence[Job], now: datetime) -> None:
        await Queries(AsyncpgDriver(connection)).enqueue(
            [job.name for job in jobs],
            [job.encoded() for job in jobs],
            [0] * len(jobs),
            [max(job.at - now, timedelta()) for job in jobs],
        )
