"""The finder of times, for any office: nothing outside its hours, on a holiday, in an absence or over another; and none earlier fits."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.scheduling.finding.rules import Candidate, Search, WhyNot, earliest, fits_at, is_busy, starts
from app.scheduling.hours.rules import Change, Span, Timetable, typed_day, typed_of

ZONE = ZoneInfo("America/Costa_Rica")
MONDAY = date(2026, 11, 23)
DAYS = 9
HOLIDAYS = st.sets(st.integers(0, DAYS - 1), max_size=3)
SPANS = st.sampled_from(
    [(), ("08:00-12:00",), ("08:00-12:00", "13:00-17:00"), ("09:30-16:00",), ("07:00-08:15",)]
)
Busy = list[tuple[datetime, datetime]]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), ZONE).astimezone(UTC)


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    week = tuple(typed_day(", ".join(draw(SPANS)), "week") for _ in range(7))
    changes = []
    for _ in range(draw(st.integers(0, 2))):
        first = MONDAY + timedelta(days=draw(st.integers(0, DAYS)))
        works = draw(st.booleans())
        part = Span(time(10), time(14)) if works or draw(st.booleans()) else None
        changes.append(Change(first, first + timedelta(days=draw(st.integers(0, 2))), works, part))
    return Timetable(week, tuple(changes))


@st.composite
def busy(draw: st.DrawFn) -> Busy:
    taken, free_from = [], 0
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=8)):
        begins = free_from + gap
        taken.append(
            (at(0, 6) + timedelta(minutes=30 * begins), at(0, 6) + timedelta(minutes=30 * (begins + length)))
        )
        free_from = begins + length
    return taken


@st.composite
def searches(draw: st.DrawFn) -> Search:
    def some(most: int) -> list[Candidate]:
        return [Candidate(uuid4(), draw(timetables())) for _ in range(draw(st.integers(1, most)))]

    rooms = [Candidate(uuid4()) for _ in range(draw(st.integers(1, 3)))]
    interviewers, interpreters = some(2), draw(st.one_of(st.none(), st.just(some(2))))
    person = uuid4()
    everybody = [c.id for c in (*rooms, *interviewers, *(interpreters or ()))] + [person]
    holidays = {MONDAY + timedelta(days=n) for n in draw(HOLIDAYS)}
    return Search(
        length=timedelta(minutes=30 * draw(st.integers(1, 5))),
        zone=ZONE,
        office=draw(timetables()),
        closed=lambda day: "holiday" if day in holidays else None,
        rooms=rooms,
        interviewers=interviewers,
        interpreters=interpreters,
        people=[person],
        busy={one: draw(busy()) for one in everybody},
    )


def fits_plainly(search: Search, moment: datetime) -> bool:
    """The rule, said once more and more simply: everything that is needed is there for every minute, and free."""
    ends = moment + search.length
    day, opens, closes = (
        moment.astimezone(ZONE).date(),
        moment.astimezone(ZONE).time(),
        ends.astimezone(ZONE).time(),
    )

    def there(one: UUID, table: Timetable) -> bool:
        return any(s.opens <= opens and closes <= s.closes for s in table.on(day)) and not any(
            begins < ends and moment < over for begins, over in search.busy[one]
        )

    groups = [search.rooms, search.interviewers, search.interpreters]
    return (
        search.closed(day) is None
        and any(s.opens <= opens and closes <= s.closes for s in search.office.on(day))
        and not any(
            begins < ends and moment < over for one in search.people for begins, over in search.busy[one]
        )
        and all(any(there(c.id, c.timetable) for c in group) for group in groups if group is not None)
    )


@given(searches(), st.integers(0, 60), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_what_is_offered_fits_and_nothing_earlier_does(search: Search, hours: int, limit: int) -> None:
    not_before = at(0, 0) + timedelta(hours=hours)
    until = MONDAY + timedelta(days=DAYS - 1)
    found = earliest(search, not_before=not_before, until=until, limit=limit)
    offered = [fit.starts_at for fit in found.fits]
    assert all(fits_plainly(search, moment) and moment >= not_before for moment in offered)
    assert all(later - earlier >= search.length for earlier, later in itertools.pairwise(offered))
    days = [MONDAY + timedelta(days=n) for n in range(DAYS)]
    possible = [
        m
        for d in days
        if search.closed(d) is None
        for m in starts(search, d)
        if m >= not_before and fits_plainly(search, m)
    ]
    assert offered[:1] == possible[:1]
    for fit in found.fits:
        assert fits_at(search, fit.starts_at) == fit


def test_the_reason_why_nothing_is_earlier_is_said_by_days() -> None:
    """Monday is a holiday, on Tuesday the interpreter is away, on Wednesday the room is taken until two."""
    interpreter = Candidate(
        uuid4(), Timetable(None, (Change(date(2026, 11, 24), date(2026, 11, 24), works=False),))
    )
    room = Candidate(uuid4())
    search = Search(
        length=timedelta(hours=2),
        zone=ZONE,
        office=Timetable(tuple(typed_day("08:00-12:00, 13:00-17:00", "week") for _ in range(7))),
        closed=lambda day: "holiday" if day == MONDAY else None,
        rooms=[room],
        interpreters=[interpreter],
        busy={room.id: [(at(2, 8), at(2, 14))]},
    )
    found = earliest(search, not_before=at(0, 0), until=MONDAY + timedelta(days=5), limit=1)
    assert [fit.starts_at for fit in found.fits] == [at(2, 14)]
    assert found.why_not_earlier == (
        WhyNot(MONDAY, MONDAY, "holiday"),
        WhyNot(date(2026, 11, 24), date(2026, 11, 24), "interpreter"),
        WhyNot(date(2026, 11, 25), date(2026, 11, 25), "room"),
    )


def test_hours_are_typed_as_they_are_shown() -> None:
    assert typed_of(typed_day("8:00–12:00 , 13:00-17:00", "week")) == "08:00-12:00, 13:00-17:00"
    assert is_busy([(at(0, 8), at(0, 9))], at(0, 8, 30), at(0, 10))
    assert not is_busy([(at(0, 8), at(0, 9))], at(0, 9), at(0, 10))
