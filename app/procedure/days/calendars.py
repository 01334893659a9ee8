"""Which days count. One `WorkingDays` per forum of a profile; years are worked out once and kept."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays

from app.procedure.days.explanation import SkippedDay
from app.procedure.law.schema import Profile
from app.procedure.law.timing import Change, EveryYear, Suspension

ONE_DAY = timedelta(days=1)
# A calendar in which no day ever works would be counted through for ever.
_LONGEST_PAUSE = 3660

Interval = tuple[date, date]


class WorkingDays:
    """The working days of one forum: weekends, the library's holidays, the statute's own days, the profile's changes,
    its suspensions."""

    def __init__(
        self,
        *,
        country: str | None,
        categories: tuple[str, ...] = ("public",),
        weekend: Iterable[int] = (6, 7),
        every_year: Iterable[EveryYear] = (),
        changes: Iterable[tuple[date, SkippedDay | None]] = (),
        suspensions: Iterable[SkippedDay] = (),
        open_ended: Iterable[SkippedDay] = (),
    ) -> None:
        self._country, self._categories = country, categories
        self._weekend = frozenset(weekend)
        self._every_year, self._changes = tuple(every_year), tuple(changes)
        self._suspensions = tuple(suspensions)
        self._open_ended = tuple(open_ended)
        self._years: dict[int, dict[date, SkippedDay]] = {}
        self._running: dict[int, list[date]] = {}

    def holiday(self, day: date) -> SkippedDay | None:
        """The holiday of that day, also where it falls on a weekend."""
        return self._year(day.year).get(day)

    def holidays(self, year: int) -> tuple[SkippedDay, ...]:
        """The year's holidays in order, also those on a weekend."""
        days = self._year(year)
        return tuple(days[day] for day in sorted(days))

    def skipped(self, day: date) -> SkippedDay | None:
        """Why the day is not a working day, None where it is one. A suspension alone does not make it one."""
        if day.isoweekday() in self._weekend:
            return SkippedDay(day, "weekend")
        return self.holiday(day)

    def suspended(self, day: date) -> SkippedDay | None:
        """The suspension in force that day, None where periods run."""
        return next((pause for pause in self._suspensions if pause.day <= day <= pause.last), None)

    def why_not(self, day: date) -> SkippedDay | None:
        """Why the day does not count as a working day of a period, None where it does."""
        skipped = self.skipped(day)
        if skipped is not None or (pause := self.suspended(day)) is None:
            return skipped
        return SkippedDay(day, "suspension", pause.name_es, pause.name_en)

    def counts(self, day: date) -> bool:
        """A working day on which periods run."""
        return self.why_not(day) is None

    def next_working(self, day: date) -> date:
        """The first day after `day` that counts."""
        for _ in range(_LONGEST_PAUSE):
            day += ONE_DAY
            if self.counts(day):
                return day
        raise ValueError("the calendar has no working day in ten years")

    def working_between(self, after: date, until: date) -> int:
        """Working days after the one and up to and including the other; negative where `until` lies before."""
        if until < after:
            return -self.working_between(until, after)
        years = (self._counting(year) for year in range(after.year, until.year + 1))
        return sum(bisect_right(days, until) - bisect_right(days, after) for days in years)

    def _counting(self, year: int) -> list[date]:
        """The days of the year on which periods run, in order; kept, because a list asks for years of lateness in every row."""
        kept = self._running.get(year)
        if kept is None:
            first = date(year, 1, 1)
            every = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
            kept = self._running.setdefault(year, [day for day in every if self.counts(day)])
        return kept

    def suspended_between(self, first: date, last: date) -> int:
        """Days without running periods from `first` to `last`, both included."""
        if not self._suspensions:
            return 0
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return sum(self.suspended(day) is not None for day in days)

    def skipped_between(self, after: date, until: date) -> tuple[SkippedDay, ...]:
        """The days after the one and up to and including the other that do not count."""
        reasons = (self.why_not(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))
        return tuple(why for why in reasons if why is not None)

    def suspensions_between(self, first: date, last: date) -> tuple[SkippedDay, ...]:
        """The suspensions that touch the days from `first` to `last`."""
        return tuple(s for s in self._suspensions if s.day <= last and first <= s.last)

    def open_ended_between(self, first: date, last: date) -> tuple[SkippedDay, ...]:
        """Suspensions whose end nobody found and that may touch these days: not counted with, only warned of."""
        return tuple(s for s in self._open_ended if s.day <= last and (s.until is None or first <= s.until))

    def besides(self, extra: Iterable[date], suspensions: Iterable[Interval]) -> "WorkingDays":
        """The same calendar with further holidays and suspensions, e.g. those of one case."""
        return WorkingDays(
            country=self._country,
            categories=self._categories,
            weekend=self._weekend,
            every_year=self._every_year,
            changes=(*self._changes, *((day, SkippedDay(day, "holiday")) for day in extra)),
            suspensions=(*self._suspensions, *(SkippedDay(a, "suspension", until=b) for a, b in suspensions)),
            open_ended=self._open_ended,
        )

    def _year(self, year: int) -> dict[date, SkippedDay]:
        days = self._years.get(year)
        if days is None:
            days = self._years.setdefault(year, self._worked_out(year))
        return days

    def _worked_out(self, year: int) -> dict[date, SkippedDay]:
        days = dict(_library(self._country, self._categories, year)) if self._country else {}
        for each in self._every_year:
            fixed = each.of(year)
            days[fixed] = SkippedDay(fixed, "holiday", each.label.es, each.label.en)
        for day, holiday in self._changes:
            if day.year == year:
                if holiday is None:
                    days.pop(day, None)
                else:
                    days[day] = holiday
        return days


