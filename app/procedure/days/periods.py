"""The arithmetic of a period: from the first day counted to the last, in the country's own days.

Day zero is the event's local day. What the first day counted is, the limit says; a period of days ends with its last
counted day, a period of months on the same day number (date to date). A period bound to roll passes from a non-working
day to the next working day. Days of a suspension never count and prolong every period.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from app.procedure.days.calendars import ONE_DAY, WorkingDays, add_months
from app.procedure.days.explanation import Change, Explanation, SkippedDay
from app.procedure.law.basis import Label, Span
from app.procedure.law.schema import Profile
from app.procedure.law.timing import Limit
from app.procedure.states import DeadlineState


@dataclass(frozen=True, slots=True)
class Count:
    """A finished count: how it came about, the instant it ends (exclusive), the reminders and escalations before it."""

    explanation: Explanation
    due_at: datetime
    reminders: tuple[datetime, ...]
    escalations: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit made ready to count: its length in a definite unit, its calendar, whether it rolls, where it is counted."""

    profile: Profile
    name: str
    limit: Limit
    length: Span
    calendar: WorkingDays
    rolls: bool
    zone: ZoneInfo
    because: Label | None = None

    def day_of(self, at: datetime) -> date:
        """The local day at that moment."""
        return at.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Course:
    """The days of a count: of the event, the first counted, the last, and the one it rolled from."""

    event: date
    first: date
    due: date
    rolled_from: date | None = None
    skipped: tuple[SkippedDay, ...] = ()
    changes: tuple[Change, ...] = ()


def counted(rule: Rule, at: datetime) -> Count:
    if rule.length.unit == "hour":
        return _in_hours(rule, at)
    event_day = rule.day_of(at)
    first = first_day(rule, event_day)
    if rule.length.unit == "working_day":
        before = event_day - ONE_DAY if rule.limit.starts == "event_day" else event_day
        due = _nth_working(rule.calendar, first, rule.length.count)
        return finished(
            rule, Course(event_day, first, due, None, rule.calendar.skipped_between(before, due)), at
        )
    ended = _plain_end(rule, first)
    due = rolled(rule, ended)
    skipped = rule.calendar.suspensions_between(event_day, ended)
    return finished(rule, Course(event_day, first, due, ended if due != ended else None, skipped), at)


def _in_hours(rule: Rule, at: datetime) -> Count:
    """Hours run through nights and weekends; only a limit that rolls is moved to the end of the next working day."""
    day, due_at = rule.day_of(at), (at.astimezone(UTC) + timedelta(hours=rule.length.count))
    ended = rule.day_of(due_at)
    due = rolled(rule, ended)
    if due != ended:
        return finished(rule, Course(day, day, due, ended), at)
    return finished_at(rule, Course(day, day, due), due_at, at)


def first_day(rule: Rule, event_day: date) -> date:
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
    return _past_suspensions(rule, first, end)


def _past_suspensions(rule: Rule, first: date, end: date) -> date:
    moved = end
    while (later := end + timedelta(days=rule.calendar.suspended_between(first, moved))) != moved:
        moved = later
    return moved


def further(rule: Rule, last: date) -> date:
    """The last day of a period that follows on another which ended on `last`."""
    length = rule.length
    if length.unit == "working_day":
        return _nth_working(rule.calendar, rule.calendar.next_working(last), length.count)
    if length.unit in {"month", "year"}:
        months = length.count * (12 if length.unit == "year" else 1)
        end = add_months(last, months, rule.profile.days.month_end)
    else:
        end = last + timedelta(days=length.count * (7 if length.unit == "week" else 1))
    return _past_suspensions(rule, last + ONE_DAY, end)


def _date_to_date(rule: Rule, first: date, months: int) -> date:
    """Counting from the day after the event, a month ends on the event's own day number (30 January to 28 February).

    Where it begins with a day of its own, the event's or the first working day after it, it ends the day before that
    number comes round (1 to 31 March).
    """
    month_end = rule.profile.days.month_end
    if rule.limit.starts == "next_day":
        return add_months(first - ONE_DAY, months, month_end)
    end = add_months(first, months, month_end)
    return end - ONE_DAY if end.day == first.day or month_end == "next_month" else end


def rolled(rule: Rule, day: date) -> date:
    return rule.calendar.next_working(day) if rule.rolls and not rule.calendar.counts(day) else day


def moved_by(rule: Rule, due: date, stopped: date, today: date) -> tuple[date, date]:
    """The new last day after a pause from `stopped` to the day before `today`, and the day it rolled from.

    What was left on the day of the pause is left on the day it ends; a day on which nothing ran anyway is not given twice.
    """
    if rule.length.unit != "working_day":
        # Stopped on a day for which the end had to wait, the day on which it runs again is left.
        left = max(0, (due - stopped).days - rule.calendar.suspended_between(stopped, due))
        ended = _past_suspensions(rule, today, today + timedelta(days=left))
        return rolled(rule, ended), ended
    for _ in range(rule.calendar.working_between(stopped - ONE_DAY, today - ONE_DAY)):
        due = rule.calendar.next_working(due)
    return due, due


def finished(rule: Rule, course: Course, at: datetime) -> Count:
    """A count that ends with a whole local day: due at the first instant after it."""
    end = datetime.combine(course.due + ONE_DAY, clock(0), rule.zone).astimezone(UTC)
    return finished_at(rule, course, end, at)


def finished_at(rule: Rule, course: Course, due_at: datetime, at: datetime) -> Count:
    limit = rule.limit
    return Count(
        _explained(rule, course),
        due_at,
        _ahead(rule, course.due, at, limit.remind),
        _ahead(rule, course.due, at, limit.escalate),
    )


def _explained(rule: Rule, course: Course) -> Explanation:
    because = (Change("because", rule.because.es, rule.because.en),) if rule.because else ()
    unknown = (
        Change("open_ended", f"{s.name_es} ({s.day.isoformat()})", f"{s.name_en} ({s.day.isoformat()})")
        for s in rule.calendar.open_ended_between(course.event, course.due)
    )
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
        changes=(*because, *course.changes, *unknown),
        zone=rule.zone.key,
    )


def _ahead(rule: Rule, due: date, started: datetime, spans: tuple[Span, ...]) -> tuple[datetime, ...]:
    """The moments that lie so long before the due day, soonest first; those before the start are left out."""
    hour = rule.profile.days.remind_at
    moments = (
        datetime.combine(_before(rule.calendar, due, span), hour, rule.zone).astimezone(UTC) for span in spans
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


def last_day(rule: Rule, deadline: DeadlineState) -> date:
    return rule.day_of(deadline.due_at - timedelta(microseconds=1))
