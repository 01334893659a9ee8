"""Reading mandates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select

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


_R = Representation
_ALL = (
    select(
        _R.id,
        _R.user_id,
        user_table.c.name,
        _R.mandate,
        _R.kind,
        _R.powers,
        _R.claims,
        _R.substitute_of,
        _R.since,
        _R.valid_until,
        _R.until,
        _R.end_reason,
    )
    .join(user_table, user_table.c.id == _R.user_id)
    .where(_R.case_id == bindparam("case"))
    .order_by(_R.since, _R.id)
)
_CURRENT = _ALL.where(_R.until.is_(None))


async def representatives_of(db: ReadSession, case_id: UUID, *, ended: bool = False) -> list[Representative]:
    """Who represents somebody of the case now, first come first; `ended`: also who did before."""
    statement = _ALL if ended else _CURRENT
    return [Representative(*row) for row in await db.rows(statement, {"case": case_id})]


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
