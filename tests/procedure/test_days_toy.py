"""The same count in a procedure with other days: a Friday and Saturday weekend, calendar days, a dated suspension."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.procedure.public import count_days, is_working_day, read_profile
from tests.procedure.scenes import HERE, Case, local, toy

TOY = toy()


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 3, 1), date(2026, 3, 31)),  # the event's day counts: a whole month
        (date(2026, 1, 15), date(2026, 2, 14)),
        (
            date(2026, 1, 30),
            date(2026, 2, 28),
        ),  # a month that ends on the first of the next is over on the 28th
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 5, 20), date(2026, 6, 29)),  # 19 June and the ten days of the emergency
        (date(2026, 6, 3), date(2026, 7, 10)),  # begins in the emergency: counted from the day after it
    ],
)
def test_a_month_in_which_the_first_day_counts(start: date, due: date) -> None:
    explained = count_days(TOY, "rule", local(TOY, start))
    assert explained is not None
    assert explained.due_day == due


@pytest.mark.parametrize(
    ("served", "due", "rolled_from"),
    [
        (date(2026, 3, 1), date(2026, 3, 15), None),  # a Sunday, which works here
        (date(2026, 2, 27), date(2026, 3, 15), date(2026, 3, 13)),  # Friday, then Saturday
        (date(2026, 2, 24), date(2026, 3, 11), date(2026, 3, 10)),  # the feast
        (date(2026, 5, 25), date(2026, 6, 18), None),  # ten days stood still
    ],
)
def test_fourteen_days_of_the_side_that_is_bound(served: date, due: date, rolled_from: date | None) -> None:
    explained = count_days(TOY, "challenge", local(TOY, served))
    assert explained is not None
    assert explained.unit == "calendar_day"
    assert (explained.due_day, explained.rolled_from) == (due, rolled_from)


def test_a_suspension_is_named() -> None:
    explained = count_days(TOY, "challenge", local(TOY, date(2026, 5, 25)))
    assert explained is not None
    assert "01/06–10/06 (Emergencia)" in explained.in_words("es")
    assert "01/06–10/06 (Emergency)" in explained.in_words("en")


def test_a_suspension_of_one_case_prolongs_its_time() -> None:
    start = local(TOY, date(2026, 3, 1))
    explained = count_days(TOY, "challenge", start, suspensions=[(date(2026, 3, 5), date(2026, 3, 7))])
    assert explained is not None
    assert explained.due_day == date(2026, 3, 18)


def test_forums_have_their_own_days() -> None:
    assert is_working_day(TOY, date(2026, 3, 11))
    assert not is_working_day(TOY, date(2026, 3, 11), "court")
    assert not is_working_day(TOY, date(2026, 3, 10), "court")


def test_hours_are_counted_to_the_minute() -> None:
    case = Case(TOY).join(1)
    case.record("registered", "registration_officer")
    case.record("heard", "eligibility_officer")
    case.record("notified", "eligibility_officer", outcomes={1: "refused"})
    follows = case.record("challenged", "applicant")
    assert follows.start[0].due_at == case.now + timedelta(hours=24)


def test_a_condition_changes_the_length() -> None:
    case = Case(TOY, now=local(TOY, date(2026, 3, 1))).join(1)
    follows = case.record("registered", "registration_officer", data={"extradition": True})
    assert follows.start[0].due_on == date(2026, 3, 10)


def test_an_end_is_the_first_instant_after_the_last_local_day() -> None:
    case = Case(TOY, now=local(TOY, date(2026, 3, 5))).join(1)
    (rule,) = case.record("registered", "registration_officer").start
    assert rule.due_on == date(2026, 4, 4)  # that night Santiago goes back from summer time
    assert rule.due_at == local(TOY, date(2026, 4, 5), 0)


def test_reminders_come_at_the_local_hour_and_never_before_the_start() -> None:
    case = Case(TOY, now=local(TOY, date(2026, 3, 1))).join(1)
    case.record("registered", "registration_officer")
    case.record("heard", "eligibility_officer")
    (challenge,) = case.record("notified", "eligibility_officer", outcomes={1: "refused"}).start
    assert [reminder.astimezone(TOY.zone).isoformat()[:16] for reminder in challenge.reminders] == [
        "2026-03-13T09:30"
    ]
    assert all(reminder > challenge.started_at for reminder in challenge.reminders)


@pytest.mark.parametrize(
    ("asked", "first", "due", "skipped"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 3), []),  # Sunday works, and is the first of three
        (date(2026, 3, 9), date(2026, 3, 9), date(2026, 3, 12), [10]),  # the feast on the 10th
        (date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 15), [10, 13, 14]),  # asked on the feast itself
    ],
)
def test_working_days_of_which_the_events_own_is_the_first(
    asked: date, first: date, due: date, skipped: list[int]
) -> None:
    explained = count_days(TOY, "answer", local(TOY, asked))
    assert explained is not None
    assert (explained.first_day, explained.due_day) == (first, due)
    assert [each.day.day for each in explained.skipped] == skipped


def test_a_reminder_that_would_lie_before_the_start_is_left_out() -> None:
    case = Case(TOY, now=local(TOY, date(2026, 3, 1))).join(1)
    case.record("registered", "registration_officer")
    (answer,) = case.record("reasons_asked", "eligibility_officer").start
    assert [reminder.astimezone(TOY.zone).isoformat()[:16] for reminder in answer.reminders] == [
        "2026-03-02T09:30"
    ]


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 1, 30), date(2026, 2, 28)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    ],
)
def test_a_month_may_also_end_on_its_last_day(tmp_path: Path, start: date, due: date) -> None:
    text = (HERE / "toy.toml").read_text(encoding="utf-8")
    path = tmp_path / "last_day.toml"
    path.write_text(text.replace('month_end = "next_month"', 'month_end = "last_day"'), encoding="utf-8")
    explained = count_days(read_profile(path), "rule", local(TOY, start))
    assert explained is not None
    assert explained.due_day == due
