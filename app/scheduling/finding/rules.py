"""The earliest times that fit, and why none is earlier. Pure: it is given everything, and looks up nothing.

A time fits when, for all of its minutes, the office is open on a working day, and a room that meets the needs, whoever asks, and an
interpreter where one is needed are there and free, and so is the person. Times begin on the half hour; of those offered none overlaps
another, so that each is a choice.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.scheduling.hours.rules import Timetable

STEP = timedelta(minutes=30)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A room, an interviewer or an interpreter that meets the needs; the first of a sequence is the one to take."""

    id: UUID
    timetable: Timetable = field(default_factory=Timetable)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and among what. `interviewers` or `interpreters` none: nobody is needed; empty: nobody fits.

    `closed` says why the office does not work on a day: `weekend`, `holiday`, a suspension; none where it does. `busy`: identifier →
    times, in order, that do not overlap.
    """

    length: timedelta
    zone: ZoneInfo
    office: Timetable
    closed: Callable[[date], str | None]
    rooms: Sequence[Candidate]
    interviewers: Sequence[Candidate] | None = None
    interpreters: Sequence[Candidate] | None = None
    second_rooms: Sequence[Candidate] | None = None
    people: Sequence[UUID] = ()
    attending: Sequence[Candidate] = ()
    busy: Mapping[UUID, Sequence[tuple[datetime, datetime]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """A time that fits, and with what."""

    starts_at: datetime
    room: UUID
    interviewer: UUID | None
    interpreter: UUID | None
    second_room: UUID | None = None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why nothing is offered from `first` to `last`: `weekend`, `holiday`, `closed`, `no_notice`, `room`, `interviewer`, `interpreter`,
    `second_room`, `person`, `attending`. `kind` is the reason that the most times of those days have."""

    first: date
    last: date
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    fits: tuple[Fit, ...]
    why_not_earlier: tuple[WhyNot, ...]


def earliest(search: Search, *, not_before: datetime, until: date, limit: int) -> Found:
    """Up to `limit` times from `not_before` to the end of `until`, in order, and why none is earlier than the first."""
    fits: list[Fit] = []
    reasons: list[tuple[date, str]] = []
    day = not_before.astimezone(search.zone).date()
    while day <= until and len(fits) < limit:
        misses: Counter[str] = Counter()
        for fit in _of_day(search, day, not_before, misses):
            fits.append(fit)
            if len(fits) == limit:
                break
        if not fits or (fits and fits[0].starts_at.astimezone(search.zone).date() == day):
            reasons += [(day, kind) for kind, _ in misses.most_common(1)]
        day += ONE_DAY
    return Found(tuple(fits), _in_runs(reasons))


def fits_at(search: Search, starts_at: datetime) -> Fit | str:
    """That very time, or why not."""
    day = starts_at.astimezone(search.zone).date()
    why = search.closed(day)
    if why:
        return why
    opens, closes = _local(search, starts_at)
    if closes is None or not search.office.works(day, opens, closes):
        return "closed"
    return _fit(search, day, starts_at)


def _of_day(search: Search, day: date, not_before: datetime, misses: Counter[str]) -> Iterator[Fit]:
    """The times of one day that fit, none overlapping another. Notes in `misses` why others do not, until the first that does."""
    if why := search.closed(day):
        misses[why] += 1
        return
    free_from = datetime.min.replace(tzinfo=UTC)
    anything = found = False
    for starts_at in starts(search, day):
        anything = True
        if starts_at < free_from:
            continue
        fit = "no_notice" if starts_at < not_before else _fit(search, day, starts_at)
        if isinstance(fit, Fit):
            found = True
            free_from = starts_at + search.length
            yield fit
        elif not found:
            misses[fit] += 1
    if not anything:
        misses["closed"] += 1


def starts(search: Search, day: date) -> Iterator[datetime]:
    """Every half hour of the office's hours of that day from which the whole length is left."""
    for span in search.office.on(day):
        at = datetime.combine(day, span.opens, search.zone)
        closes = datetime.combine(day, span.closes, search.zone)
        while at + search.length <= closes:
            yield at.astimezone(UTC)
            at += STEP


def _fit(search: Search, day: date, starts_at: datetime) -> Fit | str:
    ends_at = starts_at + search.length
    opens, closes = _local(search, starts_at)
    if closes is None:
        return "closed"
    if any(is_busy(search.busy.get(one, ()), starts_at, ends_at) for one in search.people):
        return "person"
    if not _all_attend(search, day, (opens, closes), (starts_at, ends_at)):
        return "attending"
    found: dict[str, UUID | None] = {}
    for kind, among in (
        ("interviewer", search.interviewers),
        ("interpreter", search.interpreters),
        ("room", search.rooms),
        ("second_room", search.second_rooms),
    ):
        found[kind] = None
        for one in among or ():
            there = one.timetable.works(day, opens, closes) and one.id != found.get("room")
            if there and not is_busy(search.busy.get(one.id, ()), starts_at, ends_at):
                found[kind] = one.id
                break
        if among is not None and found[kind] is None:
            return kind
    room = found["room"]
    return (
        Fit(starts_at, room, found["interviewer"], found["interpreter"], found["second_room"])
        if room
        else "room"
    )


def _all_attend(
    search: Search, day: date, clock: tuple[time, time], during: tuple[datetime, datetime]
) -> bool:
    """Is everybody who is called besides there and free?"""
    return all(
        each.timetable.works(day, *clock) and not is_busy(search.busy.get(each.id, ()), *during)
        for each in search.attending
    )


def _local(search: Search, starts_at: datetime) -> tuple[time, time | None]:
    """The hours of the office's clock; no end where it would be on another day."""
    opens = starts_at.astimezone(search.zone)
    closes = (starts_at + search.length).astimezone(search.zone)
    return opens.time(), closes.time() if closes.date() == opens.date() else None


def is_busy(times: Sequence[tuple[datetime, datetime]], starts_at: datetime, ends_at: datetime) -> bool:
    """Does any of `times`, which are in order and do not overlap, touch that one?"""
    place = bisect_left(times, (ends_at,))
    return place > 0 and times[place - 1][1] > starts_at


def _in_runs(reasons: Iterable[tuple[date, str]]) -> tuple[WhyNot, ...]:
    """Days that follow each other for the same reason, said once. A weekend among other reasons is no news."""
    runs: list[WhyNot] = []
    for day, kind in reasons:
        if kind == "weekend":
            continue
        last = runs[-1] if runs else None
        if last and last.kind == kind and (day - last.last).days <= 3:
            runs[-1] = WhyNot(last.first, day, kind)
        else:
            runs.append(WhyNot(day, day, kind))
    return tuple(runs)
