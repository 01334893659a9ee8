"""Costa Rica's road, as a lawyer would tell it: who does what from where, and what follows."""

from datetime import date

import pytest

from app.procedure.public import NeedsUnmet, UnknownOutcome, WrongStage, available, removal_is_barred
from tests.procedure.scenes import Case, claim, costa_rica, family, family_at, local


def test_registration_opens_the_case_and_gives_the_document() -> None:
    case = Case(costa_rica()).join(1, 2, 3)
    follows = case.record("registered", "border_liaison_officer")
    assert follows.stages == {claim(n): "registered" for n in (1, 2, 3)}
    assert follows.issue == ("applicant_document",)
    assert follows.removal_barred
    clocks = {new.rule: new for new in follows.start}
    assert set(clocks) == {"first_decision", "first_interview", "screening"}
    assert clocks["first_decision"].kind == "legal"
    assert clocks["first_decision"].verification == "secondary"
    assert clocks["first_interview"].kind == "standard"
    assert clocks["screening"].kind == "internal"
    assert all(new.claim_id is None for new in follows.start)


def test_a_household_goes_from_the_border_to_a_recognition_on_appeal() -> None:
    case = family()
    for name, role, stage in (
        ("taken_over", "supervisor", "screening"),
        ("admitted", "registration_officer", "awaiting_interview"),
        ("interview_held", "eligibility_officer", "assessment"),
        ("assessment_submitted", "eligibility_officer", "review"),
        ("returned", "supervisor", "assessment"),
        ("assessment_submitted", "eligibility_officer", "review"),
        ("endorsed", "supervisor", "awaiting_decision"),
        ("put_on_agenda", "commission_secretary", "awaiting_decision"),
        ("decided", "commission_secretary", "decided"),
    ):
        case.wait(1).record(name, role)
        assert case.stage_of(1) == case.stage_of(2) == stage, name
    follows = case.wait(1).record("notified", "commission_secretary", outcomes={1: "rejected", 2: "rejected"})
    assert case.stage_of(1) == "remedy_window"
    assert [new.rule for new in follows.start] == ["appeal"]
    assert not follows.close_documents

    follows = case.wait(1).record("remedy_filed", "legal_representative")
    assert (case.stage_of(2), follows.instance) == ("under_remedy", "appeal")
    assert follows.extend == ("applicant_document",)
    assert follows.removal_barred
    assert [new.rule for new in follows.start] == ["tribunal_decision", "reconsideration_decision"]

    case.wait(30).record("remedy_decided", "appeals_judge", data={"result": "overturned"})
    assert case.stage_of(1) == "decided"
    recognised = {1: "recognised_convention", 2: "recognised_derivative"}
    follows = case.wait(2).record("notified", "appeals_clerk", outcomes=recognised)
    assert (case.stage_of(1), case.stage_of(2)) == ("final", "final")
    assert not follows.start
    assert not follows.close_documents
    assert case.situation.deadlines == ()


def test_who_is_recognised_at_first_instance_has_nothing_to_wait_for() -> None:
    case = family_at("decided")
    follows = case.record(
        "notified", "commission_secretary", outcomes={1: "recognised_convention", 2: "rejected"}
    )
    assert (case.stage_of(1), case.stage_of(2)) == ("final", "remedy_window")
    assert [new.rule for new in follows.start] == ["appeal"]


def test_an_upheld_refusal_is_final_when_served_and_ends_the_document() -> None:
    case = family_at("under_remedy")
    case.record("remedy_decided", "appeals_judge", data={"result": "upheld"})
    follows = case.record("notified", "appeals_clerk", outcomes={1: "rejected", 2: "recognised_derivative"})
    assert case.stage_of(1) == case.stage_of(2) == "final"
    assert follows.close_documents_of == (claim(1),)
    assert not follows.removal_barred


def test_the_instance_of_the_decision_counts_not_that_of_the_case() -> None:
    """A relative served late with the first-instance decision still has the time to appeal."""
    case = family_at("decided")
    case.record("notified", "commission_secretary", about=[1], outcomes={1: "rejected"})
    case.record("remedy_filed", "applicant", about=[1])
    assert case.situation.instance == "appeal"
    data = {"instance": "first"}
    case.wait(1).record("notified", "commission_secretary", about=[2], outcomes={2: "rejected"}, data=data)
    assert case.stage_of(2) == "remedy_window"


def test_one_relative_gives_up_the_appeal_and_the_others_stays_an_appeal() -> None:
    case = family_at("under_remedy")
    follows = case.record("remedy_withdrawn", "applicant", about=[2])
    assert (case.stage_of(1), case.stage_of(2)) == ("under_remedy", "final")
    assert follows.close_documents_of == (claim(2),)
    assert "tribunal_decision" in case.running()
    case.record("remedy_decided", "appeals_judge", about=[1], data={"result": "upheld"})
    case.record("notified", "appeals_clerk", about=[1], outcomes={1: "rejected"})
    assert case.stage_of(1) == "final"


