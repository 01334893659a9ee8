"""What follows when a limit passes, is prolonged or shortened; whom the law spares; and what is only ever proposed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from app.procedure.public import (
    LIMIT_PASSED,
    DeadlineState,
    NotExtendable,
    NotInForce,
    NotYetPassed,
    Profile,
    Spared,
    available,
    check_filing,
    count_days,
    read_profile,
)
from tests.procedure.scenes import HERE, Case, claim, local


@cache
def profile() -> Profile:
    return read_profile(HERE / "toy.toml", overrides=HERE / "toy_consequences.toml")


def filed(*flags: str, on: date = date(2026, 3, 2), office: str | None = None) -> Case:
    """One person, registered in that office."""
    case = Case(profile(), now=local(profile(), on)).join(1)
    person = replace(case.situation.claims[0], flags=frozenset(flags))
    case.situation = replace(case.situation, claims=(person,), office=office)
    case.record("registered", "registration_officer")
    return case


def last_day(case: Case, rule: str) -> date:
    ends = case.running()[rule].due_at - timedelta(microseconds=1)
    return ends.astimezone(case.profile.zone_of(case.situation.office)).date()


def passes(case: Case, rule: str) -> DeadlineState:
    """The calendar goes on to the end of that clock."""
    clock = case.running()[rule]
    case.now = clock.due_at
    case.record(LIMIT_PASSED, "system", data={"deadline": str(clock.id), "rule": rule})
    return clock


def test_an_extension_begins_where_the_limit_ended_and_says_why() -> None:
    case = filed()
    assert last_day(case, "rule") == date(2026, 4, 1)
    follows = case.wait(5).record("limit_extended", "eligibility_officer", data={"cause": "no_interpreter"})
    assert last_day(case, "rule") == date(2026, 5, 1)
    words = follows.move[0].explanation.in_words("es")
    assert "antes vencía el miércoles 1 de abril de 2026 (falta de intérprete)" in words


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ({}, "cause"),
        ({"cause": "holidays"}, "cause"),
        ({"cause": "no_interpreter", "length": "2 months"}, "length"),
    ],
)
def test_an_extension_needs_a_listed_cause_and_has_a_cap(data: dict[str, str], rule: str) -> None:
    case = filed()
    before = case.situation
    with pytest.raises(NotExtendable) as refusal:
        case.record("limit_extended", "eligibility_officer", data=data)
    assert refusal.value.rule == rule
    assert case.situation == before


def test_a_limit_is_extended_as_often_as_the_law_says_and_not_once_more() -> None:
    case = filed()
    case.record("limit_extended", "eligibility_officer", data={"cause": "no_interpreter"})
    with pytest.raises(NotExtendable, match="times"):
        case.record("limit_extended", "eligibility_officer", data={"cause": "no_interpreter"})
    case.record("redo_ordered", "appeals_judge")
    for _ in range(2):
        case.record(
            "redo_extended", "eligibility_officer", data={"cause": "illness", "length": "2 working_days"}
        )
    # Six working days from Tuesday 3 March with Friday and Saturday off and the feast of the 10th, then twice two.
    assert last_day(case, "redo") == date(2026, 3, 17)
    with pytest.raises(NotExtendable, match="times"):
        case.record("redo_extended", "eligibility_officer", data={"cause": "illness"})


def test_an_extended_limit_that_was_paused_still_says_every_day_that_counted() -> None:
    case = filed()
    ordered = case.record("redo_ordered", "appeals_judge").start[0].explanation
    longer = (
        case.record("redo_extended", "eligibility_officer", data={"cause": "illness"}).move[0].explanation
    )
    case.record("reasons_asked", "eligibility_officer")
    told = longer.continuing(ordered)
    assert len(ordered.counted) == 6
    assert len(told.counted) == 10
    assert told.first_day == ordered.first_day
    assert "antes vencía" in told.in_words("es")
    assert "Fiesta del pueblo" in told.in_words("es")


def test_a_clock_whose_length_this_version_does_not_know_is_not_extended() -> None:
    case = filed()
    unknown = profile().limit("rule").model_copy(update={"length": None, "variants": ()})
    case.profile = profile().model_copy(update={"limits": {**profile().limits, "rule": unknown}})
    with pytest.raises(NotExtendable, match="not_running"):
        case.record("limit_extended", "eligibility_officer", data={"cause": "no_interpreter"})


def test_a_clock_that_only_a_condition_gave_its_length_can_be_paused_and_resumed() -> None:
    case = filed()
    conditional = profile().limit("rule").model_copy(update={"length": None})
    case.profile = profile().model_copy(update={"limits": {**profile().limits, "rule": conditional}})
    before = last_day(case, "rule")
    case.record("reasons_asked", "eligibility_officer")
    case.wait(3).record("reasons_given", "eligibility_officer")
    assert last_day(case, "rule") == before + timedelta(days=3)


def test_a_shorter_limit_holds_only_where_it_ends_earlier() -> None:
    case = filed()
    follows = case.wait(3).record("extradition_requested", "eligibility_officer", data={"extradition": True})
    assert last_day(case, "rule") == date(2026, 3, 14)
    assert "antes vencía el miércoles 1 de abril" in follows.move[0].explanation.in_words("es")
    late = filed()
    follows = late.wait(25).record("extradition_requested", "eligibility_officer", data={"extradition": True})
    assert follows.move == ()
    assert last_day(late, "rule") == date(2026, 4, 1)


def test_the_supervisor_is_told_before_the_end() -> None:
    case = filed()
    assert case.last is not None
    started = {new.rule: new for new in case.last.start}
    assert [local(profile(), date(2026, 3, 30), 9) + timedelta(minutes=30)] == list(
        started["rule"].escalations
    )


def test_a_norm_that_a_court_struck_down_starts_no_clock_after_its_end() -> None:
    assert "old_rule" in filed(on=date(2023, 8, 17)).running()
    assert "old_rule" not in filed(on=date(2023, 8, 18)).running()
    case = filed(on=date(2026, 7, 1))
    with pytest.raises(NotInForce):
        case.record("left_without_leave", "eligibility_officer")
    filed(on=date(2026, 6, 30)).record("left_without_leave", "eligibility_officer")


def test_no_weekly_signing_runs_against_a_child_and_nobody_can_declare_it_abandoned() -> None:
    child = filed("child")
    assert child.record("signed_in", "registration_officer").start == ()
    with pytest.raises(Spared):
        child.record("given_up", "eligibility_officer")
    grown = filed()
    assert [new.rule for new in grown.record("signed_in", "registration_officer").start] == ["sign_in"]


def test_of_a_family_only_the_grown_are_declared_abandoned() -> None:
    case = Case(profile()).join(1, 2)
    mother, child = case.situation.claims
    case.situation = replace(case.situation, claims=(mother, replace(child, flags=frozenset({"child"}))))
    case.record("registered", "registration_officer")
    follows = case.record("given_up", "eligibility_officer")
    assert follows.stages == {claim(1): "closed"}
    assert follows.spared == (claim(2),)


def test_a_missed_week_is_proposed_to_a_person_runs_again_and_moves_nobody() -> None:
    case = filed()
    case.record("signed_in", "registration_officer")
    first = passes(case, "sign_in")
    assert case.last is not None
    assert [(p.event, p.because) for p in case.last.propose] == [("warned", "limit:sign_in")]
    assert case.last.miss == (first.id,)
    assert case.stage_of(1) == "filed"
    assert case.running()["sign_in"].id != first.id
    passes(case, "sign_in")
    assert {(p.event, p.because) for p in case.last.propose} == {
        ("warned", "limit:sign_in"),
        ("given_up", "trigger:absent"),
    }
    assert case.stage_of(1) == "filed"


def test_signing_again_begins_the_count_of_missed_weeks_anew() -> None:
    case = filed()
    case.record("signed_in", "registration_officer")
    passes(case, "sign_in")
    case.record("signed_in", "registration_officer")
    passes(case, "sign_in")
    assert case.last is not None
    assert [p.event for p in case.last.propose] == ["warned"]


def test_what_a_relative_missed_is_not_counted_against_anybody_else() -> None:
    case = Case(profile()).join(1, 2)
    case.record("registered", "registration_officer")
    case.record("signed_in", "registration_officer")
    hers, his = ((d.id, d.claim_id) for d in case.situation.deadlines if d.rule == "sign_in")
    proposed = []
    for clock, number in ((hers, 1), (his, 2)):
        data = {"deadline": str(clock[0]), "rule": "sign_in"}
        case.now = case.now + timedelta(days=8)
        follows = case.record(LIMIT_PASSED, "system", about=[number], data=data)
        proposed.append([p.event for p in follows.propose])
    assert proposed == [["warned"], ["warned"]]
    again = next(d for d in case.situation.deadlines if (d.rule, d.claim_id) == ("sign_in", claim(2)))
    case.now = again.due_at
    data = {"deadline": str(again.id), "rule": "sign_in"}
    follows = case.record(LIMIT_PASSED, "system", about=[2], data=data)
    assert [(p.event, p.claims) for p in follows.propose if p.event == "given_up"] == [
        ("given_up", (claim(2),))
    ]


def test_a_trigger_proposes_only_while_it_is_law_and_only_above_a_known_threshold() -> None:
    case = filed()
    assert [p.because for p in case.record("left_country", "registration_officer").propose] == [
        "trigger:left"
    ]
    assert case.record("not_found", "registration_officer").propose == ()
    assert filed(on=date(2026, 7, 1)).record("left_country", "registration_officer").propose == ()


def test_silence_is_taken_for_an_answer_only_once_the_time_to_answer_has_passed() -> None:
    case = filed()
    case.record("heard", "eligibility_officer")
    case.record("notified", "eligibility_officer", outcomes={1: "refused"})
    case.record("challenged", "registration_officer")

    def open_to_her() -> bool:
        return {s.event: s.allowed for s in available(profile(), case.situation, "applicant")}[
            "silence_invoked"
        ]

    with pytest.raises(NotYetPassed):
        case.record("silence_invoked", "applicant")
    assert not open_to_her()
    passes(case, "court_answer")
    assert open_to_her()
    case.record("silence_invoked", "applicant")
    assert case.stage_of(1) == "before_court"


def test_what_passed_for_one_of_a_family_has_not_passed_for_the_others() -> None:
    case = Case(profile()).join(1, 2)
    case.record("registered", "registration_officer")
    case.record("letter_sent", "eligibility_officer", about=[1])
    passes(case, "letter")
    case.record("letter_sent", "eligibility_officer", about=[2])
    with pytest.raises(NotYetPassed):
        case.record("struck_off", "eligibility_officer", about=[2])
    with pytest.raises(NotYetPassed):
        case.record("struck_off", "eligibility_officer", about=[1, 2])
    case.record("struck_off", "eligibility_officer", about=[1])
    assert [case.stage_of(1), case.stage_of(2)] == ["closed", "filed"]


def test_a_time_that_is_owed_anew_has_not_passed_yet() -> None:
    case = filed()
    case.record("letter_sent", "eligibility_officer")
    passes(case, "letter")
    case.record("letter_sent", "eligibility_officer")
    with pytest.raises(NotYetPassed):
        case.record("struck_off", "eligibility_officer")


def test_days_are_counted_where_the_office_is() -> None:
    # Two in the morning of 3 April in the capital, ten in the evening of the 2nd at the harbour, which has its own feast.
    night = datetime(2026, 4, 3, 5, tzinfo=UTC)
    capital = count_days(profile(), "answer", night, office="capital")
    harbour = count_days(profile(), "answer", night, office="harbour")
    assert capital is not None
    assert harbour is not None
    assert (capital.event_day, harbour.event_day) == (date(2026, 4, 3), date(2026, 4, 2))
    assert (capital.due_day, harbour.due_day) == (date(2026, 4, 7), date(2026, 4, 6))
    assert harbour.zone == "America/Tijuana"
    feast = count_days(profile(), "answer", datetime(2026, 4, 6, 18, tzinfo=UTC), office="harbour")
    assert feast is not None
    assert "07/04 (Fiesta del puerto)" in feast.in_words()
    assert feast.due_day == date(2026, 4, 9)


def test_a_suspension_without_a_known_end_is_named_and_not_counted_with() -> None:
    explained = count_days(profile(), "challenge", local(profile(), date(2026, 8, 25)))
    assert explained is not None
    assert explained.due_day == date(2026, 9, 8)
    assert "Cierre sin fin conocido" in explained.in_words("es")
    after = count_days(profile(), "challenge", local(profile(), date(2026, 10, 5)))
    assert after is not None
    assert "Cierre" not in after.in_words("es")


def test_a_claim_is_late_only_by_the_day_that_favours_the_person_most() -> None:
    entered = {"entry": "2026-03-02"}
    # Ten working days from Tuesday 3 March, Friday and Saturday off, the feast of the 10th: Tuesday 17 March.
    assert check_filing(profile(), entered, date(2026, 3, 17)).in_time
    late = check_filing(profile(), entered, date(2026, 3, 18))
    assert late.late
    assert late.explanation is not None
    assert late.explanation.due_day == date(2026, 3, 17)
    since = {**entered, "limb": "sur_place", "learned_of": "2026-03-16"}
    assert check_filing(profile(), since, date(2026, 3, 18)).in_time
    detained = {**entered, "impossible": True, "became_possible": "2026-03-10"}
    assert check_filing(profile(), detained, date(2026, 3, 24)).in_time


def test_nobody_is_late_whose_day_of_entry_is_not_known() -> None:
    assert check_filing(profile(), {}, date(2030, 1, 1)).in_time is None
    only_learned = {"limb": "sur_place", "learned_of": "2026-03-16"}
    assert check_filing(profile(), only_learned, date(2026, 3, 18)).in_time
    assert check_filing(profile(), only_learned, date(2030, 1, 1)).in_time is None
