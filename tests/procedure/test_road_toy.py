"""The engine knows no country: another road, other words, the same engine."""

import tomllib
from datetime import date

import pytest

from app.procedure.files.drafts import HOUSE
from app.procedure.public import NeedsUnmet, UnknownEvent, available, removal_is_barred
from tests.procedure.scenes import Case, claim, toy


def on_the_road() -> Case:
    case = Case(toy()).join(1, 2)
    case.record("registered", "registration_officer")
    case.record("heard", "eligibility_officer")
    return case


def test_there_is_no_step_of_admission() -> None:
    case = on_the_road()
    assert case.situation.stage == "ruling"
    with pytest.raises(UnknownEvent):
        case.record("admitted", "supervisor")


def test_a_grant_closes_and_a_refusal_can_be_challenged() -> None:
    case = on_the_road()
    follows = case.record("notified", "eligibility_officer", outcomes={1: "granted", 2: "refused"})
    assert (case.stage_of(1), case.stage_of(2)) == ("closed", "contestable")
    assert [(new.rule, new.claim_id) for new in follows.start] == [("challenge", claim(2))]
    case.record("challenged", "applicant", about=[2])
    case.record("court_ruled", "appeals_judge", data={"result": "overturned"})
    assert case.stage_of(2) == "closed"


def test_what_follows_can_depend_on_the_kind_of_claim() -> None:
    case = on_the_road()
    case.record("notified", "eligibility_officer", outcomes={1: "refused", 2: "refused"})
    assert case.record("challenged", "applicant", about=[2]).extend == ()
    assert case.record("challenged", "applicant", about=[1]).extend == ("slip",)


def test_an_answer_that_no_target_expects_is_refused() -> None:
    case = on_the_road()
    case.record("notified", "eligibility_officer", outcomes={1: "refused", 2: "refused"})
    case.record("challenged", "applicant")
    with pytest.raises(NeedsUnmet) as refusal:
        case.record("court_ruled", "appeals_judge", data={"result": "remitted"})
    assert refusal.value.missing == ("result",)


def test_removal_while_a_remedy_pends_depends_on_the_profile() -> None:
    assert not removal_is_barred(toy(), "contestable", outcome="refused", remedies=("challenge",))
    assert removal_is_barred(toy(), "before_court", outcome="refused"), "unknown counts as barring"
    assert removal_is_barred(toy(), "closed", outcome="granted")


def test_the_steps_are_those_of_the_profile() -> None:
    case = on_the_road()
    house = {event["name"] for event in tomllib.loads(HOUSE.read_text("utf-8"))["events"]}
    allowed = [step.event for step in available(toy(), case.situation, "eligibility_officer") if step.allowed]
    assert [event for event in allowed if event not in house] == [
        "reasons_asked", "reasons_given", "notified", "noted",
    ]  # fmt: skip


def test_majority_is_the_countrys() -> None:
    assert toy().is_child_on(date(2006, 3, 1), date(2026, 3, 2))
    assert not toy().is_child_on(date(2005, 3, 2), date(2026, 3, 2))
