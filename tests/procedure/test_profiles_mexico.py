"""What a lawyer would ask about Mexico's procedure. Due days are counted by hand with the days of the statutes."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from app.procedure.law.timing import EveryYear
from app.procedure.public import (
    NeedsUnmet,
    NotExtendable,
    NotInForce,
    NotYetPassed,
    Profile,
    Spared,
    check,
    check_filing,
    count_days,
    is_working_day,
    load,
    removal_is_barred,
)
from tests.procedure.scenes import Case, claim, costa_rica, local

REFUSED = {1: "rejected"}


def mexico() -> Profile:
    return load("MEX", on=date(2026, 3, 2))


def filed_on(day: date, *, office: str | None = None, child: int | None = None, **data: object) -> Case:
    """One adult, and a child where one is wanted, registered at ten in the morning of that day."""
    profile = mexico()
    case = Case(profile, now=local(profile, day)).join(1, *((child,) if child else ()))
    claims = tuple(
        replace(each, flags=frozenset({"child"})) if each.id == claim(child or 0) else each
        for each in case.situation.claims
    )
    case.situation = replace(case.situation, claims=claims, office=office)
    case.record("registered", "registration_officer", data=data)
    return case


def at_window(day: date) -> Case:
    """A claim that is refused, served on that day and open to challenge."""
    case = filed_on(date(2026, 3, 2))
    for name, role in (
        ("taken_over", "registration_officer"),
        ("admitted", "supervisor"),
        ("interview_held", "eligibility_officer"),
        ("assessment_submitted", "eligibility_officer"),
        ("endorsed", "supervisor"),
        ("decided", "commission_member"),
    ):
        case.record(name, role, outcomes=REFUSED)
    served = local(case.profile, day)
    case.record("notified", "registration_officer", outcomes=REFUSED, at=served)
    case.now = served
    return case


def due(case: Case, rule: str) -> date:
    """The last local day of a running clock."""
    last = case.running()[rule].due_at.timestamp() - 1
    return datetime.fromtimestamp(last, case.profile.zone_of(case.situation.office)).date()


def passed(case: Case, rule: str) -> tuple[str, ...]:
    """The calendar notes that the limit passed; the events proposed."""
    clock = case.running()[rule]
    follows = case.record(
        "deadline_missed", "system", data={"deadline": str(clock.id), "rule": rule}, at=clock.due_at
    )
    return tuple(each.event for each in follows.propose)


def test_the_law_of_2011_stands_from_its_first_day_without_a_break() -> None:
    assert load("MEX", on=date(2011, 1, 28)) is load("MEX", on=date(2026, 11, 21))
    with pytest.raises(LookupError):
        load("MEX", on=date(2011, 1, 27))


def test_the_profile_hangs_together_and_says_what_it_does_not_know() -> None:
    found = check(mexico())
    assert [finding for finding in found if finding.severity == "defect"] == []
    unknown = {finding.subject for finding in found if finding.severity == "gap"}
    assert {"limits.court_order", "retention.files.keep", "documents.child_card.valid"} <= unknown
    assert len(mexico().open_questions) >= 10


def test_the_rooms_find_their_steps_and_none_needs_more_than_they_show() -> None:
    rooms = {name: event for name, event in costa_rica().events_by_name.items() if not event.form}
    # Article 26 knows guidelines for a group and then each person's own case: nobody is recognised in a group.
    del rooms["group_recognised"]
    # How a status is lost or given up is each country's own, and offered only where it can be walked.
    for own in ("loss_opened", "status_kept", "loss_decided", "status_renounced"):
        del rooms[own]
    assert set(rooms) <= set(mexico().events_by_name)
    asked_more = {name for name in rooms if set(mexico().event(name).needs) - set(rooms[name].needs)}
    assert asked_more == set()
    assert not any(mexico().event(name).form for name in rooms)


def test_extradition_leaves_ten_working_days_and_never_more_than_were_left() -> None:
    case = filed_on(date(2026, 3, 2))
    assert due(case, "first_decision") == date(2026, 5, 6)
    case.record("extradition_requested", "supervisor", at=local(case.profile, date(2026, 3, 10)))
    assert due(case, "first_decision") == date(2026, 3, 24)
    late = filed_on(date(2026, 3, 2))
    late.record("extradition_requested", "supervisor", at=local(late.profile, date(2026, 4, 30)))
    assert due(late, "first_decision") == date(2026, 5, 6)


def test_the_time_to_decide_is_extended_once_for_a_listed_cause() -> None:
    case = filed_on(date(2026, 3, 2))
    with pytest.raises(NotExtendable):
        case.record("extension_ordered", "supervisor", data={"cause": "workload"})
    case.record("extension_ordered", "supervisor", data={"cause": "health"})
    # 45 more working days after 6 May: 17 in May, 22 in June, 6 in July
    assert due(case, "first_decision") == date(2026, 7, 8)
    with pytest.raises(NotExtendable):
        case.record("extension_ordered", "supervisor", data={"cause": "health"})


def test_the_loss_procedure_has_a_shorter_list_of_causes() -> None:
    causes = mexico().limit("first_decision").extension, mexico().limit("loss_decision").extension
    assert [len(each.causes) if each else 0 for each in causes] == [5, 4]
    assert causes[1] is not None
    assert causes[1].cause("missing_information") is None


def test_the_pause_of_2020_stopped_the_clock_and_not_the_intake() -> None:
    case = filed_on(date(2020, 4, 15))
    # no period ran up to Saturday 30 May: 45 working days from Monday 1 June
    assert case.stage_of(1) == "registered"
    assert due(case, "first_decision") == date(2020, 7, 31)
    counted = count_days(mexico(), "first_decision", local(mexico(), date(2020, 4, 15)))
    assert counted is not None
    assert "sin fecha de fin conocida" in counted.in_words("es")


def test_the_office_on_the_border_keeps_its_own_day() -> None:
    at = datetime(2026, 2, 26, 23, 30, tzinfo=ZoneInfo("America/Ciudad_Juarez"))
    north = count_days(mexico(), "first_decision", at, office="ciudad_juarez")
    capital = count_days(mexico(), "first_decision", at)
    assert north is not None
    assert capital is not None
    assert (north.event_day, north.due_day) == (date(2026, 2, 26), date(2026, 4, 30))
    assert (capital.event_day, capital.due_day) == (date(2026, 2, 27), date(2026, 5, 4))


@pytest.mark.parametrize(
    ("day", "administration", "amparo", "tfja"),
    [
        (date(2026, 2, 2), True, True, True),  # the labour act's Monday is nobody's here
        (date(2026, 2, 5), False, False, False),
        (date(2026, 9, 1), False, True, True),
        (date(2026, 9, 14), True, False, True),
        (date(2026, 10, 12), True, False, True),
        (date(2026, 11, 20), False, False, False),
    ],
)
def test_each_forum_has_the_days_of_its_own_statute(
    day: date, administration: bool, amparo: bool, tfja: bool
) -> None:
    works = [is_working_day(mexico(), day, forum) for forum in ("administration", "amparo", "tfja")]
    assert works == [administration, amparo, tfja]


@pytest.mark.parametrize("on", ["02-29", "04-31", "13-01", "1-1"])
def test_a_day_that_not_every_year_has_is_no_fixed_holiday(on: str) -> None:
    label = {"es": "Feriado", "en": "Holiday"}
    with pytest.raises(ValidationError):
        EveryYear.model_validate({"on": on, "label": label, "verification": "recalled"})


def test_the_same_fifteen_days_end_on_two_days_in_two_forums() -> None:
    case = at_window(date(2026, 9, 3))
    # 14 September does not count for the amparo judge, and counts for the administration
    assert due(case, "revision") == date(2026, 9, 25)
    assert due(case, "amparo") == date(2026, 9, 28)


def test_three_months_without_that_day_end_on_the_first_working_day_after() -> None:
    case = at_window(date(2026, 11, 27))
    filed = local(case.profile, date(2026, 11, 30))
    case.record("remedy_filed", "legal_representative", data={"kind": "revision"}, at=filed)
    assert due(case, "revision_decision") == date(2027, 3, 1)


def test_silence_refuses_only_after_three_months_and_only_if_the_person_says_so() -> None:
    case = at_window(date(2026, 6, 22))
    case.record("remedy_filed", "legal_representative", data={"kind": "revision"})
    with pytest.raises(NotYetPassed):
        case.record("negative_silence_invoked", "legal_representative", data={"court": "nullity"})
    assert passed(case, "revision_decision") == ("negative_silence_invoked",)
    assert case.stage_of(1) == "under_remedy"
    case.record("negative_silence_invoked", "legal_representative", data={"court": "amparo"})
    assert case.stage_of(1) == "under_amparo"


def test_the_suspension_of_the_act_is_asked_for_and_silence_grants_it() -> None:
    revision = mexico().remedy("revision")
    assert revision.suspends_act is not None
    assert revision.suspends_act.value == "on_request"
    case = at_window(date(2026, 6, 22))
    case.record("remedy_filed", "legal_representative", data={"kind": "revision"})
    assert "suspension_ruling" not in case.running()
    case.record("suspension_of_act_requested", "legal_representative")
    assert passed(case, "suspension_ruling") == ("suspension_of_act_by_silence",)


def test_a_review_sent_back_is_redone_in_four_months() -> None:
    case = at_window(date(2026, 6, 22))
    case.record("remedy_filed", "legal_representative", data={"kind": "revision"})
    back = local(case.profile, date(2026, 8, 3))
    case.record("remedy_decided", "appeals_judge", data={"result": "remitted"}, at=back)
    assert (case.stage_of(1), case.situation.instance) == ("assessment", "first")
    assert due(case, "redo_decision") == date(2026, 12, 3)


@pytest.mark.parametrize(("court", "order"), [("nullity", "nullity_order"), ("amparo", None)])
def test_a_judgment_is_carried_out_in_four_months_where_the_law_says_so(
    court: str, order: str | None
) -> None:
    case = at_window(date(2026, 6, 22))
    case.record(f"{court}_filed", "legal_representative")
    final = local(case.profile, date(2026, 10, 30))
    case.record("court_decided", "appeals_clerk", data={"result": "remitted"}, at=final)
    assert case.stage_of(1) == "assessment"
    assert {"nullity_order", "court_order"} & set(case.running()) == ({order} if order else set())
    if order:
        # 28 February 2027 is a Sunday, and there is no 30 February: the first working day of March
        assert due(case, order) == date(2027, 3, 1)


def test_after_the_review_the_courts_are_open_and_the_review_is_not() -> None:
    case = at_window(date(2026, 6, 22))
    case.record("remedy_filed", "legal_representative", data={"kind": "revision"})
    case.record("remedy_decided", "appeals_judge", data={"result": "upheld"}, outcomes=REFUSED)
    case.record("notified", "appeals_clerk", outcomes=REFUSED)
    assert case.stage_of(1) == "court_window"
    assert {"nullity", "amparo"} <= set(case.running())
    assert "revision" not in case.running()
    with pytest.raises(NeedsUnmet):
        case.record("remedy_filed", "legal_representative", data={"kind": "revision"})
    case.record("remedy_filed", "legal_representative", data={"kind": "nullity"})
    assert case.stage_of(1) == "under_nullity"
    case.record("remedy_decided", "appeals_judge", data={"result": "upheld"}, outcomes=REFUSED)
    assert (case.stage_of(1), case.running()) == ("final", {})


@pytest.mark.parametrize(
    ("facts", "filed", "in_time"),
    [
        # thirty working days from Tuesday 13 January, without 5 February
        ({"entry": date(2026, 1, 12)}, date(2026, 2, 24), True),
        ({"entry": date(2026, 1, 12)}, date(2026, 2, 25), False),
        (
            {
                "entry": date(2026, 1, 12),
                "could_file_from_entry": "false",
                "filing_possible": date(2026, 2, 23),
            },
            date(2026, 4, 6),
            True,
        ),
        (
            {"entry": date(2024, 5, 2), "limb": "sur_place", "facts_learned": date(2026, 1, 12)},
            date(2026, 2, 24),
            True,
        ),
        ({"limb": "sur_place"}, date(2026, 2, 24), None),
    ],
)
def test_the_thirty_days_start_on_three_days(
    facts: dict[str, object], filed: date, in_time: bool | None
) -> None:
    assert check_filing(mexico(), facts, filed).in_time is in_time


def test_a_late_claim_is_refused_by_nobody_but_a_person_and_never_against_a_child() -> None:
    case = filed_on(date(2026, 3, 2), child=2)
    case.record("late_filing_warned", "supervisor")
    assert case.running()["late_filing_answer"].claim_id == claim(1)
    assert case.running()["first_decision"].state == "suspended"
    assert passed(case, "late_filing_answer") == ("declared_inadmissible",)
    assert case.stage_of(1) == "late_filing"
    with pytest.raises(NeedsUnmet):
        case.record("declared_inadmissible", "supervisor", shown=())
    with pytest.raises(Spared):
        case.record("declared_inadmissible", "supervisor", about=[2])
    case.record("declared_inadmissible", "supervisor", outcomes={1: "inadmissible"})
    assert (case.stage_of(1), case.stage_of(2)) == ("decided", "late_filing")
    case.record("late_filing_decided", "supervisor", about=[2])
    assert case.stage_of(2) == "screening"


def test_a_claim_filed_by_another_is_not_filed_unless_ratified_and_that_is_no_rejection() -> None:
    case = filed_on(date(2026, 3, 2), filed_by="third_party")
    assert due(case, "ratify_filing") == date(2026, 3, 5)
    with pytest.raises(NotYetPassed):
        case.record("not_filed", "supervisor")
    assert passed(case, "ratify_filing") == ("not_filed",)
    case.record("not_filed", "supervisor")
    assert case.stage_of(1) == "not_filed"
    outcome = mexico().outcomes["not_filed"]
    assert (outcome.refuses, outcome.counts_as) == (False, "closed")
    assert removal_is_barred(mexico(), "not_filed")


def test_two_missed_signings_propose_a_notice_and_the_number_is_marked_as_recalled() -> None:
    case = filed_on(date(2026, 3, 2), child=2)
    assert passed(case, "weekly_signing") == ("signing_missed",)
    assert case.record("signing_missed", "registration_officer", about=[1]).propose == ()
    passed(case, "weekly_signing")
    proposed = case.record("signing_missed", "registration_officer", about=[1]).propose
    assert [(each.event, each.claims) for each in proposed] == [("abandonment_warned", (claim(1),))]
    trigger = next(each for each in mexico().abandonment if each.name == "missed_weekly_signing")
    assert trigger.threshold.verification == "recalled"
    case.record("signed_in", "registration_officer", about=[1])
    passed(case, "weekly_signing")
    assert case.record("signing_missed", "registration_officer", about=[1]).propose == ()
    with pytest.raises(Spared):
        case.record("abandoned", "supervisor", about=[2])


def test_no_negative_consequence_reaches_a_child() -> None:
    ends = ("not_filed", "abandoned", "lapsed", "declared_inadmissible", "derived_status_lost")
    assert all("child" in mexico().event(name).spares for name in ends)


def test_suspending_a_status_is_possible_since_2014() -> None:
    case = filed_on(date(2013, 3, 4))
    case.situation = replace(
        case.situation,
        claims=tuple(replace(each, stage="final") for each in case.situation.claims),
        stage="final",
    )
    with pytest.raises(NotInForce):
        case.record("status_suspended", "commission_member", at=local(case.profile, date(2014, 10, 30)))
    case.record("status_suspended", "commission_member", at=local(case.profile, date(2014, 10, 31)))
    case.record("status_reactivated", "commission_member", at=local(case.profile, date(2015, 2, 2)))
    assert case.stage_of(1) == "final"


def test_family_of_someone_who_loses_the_status_has_thirty_days_of_its_own() -> None:
    case = at_window(date(2026, 6, 22))
    case.situation = replace(
        case.situation,
        claims=tuple(replace(each, stage="final") for each in case.situation.claims),
        stage="final",
        deadlines=(),
    )
    case.record("loss_opened", "supervisor", data={"cause": "cessation"})
    assert due(case, "loss_decision") == date(2026, 8, 24)
    kept = replace(case)
    kept.record("status_kept", "commission_member")
    assert (kept.stage_of(1), kept.running()) == ("final", {})
    case.record("loss_decided", "commission_member", outcomes={1: "ceased"})
    assert due(case, "derived_claim") == date(2026, 8, 3)
    assert due(case, "revision") == date(2026, 7, 13)


def test_every_refusal_can_be_challenged_and_complementary_protection_bars_removal() -> None:
    profile = mexico()
    for name, outcome in profile.outcomes.items():
        if outcome.refuses:
            assert name in profile.remedy("revision").against
    assert removal_is_barred(profile, "final", outcome="complementary_protection")
    assert not removal_is_barred(profile, "final", outcome="rejected")
