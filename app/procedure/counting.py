"""From an event to a due day: the count itself, in the country's own days.

Day zero is the event's local day. What the first day counted is, the limit says; a period of days ends with its last
counted day, a period of months on the same day number (date to date). A period bound to roll passes from a non-working
day to the next working day. Days of a suspension never count and prolong every period.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import lru_cache
from typing import Any

from app.procedure.basis import Span
from app.procedure.calendars import (
    ONE_DAY,
    Interval,
    WorkingDays,
    add_months,
    calendar_of,
)
from app.procedure.conditions import holds
from app.procedure.explanation import Explanation, SkippedDay
from app.procedure.schema import Limit, Profile
from app.procedure.states import DeadlineState


@dataclass(frozen=True, slots=True)
class Count:
    """A finished count: how it came about, the instant it ends (exclusive) and the reminders before it."""

    explanation: Explanation
    due_at: datetime
    reminders: tuple[datetime, ...]


def count_days(
    profile: Profile,
    limit_name: str,
    starts_at: datetime,
    forum: str | None = None,
    suspensions: Iterable[Interval] = (),
    extra_holidays: Iterable[date] = (),
) -> Explanation | None:
    """How the limit runs from that moment (aware); None where there is no limit on record.

    `forum` is the limit's own unless given. `suspensions` are days, both included, on which nothing ran for this case.
    """
    limit = profile.limit(limit_name)
    if limit.length is None:
        return None
    calendar = calendar_of(profile, forum or limit.forum)
    extra, pauses = tuple(extra_holidays), tuple(suspensions)
    if extra or pauses:
        calendar = calendar.besides(extra, pauses)
    return _counted(profile, limit_name, limit, limit.length, calendar, starts_at).explanation


def count(profile: Profile, limit_name: str, at: datetime, data: Mapping[str, Any]) -> Count | None:
    """The count that an event at that moment starts; None where there is no limit on record."""
    limit = profile.limit(limit_name)
    for variant in limit.variants:
        if holds(variant.when, data):
            changed = {
                "length": variant.length or limit.length,
                "starts": variant.starts or limit.starts,
            }
            return _uncached(profile, limit_name, limit.model_copy(update=changed), at)
    if limit.length is not None and limit.length.unit != "hour":
        return _by_day(profile, limit_name, profile.today(at))
    return _uncached(profile, limit_name, limit, at)


def resumed(profile: Profile, deadline: DeadlineState, at: datetime) -> Count:
    """A suspended clock running again at that moment: its end moves by the days it stood still.

    The day of the suspension did not run, the day of the resumption does. Working days move by working days.
    """
    limit = profile.limit(deadline.rule)
    calendar = calendar_of(profile, limit.forum)
    stopped = deadline.suspended_at or at
    if limit.length is None or limit.length.unit == "hour":
        due_at = deadline.due_at + (at - stopped)
        due, rolled = profile.today(due_at), None
    else:
        from_day, to_day = profile.today(stopped), profile.today(at)
        due, rolled = _moved(
            limit,
            calendar,
            _last_day(profile, deadline.due_at),
            from_day,
            to_day,
            _rolls(profile, limit),
        )
        due_at = _end_of(profile, due)
    explanation = _explained(
        deadline.rule,
        limit,
        limit.length or Span(1, "hour"),
        (
            profile.today(deadline.started_at),
            profile.today(deadline.started_at),
            due,
            rolled,
        ),
        _pause(profile.today(stopped), profile.today(at)),
    )
    return Count(explanation, due_at, _reminders(profile, limit, calendar, due, at))


def is_working_day(profile: Profile, day: date, forum: str = "administration") -> bool:
    """Does that forum work on that day?"""
    return calendar_of(profile, forum).counts(day)


def next_working_day(profile: Profile, day: date, forum: str = "administration") -> date:
    """The first working day after that day."""
    return calendar_of(profile, forum).next_working(day)


def working_days_between(profile: Profile, after: date, until: date, forum: str = "administration") -> int:
    """Working days left from `after` (not counted) to `until` (counted); negative once `until` is past."""
    return calendar_of(profile, forum).working_between(after, until)


@lru_cache(maxsize=65536)
def _by_day(profile: Profile, limit_name: str, day: date) -> Count | None:
    """Limits in days are the same for every moment of a local day."""
    at = datetime.combine(day, clock(12), profile.zone)
    return _uncached(profile, limit_name, profile.limit(limit_name), at)


def _uncached(profile: Profile, name: str, limit: Limit, at: datetime) -> Count | None:
    if limit.length is None:
        return None
    return _counted(profile, name, limit, limit.length, calendar_of(profile, limit.forum), at)


def _counted(
    profile: Profile,
    name: str,
    limit: Limit,
    length: Span,
    calendar: WorkingDays,
    at: datetime,
) -> Count:
    event_day = profile.today(at)
    if length.unit == "hour":
        return _in_hours(profile, name, limit, length, calendar, at)
    first = _first_day(limit, length, calendar, event_day)
    if length.unit == "working_day":
        due, rolled = _nth_working(calendar, first, length.count), None
        skipped = _skipped(
            calendar,
            event_day if limit.starts != "event_day" else event_day - ONE_DAY,
            due,
        )
    else:
        ended = _plain_end(profile, limit, length, calendar, event_day, first)
        due = _rolled(calendar, ended) if _rolls(profile, limit) else ended
        rolled = ended if due != ended else None
        skipped = (
            *calendar.suspensions_between(first, ended),
            *_skipped(calendar, ended, due),
        )
    explanation = _explained(name, limit, length, (event_day, first, due, rolled), skipped)
    return Count(
        explanation,
        _end_of(profile, due),
        _reminders(profile, limit, calendar, due, at),
    )


def _in_hours(
    profile: Profile,
    name: str,
    limit: Limit,
    length: Span,
    calendar: WorkingDays,
    at: datetime,
) -> Count:
    """Hours run through nights and weekends; only a limit that rolls is moved to the end of the next working day."""
    day, due_at = (
        profile.today(at),
        (at + timedelta(hours=length.count)).astimezone(UTC),
    )
    ended = profile.today(due_at)
    due = _rolled(calendar, ended) if limit.rolls else ended
    if due != ended:
        due_at = _end_of(profile, due)
    explanation = _explained(name, limit, length, (day, day, due, ended if due != ended else None), ())
    return Count(explanation, due_at, _reminders(profile, limit, calendar, due, at))


def _first_day(limit: Limit, length: Span, calendar: WorkingDays, event_day: date) -> date:
    if limit.starts == "next_working_day":
        return calendar.next_working(event_day)
    first = event_day if limit.starts == "event_day" else event_day + ONE_DAY
    if length.unit == "working_day":
        return calendar.next_working(first - ONE_DAY)
    while calendar.suspended(first) is not None:
        first += ONE_DAY
    return first


def _nth_working(calendar: WorkingDays, first: date, nth: int) -> date:
    day = first
    for _ in range(nth - 1):
        day = calendar.next_working(day)
    return day


def _plain_end(
    profile: Profile,
    limit: Limit,
    length: Span,
    calendar: WorkingDays,
    event_day: date,
    first: date,
) -> date:
    """The last day of a period in days, weeks, months or years, prolonged by the suspensions in it."""
    if length.unit in ("calendar_day", "week"):
        days = length.count * (7 if length.unit == "week" else 1)
        end = first + timedelta(days=days - 1)
    else:
        months = length.count * (12 if length.unit == "year" else 1)
        end = _date_to_date(
            first,
            months,
            profile.days.month_end,
            counts_itself=limit.starts == "event_day",
        )
    prolonged = end
    while (moved := end + timedelta(days=calendar.suspended_between(first, prolonged))) != prolonged:
        prolonged = moved
    return prolonged


def _date_to_date(first: date, months: int, month_end: str, *, counts_itself: bool) -> date:
    """Counting from the day after the event, a month ends on the event's own day number (30 January to 28 February).

    Where the first day itself counts, it ends the day before that number comes round (1 to 31 March).
    """
    if not counts_itself:
        return add_months(first - ONE_DAY, months, month_end)
    end = add_months(first, months, month_end)
    return end - ONE_DAY if end.day == first.day else end


def _rolled(calendar: WorkingDays, day: date) -> date:
    return day if calendar.counts(day) else calendar.next_working(day)


def _rolls(profile: Profile, limit: Limit) -> bool:
    return getattr(profile.days, limit.binds).rolls if limit.rolls is None else limit.rolls  # type: ignore[no-any-return]


def _skipped(calendar: WorkingDays, after: date, until: date) -> tuple[SkippedDay, ...]:
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    reasons = ((day, calendar.skipped(day), calendar.suspended(day)) for day in days)
    return tuple(
        why or SkippedDay(day, "suspension", pause.name_es, pause.name_en)
        for day, why, pause in reasons
        if why is not None or pause is not None
        for pause in (pause or SkippedDay(day, "suspension"),)
    )


def _moved(
    limit: Limit, calendar: WorkingDays, due: date, stopped: date, at: date, rolls: bool
) -> tuple[date, date | None]:
    if limit.length is not None and limit.length.unit == "working_day":
        stood_still = calendar.working_between(stopped - ONE_DAY, at - ONE_DAY)
        for _ in range(stood_still):
            due = calendar.next_working(due)
        return due, None
    ended = due + (at - stopped)
    due = _rolled(calendar, ended) if rolls else ended
    return due, ended if due != ended else None


def _pause(stopped: date, at: date) -> tuple[SkippedDay, ...]:
    return (SkippedDay(stopped, "suspension", until=at - ONE_DAY),) if stopped < at else ()


def _explained(
    name: str,
    limit: Limit,
    length: Span,
    days: tuple[date, date, date, date | None],
    skipped: tuple[SkippedDay, ...],
) -> Explanation:
    event_day, first, due, rolled = days
    return Explanation(
        rule=name,
        length=length.count,
        unit=length.unit,
        event_day=event_day,
        first_day=first,
        skipped=skipped,
        due_day=due,
        rolled_from=rolled,
        kind=limit.kind,
        binds=limit.binds,
        article=limit.article,
        source=limit.source,
        verification=limit.verification,
    )


def _end_of(profile: Profile, day: date) -> datetime:
    """The first instant after that local day, in UTC."""
    return datetime.combine(day + ONE_DAY, clock(0), profile.zone).astimezone(UTC)


def _last_day(profile: Profile, due_at: datetime) -> date:
    """The last local day of a period that ends at that instant."""
    return profile.today(due_at - timedelta(microseconds=1))


def _reminders(
    profile: Profile, limit: Limit, calendar: WorkingDays, due: date, started: datetime
) -> tuple[datetime, ...]:
    """The moments to remind, soonest first; those that would lie before the start are left out."""
    moments = (
        datetime.combine(_before(calendar, due, span), profile.days.remind_at, profile.zone).astimezone(UTC)
        for span in limit.remind
    )
    return tuple(sorted(moment for moment in moments if moment > started))


def _before(calendar: WorkingDays, due: date, span: Span) -> date:
    if span.unit == "working_day":
        day, left = due, span.count
        while left:
            day -= ONE_DAY
            left -= calendar.counts(day)
        return day
    if span.unit in ("month", "year"):
        return add_months(due, -span.count * (12 if span.unit == "year" else 1))
    return due - timedelta(days=span.count * (7 if span.unit == "week" else 1))
