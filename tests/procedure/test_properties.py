"""What holds for every day and every order of events, looked for by Hypothesis."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.procedure.calendars import calendar_of
from app.procedure.counting import resumed
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
from tests.procedure.scenes import Case, claim, costa_rica, local, toy

PROFILES = {"CRI": costa_rica(), "toy": toy()}
IN_DAYS = [
    (name, rule)
    for name, profile in PROFILES.items()
    for rule, limit in profile.limits.items()
    if limit.length is not None and limit.length.unit != "hour"
]

days = st.dates(date(2019, 1, 1), date(2031, 12, 31))
moments = st.datetimes(datetime(2019, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
whole_family = st.lists(st.integers(1, 3), unique=True, max_size=3)


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
@given(at=moments, extra=st.lists(st.integers(0, 120), min_size=1, max_size=6))
def test_another_holiday_never_makes_a_limit_end_earlier(
    name: str, rule: str, at: datetime, extra: list[int]
) -> None:
    profile = PROFILES[name]
    holidays = [profile.today(at) + timedelta(days=n) for n in extra]
    assert due(profile, rule, at, *holidays) >= due(profile, rule, at)


@pytest.mark.parametrize(("name", "rule"), IN_DAYS)
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
@given(at=moments, later=st.integers(0, 400))
def test_who_starts_later_never_ends_earlier(name: str, rule: str, at: datetime, later: int) -> None:
    profile = PROFILES[name]
    assert due(profile, rule, at + timedelta(days=later)) >= due(profile, rule, at)


@given(at=moments)
def test_a_count_of_working_days_has_exactly_that_many(at: datetime) -> None:
    profile = costa_rica()
    for rule in ("appeal", "submit_assessment"):
        explained = count_days(profile, rule, at)
        assert explained is not None
        assert working_days_between(profile, explained.event_day, explained.due_day) == explained.length
        passed = (explained.due_day - explained.event_day).days
        assert passed == explained.length + len(explained.skipped)


@given(after=days, first=st.integers(0, 60), second=st.integers(0, 60))
def test_working_days_add_up(after: date, first: int, second: int) -> None:
    profile = costa_rica()
    middle, end = after + timedelta(days=first), after + timedelta(days=first + second)
    whole = working_days_between(profile, after, end)
    assert whole == working_days_between(profile, after, middle) + working_days_between(profile, middle, end)
    assert working_days_between(profile, end, after) == -whole


@pytest.mark.parametrize(("name", "rule"), IN_DAYS)
@given(at=moments, ran=st.integers(0, 40), stood=st.integers(0, 200))
def test_a_clock_that_stood_still_ends_later_by_as_much(
    name: str, rule: str, at: datetime, ran: int, stood: int
) -> None:
    profile = PROFILES[name]
    limit = profile.limit(rule)
    ends = due(profile, rule, at)
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
        assert moved - ends == today - stopped
    if rolls(profile, rule):
        assert calendar.counts(again.due_day)


def walk(profile: Profile, draw: Callable[[st.SearchStrategy[int]], int], steps: int) -> None:
    """Random events by random roles: whatever is let through leaves a sound case, whatever is refused leaves it."""
    case = Case(profile).join(1, 2)
    roles = sorted({role for event in profile.events for role in event.by} | {"auditor"})
    outcomes, stages = sorted(profile.outcomes), [stage.name for stage in profile.stages]
    joined = 2
    for _ in range(steps):
        allowed = [
            event for event in profile.events if any(c.stage in event.leaves for c in case.situation.claims)
        ]
        pool = allowed if allowed and draw(st.integers(0, 3)) else list(profile.events)
        event = pool[draw(st.integers(0, len(pool) - 1))]
        role = roles[draw(st.integers(0, len(roles) - 1))] if not draw(st.integers(0, 4)) else event.by[0]
        if event.name == "member_added" and joined < 5 and case.situation.stage is not None:
            joined += 1
            case.join(joined)
        about = [c.id.int for c in case.situation.claims if not draw(st.integers(0, 3))]
        before = case.situation
        try:
            case.record(
                event.name,
                role,
                about=about,
                data={
                    "result": ("upheld", "overturned", "remitted")[draw(st.integers(0, 2))],
                    "to_stage": stages[draw(st.integers(0, len(stages) - 1))],
                },
                outcomes={c.id.int: outcomes[draw(st.integers(0, len(outcomes) - 1))] for c in before.claims},
            )
        except ProcedureRefusal:
            assert case.situation is before
            case.situation = Situation(
                tuple(c for c in before.claims if c.stage is not None or before.stage is None),
                before.deadlines,
                before.instance,
                before.stage,
            )
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
        assert not situation.deadlines or not follows.stages, "a closed case has no clocks"
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


@pytest.mark.parametrize("name", PROFILES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_random_walk_never_leaves_the_road(name: str, data: st.DataObject) -> None:
    walk(PROFILES[name], data.draw, steps=25)


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
