"""What other rooms may use of audit."""

from app.audit.actions import looked
from app.audit.queries import Access, accesses, place_of, times_of_late

__all__ = [
    "Access",
    "accesses",
    "looked",
    "place_of",
    "times_of_late",
]
