"""What a lawyer would ask Panama's and Guatemala's procedures: who decides, by when, what follows, and what nobody knows."""

from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

import pytest

from app.procedure.public import (
    ClaimState,
    Consequences,
    NeedsUnmet,
    NoSuchProfile,
    NotYetPassed,
    Occurrence,
    Profile,
    Situation,
    Spared,
    WrongRole,
    WrongStage,
    available,
    check,
    check_filing,
    count_days,
    follow,
    load,
    removal_is_barred,
)
from tests.procedure.scenes import local

ONE = UUID(int=1)
NOON = datetime(2026, 6, 3, 17, tzinfo=UTC)
NONE: frozenset[str] = frozenset()


@cache
def panama() -> Profile:
    return load("PAN", version="2018")


@cache
def guatemala() -> Profile:
    return load("GTM", version="2019")


BOTH = pytest.mark.parametrize("profile", [panama(), guatemala()], ids=["PAN", "GTM"])


def standing(
    stage: str, instance: str = "first", *, flags: frozenset[str] = NONE, missed: frozenset[str] = NONE
) -> Situation:
    """One claim at that stage, with nothing running."""
    claims = (ClaimState(ONE, stage, "principal", flags),)
    return Situation(claims=claims, instance=instance, stage=stage, missed=missed)


def happens(
    profile: Profile, situation: Situation, name: str, role: str, *, outcome: str | None = None, **data: str
) -> Consequences:
    """The event with all that it needs."""
    needs = frozenset(profile.event(name).needs)
    outcomes = {ONE: outcome} if outcome else {}
    return follow(profile, situation, Occurrence(name, role, NOON, (ONE,), data, outcomes, needs))


def leads(
    profile: Profile, situation: Situation, name: str, role: str, *, outcome: str | None = None, **data: str
) -> str:
    return happens(profile, situation, name, role, outcome=outcome, **data).stages[ONE]


def due(profile: Profile, limit: str, event: date, office: str | None = None) -> date:
    counted = count_days(profile, limit, local(profile, event), office=office)
    assert counted is not None
    return counted.due_day


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────────


@BOTH
def test_the_checks_find_no_defect_and_say_what_is_not_known(profile: Profile) -> None:
    found = check(profile)
    assert [each for each in found if each.severity == "defect"] == []
    assert {each.kind for each in found} >= {"unknown_value", "no_limit_on_record", "recalled"}
    assert len(profile.open_questions) >= 10


@BOTH
def test_a_case_paused_anywhere_can_go_on_from_there(profile: Profile) -> None:
    among = set(profile.event("resumed").to[0].among)
    assert among == {stage.name for stage in profile.stages if stage.open and not stage.pause}


@BOTH
def test_no_refusal_stands_without_a_remedy_and_no_protection_is_refused(profile: Profile) -> None:
    against = {outcome for remedy in profile.remedies for outcome in remedy.against}
    assert against == {name for name, outcome in profile.outcomes.items() if outcome.refuses}
    assert not any(outcome.protects and outcome.refuses for outcome in profile.outcomes.values())


@BOTH
def test_what_is_not_known_of_removal_in_court_counts_as_a_bar(profile: Profile) -> None:
    for stage in ("court_window", "under_court"):
        assert profile.stage(stage).removal_barred.value is None
        assert removal_is_barred(profile, stage, outcome="rejected")
    assert not removal_is_barred(profile, "final", outcome="rejected")
    assert removal_is_barred(profile, "final", outcome="recognised_convention")


@BOTH
def test_nobody_reviews_or_decides_before_their_turn(profile: Profile) -> None:
    for stage in ("registered", "awaiting_interview", "assessment", "review"):
        with pytest.raises(WrongStage):
            happens(profile, standing(stage), "decided", "commission_secretary", outcome="rejected")
    with pytest.raises(WrongRole):
        happens(profile, standing("review"), "endorsed", "eligibility_officer")


@BOTH
def test_the_day_before_the_instrument_has_no_profile_here(profile: Profile) -> None:
    first = profile.in_force.since
    assert load(profile.country, on=first) is profile
    with pytest.raises(NoSuchProfile):
        load(profile.country, on=date.fromordinal(first.toordinal() - 1))


