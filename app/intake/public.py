"""What other rooms may use of intake."""

from app.intake.actions import CHILD_PROTECTION, Filed, file_claims
from app.intake.queries import ArrivalView, arrival_of
from app.intake.rules import (
    CHILD_ALONE,
    MAJORITY_AGE,
    Arrival,
    Member,
    NewGuardian,
    alone,
    broken_rules_of,
    needs_of,
)
from app.intake.screening import Question, needs_from, questions

__all__ = [
    "CHILD_ALONE",
    "CHILD_PROTECTION",
    "MAJORITY_AGE",
    "Arrival",
    "ArrivalView",
    "Filed",
    "Member",
    "NewGuardian",
    "Question",
    "alone",
    "arrival_of",
    "broken_rules_of",
    "file_claims",
    "needs_from",
    "needs_of",
    "questions",
]
