"""From an event to a due day: which rule counts, from when, where; and clocks that pause, run longer or shorter.

The arithmetic is in `periods`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from app.procedure.days.calendars import ONE_DAY, Interval, WorkingDays, calendar_of
from app.procedure.days.explanation import Change, Explanation, SkippedDay
from app.procedure.days.periods import (
    Count,
    Course,
    Rule,
    counted,
    finished,
    finished_at,
    first_day,
    further,
    last_day,
    moved_by,
    rolled,
)
from app.procedure.law.basis import Named, Span
from app.procedure.law.conditions import holds
from app.procedure.law.schema import Profile
from app.procedure.law.timing import DayRule, Limit
from app.procedure.states import DeadlineState


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
    return counted(rule, starts_at).explanation if rule else None


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

    The day of the suspension did not run, the day of the resumption does. Working days move by working days. What was recorded
    as resumed before it was suspended takes nothing from anybody: then no time stood still.
    Raises ValueError where the profile has no length for the limit: then no such clock can have run.
    """
    rule = _running(profile, deadline.rule, office)
    stopped_at = min(deadline.suspended_at or at, at)
    started, stopped, today = (rule.day_of(moment) for moment in (deadline.started_at, stopped_at, at))
    if rule.length.unit == "hour":
        due_at = deadline.due_at + (at - stopped_at)
        pause = _paused(stopped, today)
        return finished_at(rule, Course(started, started, rule.day_of(due_at), skipped=pause), due_at, at)
    first = deadline.starts_on or first_day(rule, started)
    # A clock whose first day is not told may have begun earlier: then every day of the pause is given back.
    lost_from = max(stopped, deadline.starts_on) if deadline.starts_on else stopped
    # Time stands still within the period itself, not in the day or two for which its end had to wait.
    natural_end = deadline.rolled_from or last_day(rule, deadline)
    due, ended = last_day(rule, deadline), natural_end
    if lost_from < today:
        due, ended = moved_by(rule, natural_end, lost_from, today)
    off = rule.calendar.skipped_between(natural_end, due) if rule.length.unit == "working_day" else ()
    course = Course(started, first, due, ended if ended != due else None, (*_paused(lost_from, today), *off))
    return finished(rule, course, at)


def _paused(since: date, today: date) -> tuple[SkippedDay, ...]:
    return (SkippedDay(since, "suspension", until=today - ONE_DAY),) if since < today else ()


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
    rule = _running(profile, deadline.rule, office)
    if rule.limit.extension is None:
        raise ValueError(f"'{deadline.rule}' has no rule of extension")
    more = _in_unit(profile, rule.limit, by or rule.limit.extension.most)
    started = rule.day_of(deadline.started_at)
    before = last_day(rule, deadline)
    change = Change("prolonged", cause.label.es, cause.label.en, before)
    if more.unit == "hour":
        due_at = deadline.due_at + timedelta(hours=more.count)
        course = Course(started, started, rule.day_of(due_at), changes=(change,))
        return finished_at(rule, course, due_at, at)
    ended = further(replace(rule, length=more), before)
    due = rolled(rule, ended)
    skipped = rule.calendar.skipped_between(before, due) if more.unit == "working_day" else ()
    first = first_day(rule, started)
    return finished(
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


def length_of(profile: Profile, limit: Limit) -> Span | None:
    """The limit's length in a definite unit: days alone are those of the side that it binds."""
    return _in_unit(profile, limit, limit.length) if limit.length is not None else None


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
    return counted(rule if variant is None else replace(rule, because=limit.variants[variant].label), at)


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


@lru_cache(maxsize=4096)
def _running(profile: Profile, name: str, office: str | None) -> Rule:
    """The rule of a clock that runs: the limit's own, or its first variant's where only that has a length."""
    own = profile.limit(name)
    ways = (own, *(_varied(profile, name, n) for n in range(len(own.variants))))
    limit = next((each for each in ways if each.length is not None), own)
    rule = _rule(profile, name, limit, calendar_of(profile, limit.forum, office), profile.zone_of(office))
    if rule is None:
        raise ValueError(f"'{name}' has no length in this profile")
    return rule
