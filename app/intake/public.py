"""What other rooms may use of intake."""

from app.intake.actions import CHILD_PROTECTION, Filed, Typed, file_claims, log_registered
from app.intake.bulk import public as bulk
from app.intake.encounters import rules as encounter_rules
from app.intake.encounters.actions import (
    correct_encounter,
    enter_sheet,
    link_encounter,
    log_encounters,
    look_again,
)
from app.intake.encounters.errors import OwnRefusal
from app.intake.encounters.queries import (
    CountView,
    EncounterView,
    History,
    SheetView,
    encounter,
    encounters,
    sheet,
    sheets,
)
from app.intake.encounters.rules import NewCount, NewEncounter
from app.intake.offline import public as offline
from app.intake.queries import ArrivalView, arrival_of
from app.intake.rules import (
    CHILD_ALONE,
    MAJORITY_AGE,
    MOST_PERSONS,
    Arrival,
    Member,
    NewGuardian,
    alone,
    broken_rules_of,
    needs_of,
    screened,
)
from app.intake.screening.actions import ProposalDecided, keep_screening, settle_proposal
from app.intake.screening.queries import (
    ProposedView,
    ScreeningView,
    screenings_of,
    suggested,
    suggested_for,
    suggested_in,
)
from app.intake.screening.rules import (
    Answers,
    Proposals,
    Screened,
    Suggested,
    age_group,
    answer_in_words,
    answers_of,
    asked_of,
    form_as_data,
    screen,
)

__all__ = [
    "CHILD_ALONE",
    "CHILD_PROTECTION",
    "MAJORITY_AGE",
    "MOST_PERSONS",
    "Answers",
    "Arrival",
    "ArrivalView",
    "CountView",
    "EncounterView",
    "Filed",
    "History",
    "Member",
    "NewCount",
    "NewEncounter",
    "NewGuardian",
    "OwnRefusal",
    "ProposalDecided",
    "Proposals",
    "ProposedView",
    "Screened",
    "ScreeningView",
    "SheetView",
    "Suggested",
    "Typed",
    "age_group",
    "alone",
    "answer_in_words",
    "answers_of",
    "arrival_of",
    "asked_of",
    "broken_rules_of",
    "bulk",
    "correct_encounter",
    "encounter",
    "encounter_rules",
    "encounters",
    "enter_sheet",
    "file_claims",
    "form_as_data",
    "keep_screening",
    "link_encounter",
    "log_encounters",
    "log_registered",
    "look_again",
    "needs_of",
    "offline",
    "screen",
    "screened",
    "screenings_of",
    "settle_proposal",
    "sheet",
    "sheets",
    "suggested",
    "suggested_for",
    "suggested_in",
]
