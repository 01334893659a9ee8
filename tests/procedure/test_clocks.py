"""What becomes of the clocks: met, cancelled, suspended, resumed, and never lost when a family goes separate ways."""

from datetime import date, timedelta

from tests.procedure.scenes import Case, claim, family, family_at, local, toy


def test_an_event_meets_its_clock() -> None:
    case = family_at("assessment")
    clock = case.running()["submit_assessment"]
    follows = case.record("assessment_submitted", "eligibility_officer")
    assert follows.meet == (clock.id,)


def test_a_clock_that_can_no_longer_run_is_cancelled() -> None:
    case = family_at("screening")
    clock = case.running()["first_interview"]
    case.record("declared_inadmissible", "supervisor")
    assert case.fate_of(clock) == "cancelled"


def test_the_last_claim_to_close_ends_every_clock() -> None:
    case = family_at("awaiting_interview")
    assert case.situation.deadlines
    case.record("withdrawn", "applicant", about=[1])
    assert case.situation.deadlines
    case.record("withdrawn", "applicant", about=[2])
    assert case.situation.deadlines == ()


def test_the_appeal_clock_runs_on_for_the_relative_who_has_not_filed() -> None:
    case = family_at("remedy_window")
    clock = case.running()["appeal"]
    case.record("remedy_filed", "applicant", about=[1])
    assert case.fate_of(clock) is None
    case.record("remedy_filed", "applicant", about=[2])
    assert case.fate_of(clock) == "met"


def test_relatives_served_on_other_days_have_their_own_time() -> None:
    case = family_at("decided")
    first = local(case.profile, date(2026, 11, 26))
    case.record("notified", "commission_secretary", about=[1], outcomes={1: "rejected"}, at=first)
    later = first + timedelta(days=4)
    (second,) = case.record(
        "notified", "commission_secretary", about=[2], outcomes={2: "rejected"}, at=later
    ).start
    assert second.claim_id == claim(2)
    assert second.due_on == date(2026, 12, 4)
    assert len(case.situation.deadlines) == 2


def test_the_decision_is_in_time_only_when_every_claim_is_decided() -> None:
    case = family_at("awaiting_decision")
    clock = case.running()["first_decision"]
    case.record("decided", "commission_secretary", about=[1])
    assert case.fate_of(clock) is None
    case.record("decided", "commission_secretary", about=[2])
    assert case.fate_of(clock) == "met"


def test_a_second_interview_does_not_start_the_clock_again() -> None:
    case = family_at("assessment")
    assert case.record("interview_held", "eligibility_officer").start == ()


def test_a_pause_stops_every_clock_and_gives_back_the_days() -> None:
    case = family_at("assessment")  # 5 March 2026
    before = {clock.rule: clock.due_at for clock in case.situation.deadlines}
    follows = case.wait(1).record("suspended", "supervisor")
    assert len(follows.suspend) == len(before) == 2
    assert case.situation.deadlines[0].state == "suspended"
    follows = case.wait(14).record("resumed", "supervisor", data={"to_stage": "assessment"})
    after = {clock.rule: clock.due_at for clock in case.situation.deadlines}
    assert after["first_decision"] - before["first_decision"] == timedelta(days=14)
    assert after["submit_assessment"] > before["submit_assessment"]
    assert all(clock.state == "running" for clock in case.situation.deadlines)
    assert follows.resume[0].explanation.skipped[0].reason == "suspension"


def test_a_pause_that_is_recorded_as_ended_before_it_began_takes_no_day_from_anybody() -> None:
    case = family_at("assessment")
    before = {clock.rule: clock.due_at for clock in case.situation.deadlines}
    case.wait(20).record("suspended", "supervisor")
    earlier = case.now - timedelta(days=15)
    case.record("resumed", "supervisor", data={"to_stage": "assessment"}, at=earlier)
    assert {clock.rule: clock.due_at for clock in case.situation.deadlines} == before


def test_a_pause_of_one_relative_does_not_stop_the_clock_of_the_others() -> None:
    case = family_at("assessment")
    assert case.record("suspended", "supervisor", about=[2]).suspend == ()
    assert len(case.record("suspended", "supervisor", about=[1]).suspend) == 2


def test_a_clock_of_one_relative_waits_while_that_relative_does() -> None:
    case = family_at("decided")
    case.record("notified", "commission_secretary", about=[1], outcomes={1: "rejected"})
    case.record("notified", "commission_secretary", about=[2], outcomes={2: "rejected"})
    case.record("suspended", "supervisor")
    case.record("resumed", "supervisor", about=[1], data={"to_stage": "remedy_window"})
    states = {clock.claim_id: clock.state for clock in case.situation.deadlines if clock.rule == "appeal"}
    assert states == {None: "running", claim(2): "suspended"}


def test_a_clock_of_each_claim_is_not_started_twice() -> None:
    case = Case(toy()).join(1, 2)
    case.record("registered", "registration_officer")
    case.record("reasons_asked", "eligibility_officer", about=[1])
    (new,) = (
        each for each in case.record("reasons_asked", "eligibility_officer").start if each.rule == "answer"
    )
    assert new.claim_id == claim(2)


def test_a_clock_that_has_run_out_is_not_suspended() -> None:
    case = family_at("assessment").wait(60)
    follows = case.record("suspended", "supervisor")
    stopped = {clock.rule for clock in case.situation.deadlines if clock.id in follows.suspend}
    assert stopped == {"first_decision"}
    assert "submit_assessment" in case.running()


def test_a_withdrawal_during_a_pause_ends_the_clocks() -> None:
    case = family_at("assessment")
    case.record("suspended", "supervisor")
    case.record("withdrawn", "applicant")
    assert case.situation.deadlines == ()


def test_a_clock_can_stop_without_the_claim_moving() -> None:
    case = Case(toy(), now=local(toy(), date(2026, 3, 1))).join(1)
    case.record("registered", "registration_officer")
    assert len(case.record("reasons_asked", "eligibility_officer").suspend) == 1
    assert case.record("reasons_asked", "eligibility_officer").suspend == ()
    (again,) = case.wait(5).record("reasons_given", "registration_officer").resume
    assert again.explanation.due_day == date(2026, 4, 5)
    assert again.due_at == local(toy(), date(2026, 4, 6), 0), "by local days, across the end of summer time"


def test_a_limit_for_each_claim_starts_once_for_each() -> None:
    case = Case(toy()).join(1, 2)
    case.record("registered", "registration_officer")
    case.record("heard", "eligibility_officer")
    follows = case.record("notified", "eligibility_officer", outcomes={1: "refused", 2: "refused"})
    assert {new.claim_id for new in follows.start} == {claim(1), claim(2)}
    own = next(clock for clock in case.situation.deadlines if clock.claim_id == claim(1))
    follows = case.record("challenged", "applicant", about=[1])
    assert follows.meet == (own.id,)


def test_a_family_of_one_profile_is_untouched_by_another() -> None:
    assert family().situation.stage == "registered"
    case = Case(toy()).join(1)
    case.record("registered", "registration_officer")
    assert case.situation.stage == "filed"
