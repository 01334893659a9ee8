"""Looking for somebody who may be registered already."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.transaction import ReadDb
from app.people import public as people

router = APIRouter(prefix="/people", tags=["people"], responses=PROBLEMS)


class AlikeAnswer(BaseModel):
    person_id: UUID
    given_names: str
    family_names: str
    birth_date: date
    nationalities: list[str]
    reference: str
    registered_at: datetime
    place: str
    likeness: float


@router.get("/alike", dependencies=[requires("person.match", reads=True)])
async def find_alike(
    db: ReadDb,
    birth_date: date,
    given_names: Annotated[str, Query(max_length=200)] = "",
    family_names: Annotated[str, Query(max_length=200)] = "",
) -> list[AlikeAnswer]:
    """Up to five people anywhere in the country who may be the same person: a hint, never a decision."""
    found = await people.alike(db, given_names=given_names, family_names=family_names, birth_date=birth_date)
    return [AlikeAnswer.model_validate(person, from_attributes=True) for person in found]
