"""A caseload from another registry in the worker, or from the command line: looked at, then written, some households at a time.

A queue delivers at least once and a process may be killed at any moment: each step looks at the record first, what was written is
not written again, and the households in hand when it was killed are as if it had not begun them.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from app.core.actor import SYSTEM, SYSTEM_ID, Actor
from app.core.database import Database, Session
from app.documents import public as documents
from app.identity import public as identity
from app.intake import public as intake
from app.procedure import public as procedure

bulk = intake.bulk
Payload = Mapping[str, str]
Told = Callable[[int, int], None]
LOOKED_AT_ONCE = 500
WRITTEN_AT_ONCE = 200
# One job does so much and leaves the rest to the next: others wait for the worker, too.
JOB_SECONDS = 15.0


def number_of(profile: procedure.Profile, given: str) -> str:
    """A document's number in the form of that country. Raises `InvalidDocumentNumber`."""
    return documents.parse_number(given, national=documents.numbers_are_national(profile))


async def look(database: Database, import_id: UUID, *, told: Told | None = None) -> None:
    """Look at every row that was not looked at yet. Nothing of it is in any case afterwards."""
    async with database.reading(SYSTEM) as db:
        unread = await bulk.unread(db, import_id)
    if unread is None:
        return
    try:
        table = await asyncio.to_thread(bulk.open_table, *unread)
    except bulk.UnreadableFile as fault:
        async with database.writing(SYSTEM) as db:
            await bulk.not_readable(db, import_id, fault)
        return
    async with database.writing(SYSTEM) as db:
        looking = await bulk.begin(db, import_id, unread[1], table, number=number_of)
    going, done = True, 0
    while going:
        async with database.writing(SYSTEM) as db:
            going = await bulk.look_on(db, import_id, looking, many=LOOKED_AT_ONCE)
        done += LOOKED_AT_ONCE
        if told:
            told(min(done, len(looking.households)), len(looking.households))


async def write(
    database: Database,
    import_id: UUID,
    *,
    seconds: float | None = None,
    told: Callable[[int], None] | None = None,
) -> bool:
    """Write households until none waits or the time is up. True when there is more to do."""
    began = time.monotonic()
    while True:
        async with database.writing(SYSTEM) as db:
            written = await _write_some(db, import_id)
        if written is None:
            return False
        if told:
            told(written)
        if seconds is not None and time.monotonic() - began > seconds:
            return True


async def _write_some(db: Session, import_id: UUID) -> int | None:
    taken = await bulk.in_hand(db, import_id)
    if taken is None:
        return None
    actor = await _in_whose_name(db, taken)
    if actor is None:
        await bulk.halt(db, taken, SYSTEM_ID)
        return None
    households = await bulk.next_households(db, import_id, WRITTEN_AT_ONCE)
    if not households:
        await bulk.finish(db, taken)
        return None
    db.play(actor)
    await bulk.write(db, actor, taken, households)
    return sum(len(rows) for rows in households)


async def _in_whose_name(db: Session, taken: bulk.Import) -> Actor | None:
    """The supervisor of the two, while they still may: a change of rights works at once."""
    named = bulk.in_whose_name(taken)
    actor = await identity.actor_in_role(db, *named) if named else None
    return actor if actor is not None and identity.may(actor, "import.start") else None


async def read_import(database: Database, payload: Payload) -> None:
    await look(database, UUID(payload["import"]))


async def run_import(database: Database, payload: Payload) -> None:
    if await write(database, UUID(payload["import"]), seconds=JOB_SECONDS):
        async with database.writing(SYSTEM) as db:
            db.later(bulk.RUN, payload, at=db.now())


IMPORT_HANDLERS: Mapping[str, Callable[[Database, Payload], Awaitable[None]]] = MappingProxyType(
    {bulk.READ: read_import, bulk.RUN: run_import}
)
