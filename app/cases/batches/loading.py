"""A batch locked for a change."""

from uuid import UUID

from app.cases.batches.errors import BatchChanged
from app.cases.batches.kinds import KINDS, Kind, scope_of
from app.cases.batches.models import Batch
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound


async def take(
    db: Session, actor: Actor, batch_id: UUID, *, version: int | None = None
) -> tuple[Batch, Kind]:
    """The batch, locked until the commit. Raises `NotFound` for one that is not the actor's, `BatchChanged`."""
    batch = await db.locked(Batch, batch_id)
    if batch is None or batch.scope != scope_of(actor):
        raise NotFound
    if version is not None and version != batch.version:
        raise BatchChanged
    return batch, KINDS[batch.kind]
