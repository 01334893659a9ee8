"""Asking that a family abroad may come, decided person by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.people import codes
from app.people.family import errors
from app.people.family.loading import demand_seen, locked
from app.people.family.models import ReunificationMember, ReunificationRequest
from app.people.family.rules import demand_kind, given_reasons


@dataclass(frozen=True, slots=True)
class Abroad:
    """One of a family abroad who would come."""

    name: str
    kind: str
    birth_year: int | None = None
    papers: str = ""


async def request_reunification(
    db: Session,
    actor: Actor,
    *,
    person_id: UUID,
    country: str,
    place: str,
    documents: str,
    members: Sequence[Abroad],
) -> UUID:
    """Ask that the family abroad may come, person by person. Raises `NotFound`, `Invalid`."""
    demand(actor, "family.record")
    await demand_seen(db, person_id)
    if country not in codes.countries():
        raise Invalid.at("country", "required", "Elija el país en que están.")
    coming = [m for m in members if m.name.strip()]
    if not coming:
        raise Invalid.at("members", "required", "Escriba al menos a una persona.")
    request = ReunificationRequest(
        id=new_id(),
        person_id=person_id,
        country=country,
        place=place.strip(),
        documents=documents.strip(),
        filed_at=db.now(),
        filed_by=actor.user_id,
        state="filed",
        closed_at=None,
    )
    db.add(request)
    await db.flush()
    for position, member in enumerate(coming):
        demand_kind(member.kind)
        db.add(
            ReunificationMember(
                id=new_id(),
                request_id=request.id,
                position=position,
                name=member.name.strip(),
                kind=member.kind,
                birth_year=member.birth_year,
                papers=member.papers.strip(),
                decision=None,
                reasons=None,
                decided_at=None,
                decided_by=None,
                arrived_on=None,
            )
        )
    await db.flush()
    return request.id


async def decide_member(db: Session, actor: Actor, member_id: UUID, *, granted: bool, reasons: str) -> None:
    """Decide on one person of the family abroad, with reasons. Raises `NotFound`, `DecidedAlready`, `Invalid`."""
    demand(actor, "family.decide")
    member = await locked(db, ReunificationMember, member_id)
    if member.decision is not None:
        raise errors.DecidedAlready
    member.reasons = given_reasons(reasons)
    member.decision = "granted" if granted else "refused"
    member.decided_at, member.decided_by = db.now(), actor.user_id
    await db.flush()
    m = ReunificationMember
    if not await db.scalar(
        select(m.id).where(m.request_id == member.request_id, m.decision.is_(None)).limit(1)
    ):
        request = await locked(db, ReunificationRequest, member.request_id)
        request.state = "decided"
        await db.flush()
