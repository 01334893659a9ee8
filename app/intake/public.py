"""What other rooms may use of intake."""

from app.intake.actions import CHILD_PROTECTION, Filed, file_claims
from app.intake.queries import ArrivalView, arrival_of
from app.intake.rules import Arrival, Member, NewGuardian, alone, needs_of

__all__ = [
    "CHILD_PROTECTION",
    "Arrival",
    "ArrivalView",
    "Filed",
    "Member",
    "NewGuardian",
    "alone",
    "arrival_of",
    "file_claims",
    "needs_of",
]
