"""One of the processes that make facts anew: reads on its standard input which, and says on its standard output how many at each step."""

import asyncio
import json
import sys
from uuid import UUID

import structlog

from app.core.database import Database
from app.settings import settings
from app.statistics.facts.rebuilding import written


async def run(url: str, after: UUID, last: UUID) -> None:
    """The cases with keys after the one and up to the other."""
    database = Database.connect(url, role=settings().database_worker_role, pool_size=1)
    async for number in written(database, after, last):
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    await database.close()


def main() -> None:
    # The standard output is for the numbers alone.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asked = json.loads(sys.stdin.read())
    asyncio.run(run(asked["url"], UUID(asked["after"]), UUID(asked["last"])))


if __name__ == "__main__":
    main()
