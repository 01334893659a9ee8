"""Terms of validity: from a day, a span further on the plain calendar."""

from datetime import date, timedelta

from app.procedure.days.calendars import add_months
from app.procedure.law.basis import Span

_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "calendar_day": 1, "week": 7}


def shifted(first: date, span: Span) -> date:
    """The day that is `span` after `first`, date to date. Raises `ValueError` for a span in working days or hours."""
    if span.unit in _MONTHS:
        return add_months(first, span.count * _MONTHS[span.unit])
    if span.unit in _DAYS:
        return first + timedelta(days=span.count * _DAYS[span.unit])
    raise ValueError(f"a term of validity cannot be counted in {span.unit}s")
