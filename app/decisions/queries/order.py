"""In which order cases wait for a body: a child's first, then what it had asked more facts about, then by limit, priority and age."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists
from sqlalchemy.orm import aliased

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.database import ReadSession
from app.decisions.models import AgendaItem
from app.overrides.public import procedure_in_force
from app.people.public import person_table

# Where the law's age is not on record, the Convention on the Rights of the Child's.
ADULT_AT = 18


def is_childs(born_after: date) -> ColumnElement[bool]:
    """Is the claim a child's own? Asked of a statement that has the case and its principal person."""
    return person_table.c.birth_date > born_after


def came_back() -> ColumnElement[bool]:
    """Had a body asked for more facts about the case before?"""
    earlier = aliased(AgendaItem)
    return exists().where(earlier.case_id == cases.case_table.c.id, earlier.status == "sent_back")


def is_endorsed() -> ColumnElement[bool]:
    """Has the case an endorsed analysis? A group's list is decided on without."""
    case_id, of = cases.case_table.c.id, assessments.Assessment
    return exists().where(of.case_id == case_id, of.status == "endorsed")


async def youngest_adult(db: ReadSession) -> date:
    """The birth date of who comes of age today: whoever was born later is a child."""
    profile = await procedure_in_force(db)
    today, years = profile.today(db.now()), profile.majority_age.value or ADULT_AT
    # Who was born on 29 February comes of age on 1 March.
    leap = today.month == 2 and today.day == 29
    return today.replace(year=today.year - years, day=28 if leap else today.day)


def order_of_waiting(born_after: date) -> Sequence[ColumnElement[Any]]:
    """A child's claim never waits behind an adult's; what came back with the facts asked for stands before what is new."""
    table = cases.case_table.c
    return (
        case((is_childs(born_after), 0), else_=1),
        case((came_back(), 0), else_=1),
        table.next_due_at,
        table.priority.desc(),
        table.stage_since,
        table.id,
    )
