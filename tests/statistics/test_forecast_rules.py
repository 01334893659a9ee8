"""The simulation behind a forecast: against closed forms, by its own accounts, and one thing changed at a time."""

from collections.abc import Sequence
from dataclasses import replace
from math import factorial, inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics.forecast.arrivals import coming, pattern
from app.statistics.forecast.measure import (
    Course,
    by_weekday,
    capacity,
    closing,
    flow,
    languages,
    sittings,
    weekly,
)
from app.statistics.forecast.rules import poisson, sitting_days, starts, taken_at
from app.statistics.forecast.simulate import lot_of, simulate
from app.statistics.forecast.summary import naive, outlook
from app.statistics.forecast.values import BASE, Interpreting, Measured, Run, Scenario
from tests.statistics.made_log import made_log

YEAR = 52


def erlang_c(servers: int, load: float) -> float:
    """The share that waits in M/M/c: Erlang 1917, as in Kleinrock, Queueing Systems I, 3.5."""
    full = load**servers / factorial(servers) * servers / (servers - load)
    return full / (sum(load**n / factorial(n) for n in range(servers)) + full)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.7), (3, 2.4), (10, 7.5)])
def test_a_station_waits_as_erlang_says(servers: int, load: float) -> None:
    chance, at, ready = Random(f"{servers}"), 0.0, []
    count = 120_000
    for _ in range(count):
        at += chance.expovariate(load)
        ready.append(at)
    began = starts(ready, [chance.expovariate(1) for _ in range(count)], servers)
    waits = [start - came for start, came in zip(began, ready, strict=True)]
    expected = erlang_c(servers, load)
    assert sum(wait > 0 for wait in waits) / count == pytest.approx(expected, rel=0.03)
    assert sum(waits) / count == pytest.approx(expected / (servers - load), rel=0.08)


def test_the_whole_simulation_keeps_as_many_pending_as_erlang_says() -> None:
    """Poisson arrivals, exponential work, nothing else: on average L = load + wait × arrivals are there."""
    officers, days_each = 5, 2.0
    empty = made_log(
        weeks=(14,) * YEAR,
        weekdays=(1 / 7,) * 7,
        intake=(),
        review=(),
        deciding=(),
        officers=officers,
        work=tuple(days_each / 1.6 * days for days in made_log().work),
        languages={},
        sittings=None,
        inadmissible=0.0,
        closing=0.0,
        waiting={},
    )
    runs = [simulate(empty, BASE, seed=7, number=n, weeks=10 * YEAR) for n in range(12)]
    late = [number for run in runs for number in run.pending[YEAR:]]
    load = 14 / 7 * days_each
    expected = load + erlang_c(officers, load) * load / (officers - load)
    assert sum(late) / len(late) == pytest.approx(expected, rel=0.1)


def run(log: Measured, scenario: Scenario = BASE, number: int = 0) -> Run:
    return simulate(log, scenario, seed=1, number=number, weeks=3 * YEAR)


@pytest.mark.parametrize("factor", [0.0, 1.0, 10.0, 200.0])
def test_everybody_who_came_has_left_or_is_pending(factor: float) -> None:
    log, scenario = made_log(), Scenario("own", arrivals=factor)
    found = run(log, scenario)
    assert (found.lot > 1) == (factor >= 10)
    assert found.entered == found.decided + found.closed + found.pending[-1]
    if found.lot == 1:
        assert found.pending[0] == log.pending
    assert all(0 <= late <= here for late, here in zip(found.late, found.pending, strict=True))
    assert all(0 <= share <= 1.0001 for share in found.busy.values())


def test_files_that_stand_for_several_cases_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    one_each = outlook(made_log(), BASE, [run(made_log(), BASE, n) for n in range(8)])
    monkeypatch.setattr("app.statistics.forecast.simulate.MOST", 1500)
    in_lots = outlook(made_log(), BASE, [run(made_log(), BASE, n) for n in range(8)])
    assert (one_each.lot, in_lots.lot > 3) == (1, True)
    assert in_lots.decided[2] == pytest.approx(one_each.decided[2], rel=0.03)
    assert in_lots.little.counted == pytest.approx(one_each.little.counted, rel=0.1)


def test_the_same_seed_gives_the_same_run_and_another_seed_another() -> None:
    assert run(made_log()) == run(made_log())
    assert run(made_log()).pending != run(made_log(), number=1).pending


@settings(max_examples=25, deadline=None)
@given(officers=st.integers(0, 25), more=st.integers(1, 8), number=st.integers(0, 1000), body=st.booleans())
def test_more_officers_are_never_later(officers: int, more: int, number: int, *, body: bool) -> None:
    """Future by future (common random numbers). Without closures and interpreters, where it must hold of each: whoever would have
    been closed while waiting takes an officer's time when they are heard."""
    log = made_log(officers=officers, closing=0.0, languages={})
    log = log if body else replace(log, sittings=None, deciding=(3.0,))
    few, many = run(log, number=number), run(log, Scenario("own", officers=more), number)
    assert all(b <= a for a, b in zip(few.pending, many.pending, strict=True))
    assert later(many.answered) <= later(few.answered)
    assert later(many.gone) <= later(few.gone)


def test_more_of_anything_helps_on_the_whole() -> None:
    runs = {
        one.name: outlook(made_log(), one, [run(made_log(), one, n) for n in range(10)])
        for one in (BASE, Scenario("officers", officers=6), Scenario("sittings", sittings=2), Scenario("interpreters", interpreters=2))
    }  # fmt: skip
    for name in ("officers", "sittings", "interpreters"):
        assert runs[name].pending[-1][2] <= runs["base"].pending[-1][2]
        assert later(runs[name].answered[2]) <= later(runs["base"].answered[2])
    more = outlook(made_log(), BASE, [run(made_log(), Scenario("x", arrivals=10), n) for n in range(5)])
    assert more.pending[-1][0] > 5 * runs["base"].pending[-1][4]


