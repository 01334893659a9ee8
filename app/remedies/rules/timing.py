"""Whether a remedy came in time, and what waits for it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.procedure import public as procedure


@dataclass(frozen=True, slots=True)
class Clock:
    """The time limit to file: when it started and the first instant after its last day (UTC)."""

    started_at: datetime
    due_at: datetime
    state: str


def in_time(
    profile: procedure.Profile, remedy: procedure.Remedy, clocks: Iterable[Clock], filed_at: datetime
) -> bool:
    """Did it come before the end of the newest limit to file? Where no limit is on record, always: nobody is late by a guess.

    Nor is anybody late whose time never ran (the law spares them, or the limit was not in force), or is paused.
    """
    if remedy.file_within is None or profile.limit(remedy.file_within).length is None:
        return True
    known = tuple(clocks)
    counting = [clock for clock in known if clock.state in ("running", "suspended", "missed")]
    newest = max(counting, key=lambda clock: clock.started_at, default=None)
    if newest is None:
        return not known
    return newest.state == "suspended" or filed_at < newest.due_at


def suspends(remedy: procedure.Remedy) -> bool:
    """Does removal wait for it? What the law does not say counts as yes."""
    return remedy.suspends_removal.value is not False