# ── Panama ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entry", "last"),
    [
        (
            date(2025, 7, 10),
            date(2026, 1, 12),
        ),  # Friday 11 July + 6 months: Saturday 10 January, on to Monday
        (date(2025, 7, 5), date(2026, 1, 6)),  # entered on a Saturday: counted from Monday 7 July
        (
            date(2025, 8, 14),
            date(2026, 2, 19),
        ),  # 14 February is a Saturday before Carnival, offices shut to the 18th
        (
            date(2025, 12, 19),
            date(2026, 6, 22),
        ),  # the 20th is mourning day and a Saturday: counted from Monday 22
    ],
)
def test_panama_gives_six_months_from_the_working_day_after_entry(entry: date, last: date) -> None:
    filed = check_filing(panama(), {"entry": entry.isoformat()}, last)
    assert filed.explanation is not None
    assert (filed.explanation.due_day, filed.in_time) == (last, True)
    late = check_filing(panama(), {"entry": entry.isoformat()}, date.fromordinal(last.toordinal() + 1))
    assert late.late
    assert panama().filing.late == "late_filing_decided"


def test_a_late_claim_in_panama_is_a_reasoned_decision_that_closes_nothing() -> None:
    with pytest.raises(NeedsUnmet, match="reasons"):
        follow(
            panama(),
            standing("registered"),
            Occurrence("late_filing_decided", "supervisor", NOON, (ONE,), {"decision": "not_handled"}),
        )
    done = happens(
        panama(), standing("registered"), "late_filing_decided", "supervisor", decision="not_handled"
    )
    assert done.stages == {}
    assert done.removal_barred


def test_onpar_alone_admits_after_the_interviews_and_only_then_conare_decides() -> None:
    profile = panama()
    assert leads(profile, standing("review"), "endorsed", "supervisor") == "screening"
    assert happens(profile, standing("screening"), "admitted", "supervisor").issue == ("admitted_card",)
    assert leads(profile, standing("screening"), "admitted", "supervisor") == "awaiting_decision"
    assert (profile.duties["screens"].body, profile.duties["decides"].body) == ("onpar", "conare")
    for role in ("commission_secretary", "commission_member", "eligibility_officer"):
        with pytest.raises(WrongRole):
            happens(profile, standing("screening"), "declared_inadmissible", role, outcome="inadmissible")


def test_what_conare_sends_back_is_not_admitted_a_second_time() -> None:
    profile = panama()
    assert leads(profile, standing("awaiting_decision"), "sent_back", "commission_secretary") == "supplement"
    submitted = leads(profile, standing("supplement"), "assessment_submitted", "eligibility_officer")
    assert submitted == "supplement_review"
    assert leads(profile, standing(submitted), "endorsed", "supervisor") == "awaiting_decision"
    with pytest.raises(WrongStage):
        happens(profile, standing(submitted), "declared_inadmissible", "supervisor", outcome="inadmissible")


@pytest.mark.parametrize(
    ("instance", "outcome", "stage", "limit"),
    [
        ("first", "inadmissible", "admission_window", "admission_reconsideration"),
        ("reconsideration", "inadmissible", "non_admission_confirmed", "court_action"),
        ("first", "rejected", "remedy_window", "reconsideration"),
        ("reconsideration", "rejected", "appeal_window", "appeal"),
        ("appeal", "excluded", "court_window", "court_action"),
    ],
)
def test_panama_has_two_chains_of_remedies_that_meet_in_court(
    instance: str, outcome: str, stage: str, limit: str
) -> None:
    served = happens(
        panama(), standing("decided", instance), "notified", "commission_secretary", outcome=outcome
    )
    assert served.stages == {ONE: stage}
    assert [new.rule for new in served.start] == [limit]


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("remedy_window", "appeal"),
        ("remedy_window", "third_chamber"),
        ("admission_window", "reconsideration"),
        ("appeal_window", "reconsideration"),
    ],
)
def test_no_step_of_a_chain_can_be_jumped_over(stage: str, kind: str) -> None:
    with pytest.raises(NeedsUnmet, match="kind"):
        happens(panama(), standing(stage), "remedy_filed", "legal_representative", kind=kind)


def test_five_working_days_in_carnival_are_not_five_days() -> None:
    # 11, 12, 13, then Monday to Wednesday shut, 19, 20 February
    assert due(panama(), "reconsideration", date(2026, 2, 10)) == date(2026, 2, 20)
    # the same week of another year, whose decree nobody has entered: only the Tuesday is lost
    assert due(panama(), "reconsideration", date(2025, 2, 27)) == date(2025, 3, 7)


def test_the_suspension_of_2020_without_an_end_is_told_and_not_counted() -> None:
    counted = count_days(panama(), "reconsideration", local(panama(), date(2020, 3, 25)))
    assert counted is not None
    assert counted.due_day == date(2020, 4, 1)
    assert "Pandemia" in counted.in_words("es")


