"""Writing people down."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.people import codes, rules
from app.people.matching import public as matching
from app.people.models import IdentityPaper, Person, SpecificNeed


async def add_person(db: Session, actor: Actor, new: rules.NewPerson) -> UUID:
    """Write a person with papers and needs. The caller has checked `broken_rules`."""
    person = Person(
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
    db.add(person)
    if new.papers or new.needs:
        await db.flush()
    papers = [
        IdentityPaper(
            id=new_id(),
            person_id=person.id,
            kind=paper.kind,
            number=paper.number.strip(),
            number_key=rules.paper_key(paper.number),
            country=paper.country,
        )
        for paper in new.papers
    ]
    db.add(*papers)
    db.add(*(_need(db, actor, person.id, code, None) for code in new.needs))
    return person.id


async def record_need(db: Session, actor: Actor, person_id: UUID, code: str, *, note: str | None) -> UUID:
    """Note a specific need of a person. Raises `NotFound`, `Invalid` for a code that is not in the list."""
    if code not in codes.needs():
        raise Invalid.at("code", "unknown_need", "«%(code)s» no es una necesidad de la lista.", code=code)
    if await db.get(Person, person_id) is None:
        raise NotFound
    need = _need(db, actor, person_id, code, note)
    db.add(need)
    await db.flush()
    return need.id


def _need(db: Session, actor: Actor, person_id: UUID, code: str, note: str | None) -> SpecificNeed:
    return SpecificNeed(
        id=new_id(),
        person_id=person_id,
        code=code,
        note=note,
        found_at=db.now(),
        found_by=actor.user_id,
        ended_at=None,
        ended_by=None,
    )
