"""From an event to a due day: the count itself, in the country's own days.

Day zero is the event's local day. What the first day counted is, the limit says; a period of days ends with its last
counted day, a period of months on the same day number (date to date). A period bound to roll passes from a non-working
day to the next working day. Days of a suspension never count and prolong every period.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from app.procedure.basis import Label, Named, Span
from app.procedure.calendars import ONE_DAY, Interval, WorkingDays, add_months, calendar_of
from app.procedure.conditions import holds
from app.procedure.explanation import Change, Explanation, SkippedDay
from app.procedure.schema import Profile
from app.procedure.states import DeadlineState
from app.procedure.timing import DayRule, Limit


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


def count_days(
    profile: Profile,
    limit_name: str,
    starts_at: datetime,
    *,
    forum: str | None = None,
    office: str | None = None,
    suspensions: Iterable[Interval] = (),
    extra_holidays: Iterable[date] = (),
) -> Explanation | None:
    """How the limit runs from that moment (aware); None where there is no limit on record.

    `forum` is the limit's own unless given; `office` the code of the one whose zone and feasts hold. `suspensions` are days,
    both included, on which nothing ran for this case.
    """
    limit = profile.limit(limit_name)
    calendar = calendar_of(profile, forum or limit.forum, office)
    extra, pauses = tuple(extra_holidays), tuple(suspensions)
    if extra or pauses:
        calendar = calendar.besides(extra, pauses)
    rule = _rule(profile, limit_name, limit, calendar, profile.zone_of(office))
    return _counted(rule, starts_at).explanation if rule else None


def count(
    profile: Profile, limit_name: str, at: datetime, facts: Mapping[str, Any], office: str | None = None
) -> Count | None:
    """The count that an event at that moment starts; None where there is no limit on record, or none in force that day.

    The first variant whose conditions hold counts instead of the limit itself. A limit that begins with a date among the
    facts, and not with the event, is counted from that date.
    """
    limit = profile.limit(limit_name)
    variant = next((n for n, each in enumerate(limit.variants) if holds(each.when, facts)), None)
    varied = _varied(profile, limit_name, variant)
    begun = day_among(facts, varied.begins)
    if begun is None and varied.length is not None and varied.length.unit == "hour":
        return _counted_afresh(profile, limit_name, variant, at, office)
    day = begun or profile.today(at, office)
    return _counted_by_day(profile, limit_name, variant, day, office)


def day_among(facts: Mapping[str, Any], name: str) -> date | None:
    """The local day that the facts give under that name, as a date or in ISO 8601; None where they give none."""
    given = facts.get(name)
    if isinstance(given, str):
        try:
            return date.fromisoformat(given)
        except ValueError:
            return None
    return given if isinstance(given, date) and not isinstance(given, datetime) else None


def resumed(profile: Profile, deadline: DeadlineState, at: datetime, office: str | None = None) -> Count:
    """A suspended clock running again at that moment: its end moves by the days it stood still.

    The day of the suspension did not run, the day of the resumption does. Working days move by working days.
    Raises ValueError where the profile has no length for the limit: then no such clock can have run.
    """
    rule = _running(profile, deadline, office)
    stopped_at = deadline.suspended_at or at
    started, stopped, today = (rule.day_of(moment) for moment in (deadline.started_at, stopped_at, at))
    pause = (SkippedDay(stopped, "suspension", until=today - ONE_DAY),) if stopped < today else ()
    if rule.length.unit == "hour":
        due_at = deadline.due_at + (at - stopped_at)
        return _finished_at(rule, Course(started, started, rule.day_of(due_at), skipped=pause), due_at, at)
    due, ended = _moved(rule, _last_day(rule, deadline), stopped, today)
    first = _first_day(rule, started)
    return _finished(rule, Course(started, first, due, ended if ended != due else None, pause), at)


def prolonged(
    profile: Profile,
    deadline: DeadlineState,
    at: datetime,
    *,
    cause: Named,
    by: Span | None = None,
    office: str | None = None,
) -> Count:
    """A clock that runs longer from its present end: by the most that its rule of extension allows, or by less.

    Raises ValueError where the limit has no such rule.
    """
    rule = _running(profile, deadline, office)
    if rule.limit.extension is None:
        raise ValueError(f"'{deadline.rule}' has no rule of extension")
    more = _in_unit(profile, rule.limit, by or rule.limit.extension.most)
    started = rule.day_of(deadline.started_at)
    before = _last_day(rule, deadline)
    change = Change("prolonged", cause.label.es, cause.label.en, before)
    if more.unit == "hour":
        due_at = deadline.due_at + timedelta(hours=more.count)
        course = Course(started, started, rule.day_of(due_at), changes=(change,))
        return _finished_at(rule, course, due_at, at)
    ended = _further(replace(rule, length=more), before)
    due = _rolled(rule, ended)
    skipped = rule.calendar.skipped_between(before, due) if more.unit == "working_day" else ()
    first = _first_day(rule, started)
    return _finished(
        rule, Course(started, first, due, ended if ended != due else None, skipped, (change,)), at
    )


def shortened(
    profile: Profile,
    deadline: DeadlineState,
    at: datetime,
    facts: Mapping[str, Any],
    office: str | None = None,
) -> Count | None:
    """The limit counted anew from that moment and with those facts; None unless that ends earlier than the clock does."""
    anew = count(profile, deadline.rule, at, facts, office)
    if anew is None or anew.due_at >= deadline.due_at:
        return None
    before = (deadline.due_at - timedelta(microseconds=1)).astimezone(profile.zone_of(office)).date()
    changes = (*anew.explanation.changes, Change("shortened", before=before))
    return replace(anew, explanation=replace(anew.explanation, changes=changes))


def is_working_day(
    profile: Profile, day: date, forum: str = "administration", office: str | None = None
) -> bool:
    """Does that forum work on that day, in that office?"""
    return calendar_of(profile, forum, office).counts(day)


def next_working_day(
    profile: Profile, day: date, forum: str = "administration", office: str | None = None
) -> date:
    """The first working day after that day."""
    return calendar_of(profile, forum, office).next_working(day)


def working_days_between(profile: Profile, after: date, until: date, forum: str = "administration") -> int:
    """Working days left from `after` (not counted) to `until` (counted); negative once `until` is past."""
    return calendar_of(profile, forum).working_between(after, until)


# A limit in days is the same for every moment of a local day.
@lru_cache(maxsize=65536)
def _counted_by_day(
    profile: Profile, limit_name: str, variant: int | None, day: date, office: str | None
) -> Count | None:
    noon = datetime.combine(day, clock(12), profile.zone_of(office))
    return _counted_afresh(profile, limit_name, variant, noon, office)


def _counted_afresh(
    profile: Profile, name: str, variant: int | None, at: datetime, office: str | None
) -> Count | None:
    limit, zone = _varied(profile, name, variant), profile.zone_of(office)
    if limit.in_force is not None and not limit.in_force.covers(at.astimezone(zone).date()):
        return None
    rule = _rule(profile, name, limit, calendar_of(profile, limit.forum, office), zone)
    if rule is None:
        return None
    return _counted(rule if variant is None else replace(rule, because=limit.variants[variant].label), at)


@lru_cache(maxsize=1024)
def _varied(profile: Profile, name: str, variant: int | None) -> Limit:
    limit = profile.limit(name)
    if variant is None:
        return limit
    other = limit.variants[variant]
    changed = {
        "length": other.length or limit.length,
        "starts": other.starts or limit.starts,
        "begins": other.begins or limit.begins,
    }
    return limit.model_copy(update=changed)


def _rule(profile: Profile, name: str, limit: Limit, calendar: WorkingDays, zone: ZoneInfo) -> Rule | None:
    if limit.length is None:
        return None
    length = _in_unit(profile, limit, limit.length)
    side = _side(profile, limit)
    by_default = side.rolls and length.unit != "hour"
    return Rule(
        profile, name, limit, length, calendar, by_default if limit.rolls is None else limit.rolls, zone
    )


def _side(profile: Profile, limit: Limit) -> DayRule:
    return profile.days.applicant if limit.binds == "applicant" else profile.days.authority


def _in_unit(profile: Profile, limit: Limit, length: Span) -> Span:
    """Days alone are those of the side that the limit binds."""
    return Span(length.count, _side(profile, limit).unit) if length.unit == "day" else length


def _running(profile: Profile, deadline: DeadlineState, office: str | None) -> Rule:
    limit = profile.limit(deadline.rule)
    rule = _rule(
        profile, deadline.rule, limit, calendar_of(profile, limit.forum, office), profile.zone_of(office)
    )
    if rule is None:
        raise ValueError(f"'{deadline.rule}' has no length in this profile")
    return rule


def _last_day(rule: Rule, deadline: DeadlineState) -> date:
    return rule.day_of(deadline.due_at - timedelta(microseconds=1))


def _counted(rule: Rule, at: datetime) -> Count:
    if rule.length.unit == "hour":
        return _in_hours(rule, at)
    event_day = rule.day_of(at)
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
    day, due_at = rule.day_of(at), (at.astimezone(UTC) + timedelta(hours=rule.length.count))
    ended = rule.day_of(due_at)
    due = _rolled(rule, ended)
    if due != ended:
        return _finished(rule, Course(day, day, due, ended), at)
    return _finished_at(rule, Course(day, day, due), due_at, at)


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
    return _past_suspensions(rule, first, end)


def _past_suspensions(rule: Rule, first: date, end: date) -> date:
    moved = end
    while (later := end + timedelta(days=rule.calendar.suspended_between(first, moved))) != moved:
        moved = later
    return moved


def _further(rule: Rule, last: date) -> date:
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
    end = datetime.combine(course.due + ONE_DAY, clock(0), rule.zone).astimezone(UTC)
    return _finished_at(rule, course, end, at)


def _finished_at(rule: Rule, course: Course, due_at: datetime, at: datetime) -> Count:
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
