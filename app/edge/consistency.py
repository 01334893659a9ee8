"""Which decisions are held against chance, read from an address the same way for the page and for the programming interface."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.core.database import ReadSession
from app.core.errors import Invalid
from app.edge.figures import Day, Moment
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.statistics import public as statistics

# What is looked at when nobody says: two years give most officers enough decisions, and the practice of a country changes over more.
MONTHS = 24


class AskedConsistency(BaseModel):
    """`from` and `to`: the first and last day of the first decisions, by default the last two years. `as_of`: as it was recorded
    until then; by default all of it.

    No other filter: whoever tries twenty sorts of cases finds one in which somebody stands out.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None
    as_of: Moment | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


async def consistency_asked(db: ReadSession, asked: AskedConsistency) -> statistics.Consistency:
    """Raises `Invalid` at a period that ends before it begins."""
    profile = await procedure_in_force(db)
    as_of: datetime = asked.as_of or db.now()
    until = asked.until or profile.today(as_of)
    since = asked.since or procedure.shifted(until, procedure.Span(-MONTHS, "month"))
    if since > until:
        raise Invalid.at("from", "after_end", "El período termina antes de empezar.")
    return await statistics.consistency(
        db, zone=profile.time_zone, since=since, until=until, as_of=asked.as_of
    )


async def names_in(db: ReadSession, found: statistics.Consistency) -> dict[UUID, str]:
    """The names of the persons whom the reader may see, and of the offices."""
    persons = [one.id for one in found.persons.shown if one.id is not None]
    return await identity.names(db, persons) | {
        office.id: office.name for office in await identity.offices(db)
    }
