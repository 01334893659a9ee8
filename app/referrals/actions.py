"""Services are kept, people referred with their consent, answers written down, and what nobody answers is put before the supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand, offices
from app.notices import public as notices
from app.people import public as people
from app.procedure import public as procedure
from app.referrals import rules
from app.referrals.errors import NotAnsweredNow, ReferralChanged, ReferralEnded, ServiceClosed
from app.referrals.models import WAITING, Referral, Service

OVERDUE = "referral_overdue"
FOLLOW_UP_DAYS = 14
MADE, ANSWERED, CLOSED = "referral_made", "referral_answered", "referral_closed"


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service as it is kept. `offices` none: every one."""

    name: str
    kinds: Sequence[str]
    offices: Sequence[UUID]
    places: str
    languages: Sequence[str]
    hours: str
    channel: str
    contact: str
    capacity: str
    response_hours: int
    active: bool = True


async def keep_service(
    db: Session,
    actor: Actor,
    facts: ServiceFacts,
    *,
    service_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Write a service down, or change it. Raises `Invalid` with every broken rule, `NotFound`, `ReferralChanged`."""
    demand(actor, "service.manage")
    await _check_service(db, facts)
    service = await db.locked(Service, service_id) if service_id else Service(id=new_id(), version=0)
    if service is None:
        raise NotFound
    if version is not None and version != service.version:
        raise ReferralChanged
    service.name, service.kinds, service.offices = facts.name.strip(), list(facts.kinds), list(facts.offices)
    service.places, service.languages, service.hours = facts.places, list(facts.languages), facts.hours
    service.channel, service.contact, service.capacity = facts.channel, facts.contact.strip(), facts.capacity
    service.response_hours, service.active = facts.response_hours, facts.active
    service.changed_by, service.changed_at = actor.user_id, db.now()
    service.version += 1
    db.add(service)
    await db.flush()
    return service.id


async def _check_service(db: Session, facts: ServiceFacts) -> None:
    if not facts.name.strip():
        raise Invalid.at("name", "required", "Escriba el nombre del servicio.")
    if not facts.kinds or not set(facts.kinds) <= set(procedure.REFERRALS):
        raise Invalid.at("kinds", "required", "Marque qué ofrece el servicio.")
    if not facts.contact.strip():
        raise Invalid.at(
            "contact", "required", "Escriba un contacto seguro: ahí llega el aviso, sin contenido."
        )
    if facts.channel not in ("phone", "email"):
        raise Invalid.at("channel", "required", "Elija por dónde se le avisa.")
    if not 1 <= facts.response_hours <= 720:
        raise Invalid.at("response_hours", "out_of_range", "Escriba en cuántas horas responde, de 1 a 720.")
    if not set(facts.offices) <= {office.id for office in await offices(db)}:
        raise Invalid.at("offices", "unknown", "Elija oficinas de la lista.")


async def refer(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    claim_id: UUID,
    service_id: UUID,
    kind: str,
    urgent: bool,
    needed: str,
    parts: Sequence[str],
    consent: rules.Consent,
    version: int | None = None,
) -> UUID:
    """Refer a person of the case. The service is told on its safe channel that something waits, and nothing of what.

    Raises `NotFound`, `CaseChanged`, `ServiceClosed`, `Invalid` with every broken rule.
    """
    demand(actor, "referral.make")
    opened = await cases.open_case(db, case_id, version=version)
    claim = opened.claim(claim_id)
    person = (await people.profiles(db, [claim.person_id]))[claim.person_id]
    today = opened.profile.today(db.now())
    child = opened.profile.is_child_on(person.birth_date, today)
    if broken := rules.broken_rules(kind, consent, parts, needed, today=today, child=child):
        raise Invalid(*broken)
    service = await db.get(Service, service_id)
    if service is None or not service.active or kind not in service.kinds:
        raise ServiceClosed
    sent = rules.passed_on(person, people.age_on(person.birth_date, today), parts, needed)
    respond_by = db.now() + timedelta(hours=service.response_hours)
    referral = Referral(
        id=new_id(),
        case_id=case_id,
        claim_id=claim_id,
        service_id=service_id,
        office_id=opened.case.office_id,
        kind=kind,
        sensitive=kind in rules.SENSITIVE,
        urgent=urgent,
        why=needed.strip(),
        sent=sent,
        consented=consent.given,
        consent_how=consent.how.strip() if consent.given else "",
        consent_on=consent.on if consent.given else None,
        consent_scope=list(sent) if consent.given else [],
        obliged_by=None if consent.given else consent.obliged_by,
        obliged_why="" if consent.given else consent.obliged_why.strip(),
        state="made",
        made_at=db.now(),
        made_by=actor.user_id,
        respond_by=respond_by,
        escalated_at=None,
        answered_at=None,
        answered_by=None,
        answer="",
        follow_up_on=today + timedelta(days=FOLLOW_UP_DAYS),
        closed_at=None,
        closed_by=None,
        result="",
        version=1,
    )
    data: dict[str, object] = {"referral": str(referral.id), "urgent": urgent}
    # In the case's record stands that there was one; what kind, only where that tells nothing.
    data |= {} if referral.sensitive else {"kind": kind}
    recorded = await cases.record(db, actor, opened, MADE, claims=[claim_id], data=data)
    db.add(referral)
    await db.flush()
    await notices.queue(
        db,
        case_id=case_id,
        event_id=recorded.event_id,
        kind="referral_urgent" if urgent else "referral",
        addressee=service.contact,
        channel=service.channel,
        language="es",
        body=notices.service_wording(urgent=urgent, code=code_of(referral.id)),
    )
    db.later(OVERDUE, {"referral": str(referral.id)}, at=respond_by)
    return referral.id


def code_of(referral_id: UUID) -> str:
    """By what the service names it on the telephone: it says nothing of the person or the case."""
    return referral_id.hex[-8:].upper()


async def answer(
    db: Session, actor: Actor, referral_id: UUID, *, state: str, words: str, version: int | None = None
) -> None:
    """Write down what the service answered: accepted, refused with its reason, or no capacity.

    Raises `NotFound`, `ReferralChanged`, `NotAnsweredNow`, `Invalid`.
    """
    referral = await _take(db, actor, referral_id, version)
    if referral.state != "made":
        raise NotAnsweredNow
    if state not in rules.ANSWERS:
        raise Invalid.at("state", "required", "Elija qué respondió el servicio.")
    if state == "refused" and not words.strip():
        raise Invalid.at("answer", "required", "Escriba por qué no la recibió.")
    referral.state, referral.answer = state, words.strip()[: rules.LONGEST]
    referral.answered_at, referral.answered_by = db.now(), actor.user_id
    if state != "accepted":
        referral.follow_up_on = None
    referral.version += 1
    await _record(db, actor, referral, ANSWERED, {"answer": state})


async def close(
    db: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    result: str,
    consent_withdrawn: bool = False,
    version: int | None = None,
) -> None:
    """The referral is over, with what came of it; or because the person takes their consent back, and then the service is told to
    stop. Raises `NotFound`, `ReferralChanged`, `ReferralEnded`, `Invalid`."""
    referral = await _take(db, actor, referral_id, version)
    if referral.state not in WAITING:
        raise ReferralEnded
    if not result.strip():
        raise Invalid.at("result", "required", "Escriba en qué quedó.")
    referral.state = "withdrawn" if consent_withdrawn else "closed"
    referral.result = result.strip()[: rules.LONGEST]
    referral.closed_at, referral.closed_by, referral.follow_up_on = db.now(), actor.user_id, None
    referral.version += 1
    recorded = await _record(
        db, actor, referral, CLOSED, {"consent_withdrawn": True} if consent_withdrawn else {}
    )
    if consent_withdrawn:
        await _tell_to_stop(db, referral, recorded)


async def _tell_to_stop(db: Session, referral: Referral, recorded: cases.Recorded) -> None:
    service = await db.get(Service, referral.service_id)
    if service is None:
        raise NotFound
    await notices.queue(
        db,
        case_id=referral.case_id,
        event_id=recorded.event_id,
        kind="referral_withdrawn",
        addressee=service.contact,
        channel=service.channel,
        language="es",
        body=notices.service_told_to_stop(code=code_of(referral.id)),
    )


async def follow_up(
    db: Session, actor: Actor, referral_id: UUID, *, on: date, version: int | None = None
) -> None:
    """When somebody looks again. Raises `NotFound`, `ReferralChanged`, `ReferralEnded`, `Invalid` for a day that has passed."""
    referral = await _take(db, actor, referral_id, version)
    if referral.state not in WAITING:
        raise ReferralEnded
    if on < db.now().date():
        raise Invalid.at("follow_up_on", "in_the_past", "Ese día ya pasó.")
    referral.follow_up_on = on
    referral.version += 1


async def note_overdue(db: Session, referral_id: UUID) -> None:
    """The service did not answer in its time: from now on the supervisor has it on top, too."""
    referral = await db.locked(Referral, referral_id)
    if referral is not None and referral.state == "made" and referral.escalated_at is None:
        referral.escalated_at = db.now()
        referral.version += 1


async def _take(db: Session, actor: Actor, referral_id: UUID, version: int | None) -> Referral:
    demand(actor, "referral.make")
    found = await db.get(Referral, referral_id)
    if found is None:
        raise NotFound
    # The case first, as everywhere: two locks in one order.
    await cases.open_case(db, found.case_id)
    referral = await db.locked(Referral, referral_id)
    if referral is None:
        raise NotFound
    if version is not None and version != referral.version:
        raise ReferralChanged
    return referral


async def _record(
    db: Session, actor: Actor, referral: Referral, name: str, data: dict[str, object]
) -> cases.Recorded:
    opened = await cases.open_case(db, referral.case_id)
    return await cases.record(
        db, actor, opened, name, claims=[referral.claim_id], data={"referral": str(referral.id), **data}
    )
