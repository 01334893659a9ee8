"""Looking for somebody who may be registered already."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.people import public as people

router = Router(prefix="/people", tags=["people"], responses=PROBLEMS)

Name = Annotated[str, Field(max_length=200)]


class ReasonAnswer(BaseModel):
    code: str
    weight: float
    values: dict[str, Any]


class CandidateAnswer(BaseModel):
    person_id: UUID
    given_names: str
    family_names: str
    birth_date: date
    birth_precision: str
    nationalities: list[str]
    reference: str
    registered_at: datetime
    place: str
    score: float
    likely: bool
    reasons: list[ReasonAnswer]


class PaperAsked(BaseModel):
    kind: str = "passport"
    country: Annotated[str, Field(max_length=3)] = ""
    number: Annotated[str, Field(max_length=60)]


class CompanionAsked(BaseModel):
    given_names: Name = ""
    family_names: Name = ""
    birth_date: date | None = None


class Asked(BaseModel):
    """Whoever is looked for, as far as it is known."""

    given_names: Name = ""
    family_names: Name = ""
    birth_date: date | None = None
    birth_precision: str = "day"
    sex: str = "unknown"
    nationalities: list[str] = []
    aliases: list[Name] = []
    phone: Annotated[str | None, Field(max_length=40)] = None
    papers: Annotated[list[PaperAsked], Field(max_length=10)] = []
    household: Annotated[list[CompanionAsked], Field(max_length=30)] = []

    def as_description(self) -> people.Description:
        return people.Description(
            self.given_names,
            self.family_names,
            self.birth_date,
            self.birth_precision,
            self.sex,
            tuple(self.nationalities),
            tuple(people.KnownPaper(p.kind, p.country, people.paper_key(p.number)) for p in self.papers),
            tuple(self.aliases),
            self.phone,
            household=tuple(
                people.Companion(one.given_names, one.family_names, one.birth_date) for one in self.household
            ),
        )


@router.get("/alike", dependencies=[requires("person.match", reads=True)])
async def find_alike(
    db: ReadDb,
    birth_date: date,
    given_names: Annotated[str, Query(max_length=200)] = "",
    family_names: Annotated[str, Query(max_length=200)] = "",
) -> list[CandidateAnswer]:
    """Up to five people anywhere in the country who may be the same person: a hint, never a decision."""
    return await find_candidates(
        db, Asked(given_names=given_names, family_names=family_names, birth_date=birth_date)
    )


@router.post("/candidates", dependencies=[requires("person.match", reads=True)])
async def find_candidates(db: ReadDb, body: Asked) -> list[CandidateAnswer]:
    """The same by all that is known: papers, other names, phone and household, too. Nothing is written, and nothing is put in an address."""
    found = await people.candidates(db, body.as_description())
    return [CandidateAnswer.model_validate(person, from_attributes=True) for person in found]


class SearchAnswer(BaseModel):
    """A look through everybody. `step` is asked, read, modelled, linked, proposed or done; `count` belongs to the step."""

    id: UUID
    asked_at: datetime
    step: str
    count: int
    people: int | None
    pairs: int | None
    proposed: int | None
    finished_at: datetime | None


@router.post("/searches", status_code=202, dependencies=[requires("pair.search")])
async def search_everybody(db: Db) -> SearchAnswer:
    """Have everybody looked through for who is registered twice. While one look is under way there is no second."""
    await people.ask_search(db, db.actor)
    return SearchAnswer.model_validate(await people.last_search(db), from_attributes=True)


@router.get("/searches/last", dependencies=[requires("pair.read", reads=True)])
async def show_last_search(db: ReadDb) -> SearchAnswer:
    """How far the look through everybody is that was asked for last, or what it found."""
    found = await people.last_search(db)
    if found is None:
        raise NotFound
    return SearchAnswer.model_validate(found, from_attributes=True)
