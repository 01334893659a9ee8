"""What runs in the cases of those whom a representative speaks for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_

from app.cases import public as cases
from app.core.database import ReadSession
from app.people.public import person_table

PAGE = 50


@dataclass(frozen=True, slots=True)
class ClientLimit:
    """A limit that runs in a client's case. `binds`: the person (`applicant`) or the authority."""

    id: UUID
    reference: str
    name: str
    stage: str
    rule: str
    kind: str
    binds: str
    due_on: date
    due_at: datetime
    basis: str
    verification: str


async def client_limits(
    db: ReadSession, *, after: tuple[datetime, UUID] | None = None, size: int = PAGE
) -> tuple[list[ClientLimit], tuple[datetime, UUID] | None]:
    """The limits of law that run in every case that the actor may see, the nearest first; with them, where the next page goes on.

    The database shows a representative the cases of the own mandates and no others, and in them the people whom these cover.
    """
    d, c, k, p = cases.deadline_table, cases.case_table, cases.claim_table, person_table
    statement = (
        select(
            d.c.id,
            c.c.reference,
            (p.c.given_names + " " + p.c.family_names).label("name"),
            c.c.stage,
            d.c.rule,
            d.c.kind,
            d.c.binds,
            d.c.due_on,
            d.c.due_at,
            d.c.basis,
            d.c.verification,
        )
        .join(c, c.c.id == d.c.case_id)
        # A limit that runs for one person stands under their name.
        .outerjoin(k, k.c.id == d.c.claim_id)
        .join(p, p.c.id == func.coalesce(k.c.person_id, cases.name_giver(db)))
        # What the authority sets itself as an aim is its own affair.
        .where(d.c.state == "running", d.c.kind != "internal")
        .order_by(d.c.due_at, d.c.id)
        .limit(size + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(d.c.due_at, d.c.id) > tuple_(*after))
    rows = await db.rows(statement)
    found = [ClientLimit(*row) for row in rows[:size]]
    more = len(rows) > size
    return found, (found[-1].due_at, found[-1].id) if more else None
