"""How a decision was served: the service that holds, what was tried, and what was set aside."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.decisions.service.models import Notification, ServiceAttempt
from app.identity.public import user_table


@dataclass(frozen=True, slots=True)
class Service:
    """How, when, to whom a decision was served, and what proves it. The clock runs from `effective_at`, by `basis`, or by a person's
    `reasons` where the law's rule is not on record."""

    channel: str
    served_at: datetime
    served_to: str
    proof: str
    effective_at: datetime
    basis: str
    verification: str
    reasons: str
    annulled_at: datetime | None
    annulled_why: str


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One attempt, as it was written down."""

    id: UUID
    channel: str
    at: datetime
    place: str
    served_as: str
    served_to: str
    result: str
    proof: str
    published_from: date | None
    recorded_by: str


@dataclass(frozen=True, slots=True)
class ServiceOf:
    """`in_force` is the service that holds, `set_aside` those that were recorded wrongly, `attempts` in their order."""

    in_force: Service | None
    set_aside: tuple[Service, ...]
    attempts: tuple[AttemptView, ...]


async def service_of(db: ReadSession, decision_id: UUID) -> ServiceOf:
    """Everything that was done to serve a decision, in two queries."""
    n, a, u = Notification, ServiceAttempt, user_table.c
    served = [
        as_service(each)
        for each in await db.scalars(select(n).where(n.decision_id == decision_id).order_by(n.recorded_at))
    ]
    tried = await db.rows(
        select(
            a.id,
            a.channel,
            a.at,
            a.place,
            a.served_as,
            a.served_to,
            a.result,
            a.proof,
            a.published_from,
            u.name,
        )
        .join(user_table, u.id == a.recorded_by)
        .where(a.decision_id == decision_id)
        .order_by(a.at, a.id)
    )
    return ServiceOf(
        next((each for each in served if each.annulled_at is None), None),
        tuple(each for each in served if each.annulled_at is not None),
        tuple(AttemptView(*row) for row in tried),
    )


def as_service(n: Notification) -> Service:
    """As others read it."""
    return Service(
        n.channel,
        n.served_at,
        n.served_to,
        n.proof,
        n.effective_at,
        n.basis,
        n.verification,
        n.reasons,
        n.annulled_at,
        n.annulled_why,
    )
