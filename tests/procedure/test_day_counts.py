"""Due days worked by hand (day_counts.toml): right by plain arithmetic first, and then what the program says."""

import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.procedure.days.counting import count, prolonged, resumed
from app.procedure.days.periods import Count
from app.procedure.law.basis import Span
from app.procedure.public import DeadlineState, Profile, count_days, load
from tests.procedure.scenes import HERE

BOOK: Mapping[str, Any] = tomllib.loads((HERE / "day_counts.toml").read_text(encoding="utf-8"))
ONE_DAY = timedelta(days=1)
CAUSE = "a_recorded_cause"


@dataclass(frozen=True)
class Example:
    """One example of the book, with its rule."""

    name: str
    of: str
    rule: str
    length: int
    unit: str
    starts: str
    event: datetime
    due: date
    first: date | None
    rolled_from: date | None
    not_counted: frozenset[date]
    ends: datetime | None
    office: str | None
    suspended: tuple[date, date] | None
    paused: tuple[datetime, datetime] | None
    extended_by: str | None
    warns_of: date | None

    @property
    def plain(self) -> bool:
        """A count from one event to its end, without a pause or an extension."""
        return self.paused is None and self.extended_by is None

    @property
    def ended(self) -> date:
        """The day on which it ended before it passed to a working day."""
        return self.rolled_from or self.due

    def local(self, profile: Profile, moment: datetime) -> datetime:
        """A moment of the book, in UTC: hours without a zone are those of the office."""
        return (moment if moment.tzinfo else moment.replace(tzinfo=profile.zone_of(self.office))).astimezone(
            UTC
        )


def _read(entry: Mapping[str, Any]) -> Example:
    rule = BOOK["rules"][entry["rule"]]
    span = Span.parse(rule["length"])
    days = {date.fromisoformat(day) for day in entry.get("not_counted", {})}
    if (first_and_last := entry.get("not_counted_from_to")) is not None:
        days |= {day for day in _days(*first_and_last) if span.unit != "working_day" or day.isoweekday() < 6}
    return Example(
        name=entry["name"],
        of=entry["of"],
        rule=entry["rule"],
        length=span.count,
        unit=_unit(span.unit, rule["binds"]),
        starts=rule.get("starts", "next_day"),
        event=entry["event"],
        due=entry["due"],
        first=entry.get("first"),
        rolled_from=entry.get("rolled_from"),
        not_counted=frozenset(days),
        ends=entry.get("ends"),
        office=entry.get("office"),
        suspended=tuple(entry["suspended"]) if "suspended" in entry else None,
        paused=tuple(entry["paused"]) if "paused" in entry else None,
        extended_by=entry.get("extended_by"),
        warns_of=entry.get("warns_of"),
    )


def _unit(unit: str, binds: str) -> str:
    """Costa Rica alone has examples in plain "days": working days of the person, calendar days of the authority."""
    if unit != "day":
        return unit
    return "working_day" if binds == "applicant" else "calendar_day"


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


EXAMPLES = tuple(_read(entry) for entry in BOOK["example"])


def _examples(*units: str, plain: bool = True) -> pytest.MarkDecorator:
    chosen = [each for each in EXAMPLES if each.unit in units and each.plain is plain]
    return pytest.mark.parametrize("one", chosen, ids=lambda one: one.name)


# ── the book by itself ──────────────────────────────────────────────────────────────────────────────────
def test_the_book_has_enough_examples_and_each_is_another() -> None:
    assert len(EXAMPLES) >= 60
    assert len({each.name for each in EXAMPLES}) == len(EXAMPLES)
    for entry in BOOK["example"]:
        assert entry["why"]
        assert set(entry["source"]) <= set(BOOK["sources"]), entry["name"]
    assert set(BOOK["rules"]) == {each.rule for each in EXAMPLES}
    assert set(BOOK["sources"]) == {name for entry in BOOK["example"] for name in entry["source"]}


@pytest.mark.parametrize("row", BOOK["easter"], ids=lambda row: str(row["year"]))
def test_easter_by_gauss_and_by_the_anonymous_method(row: Mapping[str, Any]) -> None:
    year, worked = row["year"], row["gauss"]
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    assert worked == {"a": a, "b": b, "c": c, "d": d, "e": e}
    assert row["sunday"] == date(year, 3, 1) + timedelta(days=22 + d + e - 1)
    assert row["sunday"] == _easter_of_the_anonymous_gregorian_method(year)
    assert row["sunday"].isoweekday() == 7


