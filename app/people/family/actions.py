"""Writing a family down: relations, DNA tests, tracing, and requests to bring the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import or_, select, text

from app.core.actor import Actor
from app.core.database import Model, Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.people import codes
from app.people.family import errors
from app.people.family.models import (
    DnaReferral,
    PersonRelation,
    ReunificationMember,
    ReunificationRequest,
    TracingMatch,
    TracingRequest,
)
from app.people.family.rules import ANSWERS, DNA_RESULTS, PROOFS
from app.people.matching.find import candidates
from app.people.matching.public import Description
from app.people.models import Person

MATCHES = 5
SHORTEST = 20
T = TypeVar("T", bound=Model)


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom somebody looks for, as far as they know."""

    kind: str
    given_names: str
    family_names: str
    known: str
    birth_date: date | None = None
    birth_precision: str = "estimated"
    sex: str = "unknown"
    nationality: str | None = None


@dataclass(frozen=True, slots=True)
class Abroad:
    """One of a family abroad who would come."""

    name: str
    kind: str
    birth_year: int | None = None
    papers: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """How to reach somebody who was found and said yes."""

    name: str
    phone: str | None
    email: str | None
    language: str | None


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
    await _mine(db, person_id)
    _known_kind(kind)
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
    relation = await _locked(db, PersonRelation, relation_id)
    given = _reasons(reasons)
    if relation.ended_at is None:
        relation.ended_at, relation.ended_by, relation.end_reason = db.now(), actor.user_id, given
        await db.flush()


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
    await _locked(db, PersonRelation, relation_id)
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
        reasons=_reasons(reasons),
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
    referral = await _locked(db, DnaReferral, referral_id)
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


async def open_tracing(
    db: Session, actor: Actor, *, person_id: UUID, sought: Sought, consented: bool
) -> UUID:
    """Look for a relative among everybody registered; those who may be the one become matches. Raises `NotFound`, `Invalid`."""
    demand(actor, "family.record")
    await _mine(db, person_id)
    _known_kind(sought.kind)
    if not (sought.given_names.strip() or sought.family_names.strip()):
        raise Invalid.at("given_names", "required", "Escriba al menos un nombre o un apellido.")
    if sought.nationality and sought.nationality not in codes.countries():
        raise Invalid.at(
            "nationality",
            "unknown_country",
            "«%(code)s» no es un código de país (ISO 3166).",
            code=sought.nationality,
        )
    request = TracingRequest(
        id=new_id(),
        person_id=person_id,
        kind=sought.kind,
        given_names=sought.given_names.strip(),
        family_names=sought.family_names.strip(),
        birth_date=sought.birth_date,
        birth_precision=sought.birth_precision,
        sex=sought.sex,
        nationality=sought.nationality,
        known=sought.known.strip(),
        seeker_consented_at=db.now() if consented else None,
        opened_at=db.now(),
        opened_by=actor.user_id,
        state="open",
        closed_at=None,
        closed_by=None,
        close_reason=None,
    )
    db.add(request)
    await db.flush()
    await _look(db, request)
    return request.id


async def look_again(db: Session, actor: Actor, request_id: UUID) -> int:
    """Look once more: people have come since. Returns how many new matches there are. Raises `NotFound`, `SearchClosed`."""
    demand(actor, "family.record")
    request = await _locked(db, TracingRequest, request_id)
    if request.state == "closed":
        raise errors.SearchClosed
    return await _look(db, request)


async def _look(db: Session, request: TracingRequest) -> int:
    found = await candidates(
        db,
        Description(
            given_names=request.given_names,
            family_names=request.family_names,
            birth_date=request.birth_date,
            birth_precision=request.birth_precision,
            sex=request.sex,
            nationalities=(request.nationality,) if request.nationality else (),
        ),
        limit=MATCHES,
    )
    known = set(await db.scalars(select(TracingMatch.person_id).where(TracingMatch.request_id == request.id)))
    # Who is in a sealed file may be hidden from the very one who looks: who looks does not learn that they are registered.
    new = [c for c in found if c.reference and c.person_id not in known | {request.person_id}]
    for candidate in new:
        db.add(
            TracingMatch(
                id=new_id(),
                request_id=request.id,
                person_id=candidate.person_id,
                score=candidate.score,
                place=candidate.place,
                found_at=db.now(),
                answer="unasked",
                answered_at=None,
                answered_by=None,
                passed_on_at=None,
                passed_on_by=None,
            )
        )
    await db.flush()
    return len(new)


