"""A remedy and its case, locked in the order in which everybody locks: the case first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound
from app.remedies import rules
from app.remedies.errors import RemedyChanged
from app.remedies.models import Remedy


@dataclass(slots=True)
class OpenRemedy:
    remedy: Remedy
    opened: cases.OpenCase


async def open_remedy(db: Session, remedy_id: UUID, *, version: int | None = None) -> OpenRemedy:
    """Raises `NotFound`, also when it is not the actor's to see, and `RemedyChanged` for a stale version."""
    case_id: UUID | None = await db.scalar(select(Remedy.case_id).where(Remedy.id == remedy_id))
    if case_id is None:
        raise NotFound
    opened = await cases.open_case(db, case_id)
    remedy = await db.locked(Remedy, remedy_id)
    if remedy is None:
        raise NotFound
    if version is not None and version != remedy.version:
        raise RemedyChanged
    return OpenRemedy(remedy, opened)


def standings(opened: cases.OpenCase) -> Sequence[rules.Standing]:
    """The claims of the case as a remedy finds them."""
    return [rules.Standing(c.id, c.stage, c.basis, c.derivative_of, c.outcome) for c in opened.claims]
