"""Honduras and Belize, as a lawyer would ask about them: what nobody knows closes no way, and nothing bad happens by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.procedure.public import (
    NeedsUnmet,
    NotInForce,
    Profile,
    Situation,
    Spared,
    WrongRole,
    WrongStage,
    check,
    check_filing,
    count_days,
    is_working_day,
    load,
    removal_is_barred,
)
from app.web.steps import ADDRESSES
from tests.procedure.scenes import Case, claim, costa_rica, local

HONDURAS, BELIZE = load("HND"), load("BLZ")
BOTH = pytest.mark.parametrize("profile", [HONDURAS, BELIZE], ids=["honduras", "belize"])

_TO_DECISION: dict[str, tuple[tuple[str, str], ...]] = {
    "HND": (
        ("registered", "registration_officer"),
        ("taken_over", "registration_officer"),
        ("admitted", "registration_officer"),
        ("interview_held", "eligibility_officer"),
        ("assessment_submitted", "eligibility_officer"),
        ("endorsed", "supervisor"),
        ("decided", "commission_secretary"),
    ),
}
_TO_DECISION["BLZ"] = (
    *_TO_DECISION["HND"][:-1],
    ("security_clearance", "supervisor"),
    ("committee_recommended", "supervisor"),
    ("decided", "commission_secretary"),
)


def led(profile: Profile, stage: str, *, claims: Iterable[int] = (1,)) -> Case:
    """A case led along the usual road until it stands at that stage."""
    case = Case(profile).join(*claims)
    for name, role in _TO_DECISION[profile.country]:
        if case.situation.stage == stage:
            return case
        case.record(name, role)
    assert case.situation.stage == stage
    return case


def refused(profile: Profile, outcome: str = "rejected") -> Case:
    case = led(profile, "decided")
    case.record("notified", "commission_secretary", outcomes={1: outcome})
    assert case.stage_of(1) == "remedy_window"
    return case


def years_later(profile: Profile) -> datetime:
    return local(profile, date(2029, 6, 4))


# ── both ────────────────────────────────────────────────────────────────────────────────────────────────
@BOTH
def test_a_refusal_can_be_challenged_years_later_because_no_days_are_on_record(profile: Profile) -> None:
    case = refused(profile)
    assert not any(profile.limit(r.file_within).length for r in profile.remedies if r.file_within)
    assert not {"appeal", "reconsideration"} & set(case.running())
    assert removal_is_barred(profile, "remedy_window", outcome="rejected")
    case.record("remedy_filed", "legal_representative", data={"kind": "appeal"}, at=years_later(profile))
    assert case.stage_of(1) == "under_remedy"


@BOTH
def test_only_a_person_with_reasons_says_that_a_refusal_became_final(profile: Profile) -> None:
    case = refused(profile)
    with pytest.raises(WrongRole):
        case.record("became_final", "system", at=years_later(profile))
    with pytest.raises(NeedsUnmet) as missing:
        case.record("became_final", "commission_secretary", shown=(), at=years_later(profile))
    assert missing.value.missing == ("reasons",)
    assert profile.event("became_final").form, "it is recorded on the general form, where reasons are written"
    assert case.record("became_final", "commission_secretary").stages == {claim(1): "final"}
    case.record("late_remedy_filed", "legal_representative", data={"kind": "appeal"})
    case.record("late_remedy_accepted", "appeals_judge", data={"kind": "appeal"})
    assert case.stage_of(1) == "under_remedy"


@BOTH
def test_the_system_moves_no_claim_and_nothing_is_proposed_on_a_guess(profile: Profile) -> None:
    assert [event.name for event in profile.events if event.to and "system" in event.by] == []
    assert all(t.threshold.value is None or t.event is not None for t in profile.abandonment)


@BOTH
def test_the_screens_find_the_steps_that_they_record_with_the_needs_that_they_show(profile: Profile) -> None:
    known = costa_rica().events_by_name
    assert set(ADDRESSES) - set(profile.events_by_name) <= {
        "declared_inadmissible",
        "loss_opened",
        "status_kept",
        "loss_decided",
        "status_renounced",
    }
    other = {
        name
        for name in ADDRESSES
        if name in profile.events_by_name and set(profile.event(name).needs) != set(known[name].needs)
    }
    assert other == {"became_final"}


@BOTH
def test_what_the_general_form_must_show_it_also_asks(profile: Profile) -> None:
    forms = [event for event in profile.events if event.form]
    assert len(forms) >= 5
    for event in forms:
        asked = {ask.name for ask in event.asks} | {"reasons"}
        assert set(event.needs) <= asked, event.name
        assert {key for target in event.to for key in target.when} <= asked | {"instance"}, event.name
        offered = {c.name for ask in event.asks if ask.name == "outcome" for c in ask.choices}
        assert offered <= set(profile.outcomes), event.name


@BOTH
def test_the_deciding_body_decides_and_whoever_hears_the_remedy_took_no_part(profile: Profile) -> None:
    assert set(profile.event("decided").by) == {"commission_secretary", "commission_member"}
    assert profile.event("remedy_decided").by == ("appeals_judge",)
    deciding = profile.bodies[profile.duties["decides"].body]
    hearing = [profile.bodies[remedy.body] for remedy in profile.remedies]
    assert "commission_member" in deciding.seats
    assert all(body is not deciding and "appeals_judge" in body.seats for body in hearing)


@BOTH
def test_the_check_finds_gaps_and_no_defect_of_the_road(profile: Profile) -> None:
    findings = check(profile)
    assert [f for f in findings if f.severity == "defect"] == []
    unknown = {f.subject for f in findings if f.severity == "gap"}
    assert {"remedy_chain", "limits.first_decision", "limits.appeal"} <= unknown
    assert len(profile.open_questions) >= 10


# ── Honduras ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("entry", [date(2004, 6, 1), date(2026, 3, 1)])
def test_in_honduras_nobody_files_late(entry: date) -> None:
    assert check_filing(HONDURAS, {"entry": entry}, date(2026, 3, 2)).in_time is None


def test_a_lapse_an_abandonment_and_a_withdrawal_are_three_ends_and_each_can_be_reopened() -> None:
    ends = {"lapsed": "supervisor", "abandoned": "supervisor", "withdrawn": "applicant"}
    for event, role in ends.items():
        case = led(HONDURAS, "awaiting_interview")
        case.record(event, role)
        assert case.stage_of(1) == event
        assert HONDURAS.outcomes[event].counts_as == "closed"
        assert HONDURAS.outcomes[event].refuses is False
        case.record("reopened", "supervisor")
        assert case.stage_of(1) == "awaiting_interview"


def test_nothing_lapses_without_a_request_before_it_nor_for_a_child_alone() -> None:
    case = led(HONDURAS, "awaiting_interview")
    assert case.record("requirement_notified", "registration_officer").start == ()
    with pytest.raises(NeedsUnmet) as missing:
        case.record("lapsed", "supervisor", shown=["outcome", "reasons"])
    assert set(missing.value.missing) == {"requirement", "efforts"}
    alone = Case(HONDURAS).join(1)
    alone.situation = _alone(alone)
    alone.record("registered", "registration_officer")
    with pytest.raises(Spared):
        alone.record("lapsed", "supervisor")


def _alone(case: Case) -> Situation:
    claims = tuple(replace(c, flags=frozenset({"child", "unaccompanied"})) for c in case.situation.claims)
    return replace(case.situation, claims=claims)


def test_reconsideration_goes_before_the_inm_and_leaves_the_appeal_open() -> None:
    case = refused(HONDURAS)
    follows = case.record("remedy_filed", "applicant", data={"kind": "reconsideration"})
    assert (case.stage_of(1), follows.instance) == ("under_reconsideration", "reconsideration")
    case.record("remedy_decided", "appeals_judge", data={"result": "upheld"})
    case.record("notified", "appeals_clerk", outcomes={1: "rejected"})
    assert case.stage_of(1) == "appeal_window"
    with pytest.raises(NeedsUnmet):
        case.record("remedy_filed", "applicant", data={"kind": "reconsideration"})
    case.record("remedy_filed", "applicant", data={"kind": "appeal"})
    case.record("remedy_decided", "appeals_judge", data={"result": "upheld"})
    follows = case.record("notified", "appeals_clerk", outcomes={1: "rejected"})
    assert (case.stage_of(1), follows.close_documents) == ("final", True)


def test_who_gives_up_the_reconsideration_keeps_the_appeal() -> None:
    case = refused(HONDURAS)
    case.record("remedy_filed", "applicant", data={"kind": "reconsideration"})
    case.record("remedy_withdrawn", "applicant")
    assert case.stage_of(1) == "appeal_window"


def test_a_remedy_must_say_which_it_is() -> None:
    case = refused(HONDURAS)
    with pytest.raises(NeedsUnmet) as missing:
        case.record("remedy_filed", "applicant")
    assert missing.value.missing == ("kind",)


def test_a_transfer_is_not_recorded_before_the_agreement_was_in_force() -> None:
    case = Case(HONDURAS).join(1)
    case.record("registered", "registration_officer", at=datetime(2025, 6, 20, 16, tzinfo=UTC))
    with pytest.raises(NotInForce):
        case.record("transfer_recorded", "registration_officer", at=local(HONDURAS, date(2025, 6, 24)))
    case.record("transfer_recorded", "registration_officer", at=local(HONDURAS, date(2025, 6, 25)))
    assert case.stage_of(1) == "registered"


def test_the_two_ages_stand_side_by_side() -> None:
    assert HONDURAS.children.files_alone_under.value == 21
    assert HONDURAS.children.unaccompanied_under.value == 18
    assert HONDURAS.children.unaccompanied_under.source == "AGREEMENT"
    assert HONDURAS.is_child_on(date(2006, 1, 1), date(2026, 3, 2)), "twenty years old"


def test_a_paper_that_nobody_knows_is_not_issued() -> None:
    assert Case(HONDURAS).join(1).record("registered", "registration_officer").issue == ()
    paper = HONDURAS.document("applicant_document")
    assert (paper.valid.value, paper.number.format, paper.work.begins) == (None, None, None)
    assert paper.work.verification == "unknown"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        # Decree 78-2015: the holidays of 3, 12 and 21 October are kept from the first Wednesday on (press, see the profile).
        (date(2023, 10, 3), True),
        (date(2023, 10, 4), False),
        (date(2023, 10, 6), False),
        (date(2023, 10, 9), True),
        (date(2025, 9, 30), True),
        (date(2025, 10, 1), False),
        (date(2025, 10, 3), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 12), True),
        (date(2026, 10, 21), True),
        (date(2026, 4, 14), False),
        (date(2026, 4, 2), False),
    ],
)
def test_the_morazan_week_takes_the_place_of_three_october_holidays(day: date, works: bool) -> None:
    assert is_working_day(HONDURAS, day) is works


def test_the_definition_is_that_of_1951_of_cartagena_and_of_gender() -> None:
    definition = HONDURAS.definition
    limbs = (definition.convention_1951, definition.gender, definition.cartagena)
    assert [limb.value for limb in limbs] == [True, True, True]
    assert "foreign_aggression" in {situation.name for situation in definition.cartagena_situations}
    assert definition.complementary_protection.value is None
    assert (definition.statelessness.route, definition.statelessness.verification) == ("none", "unknown")


# ── Belize ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("entry", "last"),
    [
        # Fourteen calendar days from the day after entry; a last day on which nothing is open passes to the next working day.
        (date(2026, 2, 2), date(2026, 2, 16)),  # a Monday
        (date(2026, 3, 20), date(2026, 4, 7)),  # 3 April is Good Friday, 6 April Easter Monday
        (date(2026, 2, 23), date(2026, 3, 10)),  # 9 March is Heroes and Benefactors Day
        (date(2026, 12, 11), date(2026, 12, 28)),  # 25 December is a Friday
        (date(2025, 12, 18), date(2026, 1, 2)),  # 1 January is a Thursday
    ],
)
def test_the_fourteen_days_of_belize(entry: date, last: date) -> None:
    assert check_filing(BELIZE, {"entry": entry}, last).in_time is True
    after = date.fromordinal(last.toordinal() + 1)
    filed = check_filing(BELIZE, {"entry": entry}, after)
    assert filed.late
    assert filed.explanation is not None
    assert filed.explanation.due_day == last


def test_whether_the_fourteen_days_still_hold_is_said_to_be_unknown() -> None:
    limit = BELIZE.limit("file_claim")
    assert limit.applied_in_practice is not None
    assert limit.applied_in_practice.value is None
    assert limit.in_force is not None
    assert limit.in_force.until is None
    assert limit.missed is not None
    assert limit.missed.then == "reasoned_decision"


def test_filing_late_ends_nothing_the_department_lets_it_go_on_or_puts_it_to_the_minister() -> None:
    ends = {target.to for target in BELIZE.event("late_filing_decided").to if target.to}
    assert ends == {"awaiting_decision"}
    for answer, stage in (("accepted", "registered"), ("put_to_minister", "awaiting_decision")):
        case = led(BELIZE, "registered", claims=(1, 2))
        with pytest.raises(NeedsUnmet):
            case.record(
                "late_filing_decided", "supervisor", data={"late_result": answer}, shown=["late_result"]
            )
        case.record("late_filing_decided", "supervisor", data={"late_result": answer})
        assert (case.stage_of(1), case.stage_of(2)) == (stage, stage)
        assert BELIZE.stage(stage).removal_barred.value


def test_a_claim_not_admitted_for_lateness_can_be_appealed() -> None:
    case = refused(BELIZE, "not_admitted_late")
    assert "not_admitted_late" in BELIZE.remedy("appeal").against
    case.record("remedy_filed", "legal_representative")
    case.record("remedy_decided", "appeals_judge", data={"result": "remitted"})
    assert case.stage_of(1) == "assessment"


def test_the_committee_comes_after_the_clearance_and_before_the_minister() -> None:
    case = led(BELIZE, "clearance")
    for event, role in (("committee_recommended", "supervisor"), ("decided", "commission_secretary")):
        with pytest.raises(WrongStage):
            case.record(event, role)
    for result in ("nothing_found", "for_the_committee"):
        case = led(BELIZE, "clearance")
        case.record("security_clearance", "supervisor", data={"clearance_result": result})
        assert case.stage_of(1) == "awaiting_recommendation", (
            "a finding refuses nobody: the Committee sees it"
        )
    for recommendation in ("grant", "not_grant", "divided"):
        case = led(BELIZE, "awaiting_recommendation")
        case.record("committee_recommended", "supervisor", data={"recommendation": recommendation})
        assert case.stage_of(1) == "awaiting_decision", "the Minister decides, whatever is recommended"


def test_the_committee_has_nine_seats_and_no_quorum_on_record() -> None:
    committee, minister = BELIZE.bodies["committee"], BELIZE.bodies["minister"]
    assert (committee.kind, len(committee.members)) == ("committee", 9)
    assert committee.quorum is not None
    assert committee.quorum.value is None
    assert "UNHCR" in {member.en for member in committee.members}
    assert (minister.kind, BELIZE.duties["recommends"].body) == ("minister", "committee")


@pytest.mark.parametrize(
    ("visit", "next_one"),
    [
        # The day on which it is given counts, as in its validity; it is renewed on its last day, also where that is a Sunday.
        (date(2026, 6, 30), date(2026, 9, 29)),
        (date(2026, 12, 7), date(2027, 3, 6)),  # a Saturday
        (date(2026, 11, 30), date(2027, 2, 28)),  # February has no thirtieth
        (date(2023, 11, 30), date(2024, 2, 29)),
    ],
)
def test_the_paper_is_renewed_every_three_months(visit: date, next_one: date) -> None:
    found = count_days(BELIZE, "document_renewal", local(BELIZE, visit))
    assert found is not None
    assert found.due_day == next_one


def test_a_renewal_visit_extends_the_paper_and_counts_from_itself() -> None:
    case = led(BELIZE, "assessment")
    before = case.running()["document_renewal"]
    follows = case.wait(20).record("renewal_visit", "documentation_officer")
    assert follows.extend == ("applicant_document",)
    assert follows.meet == (before.id,)
    assert case.running()["document_renewal"].due_at > before.due_at
    missed = BELIZE.limit("document_renewal").missed
    assert missed is not None
    assert missed.keeps_valid == ("applicant_document",)


def test_an_applicant_may_not_work_and_the_conflict_is_on_record() -> None:
    work = BELIZE.document("applicant_document").work
    assert (work.begins, work.verification) == (None, "confirmed")
    assert "Conflicto" in (work.note or "")


def test_the_border_refers_and_the_department_registers() -> None:
    with pytest.raises(WrongRole):
        Case(BELIZE).join(1).record("registered", "border_liaison_officer")


def test_the_amnesty_closes_without_judging_also_for_who_was_refused_as_late() -> None:
    case = refused(BELIZE, "not_admitted_late")
    case.record("became_final", "supervisor")
    with pytest.raises(NotInForce):
        case.record("regularised", "supervisor", at=local(BELIZE, date(2021, 12, 31)))
    with pytest.raises(NeedsUnmet) as missing:
        case.record("regularised", "supervisor", shown=["outcome", "reasons"])
    assert missing.value.missing == ("statement",)
    case.record("regularised", "supervisor")
    assert case.stage_of(1) == "closed"
    outcome = BELIZE.outcomes["regularised_by_other_route"]
    assert (outcome.counts_as, outcome.protects, outcome.refuses) == ("closed", False, False)
    assert removal_is_barred(BELIZE, "closed"), "whether the residence protects as much is not on record"


def test_belize_extends_the_definition_as_the_oau_does_and_not_as_cartagena() -> None:
    definition = BELIZE.definition
    assert (definition.oau.value, definition.cartagena.value) == (True, False)
    assert BELIZE.outcomes["recognised_oau"].protects
    assert definition.complementary_protection.value is None


def test_why_a_document_is_missing_is_a_field() -> None:
    asks = {ask.name: ask for ask in BELIZE.event("missing_document_explained").asks}
    assert asks["reason_missing"].required
    assert "passport" in {choice.name for choice in asks["document"].choices}
