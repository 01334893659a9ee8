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
from app.procedure.calendars import ONE_DAY, Interval, WorkingDays, add_months, calendar_of
from app.procedure.conditions import holds
from app.procedure.explanation import Explanation, SkippedDay
from app.procedure.schema import Profile
from app.procedure.states import DeadlineState
from app.procedure.timing import Limit


@dataclass(frozen=True, slots=True)
class Count:
    """A finished count: how it came about, the instant it ends (exclusive) and the reminders before it."""

    explanation: Explanation
    due_at: datetime
    reminders: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit made ready to count: its length in a definite unit, its calendar, whether it rolls."""

    profile: Profile
    name: str
    limit: Limit
    length: Span
    calendar: WorkingDays
    rolls: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The days of a count: of the event, the first counted, the last, and the one it rolled from."""

    event: date
    first: date
    due: date
    rolled_from: date | None = None
    skipped: tuple[SkippedDay, ...] = ()


def count_days(
    profile: Profile,
    limit_name: str,
    starts_at: datetime,
    *,
    forum: str | None = None,
    suspensions: Iterable[Interval] = (),
    extra_holidays: Iterable[date] = (),
) -> Explanation | None:
    """How the limit runs from that moment (aware); None where there is no limit on record.

    `forum` is the limit's own unless given. `suspensions` are days, both included, on which nothing ran for this case.
    """
    limit = profile.limit(limit_name)
    calendar = calendar_of(profile, forum or limit.forum)
    extra, pauses = tuple(extra_holidays), tuple(suspensions)
    if extra or pauses:
        calendar = calendar.besides(extra, pauses)
    rule = _rule(profile, limit_name, limit, calendar)
    return _counted(rule, starts_at).explanation if rule else None


def count(profile: Profile, limit_name: str, at: datetime, data: Mapping[str, Any]) -> Count | None:
    """The count that an event at that moment starts; None where there is no limit on record."""
    limit = profile.limit(limit_name)
    for variant in limit.variants:
        if holds(variant.when, data):
            changed = {"length": variant.length or limit.length, "starts": variant.starts or limit.starts}
            return _counted_afresh(profile, limit_name, limit.model_copy(update=changed), at)
    if limit.length is not None and limit.length.unit != "hour":
        return _counted_by_day(profile, limit_name, profile.today(at))
    return _counted_afresh(profile, limit_name, limit, at)


def resumed(profile: Profile, deadline: DeadlineState, at: datetime) -> Count:
    """A suspended clock running again at that moment: its end moves by the days it stood still.

    The day of the suspension did not run, the day of the resumption does. Working days move by working days.
    Raises ValueError where the profile has no length for the limit: then no such clock can have run.
    """
    limit = profile.limit(deadline.rule)
    rule = _rule(profile, deadline.rule, limit, calendar_of(profile, limit.forum))
    if rule is None:
        raise ValueError(f"'{deadline.rule}' has no length in this profile")
    stopped_at = deadline.suspended_at or at
    started, stopped, today = (profile.today(moment) for moment in (deadline.started_at, stopped_at, at))
    pause = (SkippedDay(stopped, "suspension", until=today - ONE_DAY),) if stopped < today else ()
    if rule.length.unit == "hour":
        due_at = deadline.due_at + (at - stopped_at)
        course = Course(started, started, profile.today(due_at), skipped=pause)
        return Count(_explained(rule, course), due_at, _reminders(rule, course.due, at))
    last = profile.today(deadline.due_at - timedelta(microseconds=1))
    due, ended = _moved(rule, last, stopped, today)
    first = _first_day(rule, started)
    return _finished(rule, Course(started, first, due, ended if ended != due else None, pause), at)


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
def _counted_by_day(profile: Profile, limit_name: str, day: date) -> Count | None:
    """Limits in days are the same for every moment of a local day."""
    noon = datetime.combine(day, clock(12), profile.zone)
    return _counted_afresh(profile, limit_name, profile.limit(limit_name), noon)


def _counted_afresh(profile: Profile, name: str, limit: Limit, at: datetime) -> Count | None:
    rule = _rule(profile, name, limit, calendar_of(profile, limit.forum))
    return _counted(rule, at) if rule else None


def _rule(profile: Profile, name: str, limit: Limit, calendar: WorkingDays) -> Rule | None:
    if limit.length is None:
        return None
    side = profile.days.applicant if limit.binds == "applicant" else profile.days.authority
    length = Span(limit.length.count, side.unit) if limit.length.unit == "day" else limit.length
    by_default = side.rolls and length.unit != "hour"
    return Rule(profile, name, limit, length, calendar, by_default if limit.rolls is None else limit.rolls)


