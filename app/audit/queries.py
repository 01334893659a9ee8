"""Who looked at a case, and what was looked at of late."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_

from app.audit.models import AccessRecord
from app.core.database import ReadSession


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the record of access. The actor by identifier: a page that may show names looks them up."""

    at: datetime
    actor_id: UUID
    actor_role: str
    action: str
    subject: str
    case_id: UUID | None
    id: UUID

    @property
    def place(self) -> str:
        """Where this line stands in the record, for the address of what is older."""
        return f"{self.at.isoformat()}|{self.id}"


def place_of(given: str) -> tuple[datetime, UUID] | None:
    """A line's place from an address; `None` for anything else."""
    at, _bar, line = given.partition("|")
    try:
        moment = datetime.fromisoformat(at)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC), UUID(line)
    except ValueError:
        return None


async def accesses(
    db: ReadSession,
    *,
    case_id: UUID | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[Access]:
    """The newest accesses that the actor may see, of one case or of all, older than the line at that moment with that identifier."""
    r = AccessRecord
    statement = select(r.at, r.actor_id, r.actor_role, r.action, r.subject, r.case_id, r.id).order_by(
        r.at.desc(), r.id.desc()
    )
    if case_id is not None:
        statement = statement.where(r.case_id == case_id)
    if before is not None:
        statement = statement.where(tuple_(r.at, r.id) < before)
    return [Access(*row) for row in await db.rows(statement.limit(limit))]


@dataclass(frozen=True, slots=True)
class Act:
    """One act with what was noted of it."""

    at: datetime
    actor_id: UUID
    actor_role: str
    subject: str
    detail: dict[str, object]


async def acts(db: ReadSession, action: str, *, limit: int = 50) -> list[Act]:
    """The newest acts of one kind that the actor may see, whoever did them."""
    r = AccessRecord
    statement = (
        select(r.at, r.actor_id, r.actor_role, r.subject, r.detail)
        .where(r.action == action)
        .order_by(r.at.desc(), r.id.desc())
        .limit(limit)
    )
    return [Act(*row) for row in await db.rows(statement)]


async def times_of_late(db: ReadSession, action: str, *, since: datetime) -> int:
    """How often the session's own actor did that since a moment."""
    r = AccessRecord
    statement = (
        select(func.count())
        .select_from(r)
        .where(r.actor_id == db.actor.user_id, r.action == action, r.at > since)
    )
    found: int = await db.scalar(statement)
    return found
