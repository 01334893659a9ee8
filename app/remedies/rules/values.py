"""What the rules of remedies are told of a claim, and the names of events and results. Pure."""

from dataclasses import dataclass
from uuid import UUID

FILED = "remedy_filed"
FILED_LATE = "late_remedy_filed"
ADMITTED = "late_remedy_accepted"
REFUSED = "late_remedy_refused"
WITHDRAWN = "remedy_withdrawn"
DECIDED = "remedy_decided"

UPHELD, OVERTURNED, REMITTED = "upheld", "overturned", "remitted"
# Ended by its form, without a word on the merits: the decision stands.
DISMISSED = "dismissed"
JUDGE = "appeals_judge"
BY_FAMILY = "recognised_derivative"


@dataclass(frozen=True, slots=True)
class Standing:
    """One claim as a remedy finds it."""

    id: UUID
    stage: str
    basis: str
    derivative_of: UUID | None
    outcome: str | None
