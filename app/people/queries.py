"""Reading people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app.core.database import ReadSession
from app.core.statements import one_of
from app.people.models import IdentityPaper, Person, SpecificNeed

PROTECTED = "protected"

_HOLDERS = select(Person.id, Person.birth_date, Person.nationalities).where(one_of(Person.id, "persons"))
_AGES_AND_NEEDS = select(
    Person.id,
    Person.birth_date,
    Person.birth_precision,
    select(func.array_agg(SpecificNeed.code))
    .where(SpecificNeed.person_id == Person.id, SpecificNeed.ended_at.is_(None))
    .correlate(Person)
    .scalar_subquery(),
).where(one_of(Person.id, "persons"))
_PERSONS = select(Person).where(one_of(Person.id, "persons"))
_PAPERS = select(
    IdentityPaper.person_id, IdentityPaper.kind, IdentityPaper.number, IdentityPaper.country
).where(one_of(IdentityPaper.person_id, "persons"))
_NEEDS = (
    select(SpecificNeed.person_id, SpecificNeed.code, SpecificNeed.sensitivity)
    .where(one_of(SpecificNeed.person_id, "persons"), SpecificNeed.ended_at.is_(None))
    .order_by(SpecificNeed.code)
)


@dataclass(frozen=True, slots=True)
class Paper:
    kind: str
    number: str
    country: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as the case page shows them. `needs` are codes, those that have not ended; `protected` those that stand in no list
    and at no head of a page, only where somebody needs to know them."""

    id: UUID
    given_names: str
    family_names: str
    aliases: list[str]
    birth_date: date
    birth_precision: str
    sex: str
    gender_identity: str | None
    nationalities: list[str]
    stateless: bool
    languages: list[str]
    phone: str | None
    email: str | None
    lodging: str | None
    version: int
    papers: tuple[Paper, ...] = ()
    needs: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True, slots=True)
class Holder:
    """What a document needs to know of a person before it is printed."""

    id: UUID
    birth_date: date
    nationalities: list[str]


async def holders(db: ReadSession, person_ids: Iterable[UUID]) -> dict[UUID, Holder]:
    """Those people that the actor may see, in one query."""
    rows = await db.rows(_HOLDERS, {"persons": list(person_ids)})
    return {row.id: Holder(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class AgeAndNeeds:
    """What the law's safeguards ask of a person. `needs` are codes, those that have not ended."""

    birth_date: date
    birth_precision: str
    needs: list[str]


async def ages_and_needs(db: ReadSession, person_ids: Iterable[UUID]) -> dict[UUID, AgeAndNeeds]:
    """Of those people that the actor may see, in one query."""
    rows = await db.rows(_AGES_AND_NEEDS, {"persons": list(person_ids)})
    return {row[0]: AgeAndNeeds(row[1], row[2], row[3] or []) for row in rows}


async def profiles(db: ReadSession, person_ids: Iterable[UUID]) -> dict[UUID, Profile]:
    """The people with those identifiers that the actor may see, in three queries however many they are; of nobody, in none."""
    wanted = {"persons": list(person_ids)}
    if not wanted["persons"]:
        return {}
    people = await db.scalars(_PERSONS, wanted)
    papers: dict[UUID, list[Paper]] = {}
    for row in await db.rows(_PAPERS, wanted):
        papers.setdefault(row.person_id, []).append(Paper(row.kind, row.number, row.country))
    needs: dict[tuple[UUID, bool], list[str]] = {}
    for need in await db.rows(_NEEDS, wanted):
        needs.setdefault((need.person_id, need.sensitivity == PROTECTED), []).append(need.code)
    return {
        p.id: Profile(
            p.id,
            p.given_names,
            p.family_names,
            p.aliases,
            p.birth_date,
            p.birth_precision,
            p.sex,
            p.gender_identity,
            p.nationalities,
            p.stateless,
            p.languages,
            p.phone,
            p.email,
            p.lodging,
            p.version,
            tuple(papers.get(p.id, ())),
            tuple(needs.get((p.id, False), ())),
            tuple(needs.get((p.id, True), ())),
        )
        for p in people
    }