def test_a_remittal_goes_back_to_the_assessment_with_new_clocks() -> None:
    case = family_at("under_remedy")
    follows = case.record("remedy_decided", "appeals_judge", data={"result": "remitted"})
    assert (case.stage_of(1), follows.instance) == ("assessment", "first")
    assert {new.rule for new in follows.start} == {"submit_assessment", "first_decision"}


def test_a_lapse_is_declared_by_a_person_once_the_time_is_over() -> None:
    case = family_at("remedy_window")
    with pytest.raises(NeedsUnmet) as refusal:
        case.record("became_final", "commission_secretary", shown=())
    assert refusal.value.missing == ("remedy_period_over",)
    follows = case.wait(8).record("became_final", "commission_secretary")
    assert case.situation.stage == "final"
    assert follows.close_documents
    assert not follows.removal_barred


def test_a_late_remedy_moves_nothing_until_a_judge_accepts_it() -> None:
    case = family_at("final")
    follows = case.record("late_remedy_filed", "legal_representative")
    assert not follows.stages
    follows = case.record("late_remedy_accepted", "appeals_judge")
    assert (case.situation.stage, follows.instance) == ("under_remedy", "appeal")
    assert follows.removal_barred
    assert follows.issue == ("applicant_document",)
    assert follows.extend == ()


def test_a_late_remedy_within_the_window_only_extends_the_document() -> None:
    case = family_at("remedy_window")
    follows = case.record("late_remedy_accepted", "appeals_judge")
    assert (follows.issue, follows.extend) == ((), ("applicant_document",))


def test_abandonment_has_its_notice_and_its_way_back() -> None:
    case = family_at("awaiting_interview")
    case.record("interview_missed", "eligibility_officer")
    with pytest.raises(NeedsUnmet):
        case.record("abandonment_noticed", "supervisor", shown=())
    (notice,) = case.record("abandonment_noticed", "supervisor").start
    assert (notice.rule, notice.kind, notice.binds) == ("abandonment_answer", "standard", "applicant")
    with pytest.raises(NeedsUnmet) as refusal:
        case.wait(50).record("abandoned", "supervisor", shown=("notice_given", "notice_period_over"))
    assert refusal.value.missing == ("no_child_without_guardian",)
    follows = case.record("abandoned", "supervisor")
    assert case.situation.stage == "abandoned"
    assert follows.close_documents
    assert follows.removal_barred, "whether an archived claim protects is unknown, so it counts as barring"
    assert case.situation.deadlines == ()
    follows = case.wait(30).record("reopened", "supervisor")
    assert (case.situation.stage, follows.instance) == ("awaiting_interview", "first")
    assert follows.issue == ("applicant_document",)


def test_an_answer_to_the_notice_stops_its_clock() -> None:
    case = family_at("awaiting_interview")
    case.record("abandonment_noticed", "supervisor")
    clock = case.running()["abandonment_answer"]
    follows = case.record("abandonment_answered", "applicant")
    assert follows.meet == (clock.id,)


def test_one_relative_withdraws_and_the_case_goes_on() -> None:
    case = family_at("awaiting_interview")
    follows = case.record("withdrawn", "applicant", about=[2])
    assert (case.stage_of(1), case.stage_of(2)) == ("awaiting_interview", "withdrawn")
    assert follows.close_documents_of == (claim(2),)
    assert follows.cancel == ()
    assert follows.removal_barred
    case.record("interview_held", "eligibility_officer", about=[1])
    assert case.stage_of(1) == "assessment"


def test_a_relative_joins_at_the_stage_of_the_case() -> None:
    case = family_at("assessment").join(3)
    follows = case.record("member_added", "registration_officer")
    assert follows.stages == {claim(3): "assessment"}
    assert follows.issue == ("applicant_document",)
    assert follows.start == ()


def test_nobody_joins_a_decided_case() -> None:
    case = family_at("decided").join(3)
    with pytest.raises(WrongStage) as refusal:
        case.record("member_added", "registration_officer")
    assert refusal.value.stage == "decided"


def test_an_existing_claim_is_not_registered_again() -> None:
    with pytest.raises(WrongStage):
        family().record("registered", "border_liaison_officer")


def test_a_case_that_went_on_without_one_claim_refuses_events_about_it() -> None:
    case = family_at("awaiting_interview")
    case.record("withdrawn", "applicant", about=[2])
    with pytest.raises(WrongStage) as refusal:
        case.record("interview_held", "eligibility_officer", about=[1, 2])
    assert refusal.value.stage == "withdrawn"
    assert case.stage_of(1) == "awaiting_interview"


