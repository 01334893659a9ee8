"""A morning at one office's counter: papers lost, damaged and suspended, renewals asked for, people who wait, a batch half printed.

All of it synthetic, and done by the same actions as at any counter.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

import asyncpg
from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Database, Session
from app.core.errors import Refusal
from app.documents import public as documents
from app.overrides.public import procedure_in_force

LOST = ("lost", "stolen", "damaged")
WANTED = ("renewal", "pick_up", "photo", "renewal")
SUSPENDED = "Sintético: el número figura en una denuncia de papel hallado; se espera a la persona."


async def hand_over_the_past(url: str) -> None:
    """What three years of counters printed was given in the hand."""
    connection = await asyncpg.connect(url)
    await connection.execute(
        "update provisional_documents set handed_over_at = issued_at, handed_over_by = issued_by"
        " where handed_over_at is null"
    )
    await connection.close()


async def fill_counter(database: Database, officer: Actor) -> None:
    """Something on every list of the officer's counter."""
    async with database.writing(officer) as db:
        today = (await procedure_in_force(db)).today(db.now())
        ending = await _of(db, officer, "expiring", today)
    others = await _active(database, officer)
    acts = [
        *(partial(_replace, paper=p, loss=loss) for (p, _), loss in zip(others[:3], LOST, strict=False)),
        *(partial(_suspend, paper=p) for p, _ in others[3:5]),
        *(partial(_ask, paper=p) for p, _ in ending[:3]),
        *(partial(_come, claim=c, wants=w) for (_, c), w in zip(others[5:9], WANTED, strict=False)),
    ]
    for act in acts:
        await _try(database, officer, act)
    async with database.writing(officer) as db:
        new = [paper for paper, _ in await _of(db, officer, "unprinted", today)]
        if new:
            await documents.print_batch(db, officer, new[:2], form="card_sheet", printer="Mostrador 1")


async def _replace(db: Session, *, paper: UUID, loss: str) -> None:
    await documents.replace(db, db.actor, paper, loss=loss, reasons="Sintético.")


async def _suspend(db: Session, *, paper: UUID) -> None:
    await documents.suspend(db, db.actor, paper, reasons=SUSPENDED)


async def _ask(db: Session, *, paper: UUID) -> None:
    await documents.request_renewal(db, db.actor, paper, reasons="Sintético: lo pidió por teléfono.")


async def _come(db: Session, *, claim: UUID, wants: str) -> None:
    await documents.check_in(db, db.actor, claim_id=claim, wants=wants)


async def _try(database: Database, officer: Actor, act: Callable[[Session], Awaitable[object]]) -> None:
    try:
        async with database.writing(officer) as db:
            await act(db)
    except Refusal:
        # One that cannot be is left as it is: the demonstration has others.
        return


async def _of(db: Session, officer: Actor, which: str, today: date) -> list[tuple[UUID, UUID]]:
    if officer.office_id is None:
        return []
    found = await documents.queue(db, officer.office_id, which, today=today)
    return [(line.document_id, line.claim_id) for line in found.rows if line.document_id]


async def _active(database: Database, officer: Actor) -> Sequence[tuple[UUID, UUID]]:
    """Some documents of the officer's office that are in force, the latest first."""
    d = documents.document_table.c
    c = cases.case_table.c
    async with database.reading(officer) as db:
        rows = await db.rows(
            select(d.id, d.claim_id)
            .join(cases.case_table, c.id == d.case_id)
            .where(c.office_id == officer.office_id, d.status == "active")
            .order_by(d.issued_at.desc(), d.id)
            .limit(12)
        )
    return [(row.id, row.claim_id) for row in rows]
