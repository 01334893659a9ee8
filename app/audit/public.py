"""What other rooms may use of audit."""

from app.audit.actions import looked
from app.audit.queries import Access, Act, accesses, acts, place_of, times_of_late

__all__ = [
    "Access",
    "Act",
    "accesses",
    "acts",
    "looked",
    "place_of",
    "times_of_late",
]
