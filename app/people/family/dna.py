"""Two people sent to a laboratory, and what it said."""

from datetime import date
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.people.family import errors
from app.people.family.loading import locked
from app.people.family.models import DnaReferral, PersonRelation
from app.people.family.rules import DNA_RESULTS, given_reasons


async def refer_to_dna(
    db: Session,
    actor: Actor,
    relation_id: UUID,
    *,
    consent_person: bool,
    consent_relative: bool,
    laboratory: str,
    reasons: str,
    expires_on: date,
    today: date,
) -> UUID:
    """Send two people to a laboratory, as the last means and only where both said yes. Raises `NotFound`, `Invalid`."""
    demand(actor, "family.refer_dna")
    await locked(db, PersonRelation, relation_id)
    for field, said in (("consent_person", consent_person), ("consent_relative", consent_relative)):
        if not said:
            raise Invalid.at(
                field,
                "required",
                "Sin el consentimiento de las dos personas no se deriva a una prueba de ADN.",
            )
    if not laboratory.strip():
        raise Invalid.at("laboratory", "required", "Escriba el laboratorio.")
    if expires_on <= today:
        raise Invalid.at("expires_on", "in_the_past", "Elija un día que esté por venir.")
    referral = DnaReferral(
        id=new_id(),
        relation_id=relation_id,
        consent_person=True,
        consent_relative=True,
        laboratory=laboratory.strip(),
        reasons=given_reasons(reasons),
        referred_at=db.now(),
        referred_by=actor.user_id,
        expires_on=expires_on,
        result=None,
        result_on=None,
        result_note=None,
        result_by=None,
    )
    db.add(referral)
    await db.flush()
    return referral.id


async def record_dna_result(
    db: Session, actor: Actor, referral_id: UUID, *, result: str, result_on: date, note: str = "", today: date
) -> None:
    """Keep what the laboratory said. Nothing follows from it by itself: what it means for the relation a person records.

    Raises `NotFound`, `ResultKnown`, `ReferralExpired`, `Invalid`.
    """
    demand(actor, "family.refer_dna")
    referral = await locked(db, DnaReferral, referral_id)
    if referral.result is not None:
        raise errors.ResultKnown
    if result not in DNA_RESULTS:
        raise Invalid.at("result", "required", "Elija una opción.")
    if result_on > today:
        raise Invalid.at("result_on", "in_the_future", "Lo que todavía no ha pasado no se puede registrar.")
    if result_on > referral.expires_on:
        raise errors.ReferralExpired
    referral.result, referral.result_on = result, result_on
    referral.result_note, referral.result_by = note.strip() or None, actor.user_id
    await db.flush()