def test_service_without_the_outcome_is_refused_rather_than_guessed() -> None:
    case = family_at("decided")
    with pytest.raises(NeedsUnmet) as refusal:
        case.record("notified", "commission_secretary", outcomes={1: "rejected"})
    assert refusal.value.missing == ("outcome",)
    with pytest.raises(UnknownOutcome) as unknown:
        case.record("notified", "commission_secretary", outcomes={1: "rejected", 2: "recognised_cartagena"})
    assert unknown.value.outcome == "recognised_cartagena"
    assert case.situation.stage == "decided"


def test_a_pause_says_where_it_goes_back_to() -> None:
    case = family_at("assessment")
    case.record("suspended", "supervisor")
    with pytest.raises(WrongStage):
        case.record("suspended", "supervisor")
    for data in ({}, {"to_stage": "final"}, {"to_stage": "nowhere"}):
        with pytest.raises(NeedsUnmet) as refusal:
            case.record("resumed", "supervisor", data=data)
        assert refusal.value.missing == ("to_stage",)
    case.record("resumed", "supervisor", data={"to_stage": "assessment"})
    assert case.situation.stage == "assessment"


def test_inadmissibility_is_served_like_any_refusal_and_can_be_appealed() -> None:
    case = family_at("screening")
    first_decision = case.running()["first_decision"]
    follows = case.record("declared_inadmissible", "supervisor")
    assert case.situation.stage == "decided"
    assert first_decision.id in follows.meet
    case.record("notified", "registration_officer", outcomes={1: "inadmissible", 2: "inadmissible"})
    assert case.situation.stage == "remedy_window"


@pytest.mark.parametrize(
    ("stage", "outcome", "remedies", "barred"),
    [
        ("registered", None, (), True),
        ("remedy_window", "rejected", (), True),
        ("under_remedy", "rejected", ("appeal",), True),
        ("final", "rejected", (), False),
        ("final", "rejected", ("appeal",), True),
        ("final", "recognised_convention", (), True),
        ("withdrawn", None, (), False),
        ("abandoned", None, (), True),
        ("a stage nobody knows", None, (), True),
        (None, None, (), True),
        ("final", "an outcome nobody knows", (), True),
        ("final", "rejected", ("a remedy nobody knows",), True),
    ],
)
def test_removal_is_barred_unless_the_law_is_known_to_allow_it(
    stage: str | None, outcome: str | None, remedies: tuple[str, ...], barred: bool
) -> None:
    assert removal_is_barred(costa_rica(), stage, outcome=outcome, remedies=remedies) is barred


def test_what_may_be_done_next_and_why_not_the_rest() -> None:
    case = family_at("review")
    steps = {step.event: step for step in available(case.profile, case.situation, "supervisor")}
    assert {name for name, step in steps.items() if step.allowed} >= {
        "returned",
        "endorsed",
        "assigned",
        "note_added",
    }
    assert steps["decided"].reason == "wrong_role"
    assert steps["decided"].roles_allowed == ("commission_secretary", "commission_member")
    assert steps["admitted"].reason == "wrong_stage"
    assert steps["admitted"].stages_allowed == ("screening",)
    assert (steps["endorsed"].label_es, steps["endorsed"].label_en) == (
        "Recomendación avalada",
        "Recommendation endorsed",
    )
    assert "deadline_missed" not in steps


def test_before_a_case_exists_only_registration_is_open() -> None:
    steps = available(costa_rica(), Case(costa_rica()).situation, "registration_officer")
    assert [step.event for step in steps if step.allowed] == ["registered"]


def test_the_appeal_clock_of_the_journey() -> None:
    case = family_at("decided")
    served = local(case.profile, date(2026, 11, 26))
    outcomes = {1: "rejected", 2: "rejected"}
    (appeal,) = case.record("notified", "commission_secretary", outcomes=outcomes, at=served).start
    assert appeal.due_on == date(2026, 12, 2)
    assert appeal.due_at.isoformat() == "2026-12-03T06:00:00+00:00"
    assert appeal.basis == "Ley 6227, art. 346"
    assert appeal.binds == "applicant"
    assert [reminder.isoformat() for reminder in appeal.reminders] == ["2026-11-30T14:00:00+00:00"]


def test_a_person_is_reminded_of_their_own_limits_and_not_of_the_offices() -> None:
    case = family_at("remedy_window")
    assert case.record("reminder_due", "system", data={"rule": "appeal"}).notices == ("deadline_reminder",)
    assert case.record("reminder_due", "system", data={"rule": "review"}).notices == ()
    assert case.record("deadline_missed", "system", data={"rule": "review"}).notices == ()
    assert case.record("note_added", "supervisor").notices == ()
