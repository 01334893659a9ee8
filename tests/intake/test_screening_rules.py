"""What answers propose: explained, never more than the form says, nothing from silence, and never against anybody."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.intake.public import Answers, Screened, answers_of, asked_of, form_as_data, screen
from app.procedure.public import NEEDS, REFERRALS, ProfileInvalid, load, weakened

CRI, HND = load("CRI"), load("HND")
WOMAN = Screened(34, "female", travels_alone=True)
CHILD = Screened(14, "male", principal=False)
HEAD = '[override]\nof = "CRI"\nlabel = { es = "x", en = "x" }\n'


def keys(answers: Answers, person: Screened = WOMAN, profile: Any = CRI) -> list[str]:
    return [each.key for each in screen(profile, answers, person).all]


def overridden(tmp_path: Path, text: str) -> Any:
    file = tmp_path / "own.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    return load("CRI", overrides=file)


def test_an_answer_proposes_a_need_and_a_service_and_says_which_question_led_to_it() -> None:
    (need, service) = screen(CRI, {"illness": "chronic"}, WOMAN).all
    assert (need.key, service.key) == ("need:SM-CI", "referral:health")
    assert (
        need.because.es
        == "Tiene una enfermedad crónica. «¿Qué enfermedad?»: Crónica, con tratamiento continuo"
    )
    assert (
        need.because.en
        == "Has a chronic illness. “What kind of illness?”: Chronic, with continuous treatment"
    )


def test_who_is_alone_depends_on_who_asks_for_protection() -> None:
    assert "need:SC-SC" in keys({"alone": "yes"}, CHILD)
    assert "need:SC-UC" in keys({"alone": "yes"}, replace(CHILD, principal=True))
    assert keys({"alone": "yes"}, WOMAN) == [], "an adult is not asked"


def test_a_family_of_needs_gives_way_to_its_own_code() -> None:
    assert "need:SM" in keys({"health": "yes"})
    found = keys({"health": "yes", "illness": "chronic"})
    assert "need:SM-CI" in found
    assert "need:SM" not in found


def test_a_number_counts_from_where_the_rule_says() -> None:
    caring: dict[str, str | int] = {"cares_alone": "yes", "children_in_care": 2}
    assert "priority:1" not in keys(caring)
    assert "priority:1" in keys(caring | {"children_in_care": 3})


def test_a_modality_is_proposed_only_where_the_procedure_has_it_by_a_published_criterion() -> None:
    (found,) = screen(CRI, {"illness": "critical"}, WOMAN).modality
    assert (found.value, found.criterion) == ("accelerated", "urgent_needs")
    assert screen(HND, {"illness": "critical"}, WOMAN).modality == ()


def test_a_country_changes_a_question_by_its_name_and_takes_a_proposal_away(tmp_path: Path) -> None:
    own = overridden(
        tmp_path,
        '[[screening.questions]]\nname = "hungry"\ntext = { es = "¿Comió hoy?", en = "Eaten today?" }\n'
        '[[screening.proposals]]\nname = "malnutrition"\nused = false\n',
    )
    assert own.screening.question("hungry").text.es == "¿Comió hoy?"
    assert own.screening.question("hungry").section == "health"
    assert keys({"hungry": "yes"}, profile=own) == []
    assert [w.place for w in weakened(CRI, own)] == ["screening.proposals.malnutrition"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[screening.proposals]]\nname = "ill"\nneed = "SM-XX"\n', "no need 'SM-XX'"),
        ('[[screening.proposals]]\nname = "ill"\nwhen = { healht = ["yes"] }\n', "no question 'healht'"),
        ('[[screening.proposals]]\nname = "ill"\nwhen = { health = ["no_answer"] }\n', "who does not answer is proposed nothing"),
        ('[[screening.proposals]]\nname = "critical_faster"\ncriterion = "manifestly_unfounded"\n', "in the person's favour"),
    ],
)  # fmt: skip
def test_a_form_that_points_nowhere_or_against_somebody_is_not_loaded(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ProfileInvalid, match=said):
        overridden(tmp_path, text)


def test_a_form_for_a_page_without_a_server_has_everything_in_it() -> None:
    form = form_as_data(CRI)
    assert next(q["name"] for q in form["questions"] if q["short"]) == "alone"
    assert "critical_faster" in {p["name"] for p in form["proposals"]}
    assert "critical_faster" not in {p["name"] for p in form_as_data(HND)["proposals"]}
    assert form["referrals"]["health"]["en"] == "Health"
    assert answers_of(["alone", "health"]) == {"alone": "yes", "health": "yes"}
    assert answers_of({"months": 7, "harmed": True, "odd": {"a": 1}}) == {"months": 7, "harmed": "yes"}


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        q.name: st.integers(0, 12) if q.kind == "number" else st.sampled_from(q.answers)
        for q in CRI.screening.asked
    },
)
PERSONS = st.builds(
    Screened,
    st.integers(0, 95),
    st.sampled_from(("female", "male", "other", "unknown")),
    principal=st.booleans(),
    travels_alone=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(ANSWERS, PERSONS)
def test_whatever_is_answered_only_what_the_form_knows_is_proposed_once_and_silence_adds_nothing(
    answers: dict[str, str | int], person: Screened
) -> None:
    found = screen(CRI, answers, person)
    assert len({each.key for each in found.all}) == len(found.all)
    assert {each.value for each in found.needs} <= NEEDS
    assert {each.value for each in found.referrals} <= set(REFERRALS)
    assert all(each.criterion == "urgent_needs" for each in found.modality)
    assert len(asked_of(CRI.screening, answers, person)) >= 5
    silent = dict.fromkeys(answers, "no_answer")
    bare = {each.key for each in screen(CRI, {}, person).all}
    assert {each.key for each in screen(CRI, silent, person).all} == bare
