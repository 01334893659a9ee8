"""What other rooms may use of people."""

from app.people import biometrics, codes
from app.people.actions import (
    NEED_REVIEW,
    add_person,
    add_persons,
    end_need,
    note_review_due,
    record_need,
    review_need,
)
from app.people.errors import NeedEnded
from app.people.family import public as family
from app.people.matching.at_rest import (
    Linked,
    Resting,
    keep_model,
    kept_model,
    shipped_model,
)
from app.people.matching.at_rest import record as resting_record
from app.people.matching.everybody import everybody, these
from app.people.matching.find import (
    candidates,
    candidates_of,
    count_names,
    described,
    frequencies_of,
    propose_likely,
)
from app.people.matching.frequencies import shares
from app.people.matching.households import best_only
from app.people.matching.public import (
    LIKELY,
    Candidate,
    Companion,
    Description,
    KnownPaper,
    phone_key,
    score,
    search_keys,
    stored_keys,
    wanted_keys,
)
from app.people.matching.searches import SEARCH, SearchView, ask_search, last_search, note_search
from app.people.models import IdentityPaper, Person, PersonPhoto, SpecificNeed
from app.people.needs import NeedView, ReviewView, asked_of, needs_of, trainings_of
from app.people.pairs import public as pairs
from app.people.pairs.propose import propose_pair
from app.people.pairs.rules import FoundBy, Reason
from app.people.photos.actions import keep_photo, rewrap_photos
from app.people.photos.queries import Photo, photo_of, photos_of
from app.people.queries import (
    PROTECTED,
    AgeAndNeeds,
    Holder,
    Paper,
    Profile,
    ages_and_needs,
    holders,
    profiles,
)
from app.people.rules import (
    OLDEST_YEARS,
    OWN_DOCUMENT,
    SEPARATED,
    UNACCOMPANIED,
    NewPaper,
    NewPerson,
    age_on,
    broken_rules,
    paper_key,
    priority,
    review_day,
    search_name,
    unknown_languages,
)

# For joins in other rooms' reads; nobody else writes them.
person_table = Person.__table__
need_table = SpecificNeed.__table__
paper_table = IdentityPaper.__table__
photo_table = PersonPhoto.__table__

__all__ = [
    "LIKELY",
    "NEED_REVIEW",
    "OLDEST_YEARS",
    "OWN_DOCUMENT",
    "PROTECTED",
    "SEARCH",
    "SEPARATED",
    "UNACCOMPANIED",
    "AgeAndNeeds",
    "Candidate",
    "Companion",
    "Description",
    "FoundBy",
    "Holder",
    "KnownPaper",
    "Linked",
    "NeedEnded",
    "NeedView",
    "NewPaper",
    "NewPerson",
    "Paper",
    "Photo",
    "Profile",
    "Reason",
    "Resting",
    "ReviewView",
    "SearchView",
    "add_person",
    "add_persons",
    "age_on",
    "ages_and_needs",
    "ask_search",
    "asked_of",
    "best_only",
    "biometrics",
    "broken_rules",
    "candidates",
    "candidates_of",
    "codes",
    "count_names",
    "described",
    "end_need",
    "everybody",
    "family",
    "frequencies_of",
    "holders",
    "keep_model",
    "keep_photo",
    "kept_model",
    "last_search",
    "need_table",
    "needs_of",
    "note_review_due",
    "note_search",
    "pairs",
    "paper_key",
    "paper_table",
    "person_table",
    "phone_key",
    "photo_of",
    "photo_table",
    "photos_of",
    "priority",
    "profiles",
    "propose_likely",
    "propose_pair",
    "record_need",
    "resting_record",
    "review_day",
    "review_need",
    "rewrap_photos",
    "score",
    "search_keys",
    "search_name",
    "shares",
    "shipped_model",
    "stored_keys",
    "these",
    "trainings_of",
    "unknown_languages",
    "wanted_keys",
]
