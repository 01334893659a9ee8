"""What other rooms may use of audit."""

from app.audit.actions import looked
from app.audit.queries import Access, accesses, times_of_late

__all__ = [
    "Access",
    "accesses",
    "looked",
    "times_of_late",
]
