"""A time limit as the pages show it: what, how many days are left, and what it rests on."""

from datetime import date, datetime
from typing import Any

from app.cases import public as cases
from app.procedure import public as procedure
from app.web.i18n import language


def due(limit: cases.Limit, profile: procedure.Profile, now: datetime) -> dict[str, Any]:
    """For the right column's list."""
    return {
        "what": profile.limit(limit.rule).label.in_(language()),
        "days": days_left(profile, limit.due_on, now),
        "status": "suspended" if limit.state == "suspended" else "running",
        "on": limit.due_on,
        "basis": limit.basis,
        "verification": limit.verification if limit.kind == "legal" else "confirmed",
        "kind": limit.kind,
    }


def days_left(profile: procedure.Profile, due_on: date, now: datetime) -> int:
    """Working days from today to the last day; negative when it is over."""
    today = profile.today(now)
    if due_on >= today:
        return procedure.working_days_between(profile, today, due_on)
    return -max(1, procedure.working_days_between(profile, due_on, today))