async def seeker_consents(db: Session, actor: Actor, request_id: UUID) -> None:
    """The one who looks has said that the other may be told of them. Raises `NotFound`, `SearchClosed`."""
    demand(actor, "family.record")
    request = await _locked(db, TracingRequest, request_id)
    if request.state == "closed":
        raise errors.SearchClosed
    request.seeker_consented_at = request.seeker_consented_at or db.now()
    await db.flush()


async def answer_match(db: Session, actor: Actor, match_id: UUID, *, answer: str) -> None:
    """What the one who was found said when asked: yes, no, or that it is not them. Only who has their case may record it.

    Raises `NotFound`, `Invalid`.
    """
    demand(actor, "family.record")
    match = await _locked(db, TracingMatch, match_id)
    await _mine(db, match.person_id)
    if answer not in ANSWERS:
        raise Invalid.at("answer", "required", "Elija una opción.")
    match.answer, match.answered_at, match.answered_by = answer, db.now(), actor.user_id
    await db.flush()


async def pass_contact_on(db: Session, actor: Actor, match_id: UUID) -> Reached:
    """Tell the one who looks how to reach the one who was found: only once both have said yes. Raises `NotFound`, `NotBothYes`."""
    demand(actor, "family.record")
    match = await _locked(db, TracingMatch, match_id)
    request = await _locked(db, TracingRequest, match.request_id)
    await _mine(db, request.person_id)
    row = await db.row(text("select * from traced_contact(:match)"), {"match": match.id})
    if row is None:
        raise errors.NotBothYes
    match.passed_on_at, match.passed_on_by = db.now(), actor.user_id
    request.state = "found"
    await db.flush()
    return Reached(*row)


async def close_tracing(db: Session, actor: Actor, request_id: UUID, *, reasons: str) -> None:
    """Stop looking, with the reason. Raises `NotFound`, `Invalid`."""
    demand(actor, "family.record")
    request = await _locked(db, TracingRequest, request_id)
    given = _reasons(reasons)
    request.state, request.closed_at, request.closed_by = "closed", db.now(), actor.user_id
    request.close_reason = given
    await db.flush()


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
    await _mine(db, person_id)
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
        _known_kind(member.kind)
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
    member = await _locked(db, ReunificationMember, member_id)
    if member.decision is not None:
        raise errors.DecidedAlready
    member.reasons = _reasons(reasons)
    member.decision = "granted" if granted else "refused"
    member.decided_at, member.decided_by = db.now(), actor.user_id
    await db.flush()
    m = ReunificationMember
    if not await db.scalar(
        select(m.id).where(m.request_id == member.request_id, m.decision.is_(None)).limit(1)
    ):
        request = await _locked(db, ReunificationRequest, member.request_id)
        request.state = "decided"
        await db.flush()


def _reasons(reasons: str) -> str:
    if len(reasons.strip()) < SHORTEST:
        raise Invalid.at(
            "reasons", "too_short", "Escriba las razones, con %(least)s caracteres al menos.", least=SHORTEST
        )
    return reasons.strip()


def _known_kind(kind: str) -> None:
    if kind not in codes.RELATIONS or kind == "principal":
        raise Invalid.at("kind", "required", "Elija la relación.")


async def _mine(db: Session, person_id: UUID) -> None:
    """Somebody of a case of the actor's: what is hidden is not there."""
    if await db.scalar(select(Person.id).where(Person.id == person_id)) is None:
        raise NotFound


async def _locked(db: Session, model: type[T], key: UUID) -> T:
    found = await db.locked(model, key)
    if found is None:
        raise NotFound
    return found
