"""What other rooms may use of people."""

from app.people import codes
from app.people.actions import add_person, record_need
from app.people.models import Person, SpecificNeed
from app.people.pairs.propose import propose_pair
from app.people.pairs.rules import Reason
from app.people.queries import (
    AgeAndNeeds,
    Alike,
    Contact,
    Holder,
    Paper,
    Profile,
    ages_and_needs,
    alike,
    contact_of,
    holders,
    profiles,
)
from app.people.rules import (
    SEPARATED,
    UNACCOMPANIED,
    NewPaper,
    NewPerson,
    age_on,
    broken_rules,
    priority,
    search_name,
)

# For joins in other rooms' reads; nobody else writes them.
person_table = Person.__table__
need_table = SpecificNeed.__table__

__all__ = [
    "SEPARATED",
    "UNACCOMPANIED",
    "AgeAndNeeds",
    "Alike",
    "Contact",
    "Holder",
    "NewPaper",
    "NewPerson",
    "Paper",
    "Profile",
    "Reason",
    "add_person",
    "age_on",
    "ages_and_needs",
    "alike",
    "broken_rules",
    "codes",
    "contact_of",
    "holders",
    "need_table",
    "person_table",
    "priority",
    "profiles",
    "propose_pair",
    "record_need",
    "search_name",
]