def later(day: float | None) -> float:
    return float("inf") if day is None else day


def test_littles_law_holds_within_the_simulation() -> None:
    found = outlook(made_log(), BASE, [run(made_log(), BASE, n) for n in range(10)])
    assert found.little.counted == pytest.approx(found.little.expected, rel=0.01)


def test_bands_are_in_order_and_nothing_that_never_comes_has_a_day() -> None:
    nobody = made_log(officers=0)
    found = outlook(nobody, BASE, [run(nobody, BASE, n) for n in range(8)])
    assert all(list(line) == sorted(line) for line in found.pending)
    assert (found.answered_share, found.gone_share) == (0, 0)
    assert found.answered == found.gone == [None] * 5


def test_an_interpreter_who_is_not_there_holds_up_only_who_needs_one() -> None:
    log = made_log(languages={"ht": Interpreting(0.5, 1, 0.5)}, closing=0.0)
    found = run(log)
    assert found.busy["interpreters.ht"] > 0.99
    assert found.busy["officers"] < 0.9
    assert found.decided > 0.4 * found.entered


def test_a_sitting_takes_whom_its_agenda_has_room_for() -> None:
    assert sitting_days(3, 7, 20) == [3, 10, 17]
    ready = [(0.0, -1.0, inf), (0.0, -9.0, inf), (0.0, -5.0, inf), (4.0, 1.0, inf), (18.0, 2.0, inf)]
    # Whoever filed first comes first; who is ready after the last one is not taken.
    assert taken_at(ready, [3, 10, 17], 2) == [10, 3, 3, 10, inf]
    # Room that nobody used is not kept; half a place is.
    assert taken_at([(4.0, 4.0, inf)] * 3, [3, 10, 17], 1.5) == [10, 10, 17]
    # Whoever has left takes none.
    assert taken_at([(0.0, 0.0, inf), (0.0, 0.0, 2.0), (0.0, 0.0, inf)], [3, 10], 1) == [3, inf, 10]
    assert taken_at([], [3], 5) == []


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def test_arrivals_keep_their_level_their_weekdays_and_a_clear_trend() -> None:
    chance = Random("arrivals")
    assert mean([poisson(chance, 3.3) for _ in range(20_000)]) == pytest.approx(3.3, rel=0.02)
    steady = pattern([40, 42, 38, 41, 39] * 10)
    assert (steady.growth, round(steady.level)) == (1.0, 40)
    days = coming(Random("days"), steady, (0.5, 0.5, 0, 0, 0, 0, 0), 6, 7 * 400, 1.0)
    assert sum(days) / 400 == pytest.approx(40, rel=0.03)
    assert sum(days[0::7] + days[1::7]) == sum(days)
    growing = pattern([round(20 * 1.03**n) for n in range(52)])
    assert growing.growth == pytest.approx(1.03, rel=0.01)
    assert growing.level == pytest.approx(20 * 1.03**51, rel=0.05)
    assert pattern([]).level == pattern([0, 0]).level == 0


def course(filed: float, **more: float) -> Course:
    at = {name: more.get(name) for name in ("ready", "listed", "reviewed", "decided", "left")}
    return Course(filed=filed, heard=False, place=None if "left" in more else "interview", **at)


def test_what_is_read_from_the_courses() -> None:
    courses = [
        course(-20.0),
        course(-15.0, left=-5.0, decided=-5.0),
        course(-1.0),
        course(-600.0, left=-300.0),
    ]
    assert weekly(courses) == (0, 1)
    # On a Wednesday: twenty days earlier a Thursday, fifteen a Tuesday, one a Tuesday.
    assert by_weekday(courses, 2) == (0, 2 / 3, 0, 1 / 3, 0, 0, 0)
    assert closing(courses) == pytest.approx(1 / (20 + 10 + 1 + 64))
    measured = flow(courses)
    assert measured.pending * measured.days == pytest.approx(95, rel=0.01)
    assert measured.waited == pytest.approx((10 + 300) / 2)


def test_what_officers_interpreters_and_sittings_can_do() -> None:
    # Two who give one analysis in ten days each, and one who has left.
    given_in = [("a", float(-day)) for day in range(180, 0, -10)]
    given_in += [("b", float(-day)) for day in range(175, 0, -10)] + [("left", -150.0)]
    officers, days = capacity(given_in)
    assert officers == 2
    assert mean(days) == pytest.approx(10, rel=0.03)
    assert capacity([]) == (0, ())
    hearings = [("ht", "i1", 1)] * 3 + [
        ("ht", "i2", 2),
        ("es", None, 1),
        ("es", None, 2),
        ("prs", "i3", 1),
        ("es", None, 3),
    ]
    found = languages(hearings)
    assert set(found) == {"ht", "prs"}
    assert (found["ht"].people, found["ht"].share, found["prs"].people) == (2, 0.5, 1)
    assert found["ht"].per_week == found["prs"].per_week > 2
    body = sittings([("s1", -30.0, 10), ("s2", -16.0, 30), ("s3", -2.0, 20), (None, -4.0, 5)])
    assert body is not None
    assert (body.every, body.next, body.agenda) == (14, 12, 28)
    assert sittings([(None, -4.0, 5), (None, -5.0, 5)]) is None


def test_a_measure_comes_back_from_what_is_kept_of_it() -> None:
    assert Measured.of(made_log().as_json()) == made_log()
    found = naive(made_log())
    assert (found.pending, found.days) == (817, None)
    assert lot_of(made_log(), BASE, YEAR) == 1
