"""Everybody who is registered, looked through for those who are registered twice; the pairs are put before two people.

Run at night or after an import: `rsd people link`. It reads as the worker, page by page, writes nothing but the pairs that are new
and how common each name is, and run again it changes nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.database import Database, ReadSession
from app.people import public as people
from app.settings import settings

# The probability, by Splink, from which a pair is put before people.
LINK_FROM = 0.9
DESCRIBED_AT_ONCE = 2000
PROPOSED_AT_ONCE = 200
Say = Callable[[str, int], Awaitable[None]]


async def _silent(_step: str, _count: int) -> None:
    """Nobody listens."""


def model_file() -> Path:
    """Where the model that was trained here is kept: probabilities alone, nobody's data."""
    return settings().var_dir / "matching" / "model.json"


@dataclass(frozen=True, slots=True)
class Done:
    """`pairs` are at least as likely as the threshold; `proposed` of them are new. `trained_on`: who taught the model."""

    people: int
    trained_on: str
    threshold: float
    pairs: int
    proposed: int
    common_names: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pair:
    one: UUID
    other: UUID
    probability: float
    reasons: Sequence[people.Reason]


async def link_people(
    database: Database,
    *,
    model_file: Path,
    threshold: float = LINK_FROM,
    train: bool = False,
    dry_run: bool = False,
    say: Say = _silent,
) -> Done:
    """Look through everybody. `model_file` keeps the model that was trained here; `train` makes it anew; `say` hears each step."""
    began = time.monotonic()
    resting = people.Resting()
    try:
        async with database.reading(SYSTEM) as db:
            async for page in people.everybody(db):
                resting.take([people.resting_record(str(key), who) for key, who in page.items()])
                await say("read", resting.count)
        model, trained_on = await asyncio.to_thread(
            _model, resting, model_file, train=train, keep=not dry_run
        )
        await say("modelled", resting.count)
        linked = await asyncio.to_thread(resting.link, model, threshold=threshold)
    finally:
        resting.close()
    await say("linked", len(linked))
    common = 0
    if not dry_run:
        async with database.writing(SYSTEM) as db:
            common = await people.count_names(db)
    async with database.reading(SYSTEM) as db:
        pairs = await _with_reasons(db, linked)
    proposed = 0 if dry_run else await _propose(database, pairs, say)
    return Done(resting.count, trained_on, threshold, len(pairs), proposed, common, time.monotonic() - began)


def _model(
    resting: people.Resting, model_file: Path, *, train: bool, keep: bool
) -> tuple[dict[str, object], str]:
    kept = None if train else people.kept_model(model_file)
    if kept is not None:
        return kept, "kept"
    if not resting.teaches():
        return people.shipped_model(), "shipped"
    trained = resting.train()
    if keep:
        people.keep_model(model_file, trained)
    return trained, "trained"


async def _with_reasons(db: ReadSession, linked: Sequence[people.Linked]) -> list[Pair]:
    """Those that stand beside each other in their households, with what the scorer says in words."""
    found = [(UUID(each.one), UUID(each.other), each.weight) for each in linked]
    wanted = list({key for one, other, _weight in found for key in (one, other)})
    case_of: dict[UUID, UUID] = {}
    claim = cases.claim_table.c
    for at in range(0, len(wanted), DESCRIBED_AT_ONCE):
        rows = await db.rows(
            select(claim.person_id, claim.case_id).where(
                claim.person_id.in_(wanted[at : at + DESCRIBED_AT_ONCE])
            )
        )
        case_of |= {row.person_id: row.case_id for row in rows}
    stand = people.best_only(found, case_of)
    pairs: list[Pair] = []
    kept = [each for each, stands in zip(linked, stand, strict=True) if stands]
    for at in range(0, len(kept), DESCRIBED_AT_ONCE):
        pairs += await _reasons(db, kept[at : at + DESCRIBED_AT_ONCE])
    return pairs


async def _reasons(db: ReadSession, linked: Sequence[people.Linked]) -> list[Pair]:
    pairs = [(UUID(each.one), UUID(each.other), each.probability) for each in linked]
    known = await people.these(db, {key for one, other, _p in pairs for key in (one, other)})
    frequencies = await people.frequencies_of(db, list(known.values()))
    return [
        Pair(one, other, probability, people.score(known[one], known[other], frequencies).reasons)
        for one, other, probability in pairs
        if one in known and other in known
    ]


async def _propose(database: Database, pairs: Sequence[Pair], say: Say) -> int:
    """Some at a time, each lot in a transaction of its own: a stop loses one lot, which the next run proposes."""
    proposed = 0
    for at in range(0, len(pairs), PROPOSED_AT_ONCE):
        async with database.writing(SYSTEM) as db:
            for pair in pairs[at : at + PROPOSED_AT_ONCE]:
                new = await people.propose_pair(
                    db, pair.one, pair.other, score=pair.probability, reasons=pair.reasons, found_by="link"
                )
                proposed += new is not None
        await say("proposed", proposed)
    return proposed


async def search_everybody(database: Database, payload: Mapping[str, str]) -> None:
    """The job that a supervisor asked for. Begun again after a stop, it looks through everybody again and finds the same."""
    search_id = UUID(payload["search"])

    async def say(step: str, count: int) -> None:
        await _note(database, search_id, step=step, count=count)

    if not await _note(database, search_id, step="read", count=0):
        return
    done = await link_people(database, model_file=model_file(), say=say)
    await _note(
        database,
        search_id,
        step="done",
        count=done.pairs,
        people=done.people,
        pairs=done.pairs,
        proposed=done.proposed,
        finished_at=database.clock.now(),
    )


async def _note(database: Database, search_id: UUID, **said: object) -> bool:
    async with database.writing(SYSTEM) as db:
        return await people.note_search(db, search_id, **said)


LINK_HANDLERS: Mapping[str, Callable[[Database, Mapping[str, str]], Awaitable[None]]] = MappingProxyType(
    {people.SEARCH: search_everybody}
)