def _counted(rule: Rule, at: datetime) -> Count:
    if rule.length.unit == "hour":
        return _in_hours(rule, at)
    event_day = rule.profile.today(at)
    first = _first_day(rule, event_day)
    if rule.length.unit == "working_day":
        before = event_day - ONE_DAY if rule.limit.starts == "event_day" else event_day
        due = _nth_working(rule.calendar, first, rule.length.count)
        return _finished(
            rule, Course(event_day, first, due, None, rule.calendar.skipped_between(before, due)), at
        )
    ended = _plain_end(rule, first)
    due = _rolled(rule, ended)
    skipped = rule.calendar.suspensions_between(event_day, ended)
    return _finished(rule, Course(event_day, first, due, ended if due != ended else None, skipped), at)


def _in_hours(rule: Rule, at: datetime) -> Count:
    """Hours run through nights and weekends; only a limit that rolls is moved to the end of the next working day."""
    day, due_at = rule.profile.today(at), (at + timedelta(hours=rule.length.count)).astimezone(UTC)
    ended = rule.profile.today(due_at)
    due = _rolled(rule, ended)
    if due != ended:
        return _finished(rule, Course(day, day, due, ended), at)
    course = Course(day, day, due)
    return Count(_explained(rule, course), due_at, _reminders(rule, due, at))


def _first_day(rule: Rule, event_day: date) -> date:
    if rule.limit.starts == "next_working_day":
        return rule.calendar.next_working(event_day)
    first = event_day if rule.limit.starts == "event_day" else event_day + ONE_DAY
    if rule.length.unit == "working_day":
        return rule.calendar.next_working(first - ONE_DAY)
    while rule.calendar.suspended(first) is not None:
        first += ONE_DAY
    return first


def _nth_working(calendar: WorkingDays, first: date, nth: int) -> date:
    day = first
    for _ in range(nth - 1):
        day = calendar.next_working(day)
    return day


def _plain_end(rule: Rule, first: date) -> date:
    """The last day of a period in days, weeks, months or years, prolonged by the suspensions in it."""
    length = rule.length
    if length.unit in {"month", "year"}:
        end = _date_to_date(rule, first, length.count * (12 if length.unit == "year" else 1))
    else:
        end = first + timedelta(days=length.count * (7 if length.unit == "week" else 1) - 1)
    prolonged = end
    while (moved := end + timedelta(days=rule.calendar.suspended_between(first, prolonged))) != prolonged:
        prolonged = moved
    return prolonged


def _date_to_date(rule: Rule, first: date, months: int) -> date:
    """Counting from the day after the event, a month ends on the event's own day number (30 January to 28 February).

    Where the first day itself counts, it ends the day before that number comes round (1 to 31 March).
    """
    month_end = rule.profile.days.month_end
    if rule.limit.starts != "event_day":
        return add_months(first - ONE_DAY, months, month_end)
    end = add_months(first, months, month_end)
    return end - ONE_DAY if end.day == first.day or month_end == "next_month" else end


def _rolled(rule: Rule, day: date) -> date:
    return rule.calendar.next_working(day) if rule.rolls and not rule.calendar.counts(day) else day


def _moved(rule: Rule, due: date, stopped: date, today: date) -> tuple[date, date]:
    """The new last day after a pause from `stopped` to the day before `today`, and the day it rolled from."""
    if rule.length.unit != "working_day":
        ended = due + (today - stopped)
        return _rolled(rule, ended), ended
    for _ in range(rule.calendar.working_between(stopped - ONE_DAY, today - ONE_DAY)):
        due = rule.calendar.next_working(due)
    return due, due


def _finished(rule: Rule, course: Course, at: datetime) -> Count:
    """A count that ends with a whole local day: due at the first instant after it."""
    end = datetime.combine(course.due + ONE_DAY, clock(0), rule.profile.zone).astimezone(UTC)
    return Count(_explained(rule, course), end, _reminders(rule, course.due, at))


def _explained(rule: Rule, course: Course) -> Explanation:
    return Explanation(
        rule=rule.name,
        length=rule.length.count,
        unit=rule.length.unit,
        event_day=course.event,
        first_day=course.first,
        skipped=course.skipped,
        due_day=course.due,
        rolled_from=course.rolled_from,
        kind=rule.limit.kind,
        binds=rule.limit.binds,
        article=rule.limit.article,
        source=rule.limit.source,
        verification=rule.limit.verification,
    )


def _reminders(rule: Rule, due: date, started: datetime) -> tuple[datetime, ...]:
    """The moments to remind, soonest first; those that would lie before the start are left out."""
    hour, zone = rule.profile.days.remind_at, rule.profile.zone
    moments = (
        datetime.combine(_before(rule.calendar, due, span), hour, zone).astimezone(UTC)
        for span in rule.limit.remind
    )
    return tuple(sorted(moment for moment in moments if moment > started))


def _before(calendar: WorkingDays, due: date, span: Span) -> date:
    if span.unit in {"month", "year"}:
        return add_months(due, -span.count * (12 if span.unit == "year" else 1))
    if span.unit != "working_day":
        return due - timedelta(days=span.count * (7 if span.unit == "week" else 1))
    day, left = due, span.count
    while left:
        day -= ONE_DAY
        left -= calendar.counts(day)
    return day
