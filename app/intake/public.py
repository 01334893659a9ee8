"""What other rooms may use of intake."""

from app.intake.actions import CHILD_PROTECTION, Filed, Typed, file_claims, log_registered
from app.intake.bulk import public as bulk
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
    "Filed",
    "Member",
    "NewGuardian",
    "Proposals",
    "Screened",
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
    "file_claims",
    "form_as_data",
    "log_registered",
    "needs_of",
    "offline",
    "screen",
    "screened",
]
