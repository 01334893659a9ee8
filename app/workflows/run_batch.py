"""A batch in the worker: its list is made, then its cases are gone through, each in a transaction of its own.

A queue delivers at least once and a worker may be killed at any moment: every step looks at the record first. A case that was
handled is not handled again, one that refuses is kept with its reason, and the others go on.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from app.cases import public as cases
from app.core.actor import SYSTEM, Actor
from app.core.database import Database, Session
from app.core.errors import Refusal, Unavailable, said
from app.identity import public as identity
from app.workflows import apply_transition, recognise_group

batches = cases.batches
log = structlog.get_logger()

LOOKED_AT_ONCE = 50
CARRIED_OUT_AT_ONCE = 20
APPROVER_GONE = said(
    "Quien aprobó la lista ya no ejerce esa función. Otra persona tiene que aprobar el resto."
)
RULE_CHANGED = said("El procedimiento cambió después de preparar la lista. Descártela y prepare otra.")
FAULT = said("Falló por una causa técnica (%(fault)s). Se puede volver a intentar.")

Payload = Mapping[str, str]
LongHandler = Callable[[Database, Payload], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Work:
    """What a kind of batch does. `look` examines the next cases for the list, none at its end; `still_stands`: is the rule as
    it was when the list was made; `carry_out` does it to one case and answers with the event."""

    look: Callable[[Session, cases.batches.Batch, int], Awaitable[Sequence[cases.batches.Examined]]]
    still_stands: Callable[[Session, cases.batches.Batch], Awaitable[bool]]
    carry_out: Callable[[Session, Actor, cases.batches.Batch, UUID], Awaitable[cases.Recorded]]


WORK: Mapping[str, Work] = MappingProxyType(
    {
        "group": Work(recognise_group.look, recognise_group.still_stands, recognise_group.carry_out),
        "transition": Work(apply_transition.look, apply_transition.still_stands, apply_transition.carry_out),
    }
)


async def prepare_batch(database: Database, payload: Payload) -> None:
    """Fill the list of a batch, some cases at a time."""
    while await _look_on(database, UUID(payload["batch"])):
        pass


async def _look_on(database: Database, batch_id: UUID) -> bool:
    async with database.writing(SYSTEM) as db:
        batch = await batches.being_prepared(db, batch_id)
        if batch is None:
            return False
        examined = await WORK[batch.kind].look(db, batch, LOOKED_AT_ONCE)
        await batches.add_examined(db, batch, examined)
        if not examined:
            batches.list_is_complete(batch)
        return bool(examined)


async def run_batch(database: Database, payload: Payload) -> None:
    """Go through some of the cases that wait, and leave the rest to the next job."""
    batch_id = UUID(payload["batch"])
    for _ in range(CARRIED_OUT_AT_ONCE):
        if not await _step(database, batch_id):
            return
    async with database.writing(SYSTEM) as db:
        db.later(batches.RUN, payload, at=db.now())


async def _step(database: Database, batch_id: UUID) -> bool:
    """One case, in one transaction. False when there is nothing to go on with."""
    case_id: UUID | None = None
    try:
        async with database.writing(SYSTEM) as db:
            batch = await batches.in_hand(db, batch_id)
            if batch is None:
                return False
            actor = await _in_whose_name(db, batch)
            if actor is None or not await WORK[batch.kind].still_stands(db, batch):
                await batches.halt(db, batch_id, APPROVER_GONE if actor is None else RULE_CHANGED)
                return False
            case_id = await batches.next_waiting(db, batch_id)
            if case_id is None:
                await batches.finish(db, batch_id)
                return False
            await _carry_out(db, actor, batch, case_id)
    except (OSError, Unavailable, DBAPIError):
        raise  # the database's trouble, not the case's: the job is tried again
    except Exception as fault:
        if case_id is None:
            raise
        log.exception("batch_case_failed", batch=str(batch_id), case=str(case_id))
        await _keep_fault(database, batch_id, case_id, fault)
    return True


async def _carry_out(db: Session, actor: Actor, batch: cases.batches.Batch, case_id: UUID) -> None:
    # Read before: what a refusal undoes is not read again.
    batch_id, work = batch.id, WORK[batch.kind]
    try:
        async with db.attempt():
            db.play(actor)
            recorded = await work.carry_out(db, actor, batch, case_id)
    except Refusal as refusal:
        await batches.note_refused(db, batch_id, case_id, reasons_of(refusal))
    else:
        await batches.note_done(db, batch_id, case_id, recorded.event_id)


def reasons_of(refusal: Refusal) -> list[cases.batches.Why]:
    """A refusal as it is kept with a case."""
    if isinstance(refusal, batches.LeftOut):
        return list(refusal.why)
    return [batches.Why(refusal.rule, refusal.text, dict(refusal.values))]


async def _in_whose_name(db: Session, batch: cases.batches.Batch) -> Actor | None:
    """Whoever approved, while they still may: a change of rights works at once."""
    if batch.approved_by is None or batch.approved_role is None:
        return None
    place, _, name = batch.scope.partition(":")
    actor = await identity.actor_in_role(
        db,
        batch.approved_by,
        batch.approved_role,
        body=name if place == "body" else None,
        office_id=UUID(name) if place == "office" else None,
    )
    allowed = actor is not None and identity.may(actor, batches.KINDS[batch.kind].approves)
    return actor if allowed else None


async def _keep_fault(database: Database, batch_id: UUID, case_id: UUID, fault: Exception) -> None:
    why = batches.Why("fault", FAULT, {"fault": type(fault).__name__})
    async with database.writing(SYSTEM) as db:
        await batches.note_refused(db, batch_id, case_id, [why])


LONG_HANDLERS: Mapping[str, LongHandler] = MappingProxyType(
    {batches.PREPARE: prepare_batch, batches.RUN: run_batch}
)
