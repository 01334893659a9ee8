"""Who is whose, in whichever files they are, and how it is proven."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.people.family import errors
from app.people.family.loading import demand_seen, locked
from app.people.family.models import PersonRelation
from app.people.family.rules import PROOFS, demand_kind, given_reasons


async def relate(
    db: Session,
    actor: Actor,
    *,
    person_id: UUID,
    relative_id: UUID,
    kind: str,
    proof: str,
    paper: str = "",
    since: date | None = None,
    doubts: str = "",
) -> UUID:
    """Record that `relative_id` is the `kind` of `person_id`, whichever file each is in. Raises `NotFound`, `RelatedAlready`, `Invalid`."""
    demand(actor, "family.record")
    await demand_seen(db, person_id)
    demand_kind(kind)
    if proof not in PROOFS:
        raise Invalid.at("proof", "required", "Elija con qué se prueba.")
    if proof == "document" and not paper.strip():
        raise Invalid.at("paper", "required", "Escriba qué documento lo prueba.")
    if person_id == relative_id:
        raise Invalid.at("relative", "required", "Elija a la otra persona.")
    r = PersonRelation
    both = or_(
        (r.person_id == person_id) & (r.relative_id == relative_id),
        (r.person_id == relative_id) & (r.relative_id == person_id),
    )
    if await db.scalar(select(r.id).where(both, r.ended_at.is_(None))):
        raise errors.RelatedAlready
    relation = PersonRelation(
        id=new_id(),
        person_id=person_id,
        relative_id=relative_id,
        kind=kind,
        proof=proof,
        paper=paper.strip(),
        since=since,
        doubts=doubts.strip(),
        recorded_at=db.now(),
        recorded_by=actor.user_id,
        ended_at=None,
        ended_by=None,
        end_reason=None,
    )
    db.add(relation)
    await db.flush()
    return relation.id


async def end_relation(db: Session, actor: Actor, relation_id: UUID, *, reasons: str) -> None:
    """It was not so, or is no longer: the record stays, with the reason. Raises `NotFound`, `Invalid`."""
    demand(actor, "family.record")
    relation = await locked(db, PersonRelation, relation_id)
    given = given_reasons(reasons)
    if relation.ended_at is None:
        relation.ended_at, relation.ended_by, relation.end_reason = db.now(), actor.user_id, given
        await db.flush()
