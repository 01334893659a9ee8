"""Writing people down."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.people import codes, rules
from app.people.errors import NeedEnded
from app.people.matching import public as matching
from app.people.models import IdentityPaper, NeedReview, Person, SpecificNeed

NEED_REVIEW = "need_review"
# Early in the morning of the whole region.
REVIEW_HOUR = time(12)


async def add_person(db: Session, actor: Actor, new: rules.NewPerson) -> UUID:
    """Write a person with papers and needs. The caller has checked `broken_rules`."""
    (person_id,) = await add_persons(db, actor, [new])
    return person_id


async def add_persons(db: Session, actor: Actor, new: Sequence[rules.NewPerson]) -> list[UUID]:
    """Write people with their papers and needs, in their order. The caller has checked `broken_rules`."""
    persons = [_person(db, actor, one) for one in new]
    db.add(*persons)
    if any(one.papers or one.needs for one in new):
        await db.flush()
    for person, one in zip(persons, new, strict=True):
        db.add(*(_paper(person.id, paper) for paper in one.papers))
        db.add(*(_need(db, actor, person.id, code, None) for code in one.needs))
    return [person.id for person in persons]


def _person(db: Session, actor: Actor, new: rules.NewPerson) -> Person:
    return Person(
        id=new_id(),
        given_names=new.given_names.strip(),
        family_names=new.family_names.strip(),
        aliases=list(new.aliases),
        search_name=rules.search_name(new.given_names, new.family_names, new.aliases),
        name_keys=matching.stored_keys(
            new.given_names, new.family_names, new.aliases, new.birth_date, new.birth_precision
        ),
        phone_key=matching.phone_key(new.phone),
        birth_date=new.birth_date,
        birth_precision=new.birth_precision,
        sex=new.sex,
        gender_identity=new.gender_identity,
        nationalities=list(new.nationalities),
        stateless=new.stateless,
        languages=list(new.languages),
        phone=new.phone,
        email=new.email,
        lodging=new.lodging,
        created_at=db.now(),
        created_by=actor.user_id,
        version=1,
    )


def _paper(person_id: UUID, paper: rules.NewPaper) -> IdentityPaper:
    return IdentityPaper(
        id=new_id(),
        person_id=person_id,
        kind=paper.kind,
        number=paper.number.strip(),
        number_key=rules.paper_key(paper.number),
        country=paper.country,
    )


async def record_need(
    db: Session, actor: Actor, person_id: UUID, code: str, *, note: str | None, review_on: date | None = None
) -> UUID:
    """Note a specific need of a person; `review_on` is when somebody looks again, by the code's own months where not said.

    Raises `NotFound`, `Invalid` for a code that is not in the list and for a day of review that has passed.
    """
    if code not in codes.needs():
        raise Invalid.at("code", "unknown_need", "«%(code)s» no es una necesidad de la lista.", code=code)
    if await db.get(Person, person_id) is None:
        raise NotFound
    _check_review(db, review_on)
    need = _need(db, actor, person_id, code, note, review_on)
    db.add(need)
    await db.flush()
    return need.id


async def review_need(
    db: Session, actor: Actor, need_id: UUID, *, note: str, review_on: date | None = None
) -> UUID:
    """Somebody looked, and the need is still there; `review_on` as in `record_need`. The person's identifier.

    Raises `NotFound`, `NeedEnded`, `Invalid`.
    """
    need = await _current(db, need_id)
    _check_review(db, review_on)
    need.review_on = review_on or rules.review_day(need.code, db.now().date())
    need.review_asked_at = None
    _remind(db, need)
    db.add(_review(db, actor, need, note, still=True))
    return need.person_id


async def end_need(db: Session, actor: Actor, need_id: UUID, *, reason: str) -> UUID:
    """The need is there no longer, and why; it stays on record. The person's identifier.

    Raises `NotFound`, `NeedEnded`, `Invalid` without a reason.
    """
    if not reason.strip():
        raise Invalid.at("reason", "required", "Escriba por qué termina.")
    need = await _current(db, need_id)
    need.ended_at, need.ended_by, need.end_reason = db.now(), actor.user_id, reason.strip()
    need.review_asked_at = None
    db.add(_review(db, actor, need, reason, still=False))
    return need.person_id


async def note_review_due(db: Session, need_id: UUID, day: date) -> None:
    """The day of review has come: put it before who works with the case. Does nothing where somebody looked, or it ended."""
    need = await db.locked(SpecificNeed, need_id)
    if need is not None and need.ended_at is None and need.review_on == day and need.review_asked_at is None:
        need.review_asked_at = db.now()


async def _current(db: Session, need_id: UUID) -> SpecificNeed:
    need = await db.locked(SpecificNeed, need_id)
    if need is None:
        raise NotFound
    if need.ended_at is not None:
        raise NeedEnded
    return need


def _check_review(db: Session, review_on: date | None) -> None:
    if review_on is not None and review_on <= db.now().date():
        raise Invalid.at("review_on", "in_the_past", "Elija un día que no haya pasado.")


def _need(
    db: Session, actor: Actor, person_id: UUID, code: str, note: str | None, review_on: date | None = None
) -> SpecificNeed:
    follows = codes.consequences_of(code)
    need = SpecificNeed(
        id=new_id(),
        person_id=person_id,
        code=code,
        note=note,
        found_at=db.now(),
        found_by=actor.user_id,
        ended_at=None,
        ended_by=None,
        sensitivity=follows.sensitivity,
        asks=list(codes.kept_asks(code)),
        review_on=review_on or rules.review_day(code, db.now().date()),
        review_asked_at=None,
        end_reason=None,
    )
    _remind(db, need)
    return need


def _remind(db: Session, need: SpecificNeed) -> None:
    if need.review_on is not None:
        at = datetime.combine(need.review_on, REVIEW_HOUR, UTC)
        db.later(NEED_REVIEW, {"need": str(need.id), "day": need.review_on.isoformat()}, at=at)


def _review(db: Session, actor: Actor, need: SpecificNeed, note: str, *, still: bool) -> NeedReview:
    return NeedReview(
        id=new_id(),
        need_id=need.id,
        at=db.now(),
        by=actor.user_id,
        still=still,
        review_on=need.review_on if still else None,
        note=note.strip(),
    )
