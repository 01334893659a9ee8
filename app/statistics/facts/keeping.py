"""Facts kept up: the cases that the record noted are projected anew; how far behind they are can be seen by everybody who reads them."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import text

from app.core.actor import SYSTEM
from app.core.database import Database, ReadSession, Session
from app.statistics.facts import counts
from app.statistics.facts.store import write
from app.statistics.figures.values import Lag

BATCH = 200
REBUILD_BATCH = 500
# One keeper at a time: two could take a case's counts away twice.
_ALONE = text("select pg_advisory_xact_lock(hashtext('facts'))")
_TAKE = text("""
delete from facts_due where case_id in (select case_id from facts_due order by id limit :most) returning case_id
""")
_LAG = text("select count(distinct case_id)::int as cases, min(noted_at) as since from facts_due")
_NEXT = text("""
select id from cases where id > cast(:after as uuid) order by id limit :most
""")


async def lag(db: ReadSession) -> Lag:
    """How many cases wait to be counted, and since when."""
    row = await db.row(_LAG)
    return Lag(row.cases, row.since) if row else Lag(0, None)


async def keep_up(db: Session, *, most: int = BATCH) -> int:
    """Project the cases that were noted first, with their counts, in this transaction. Returns how many notes were taken: none is up to date."""
    await db.execute(_ALONE)
    taken = list(await db.scalars(_TAKE, {"most": most}))
    cases = list(dict.fromkeys(taken))
    if cases:
        driver = await db.driver()
        await driver.execute(counts.CHANGE, cases, -1)
        await write(db, cases)
        await driver.execute(counts.CHANGE, cases, 1)
        await driver.execute(counts.FORGET_NOTHING)
    return len(taken)


async def catch_up(database: Database) -> int:
    """Everything that is noted, batch by batch, each in a transaction of its own. Returns how many notes were taken."""
    done = 0
    while True:
        async with database.writing(SYSTEM) as db:
            taken = await keep_up(db)
        done += taken
        if not taken:
            return done


async def rebuild(database: Database, *, told: Callable[[int], None] = lambda _: None) -> int:
    """Project every case from its events, while the figures go on being read and kept; the counts are made anew at the end.

    `told` hears how many cases are done. Returns how many there were.
    """
    done, after = 0, UUID(int=0)
    while True:
        async with database.writing(SYSTEM) as db:
            await db.execute(_ALONE)
            cases = list(await db.scalars(_NEXT, {"after": after, "most": REBUILD_BATCH}))
            await write(db, cases)
        if not cases:
            break
        done, after = done + len(cases), cases[-1]
        told(done)
    async with database.writing(SYSTEM) as db:
        await db.execute(_ALONE)
        driver = await db.driver()
        for statement in counts.ANEW:
            await driver.execute(statement)
    return done