def _easter_of_the_anonymous_gregorian_method(year: int) -> date:
    """Nature, 20 April 1876: no table and no exception."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)


@_examples("working_day")
def test_working_days_add_up_on_the_wall_calendar(one: Example) -> None:
    assert one.first is not None
    assert all(day.isoweekday() < 6 for day in one.not_counted), "a weekend needs no other reason"
    counted = [
        day for day in _days(one.first, one.due) if day.isoweekday() < 6 and day not in one.not_counted
    ]
    assert (counted[0], counted[-1], len(counted)) == (one.first, one.due, one.length)
    assert all(_event_day(one) <= day < one.due for day in one.not_counted)
    between = _days(
        _event_day(one) + (ONE_DAY if one.starts != "event_day" else timedelta(0)), one.first - ONE_DAY
    )
    assert all(day.isoweekday() > 5 or day in one.not_counted for day in between)


@_examples("calendar_day", "week")
def test_plain_days_add_up(one: Example) -> None:
    assert one.first is not None
    assert one.first - _event_day(one) == (timedelta(0) if one.starts == "event_day" else ONE_DAY)
    assert (one.ended - one.first).days + 1 == one.length * (7 if one.unit == "week" else 1)


@_examples("month", "year")
def test_months_end_on_their_number_or_where_the_law_says_instead(one: Example) -> None:
    assert one.first is not None
    begun = _event_day(one) if one.starts == "next_day" else one.first
    end = (
        one.ended
        - timedelta(days=len(one.not_counted))
        + (ONE_DAY if one.starts != "next_day" else timedelta(0))
    )
    months = (end.year - begun.year) * 12 + end.month - begun.month
    wanted = one.length * (12 if one.unit == "year" else 1)
    if end.day == begun.day:
        assert months == wanted
    elif one.of == "MEX":
        assert (end.day, months) == (1, wanted + 1)
        assert monthrange(*_month(begun, wanted))[1] < begun.day
    else:
        assert (end.day, months) == (monthrange(end.year, end.month)[1], wanted)
        assert end.day < begun.day


def _month(day: date, later: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return year, month + 1


@_examples("hour")
def test_hours_are_hours(one: Example) -> None:
    profile = profile_of(one)
    assert one.ends is not None
    after = one.local(profile, one.event) + timedelta(hours=one.length)
    if one.rolled_from is None:
        assert after == one.ends
    assert after.astimezone(_zone(one)).date() == one.ended


@pytest.mark.parametrize("one", [each for each in EXAMPLES if each.rolled_from], ids=lambda one: one.name)
def test_a_period_passes_over_a_weekend_or_a_holiday_and_no_further(one: Example) -> None:
    assert one.rolled_from is not None
    assert one.due.isoweekday() < 6
    skipped = list(_days(one.rolled_from, one.due - ONE_DAY))
    assert len(skipped) <= 3
    assert [day for day in skipped if day.isoweekday() < 6] in ([], [one.rolled_from])


def _event_day(one: Example) -> date:
    return (one.event.astimezone(_zone(one)) if one.event.tzinfo else one.event).date()


def _zone(one: Example) -> ZoneInfo:
    return profile_of(one).zone_of(one.office)


# ── the program ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("one", [each for each in EXAMPLES if each.plain], ids=lambda one: one.name)
def test_the_program_counts_as_the_hand_did(one: Example) -> None:
    profile = profile_of(one)
    at = one.local(profile, one.event)
    pauses = [one.suspended] if one.suspended else []
    explained = count_days(profile, one.rule, at, office=one.office, suspensions=pauses)
    assert explained is not None
    assert explained.event_day == _event_day(one)
    assert (explained.due_day, explained.rolled_from) == (one.due, one.rolled_from)
    if one.first is not None:
        assert explained.first_day == one.first
    named = {
        day for each in explained.skipped if each.reason != "weekend" for day in _days(each.day, each.last)
    }
    assert {day for day in named if one.unit != "working_day" or day.isoweekday() < 6} == one.not_counted
    if one.ends is not None:
        assert _counted(one, profile, at).due_at == one.ends
    if one.warns_of is not None:
        open_ended = [each.es for each in explained.changes if each.kind == "open_ended"]
        assert any(one.warns_of.isoformat() in each for each in open_ended)


@pytest.mark.parametrize("one", [each for each in EXAMPLES if not each.plain], ids=lambda one: one.name)
def test_the_program_pauses_and_extends_as_the_hand_did(one: Example) -> None:
    profile = profile_of(one)
    at = one.local(profile, one.event)
    whole = _counted(one, profile, at)
    clock = DeadlineState(
        *(UUID(int=1), one.rule, None, at, whole.due_at, "running"),
        rolled_from=whole.explanation.rolled_from,
    )
    if one.paused:
        stopped, again = (one.local(profile, moment) for moment in one.paused)
        paused = replace(clock, state="suspended", suspended_at=stopped)
        moved = resumed(profile, paused, again, one.office)
    else:
        extension = profile.limit(one.rule).extension
        assert extension is not None
        cause = extension.cause(CAUSE)
        assert cause is not None
        by = Span.parse(one.extended_by or "")
        moved = prolonged(profile, clock, at + ONE_DAY, cause=cause, by=by, office=one.office)
    assert moved.explanation.due_day == one.due


def _counted(one: Example, profile: Profile, at: datetime) -> Count:
    counted = count(profile, one.rule, at, {}, one.office)
    assert counted is not None
    return counted


@pytest.fixture(scope="session", autouse=True)
def _written_down(tmp_path_factory: pytest.TempPathFactory) -> None:
    _Shelf.place = tmp_path_factory.mktemp("day_counts")


class _Shelf:
    place: Path


def profile_of(one: Example) -> Profile:
    """The shipped profile with the book's rules laid over it, as a deployment would."""
    return _profile(one.of)


@cache
def _profile(of: str) -> Profile:
    country, _, version = of.partition("/")
    path = _Shelf.place / f"{of.replace('/', '-')}.toml"
    path.write_text("\n".join(_override(of)), encoding="utf-8")
    return load(country, version=version or None, overrides=path)


def _override(of: str) -> Iterator[str]:
    yield f'[override]\nof = "{of}"\nlabel = {{ es = "Cuentas de días", en = "Day counts" }}'
    forums = load(of.partition("/")[0]).calendars
    for name, rule in BOOK["rules"].items():
        if rule.get("forum", "administration") not in forums:
            continue
        yield f"[limits.{name}]"
        yield 'label = { es = "Cuenta", en = "Count" }\nbegins = "registered"\nmissed = "shown_as_late"\nverification = "recalled"'
        yield from (
            f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
            for key, value in rule.items()
        )
        if rule["length"] == "45 working_days":
            yield f"[limits.{name}.extension]"
            yield 'most = "45 working_days"\nverification = "recalled"'
            yield f'causes = [{{ name = "{CAUSE}", label = {{ es = "Causa", en = "Cause" }} }}]'
