"""What holds for every day and every order of events, looked for by Hypothesis."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.procedure.days.calendars import calendar_of
from app.procedure.days.counting import resumed
from app.procedure.engine.passage import road_of
from app.procedure.public import (
    ClaimState,
    Consequences,
    DeadlineState,
    Occurrence,
    ProcedureRefusal,
    Profile,
    Situation,
    WrongRole,
    count_days,
    follow,
    is_working_day,
    working_days_between,
)
from tests.procedure.scenes import Case, claim, costa_rica, family_at, local, toy

PROFILES = {"CRI": costa_rica(), "toy": toy()}
IN_DAYS = [
    (name, rule)
    for name, profile in PROFILES.items()
    for rule, limit in profile.limits.items()
    if limit.length is not None and limit.length.unit != "hour"
]

T = TypeVar("T")
days = st.dates(date(2019, 1, 1), date(2031, 12, 31))
moments = st.datetimes(datetime(2019, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
REACHABLE = [s.name for s in costa_rica().stages if s.name not in {"suspended", "abandoned", "withdrawn"}]
# The first count of a year asks the holidays library, which takes longer than Hypothesis allows for.
unhurried = settings(deadline=None)


def due(
    profile: Profile, rule: str, at: datetime, *extra: date, pause: tuple[date, date] | None = None
) -> date:
    explained = count_days(profile, rule, at, extra_holidays=extra, suspensions=[pause] if pause else [])
    assert explained is not None
    return explained.due_day


def rolls(profile: Profile, rule: str) -> bool:
    limit = profile.limit(rule)
    side = profile.days.applicant if limit.binds == "applicant" else profile.days.authority
    return side.rolls if limit.rolls is None else limit.rolls


@pytest.mark.parametrize(("name", "rule"), IN_DAYS)
@unhurried
@given(at=moments)
def test_a_limit_in_working_days_or_one_that_rolls_never_ends_on_a_day_off(
    name: str, rule: str, at: datetime
) -> None:
    profile = PROFILES[name]
    length = profile.limit(rule).length
    assert length is not None
    if length.unit == "working_day" or rolls(profile, rule):
        assert is_working_day(profile, due(profile, rule, at), profile.limit(rule).forum)


@pytest.mark.parametrize(("name", "rule"), IN_DAYS)
@unhurried
@given(at=moments, extra=st.lists(st.integers(0, 120), min_size=1, max_size=6))
def test_another_holiday_never_makes_a_limit_end_earlier(
    name: str, rule: str, at: datetime, extra: list[int]
) -> None:
    profile = PROFILES[name]
    holidays = [profile.today(at) + timedelta(days=n) for n in extra]
    assert due(profile, rule, at, *holidays) >= due(profile, rule, at)


@pytest.mark.parametrize(("name", "rule"), IN_DAYS)
@unhurried
@given(at=moments, begins=st.integers(0, 60), lasts=st.integers(0, 30))
def test_a_suspension_never_makes_a_limit_end_earlier_nor_on_a_suspended_day(
    name: str, rule: str, at: datetime, begins: int, lasts: int
) -> None:
    profile = PROFILES[name]
    first = profile.today(at) + timedelta(days=begins)
    pause = (first, first + timedelta(days=lasts))
    ends = due(profile, rule, at, pause=pause)
    assert ends >= due(profile, rule, at)
    assert not pause[0] <= ends <= pause[1]


@pytest.mark.parametrize(("name", "rule"), IN_DAYS)
@unhurried
@given(at=moments, later=st.integers(0, 400))
def test_who_starts_later_never_ends_earlier(name: str, rule: str, at: datetime, later: int) -> None:
    profile = PROFILES[name]
    assert due(profile, rule, at + timedelta(days=later)) >= due(profile, rule, at)


@unhurried
@given(at=moments)
def test_a_count_of_working_days_has_exactly_that_many(at: datetime) -> None:
    profile = costa_rica()
    for rule in ("appeal", "submit_assessment"):
        explained = count_days(profile, rule, at)
        assert explained is not None
        assert working_days_between(profile, explained.event_day, explained.due_day) == explained.length
        passed = (explained.due_day - explained.event_day).days
        assert passed == explained.length + len(explained.skipped)


@unhurried
@given(after=days, first=st.integers(0, 60), second=st.integers(0, 60))
def test_working_days_add_up(after: date, first: int, second: int) -> None:
    profile = costa_rica()
    middle, end = after + timedelta(days=first), after + timedelta(days=first + second)
    whole = working_days_between(profile, after, end)
    assert whole == working_days_between(profile, after, middle) + working_days_between(profile, middle, end)
    assert working_days_between(profile, end, after) == -whole


@pytest.mark.parametrize(("name", "rule"), IN_DAYS)
@unhurried
@given(at=moments, ran=st.integers(0, 40), stood=st.integers(0, 200))
def test_a_clock_that_stood_still_ends_later_by_as_much(
    name: str, rule: str, at: datetime, ran: int, stood: int
) -> None:
    profile = PROFILES[name]
    limit = profile.limit(rule)
    ends = due(profile, rule, at)
    # What is over is not suspended.
    ran %= (ends - profile.today(at)).days + 1
    clock = DeadlineState(
        claim(9),
        rule,
        None,
        at,
        local(profile, ends + timedelta(days=1), 0),
        "suspended",
        at + timedelta(days=ran),
    )
    again = resumed(profile, clock, at + timedelta(days=ran + stood)).explanation
    stopped, today = profile.today(at + timedelta(days=ran)), profile.today(at + timedelta(days=ran + stood))
    calendar = calendar_of(profile, limit.forum)
    if limit.length is not None and limit.length.unit == "working_day":
        still = calendar.working_between(stopped - timedelta(days=1), today - timedelta(days=1))
        assert calendar.working_between(ends, again.due_day) == still
    else:
        moved = again.rolled_from or again.due_day

        def running(first: date, last: date) -> int:
            return (last - first).days + 1 - calendar.suspended_between(first, last)

        assert running(today, moved) == running(stopped, ends), "as much is left as was left"
    if rolls(profile, rule):
        assert calendar.counts(again.due_day)


def walk(case: Case, draw: Callable[[st.SearchStrategy[int]], int], steps: int) -> None:
    """Random events by random roles: whatever is let through leaves a sound case, whatever is refused leaves it."""

    def pick(among: Sequence[T]) -> T:
        return among[draw(st.integers(0, len(among) - 1))]

    def one_in(n: int) -> bool:
        return draw(st.integers(1, n)) == n

    profile = case.profile
    roles = sorted({role for event in profile.events for role in event.by} | {"auditor"})
    for _ in range(steps):
        here = {c.stage for c in case.situation.claims}
        fitting = [
            event for event in profile.events if event.to and here & set(road_of(profile).allowed[event.name])
        ]
        event = pick(fitting) if fitting and not one_in(4) else pick(profile.events)
        before = case.situation
        if event.name == "member_added" and len(before.claims) < 5:
            case.join(len(before.claims) + 1)
        asked = case.situation
        about = [c.id.int for c in asked.claims if not one_in(3)] if one_in(3) else []
        try:
            case.record(
                event.name,
                pick(roles) if one_in(6) else pick(event.by),
                about=about,
                data={
                    "result": pick(("upheld", "overturned", "remitted")),
                    "to_stage": pick([stage.name for stage in profile.stages]),
                },
                outcomes={c.id.int: pick(sorted(profile.outcomes)) for c in asked.claims},
            )
        except ProcedureRefusal:
            assert case.situation is asked
            case.situation = before
        else:
            sound(case)
        case.wait(draw(st.integers(0, 40)))


def sound(case: Case) -> None:
    profile, situation, follows = case.profile, case.situation, case.last
    assert follows is not None
    open_stages = {stage.name for stage in profile.stages if stage.open}
    assert all(claim.stage is None or claim.stage in profile.stages_by_name for claim in situation.claims)
    assert follows.instance in {"first", "appeal"}
    held = [(clock.rule, clock.claim_id) for clock in situation.deadlines]
    assert len(held) == len(set(held)), "one clock for a limit and its holder"
    if not any(claim.stage in open_stages for claim in situation.claims):
        # But for a time that runs after the end, e.g. for a relative's own claim once the principal's status has ceased.
        lasting = {
            name for name, limit in profile.limits.items() if not open_stages.issuperset(limit.runs_in)
        }
        still = {clock.rule for clock in situation.deadlines} - lasting
        assert not still or not follows.stages, "a closed case has no clocks"
    for clock in situation.deadlines:
        assert (clock.state == "suspended") == (clock.suspended_at is not None)
    for new in follows.start:
        assert new.due_at > new.started_at
        assert new.due_on >= new.starts_on
        assert list(new.reminders) == sorted(new.reminders)
        assert new.explanation.in_words("es") != new.explanation.in_words("en")
    fates = (*follows.meet, *follows.cancel, *follows.suspend, *(each.id for each in follows.resume))
    assert len(fates) == len(set(fates)), "a clock has one fate"
    assert set(follows.close_documents_of) <= {claim.id for claim in situation.claims}


@settings(max_examples=80, deadline=None)
@given(stage=st.sampled_from(REACHABLE), data=st.data())
def test_a_random_walk_from_any_stage_never_leaves_costa_ricas_road(stage: str, data: st.DataObject) -> None:
    walk(family_at(stage), data.draw, steps=20)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_random_walk_never_leaves_the_toys_road(data: st.DataObject) -> None:
    case = Case(toy()).join(1, 2)
    case.record("registered", "registration_officer")
    walk(case, data.draw, steps=20)


@unhurried
@given(data=st.data(), at=moments)
def test_follow_is_the_same_every_time_and_never_for_the_wrong_role(
    data: st.DataObject, at: datetime
) -> None:
    profile = PROFILES[data.draw(st.sampled_from(sorted(PROFILES)))]
    event = data.draw(st.sampled_from(profile.events))
    stage = data.draw(st.sampled_from([None, *(s.name for s in profile.stages)]))
    situation = Situation((ClaimState(claim(1), stage, "principal"),), stage=stage)
    role = data.draw(st.sampled_from(sorted({role for each in profile.events for role in each.by})))
    occurrence = Occurrence(
        event.name,
        role,
        at,
        data={"result": "upheld"},
        outcomes={claim(1): data.draw(st.sampled_from(sorted(profile.outcomes)))},
        satisfied=frozenset(event.needs),
    )
    answers = [answer(profile, situation, occurrence) for _ in range(2)]
    assert answers[0] == answers[1]
    if role not in event.by:
        assert answers[0] == (WrongRole, (event.name, role, event.by))
    elif isinstance(answers[0], Consequences):
        assert set(answers[0].stages.values()) <= set(profile.stages_by_name)


def answer(profile: Profile, situation: Situation, occurrence: Occurrence) -> object:
    """What follows, or the kind and the facts of the refusal."""
    try:
        return follow(profile, situation, occurrence)
    except ProcedureRefusal as refusal:
        return type(refusal), tuple(vars(refusal).values())
