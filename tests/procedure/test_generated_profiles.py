"""What holds in every procedure that may be written and for every order of events, not only in the seven that are."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.procedure.days.counting import resumed
from app.procedure.engine.passage import road_of
from app.procedure.public import (
    DeadlineState,
    Profile,
    ProfileInvalid,
    check,
    count_days,
    is_working_day,
    replay,
    working_days_between,
)
from tests.procedure.generated import Wanderer, profiles

# How many examples is for the run to say (conftest.py).
lots = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
walks = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 7), st.integers(0, 400)), max_size=14)
moments = st.datetimes(datetime(2025, 6, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001


def made(written: dict[str, object]) -> Profile:
    """The profile, or another example where the schema refuses this one (a pause that nobody could leave)."""
    try:
        return Profile.model_validate(written)
    except (ValidationError, ProfileInvalid):
        assume(False)
        raise AssertionError from None


def sound(written: dict[str, object]) -> Profile:
    """The same, and `check` finds no defect in it."""
    profile = made(written)
    assume(not any(finding.severity == "defect" for finding in check(profile)))
    return profile


def walked(profile: Profile, steps: list[tuple[int, int, int]]) -> Wanderer:
    """A case that tried these events: which of the profile's, for which of its three people (a mask), how long after."""
    case = Wanderer(profile)
    roads = [event for event in profile.events if event.name.startswith("event_")]
    for number, mask, hours in steps:
        case.wait(hours)
        event = roads[number % len(roads)]
        about = tuple(UUID(int=n + 1) for n in range(3) if mask & (1 << n))
        case.record(event.name, event.by[0], about)
    return case


@lots
@given(written=profiles(), steps=walks)
def test_a_history_walked_again_ends_where_the_case_stands(
    written: dict[str, object], steps: list[tuple[int, int, int]]
) -> None:
    case = walked(made(written), steps)
    assert replay(case.profile, case.history) == case.situation


@lots
@given(written=profiles(), steps=walks)
def test_no_deadline_is_lost_and_none_is_doubled(
    written: dict[str, object], steps: list[tuple[int, int, int]]
) -> None:
    profile = made(written)
    case = Wanderer(profile)
    roads = [event for event in profile.events if event.name.startswith("event_")]
    for number, mask, hours in steps:
        case.wait(hours)
        before = {clock.id for clock in case.situation.deadlines}
        event = roads[number % len(roads)]
        about = tuple(UUID(int=n + 1) for n in range(3) if mask & (1 << n))
        follows = case.record(event.name, event.by[0], about)
        if follows is None:
            assert before == {clock.id for clock in case.situation.deadlines}
            continue
        ended = [*follows.meet, *follows.cancel, *follows.miss]
        after = {clock.id for clock in case.situation.deadlines}
        assert len(ended) == len(set(ended))
        assert before - after == set(ended)
        assert len(after) == len(before) - len(ended) + len(follows.start)
        running = [(clock.rule, clock.claim_id) for clock in case.situation.deadlines]
        assert len(running) == len(set(running))


@lots
@given(written=profiles(), steps=walks)
def test_a_profile_without_defects_never_traps_a_case(
    written: dict[str, object], steps: list[tuple[int, int, int]]
) -> None:
    profile = sound(written)
    case = walked(profile, steps)
    closed = {stage.name for stage in profile.stages if not stage.open}
    allowed = road_of(profile).allowed
    for claim in case.situation.claims:
        seen, now = {claim.stage}, [claim.stage]
        while now:
            here = now.pop()
            for event in profile.events:
                if here in allowed[event.name]:
                    ends = {target.to for target in event.to if target.to} - seen
                    seen |= ends
                    now += ends
        assert seen & closed, f"no way to the end from {claim.stage}"


@lots
@given(written=profiles(), steps=walks)
def test_only_an_event_of_a_person_ever_moves_a_claim(
    written: dict[str, object], steps: list[tuple[int, int, int]]
) -> None:
    case = walked(made(written), steps)
    stages = [claim.stage for claim in case.situation.claims]
    case.wait(24 * 3000)
    assert [claim.stage for claim in case.situation.claims] == stages
    assert not [clock for clock in case.situation.deadlines if clock.state == "running"]


@lots
@given(written=profiles(), at=moments, later=st.integers(0, 24 * 60))
def test_who_starts_later_never_has_to_finish_earlier(
    written: dict[str, object], at: datetime, later: int
) -> None:
    profile = made(written)
    for rule in profile.limits:
        first = count_days(profile, rule, at)
        second = count_days(profile, rule, at + timedelta(hours=later))
        assert first is not None
        assert second is not None
        assert first.due_day <= second.due_day


@lots
@given(
    written=profiles(),
    at=moments,
    stopped_after=st.integers(0, 200),
    paused_for=st.integers(0, 60),
)
def test_a_pause_adds_exactly_the_time_that_it_lasted(
    written: dict[str, object], at: datetime, stopped_after: int, paused_for: int
) -> None:
    profile = made(written)
    for rule, limit in profile.limits.items():
        explained = count_days(profile, rule, at)
        assert explained is not None
        end = datetime.combine(explained.due_day + timedelta(days=1), datetime.min.time(), profile.zone)
        stopped = at + timedelta(hours=stopped_after)
        if explained.unit == "hour" or stopped >= end:
            continue
        again = stopped + timedelta(days=paused_for)
        clock = DeadlineState(
            *(UUID(int=1), rule, None, at, end.astimezone(UTC), "suspended", stopped),
            rolled_from=explained.rolled_from,
            starts_on=explained.first_day,
        )
        longer = resumed(profile, clock, again).explanation
        # Before the first day that counts nothing is lost.
        since, today = max(profile.today(stopped), explained.first_day), profile.today(again)
        lost = max(0, (today - since).days)
        if explained.unit == "working_day":
            days = (since + timedelta(days=n) for n in range(lost))
            stood_still = sum(is_working_day(profile, day, limit.forum) for day in days)
            more = working_days_between(profile, explained.due_day, longer.due_day, limit.forum)
            assert more == stood_still
            assert len(longer.continuing(explained).counted) == explained.length
            continue
        ended, before = longer.rolled_from or longer.due_day, explained.rolled_from or explained.due_day
        if since <= before:
            assert ended == before + timedelta(days=lost)
        elif lost:
            # Stopped on a day for which the end had to wait: the day on which it runs again is its last.
            assert ended == today
