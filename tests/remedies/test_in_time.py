"""When a remedy came in time: nobody is late by a clock that never ran, or that stands still."""

from datetime import UTC, datetime, timedelta

import pytest

from app.procedure import public as procedure
from app.remedies.rules import Clock, in_time

SERVED = datetime(2026, 11, 2, 15, tzinfo=UTC)
DUE = SERVED + timedelta(days=10)


def timely(*clocks: Clock, filed_at: datetime) -> bool:
    profile = procedure.load("CRI")
    return in_time(profile, profile.remedy("appeal"), clocks, filed_at)


def test_a_remedy_is_late_once_its_time_is_over_and_not_before() -> None:
    clock = Clock(SERVED, DUE, "running")
    assert timely(clock, filed_at=DUE - timedelta(seconds=1))
    assert not timely(clock, filed_at=DUE)
    assert not timely(Clock(SERVED, DUE, "missed"), filed_at=DUE)


def test_nobody_is_late_whose_time_never_ran() -> None:
    assert timely(filed_at=DUE + timedelta(days=900))


def test_nobody_is_late_while_the_time_is_paused() -> None:
    assert timely(Clock(SERVED, DUE, "suspended"), filed_at=DUE + timedelta(days=1))


@pytest.mark.parametrize("state", ["met", "cancelled"])
def test_a_time_that_ended_otherwise_is_not_open_again(state: str) -> None:
    assert not timely(Clock(SERVED, DUE, state), filed_at=SERVED)
