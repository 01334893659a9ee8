"""Reading mandates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.cases.errors import BeyondYourMandate
from app.cases.mandates.models import Representation
from app.cases.mandates.rules import COUNSEL, covers
from app.core.actor import Actor
from app.core.database import ReadSession
from app.identity.public import user_table


@dataclass(frozen=True, slots=True)
class Representative:
    """One mandate. `claims` empty: for everybody of the case. `until` none: in force."""

    id: UUID
    user_id: UUID
    name: str
    mandate: str
    kind: str
    powers: list[str]
    claims: list[UUID]
    substitute_of: UUID | None
    since: datetime
    valid_until: date | None
    until: datetime | None
    end_reason: str | None


async def representatives_of(db: ReadSession, case_id: UUID, *, ended: bool = False) -> list[Representative]:
    """Who represents somebody of the case now, first come first; `ended`: also who did before."""
    r = Representation
    statement = (
        select(
            r.id,
            r.user_id,
            user_table.c.name,
            r.mandate,
            r.kind,
            r.powers,
            r.claims,
            r.substitute_of,
            r.since,
            r.valid_until,
            r.until,
            r.end_reason,
        )
        .join(user_table, user_table.c.id == r.user_id)
        .where(r.case_id == case_id)
        .order_by(r.since, r.id)
    )
    if not ended:
        statement = statement.where(r.until.is_(None))
    return [Representative(*row) for row in await db.rows(statement)]


async def covered_claims(db: ReadSession, actor: Actor, case_id: UUID) -> list[UUID]:
    """For whom that representative's mandate in the case is; none named means for everybody of it."""
    r = Representation
    held = select(r.claims).where(r.case_id == case_id, r.user_id == actor.user_id, r.until.is_(None))
    return list(await db.scalar(held) or ())


async def demand_power(
    db: ReadSession, actor: Actor, case_id: UUID, power: str, claims: Collection[UUID] = ()
) -> None:
    """A representative acts within their mandate: `power` (`rules.POWERS`), for those claims. Others are not asked.

    Raises `BeyondYourMandate`.
    """
    if actor.role != COUNSEL:
        return
    r = Representation
    found = await db.rows(
        select(r.powers, r.claims).where(r.case_id == case_id, r.user_id == actor.user_id, r.until.is_(None))
    )
    if not any(covers(row.powers, row.claims, power, claims) for row in found):
        raise BeyondYourMandate
