"""Looking for a relative among everybody registered: nobody is told of anybody who has not said yes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.people import codes
from app.people.family import errors
from app.people.family.loading import demand_seen, locked
from app.people.family.models import TracingMatch, TracingRequest
from app.people.family.rules import ANSWERS, demand_kind, given_reasons
from app.people.matching.find import candidates
from app.people.matching.public import Description

MATCHES = 5


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
class Reached:
    """How to reach somebody who was found and said yes."""

    name: str
    phone: str | None
    email: str | None
    language: str | None


async def open_tracing(
    db: Session, actor: Actor, *, person_id: UUID, sought: Sought, consented: bool
) -> UUID:
    """Look for a relative among everybody registered; those who may be the one become matches. Raises `NotFound`, `Invalid`."""
    demand(actor, "family.record")
    await demand_seen(db, person_id)
    demand_kind(sought.kind)
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
    request = await locked(db, TracingRequest, request_id)
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
    request = await locked(db, TracingRequest, request_id)
    if request.state == "closed":
        raise errors.SearchClosed
    request.seeker_consented_at = request.seeker_consented_at or db.now()
    await db.flush()


async def answer_match(db: Session, actor: Actor, match_id: UUID, *, answer: str) -> None:
    """What the one who was found said when asked: yes, no, or that it is not them. Only who has their case may record it.

    Raises `NotFound`, `Invalid`.
    """
    demand(actor, "family.record")
    match = await locked(db, TracingMatch, match_id)
    await demand_seen(db, match.person_id)
    if answer not in ANSWERS:
        raise Invalid.at("answer", "required", "Elija una opción.")
    match.answer, match.answered_at, match.answered_by = answer, db.now(), actor.user_id
    await db.flush()


async def pass_contact_on(db: Session, actor: Actor, match_id: UUID) -> Reached:
    """Tell the one who looks how to reach the one who was found: only once both have said yes. Raises `NotFound`, `NotBothYes`."""
    demand(actor, "family.record")
    match = await locked(db, TracingMatch, match_id)
    request = await locked(db, TracingRequest, match.request_id)
    await demand_seen(db, request.person_id)
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
    request = await locked(db, TracingRequest, request_id)
    given = given_reasons(reasons)
    request.state, request.closed_at, request.closed_by = "closed", db.now(), actor.user_id
    request.close_reason = given
    await db.flush()