def test_silence_is_the_persons_choice_once_two_months_have_passed() -> None:
    waiting, passed = standing("under_remedy"), frozenset({"reconsideration_decision"})
    with pytest.raises(NotYetPassed):
        happens(panama(), waiting, "silence_invoked", "legal_representative", statement="…")
    over = standing("under_remedy", missed=passed)
    assert leads(panama(), over, "silence_invoked", "applicant", statement="…") == "court_window"
    for role in ("supervisor", "commission_secretary", "appeals_judge", "system"):
        with pytest.raises(WrongRole):
            happens(panama(), over, "silence_invoked", role, statement="…")
    missed = panama().limit("reconsideration_decision").missed
    assert missed is not None
    assert (missed.then, missed.proposes) == ("silence", None)


def test_leaving_panama_is_proposed_as_a_renunciation_and_never_against_a_child_alone() -> None:
    left = {"left_on": "2026-06-01", "proof": "registro de salida"}
    done = happens(
        panama(), standing("awaiting_interview"), "exit_recorded", "border_liaison_officer", **left
    )
    assert [each.event for each in done.propose] == ["renounced_by_exit"]
    assert done.stages == {}
    alone = standing("awaiting_interview", flags=frozenset({"child", "unaccompanied"}))
    assert happens(panama(), alone, "exit_recorded", "border_liaison_officer", **left).propose == ()
    with pytest.raises(Spared):
        happens(panama(), alone, "renounced_by_exit", "supervisor")
    # a child who left with the family is not alone
    with_family = standing("awaiting_interview", flags=frozenset({"child"}))
    assert leads(panama(), with_family, "renounced_by_exit", "supervisor") == "withdrawn"


def test_panamas_papers_and_what_they_allow() -> None:
    papers = panama().documents
    certificate, card, refugee = (papers[n] for n in ("applicant_document", "admitted_card", "refugee_card"))
    assert certificate.valid.value is None
    assert (str(card.valid.value), str(refugee.valid.value)) == ("6 months", "1 year")
    assert (certificate.work.begins, card.work.begins) == (None, None)
    assert refugee.work.begins == "separate_permit"
    recognised = happens(
        panama(),
        standing("decided"),
        "notified",
        "commission_secretary",
        outcome="recognised_derivative",
    )
    assert (recognised.issue, recognised.stages) == (("refugee_card",), {ONE: "final"})


def test_a_paper_whose_term_nobody_knows_is_pointed_out() -> None:
    found = {(each.kind, each.subject) for each in check(panama())}
    assert ("paper_without_term", "events.registered.issues") in found
    assert ("paper_without_term", "events.admitted.issues") not in found
    assert not any(each.kind == "paper_without_term" for each in check(guatemala()))


def test_a_status_is_kept_or_lost_by_conare_and_the_loss_can_be_challenged() -> None:
    profile, examined = panama(), standing("loss_procedure")
    kept = happens(profile, examined, "status_kept", "commission_secretary")
    assert (kept.stages, kept.close_documents) == ({ONE: "final"}, False)
    lost = happens(profile, examined, "loss_decided", "commission_secretary", outcome="revoked", proof="…")
    assert lost.stages == {ONE: "loss_window"}
    assert not lost.close_documents
    with pytest.raises(NotYetPassed):
        happens(profile, standing("loss_window"), "loss_became_final", "supervisor")
    with pytest.raises(WrongStage):
        happens(profile, examined, "withdrawn", "applicant")
    assert removal_is_barred(profile, "loss_window", outcome="revoked")
    assert not removal_is_barred(profile, "final", outcome="revoked")


def test_the_members_seen_at_conare_vote_and_its_secretary_and_unhcr_do_not() -> None:
    conare = panama().bodies["conare"]
    assert [member.es for member in conare.members if not member.votes] == [
        "ONPAR (secretaría técnica)",
        "ACNUR",
    ]
    assert conare.quorum is not None
    assert conare.quorum.value is None


# ── Guatemala ────────────────────────────────────────────────────────────────────────────────────────────


def test_guatemala_has_no_time_to_file_so_nobody_is_late() -> None:
    filed = check_filing(guatemala(), {"entry": "2001-01-01"}, date(2026, 6, 3))
    assert (filed.in_time, filed.late, filed.explanation) == (None, False, None)


def test_the_paper_comes_with_the_formal_request_not_with_the_initial_one() -> None:
    new = Situation(claims=(ClaimState(ONE, None, "principal"),))
    assert happens(guatemala(), new, "registered", "border_liaison_officer").issue == ()
    formal = happens(guatemala(), standing("registered"), "taken_over", "registration_officer")
    assert formal.issue == ("applicant_document",)
    stay = guatemala().documents["applicant_document"]
    assert (str(stay.valid.value), stay.renew_every and str(stay.renew_every.value)) == ("30 days", "30 days")


