"""Costa Rica's three versions: what each says, what only one of them says, and what nobody knows."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from holidays import country_holidays

from app.procedure.law.basis import marked_values
from app.procedure.public import (
    NotInForce,
    Profile,
    ProfileInvalid,
    Spared,
    available,
    check,
    check_filing,
    is_working_day,
    load,
    read_profile,
)
from tests.procedure.scenes import HERE, Case, local

VERSIONS = ("2011", "2022-12", "2024-06")


def version(name: str) -> Profile:
    return load("CRI", version=name)


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        (date(2011, 11, 1), "2011"),
        (date(2022, 11, 30), "2011"),
        (date(2022, 12, 1), "2022-12"),
        (date(2024, 6, 13), "2022-12"),
        (date(2024, 6, 14), "2024-06"),
    ],
)
def test_each_day_has_one_version(filed: date, expected: str) -> None:
    assert load("CRI", on=filed).version == expected


@pytest.mark.parametrize("name", VERSIONS)
def test_no_version_has_a_defect(name: str) -> None:
    assert [found for found in check(version(name)) if found.severity == "defect"] == []


@pytest.mark.parametrize("name", VERSIONS)
def test_every_value_has_a_mark_and_whatever_is_sure_names_its_source(name: str) -> None:
    for place, value in marked_values(version(name)):
        assert value.checked_on == date(2026, 11, 21), place
        assert value.source or value.verification in ("recalled", "unknown"), place
        assert not value.synthetic, place


@pytest.mark.parametrize("name", VERSIONS)
def test_what_nobody_knows_stays_unknown(name: str) -> None:
    profile = version(name)
    quorum = profile.bodies["commission"].quorum
    assert quorum is not None
    assert quorum.value is None
    assert profile.notification.channels == ()
    assert profile.notification.within is None
    assert all(each.keep.value is None for each in profile.retention)
    assert profile.children.files_alone_under.value is None
    assert profile.interviews.representative_may_attend.value is None
    assert {loss.name for loss in profile.loss if loss.verification == "unknown"} == {
        "cancellation",
        "revocation",
    }
    assert any("quórum" in question.label.es for question in profile.open_questions)


def test_only_the_version_of_2022_limits_the_time_to_file() -> None:
    lengths = {name: version(name).limit("file_claim").length for name in VERSIONS}
    assert {name: str(length) if length else None for name, length in lengths.items()} == {
        "2011": None,
        "2022-12": "1 month",
        "2024-06": None,
    }
    assert version("2011").limit("file_claim").cited == ""
    assert version("2011").limit("file_claim").verification == "unknown"


@pytest.mark.parametrize(
    ("entry", "filed", "late"),
    [
        (date(2023, 3, 15), date(2023, 4, 17), False),  # 15 April is a Saturday
        (date(2023, 3, 15), date(2023, 4, 18), True),
        (date(2023, 1, 31), date(2023, 2, 28), False),
    ],
)
def test_one_month_from_entry_in_2022(entry: date, filed: date, late: bool) -> None:
    assert check_filing(version("2022-12"), {"entry": entry}, filed).late is late


def test_nobody_is_late_under_the_versions_without_a_limit() -> None:
    for name in ("2011", "2024-06"):
        assert check_filing(version(name), {"entry": date(2020, 1, 1)}, date(2025, 1, 1)).in_time is None


def filed_in_2022() -> Case:
    case = Case(version("2022-12"), now=local(version("2022-12"), date(2023, 5, 2))).join(1)
    case.record("registered", "registration_officer")
    case.wait(1).record("taken_over", "registration_officer")
    return case


def test_late_filing_is_decided_by_a_person_with_reasons_and_moves_nothing() -> None:
    profile = version("2022-12")
    limit = profile.limit("file_claim")
    assert limit.missed is not None
    assert limit.missed.then == "reasoned_decision"
    case = filed_in_2022()
    data = {"late_filing": "not_excused"}
    follows = case.record("late_filing_decided", "supervisor", data=data)
    assert not follows.stages
    case.record("declared_inadmissible", "supervisor")
    case.record("notified", "registration_officer", outcomes={1: "inadmissible"})
    assert case.stage_of(1) == "remedy_window", "a refusal for lateness has its remedies"
    assert profile.filing.late == "late_filing_decided"
    assert version("2024-06").filing.late is version("2011").filing.late is None


def test_leaving_the_country_was_proposed_as_abandonment_until_the_judgment() -> None:
    case = filed_in_2022()
    case.now = local(case.profile, date(2023, 8, 29))
    (proposal,) = case.record("left_country", "eligibility_officer").propose
    assert (proposal.event, proposal.because) == ("exit_archived", "trigger:exit")
    assert case.stage_of(1) == "screening", "nothing happens by itself"
    case.record("exit_archived", "supervisor")
    assert case.stage_of(1) == "abandoned"


def test_nothing_follows_from_leaving_the_country_since_the_judgment() -> None:
    case = filed_in_2022()
    case.now = local(case.profile, date(2023, 8, 30))
    assert case.record("left_country", "eligibility_officer").propose == ()
    with pytest.raises(NotInForce):
        case.record("exit_archived", "supervisor")
    trigger = next(each for each in case.profile.abandonment if each.name == "exit")
    assert trigger.in_force is not None
    assert (trigger.in_force.how, trigger.in_force.source) == ("struck_down", "SALA4B")


def test_nobody_is_offered_a_step_that_was_struck_down() -> None:
    case = filed_in_2022()

    def offered(day: date) -> set[str]:
        return {step.event for step in available(case.profile, case.situation, "supervisor", on=day)}

    assert offered(date(2023, 8, 29)) - offered(date(2023, 8, 30)) == {"exit_archived"}


def test_a_file_archived_for_leaving_can_be_opened_again() -> None:
    case = filed_in_2022()
    case.record("exit_archived", "supervisor")
    case.wait(400).record("reopened", "supervisor")
    assert case.stage_of(1) == "awaiting_interview"


def test_a_child_is_never_archived_for_leaving() -> None:
    case = filed_in_2022()
    (only,) = case.situation.claims
    case.situation = replace(case.situation, claims=(replace(only, flags=frozenset({"child"})),))
    assert case.record("left_country", "eligibility_officer").propose == ()
    with pytest.raises(Spared):
        case.record("exit_archived", "supervisor")


def test_only_the_version_of_2022_has_the_exit_rule() -> None:
    for name in ("2011", "2024-06"):
        profile = version(name)
        assert {trigger.name for trigger in profile.abandonment} == {"missed_interviews", "unreachable"}
        assert {"left_country", "exit_archived"}.isdisjoint(profile.events_by_name)


def test_transit_through_a_safe_country_is_a_ground_of_2022_alone() -> None:
    grounds = {name: {g.name: g for g in version(name).admissibility.grounds} for name in VERSIONS}
    safe = grounds["2022-12"]["safe_third_country"]
    assert "salvo prueba" in safe.label.es
    assert safe.in_force is not None
    assert safe.in_force.until == date(2024, 6, 13)
    assert "safe_third_country" not in grounds["2024-06"] | grounds["2011"]
    assert any("seguro" in question.label.es for question in version("2024-06").open_questions)


def test_work_comes_with_the_document_since_2024_and_by_a_separate_permit_before() -> None:
    begins = {name: version(name).document("applicant_document").work.begins for name in VERSIONS}
    assert begins == {"2011": "separate_permit", "2022-12": "separate_permit", "2024-06": "issue"}
    (rule,) = version("2024-06").transition
    assert (rule.origin, rule.on, rule.moves) == ("2022-12", date(2024, 6, 14), "parts")
    assert rule.parts == ("documents.applicant_document.work",)
    assert version("2022-12").transition == version("2011").transition == ()


def test_the_faster_track_is_known_since_2024() -> None:
    available = {name: version(name).modalities["accelerated"].available.value for name in VERSIONS}
    assert available == {"2011": None, "2022-12": None, "2024-06": True}
    assert "Dos entrevistas" in version("2024-06").modalities["accelerated"].effects[0].label.es
    assert version("2022-12").interviews.rules == version("2011").interviews.rules == ()


def test_statelessness_is_another_ministrys_and_its_draft_is_no_law() -> None:
    route = version("2024-06").definition.statelessness
    assert route.route == "foreign_ministry"
    assert [rule.source for rule in route.rules] == ["D39620", "CANC39620"]
    assert "not law" in str(route.rules[1].note)


def test_relatives_dependants_and_their_thirty_working_days() -> None:
    profile = version("2024-06")
    ages = {each.name: each.max_age.value for each in profile.family if each.max_age}
    assert ages == {"minor_children": 17, "studying_children": 25, "siblings": 25}
    cessation = next(loss for loss in profile.loss if loss.name == "cessation")
    assert (cessation.body, cessation.limit) == ("directorate", "derived_own_claim")
    assert str(profile.limit("derived_own_claim").length) == "30 working_days"


def test_both_remedies_are_lodged_in_one_writing_under_one_limit() -> None:
    profile = version("2024-06")
    reconsideration, appeal = profile.remedy("reconsideration"), profile.remedy("appeal")
    assert (reconsideration.lodged_with, appeal.lodged_with) == ("appeal", "reconsideration")
    assert reconsideration.file_within == appeal.file_within == "appeal"
    assert appeal.body == "tribunal"
    assert reconsideration.suspends_removal.value is appeal.suspends_removal.value is True


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 7, 25), False),
        (date(2024, 7, 29), True),
        (date(2024, 8, 15), False),
        (date(2024, 8, 19), True),
        (date(2024, 4, 11), True),
        (date(2024, 4, 15), False),
        (date(2023, 8, 15), True),
        (date(2023, 8, 14), False),
        (date(2020, 9, 14), False),
        (date(2020, 9, 15), True),
        (date(2021, 5, 3), False),
        (date(2022, 12, 5), False),
        (date(2020, 10, 12), True),
        (date(2021, 10, 12), True),
        (date(2023, 10, 12), True),
        (date(2026, 10, 12), True),
    ],
)
def test_the_moved_holidays_of_2020_to_2024(day: date, works: bool) -> None:
    for name in VERSIONS:
        assert is_working_day(version(name), day) is works
        assert is_working_day(version(name), day, "tribunal") is works


# From the lists of La Nación and La Teja (2023, 2024, 2025) and of AmCham (2020 to 2022): those that fall on a weekday.
HOLIDAYS = {
    2020: "01-01 04-09 04-10 05-01 07-27 08-17 09-14 11-30 12-25",
    2021: "01-01 04-01 04-02 05-03 07-26 08-02 09-13 11-29",
    2022: "04-11 04-14 04-15 07-25 08-02 08-15 09-19 12-05",
    2023: "04-06 04-07 04-10 05-01 07-24 08-02 08-14 09-15 12-01 12-25",
    2024: "01-01 03-28 03-29 04-15 05-01 07-25 08-02 08-15 12-25",
    2025: "01-01 04-11 04-17 04-18 05-01 07-25 08-15 09-15 12-01 12-25",
    2026: "01-01 04-02 04-03 05-01 08-31 09-15 12-01 12-25",
}


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_offices_are_closed_on_the_days_of_the_list_and_on_no_other(year: int) -> None:
    weekdays = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    closed = [
        day
        for day in weekdays
        if day.year == year and day.isoweekday() < 6 and not is_working_day(version("2024-06"), day)
    ]
    assert " ".join(f"{day:%m-%d}" for day in closed) == HOLIDAYS[year]


def test_a_calendar_corrects_the_library_only_where_it_is_wrong() -> None:
    for change in version("2024-06").calendars["administration"].changes:
        known = country_holidays("CR", years=change.on.year, categories=("public", "optional"))
        assert (change.on in known) is not change.holiday, change.on


def over(tmp_path: Path, absent: str, more: str = "") -> Path:
    path = tmp_path / "over.toml"
    path.write_text(
        f'absent = [{absent}]\n[override]\nof = "ZZZ/1"\nlabel = {{ es = "x", en = "x" }}\n{more}',
        encoding="utf-8",
    )
    return path


def test_a_file_can_take_away_what_the_other_has(tmp_path: Path) -> None:
    toy = read_profile(HERE / "toy.toml")
    less = read_profile(HERE / "toy.toml", overrides=over(tmp_path, '"events.noted"'))
    assert set(toy.events_by_name) - set(less.events_by_name) == {"noted"}


def test_taking_away_what_is_not_there_is_refused(tmp_path: Path) -> None:
    for place in ("events.no_such_event", "no_such_part", "limits.no_such_limit.note"):
        with pytest.raises(ProfileInvalid, match=place):
            read_profile(HERE / "toy.toml", overrides=over(tmp_path, f'"{place}"'))


def test_a_value_can_turn_out_to_be_unknown(tmp_path: Path) -> None:
    over_it = over(tmp_path, "", '[majority_age]\nverification = "unknown"\n')
    profile = read_profile(HERE / "toy.toml", overrides=over_it)
    assert profile.majority_age.value is None
