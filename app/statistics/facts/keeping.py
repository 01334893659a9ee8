"""Facts kept up: the cases that the record noted are projected anew; how far behind they are can be seen by everybody who reads them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.core.actor import SYSTEM
from app.core.database import Database, ReadSession, Session
from app.statistics.facts import counts
from app.statistics.facts.store import add, write
from app.statistics.figures.values import Lag

BATCH = 200
# One keeper at a time: two could take a case's counts away twice.
ALONE = text("select pg_advisory_xact_lock(hashtext('facts'))")
# All notes of the cases that were noted first.
_TAKE = text("""
delete from facts_due where case_id in
 (select distinct case_id from (select case_id from facts_due order by id limit 10 * :most) first limit :most) returning case_id
""")
_LAG = text("select count(distinct case_id)::int as cases, min(noted_at) as since from facts_due")


async def lag(db: ReadSession) -> Lag:
    """How many cases wait to be counted, and since when."""
    row = await db.row(_LAG)
    return Lag(row.cases, row.since) if row else Lag(0, None)


async def keep_up(db: Session, *, most: int = BATCH) -> int:
    """Project the cases that were noted first, with their counts, in this transaction. Returns how many notes were taken: none is up to date."""
    await db.execute(ALONE)
    taken = list(await db.scalars(_TAKE, {"most": most}))
    cases = list(dict.fromkeys(taken))
    if cases:
        driver = await db.driver()
        before = await _counted(driver, cases)
        await write(db, cases)
        change = await _counted(driver, cases)
        change.subtract(before)
        # In one order, so that two who keep counts never wait for each other in a circle.
        await add(driver, counts.CHANGE, [(*cell, n) for cell, n in sorted(change.items()) if n])
        await driver.execute(counts.FORGET_NOTHING)
    return len(taken)


async def _counted(driver: Any, cases: Sequence[UUID]) -> Counter[tuple[Any, ...]]:
    return Counter({tuple(row)[:-1]: row["n"] for row in await driver.fetch(counts.OF_CASES, cases)})


async def catch_up(database: Database) -> int:
    """Everything that is noted, batch by batch, each in a transaction of its own. Returns how many notes were taken."""
    done = 0
    while True:
        async with database.writing(SYSTEM) as db:
            taken = await keep_up(db)
        done += taken
        if not taken:
            return done
