"""A line crossed is told, and a figure that trembles around it is not told again: as a property of every series of values."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.statistics.alerts.rules import (
    KINDS,
    REST,
    Direction,
    Line,
    Standing,
    begun,
    is_told,
    looked_at,
)

START = datetime(2026, 11, 10, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
Told = tuple[datetime, str]

lines = st.builds(
    Line,
    st.sampled_from(("above", "below")),
    st.floats(0, 400).map(lambda at: round(at, 2)),
    st.sampled_from([kind for kind in KINDS if kind != "share"]),
)


def walked(line: Line, values: list[float | None], every: timedelta = HOUR) -> list[Told]:
    """What is told of a series, looked at once in so long."""
    standing = begun(line, values[0], START)
    told: list[Told] = []
    for n, value in enumerate(values[1:], start=1):
        now = START + n * every
        after = looked_at(line, standing, value, now)
        if is_told(standing, after):
            told.append((now, after.state))
        standing = after
    return told


@given(lines, st.lists(st.none() | st.floats(0, 500), min_size=1, max_size=120))
def test_nothing_is_told_twice_and_at_most_two_in_any_day(line: Line, values: list[float | None]) -> None:
    told = walked(line, values)
    states = [state for _, state in told]
    assert all(one != two for one, two in pairwise(states))
    for at, _state in told:
        assert sum(at <= other < at + REST for other, _ in told) <= 2


@given(lines, st.data())
def test_a_value_that_trembles_within_the_margin_is_told_once(line: Line, data: st.DataObject) -> None:
    low, high = sorted((line.at, line.back_at))
    near = st.floats(low, high) | st.floats(line.at, line.at + 5)
    if line.direction == "below":
        near = st.floats(low, high) | st.floats(max(0.0, line.at - 5), line.at)
    good = line.back_at if line.left_by(line.back_at) else line.at
    trembling = [v for v in data.draw(st.lists(near, max_size=100)) if not line.left_by(v)]
    assert len(walked(line, [good, *trembling])) <= 1


@given(lines, st.lists(st.none() | st.floats(0, 500), min_size=1, max_size=60))
def test_where_it_stands_follows_from_the_last_values(line: Line, values: list[float | None]) -> None:
    standing = begun(line, values[0], START)
    for n, value in enumerate(values[1:], start=1):
        before, now = standing, START + n * REST
        standing = looked_at(line, before, value, now)
        if value is None:
            assert standing == before
        elif line.passed_by(value):
            assert standing.state == "beyond"
        elif line.left_by(value):
            assert standing.state == "within"
        else:
            assert standing.state == ("beyond" if before.state == "beyond" else "within")


@pytest.mark.parametrize(
    ("direction", "at", "kind", "back_at"),
    [
        ("above", 10, "count", 9),
        ("above", 200, "count", 190),
        ("above", 0, "count", 0),
        ("above", 30, "days", 29),
        ("below", 90, "percent", 91),
        ("below", 100, "percent", 100),
        ("below", 120, "percent", 121),
        ("below", 0.995, "share", 1),
        ("above", 2.0, "number", 1.9),
        ("above", 0.5, "percent", 0),
    ],
)
def test_how_far_it_must_come_back(direction: Direction, at: float, kind: str, back_at: float) -> None:
    line = Line(direction, at, kind)
    assert line.back_at == pytest.approx(back_at)
    assert not line.passed_by(at), "on the line is not beyond it"
    assert not line.passed_by(line.back_at), "where it is back, it is not beyond"


def test_who_begins_to_watch_what_is_beyond_already_is_told_when_it_comes_back() -> None:
    assert walked(Line("above", 10, "count"), [12, 11, 9, 12]) == []
    assert [s for _, s in walked(Line("above", 10, "count"), [12, 9, 9], every=REST)] == ["within"]


def test_a_first_value_is_told_only_where_it_is_beyond() -> None:
    line = Line("above", 50, "percent")
    assert walked(line, [None, None, 20.0]) == []
    assert [state for _, state in walked(line, [None, 80.0])] == ["beyond"]
    standing = Standing("beyond", START)
    assert looked_at(line, standing, None, START + REST) is standing