@lru_cache(maxsize=256)
def _library(country: str, categories: tuple[str, ...], year: int) -> dict[date, SkippedDay]:
    """The library's holidays of a year with their names in both languages."""
    spanish, english = tuple(
        holidays.country_holidays(country, years=year, categories=categories, language=language)
        for language in _languages(country)
    )
    return {day: SkippedDay(day, "holiday", name, english.get(day, name)) for day, name in spanish.items()}


def _languages(country: str) -> tuple[str | None, ...]:
    known = holidays.country_holidays(country).supported_languages
    return tuple(next((tag for tag in known if tag.startswith(wanted)), None) for wanted in ("es", "en"))


def calendar_of(profile: Profile, forum: str, office: str | None = None) -> WorkingDays:
    """The calendar of a forum as kept in an office, with its local feasts. KeyError where the profile has no such forum."""
    return _calendar(profile, forum, office if office in _with_feasts(profile) else None)


@lru_cache(maxsize=64)
def _with_feasts(profile: Profile) -> frozenset[str]:
    """The offices whose calendars differ from the country's."""
    every = (change for calendar in profile.calendars.values() for change in calendar.changes)
    return frozenset(office for change in every for office in change.offices)


@lru_cache(maxsize=1024)
def _calendar(profile: Profile, forum: str, office: str | None) -> WorkingDays:
    own = profile.calendars[forum]
    spec = profile.calendars[own.like] if own.like else own
    changes = (*spec.changes, *own.changes) if own.like else own.changes
    fixed = (*spec.every_year, *own.every_year) if own.like else own.every_year
    pauses = [each for each in profile.suspensions if each.forum in (None, forum)]
    return WorkingDays(
        country=spec.holidays,
        categories=spec.categories,
        weekend=spec.weekend,
        every_year=fixed,
        changes=(_changed(c) for c in changes if not c.offices or office in c.offices),
        suspensions=(_suspension(each) for each in pauses if each.until is not None),
        open_ended=(_suspension(each) for each in pauses if each.until is None),
    )


def _changed(change: Change) -> tuple[date, SkippedDay | None]:
    feast = SkippedDay(change.on, "holiday", change.label.es, change.label.en)
    return change.on, feast if change.holiday else None


def _suspension(each: Suspension) -> SkippedDay:
    return SkippedDay(each.since, "suspension", each.label.es, each.label.en, each.until or each.over_by)


def add_months(day: date, months: int, month_end: str = "last_day") -> date:
    """The same day number that many months later.

    Where that month has no such day: its last day, or the first of the next month (`month_end = "next_month"`).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    if day.day <= last:
        return date(year, month + 1, day.day)
    end = date(year, month + 1, last)
    return end if month_end == "last_day" else end + ONE_DAY