def test_conare_recommends_and_the_amn_is_free_to_decide_otherwise() -> None:
    profile = guatemala()
    assert (profile.duties["recommends"].body, profile.duties["decides"].body) == ("conare", "amn")
    assert profile.bodies["conare"].kind == "committee"
    with pytest.raises(WrongStage):
        happens(
            profile,
            standing("awaiting_recommendation"),
            "decided",
            "commission_secretary",
            outcome="rejected",
        )
    for opinion in ("recognise", "refuse", "divided"):
        given = happens(
            profile,
            standing("awaiting_recommendation"),
            "recommendation_issued",
            "supervisor",
            opinion=opinion,
        )
        assert given.stages == {ONE: "awaiting_decision"}


def test_the_institutes_director_speaks_at_the_amn_and_does_not_vote() -> None:
    silent = [member.en for member in guatemala().bodies["amn"].members if not member.votes]
    assert silent == ["Director of the Migration Institute (technical secretary, with voice)"]
    assert sum(member.votes for member in guatemala().bodies["amn"].members) == 6


def test_the_fifteenth_of_august_is_a_holiday_in_the_capital_alone() -> None:
    served = date(2025, 8, 8)
    assert due(guatemala(), "recourse", served, "guatemala") == date(2025, 8, 25)
    assert due(guatemala(), "recourse", served, "mobile") == date(2025, 8, 22)
    assert due(guatemala(), "recourse", served) == date(2025, 8, 22)


def test_days_off_that_the_executive_decreed_do_not_count() -> None:
    # 22, 23, 29, 30 December, 2, 5, 6, 7, 8, 9 January
    assert due(guatemala(), "recourse", date(2025, 12, 19), "guatemala") == date(2026, 1, 9)
    # 1 November 2025 is a Saturday; the public sector took Monday 3
    assert due(guatemala(), "recourse_decision", date(2025, 10, 30), "guatemala") == date(2025, 11, 7)


def test_only_the_holiday_of_30_june_moves_since_the_constitutional_court_spoke() -> None:
    # 2023: Friday 30 June is kept on Monday 3 July
    assert due(guatemala(), "recourse_decision", date(2023, 6, 28), "guatemala") == date(2023, 7, 6)
    # 2021: Wednesday 20 October stays where it is
    assert due(guatemala(), "recourse_decision", date(2021, 10, 18), "guatemala") == date(2021, 10, 26)


def test_the_name_of_guatemalas_remedy_is_unresolved_and_both_names_stand() -> None:
    remedy = guatemala().remedy("amn_recourse")
    assert remedy.label.es == "Recurso ante la AMN"
    assert {rule.source for rule in remedy.rules} == {"UNHCR_APPLY", "UNHCR_2020"}


def test_five_days_pass_and_nothing_follows_that_the_law_does_not_say() -> None:
    missed = guatemala().limit("recourse_decision").missed
    assert missed is not None
    assert missed.then == "shown_as_late"
    assert missed.silence is not None
    assert missed.silence.value is None
    open_now = {
        step.event for step in available(guatemala(), standing("under_remedy"), "supervisor") if step.allowed
    }
    assert "became_final" not in open_now


def test_the_remedy_is_served_again_and_then_only_the_courts_are_left() -> None:
    profile = guatemala()
    filed = happens(
        profile, standing("remedy_window"), "remedy_filed", "legal_representative", kind="amn_recourse"
    )
    assert (filed.stages, filed.extend, filed.removal_barred) == (
        {ONE: "under_remedy"},
        ("applicant_document",),
        True,
    )
    served = happens(
        profile,
        standing("decided", "reconsideration"),
        "notified",
        "commission_secretary",
        outcome="rejected",
    )
    assert served.stages == {ONE: "court_window"}
    assert [new.rule for new in served.start] == ["court_action"]


def test_the_six_grounds_of_cessation_are_known_and_who_applies_them_is_not() -> None:
    cessation = next(each for each in guatemala().loss if each.name == "cessation")
    assert (len(cessation.grounds), cessation.body) == (6, None)
    # no time to challenge is on record, so a person must say why it was long enough
    assert guatemala().limit("loss_recourse").length is None
    with pytest.raises(NeedsUnmet, match="reasons"):
        follow(
            guatemala(),
            standing("loss_window"),
            Occurrence("loss_became_final", "supervisor", NOON, (ONE,)),
        )
