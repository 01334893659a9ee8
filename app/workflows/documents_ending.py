"""Every morning: whoever's document ends soon is told, and nobody's ends while its renewal waits."""

import structlog

from app.core.actor import SYSTEM
from app.core.database import Database
from app.core.errors import Refusal
from app.documents import public as documents

# Five in the morning in the countries of the profiles, before the counters open; the worker's clock is UTC.
EVERY_MORNING = "0 11 * * *"
NAME = "documents_ending"
log = structlog.get_logger()


async def tell_of_ends(database: Database) -> int:
    """One transaction for each document, so that one that refuses holds up no other. How many were told or kept."""
    done, seen = 0, set()
    while True:
        async with database.reading(SYSTEM) as db:
            found = [each for each in await documents.ending(db) if each not in seen]
        if not found:
            return done
        for document in found:
            seen.add(document)
            try:
                async with database.writing(SYSTEM) as db:
                    done += await documents.note_end_near(db, document)
            except Refusal as refusal:
                log.info("job_refused", job=NAME, rule=refusal.rule, document=str(document))
