"""The form of the analysis follows the profile: what it lacks is not there, what it requires cannot be skipped."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.assessments.analysis import answered
from app.assessments.rules.checklist import checklist, unanswered
from app.assessments.rules.facts import DOUBT
from app.assessments.rules.issues import all_grounds, issues
from app.assessments.rules.missing import missing
from app.assessments.rules.results import ClaimAt, concerned, recommended
from app.assessments.rules.shapes import Answer, Content, Fact, Recommendation
from app.assessments.rules.validity import impossible
from app.core.errors import FieldError
from app.procedure.public import Profile
from tests.assessing import FACT, REASONS, RECOGNISING, REJECTING, refusing, result
from tests.procedure.scenes import costa_rica, toy

EXCLUDING: dict[str, Any] = {
    "conclusion": "excluded",
    "reasons": REASONS,
    "parts": {"act": "crime_1fb", "standard": "met", "responsibility": "own_act", "defences": "none"},
    "citations": [{"kind": "document", "ref": "Sentencia inventada, folio 3"}],
}
MOTHER, CHILD = UUID(int=1), UUID(int=2)
HOUSEHOLD = [ClaimAt(MOTHER, 0, "principal"), ClaimAt(CHILD, 1, "derivative")]


def content(outcome: str = "rejected", said: Mapping[str, Any] = REJECTING, **changes: Any) -> Content:
    whole = Content(
        "Pide protección.",
        (Fact.model_validate(FACT),),
        {name: Answer.model_validate(answer) for name, answer in said.items()},
        (Recommendation.model_validate(result(MOTHER, outcome)),),
    )
    return replace(whole, **changes)


def codes(errors: tuple[FieldError, ...]) -> set[tuple[str, str]]:
    return {(e.field, e.rule) for e in errors}


def test_a_limb_that_the_law_lacks_is_not_on_the_form() -> None:
    assert set(issues(costa_rica())).isdisjoint({"cartagena", "complementary_protection", "internal_flight"})
    assert {"cartagena", "complementary_protection", "internal_flight", "statelessness"} <= set(issues(toy()))
    assert "gender" in all_grounds(costa_rica())
    assert "gender" not in all_grounds(toy())
    assert "generalised_violence" in all_grounds(toy())


def test_statelessness_is_referred_where_another_body_examines_it_and_answered_where_it_is_examined_here() -> (
    None
):
    def offered(profile: Profile) -> set[str]:
        return {c.code for c in issues(profile)["statelessness"].conclusions}

    assert offered(costa_rica()) == {"no_indication", "referred"}
    assert offered(toy()) == {"no_indication", "established"}


def test_nothing_is_missing_from_a_complete_analysis() -> None:
    assert missing(costa_rica(), HOUSEHOLD, content()) == ()
    assert missing(costa_rica(), HOUSEHOLD, content("recognised_convention", RECOGNISING)) == ()


def test_an_empty_draft_is_told_everything_that_is_missing() -> None:
    absent = codes(missing(costa_rica(), HOUSEHOLD, Content()))
    assert {
        ("summary", "required"),
        ("facts", "required"),
        ("analysis.exclusion.conclusion", "required"),
        ("analysis.family_unity.conclusion", "required"),
        ("results.0.outcome", "required"),
        ("results.1.outcome", "required"),
    } <= absent
    assert ("analysis.statelessness.conclusion", "required") not in absent


@pytest.mark.parametrize("skipped", ["complementary_protection", "statelessness"])
def test_no_rejection_while_another_protection_was_never_examined(skipped: str) -> None:
    said = refusing(toy())
    assert missing(toy(), HOUSEHOLD, content("refused", said)) == ()
    without = {name: answer for name, answer in said.items() if name != skipped}
    assert codes(missing(toy(), HOUSEHOLD, content("refused", without))) == {
        (f"analysis.{skipped}.conclusion", "required")
    }
    bare = said | {skipped: said[skipped] | {"reasons": " "}}
    assert codes(missing(toy(), HOUSEHOLD, content("refused", bare))) == {
        (f"analysis.{skipped}.reasons", "required")
    }


def test_a_refusal_against_the_analysis_is_a_contradiction() -> None:
    said = refusing(toy()) | {
        "cartagena": {
            "conclusion": "met",
            "grounds": ["internal_conflict"],
            "reasons": REASONS,
            "parts": {"threatened": "life"},
        },
        "complementary_protection": {
            "conclusion": "applies",
            "reasons": REASONS,
            "parts": {"life": "yes", "torture": "no"},
        },
    }
    found = missing(toy(), HOUSEHOLD, content("refused", said))
    assert [(e.field, e.rule) for e in found] == [("results.0.outcome", "contradiction")] * 2
    assert codes(missing(costa_rica(), HOUSEHOLD, content("recognised_convention", REJECTING))) == {
        ("results.0.outcome", "contradiction"),
        ("results.0.grounds", "required"),
    }
    assert codes(missing(costa_rica(), HOUSEHOLD, content("excluded", REJECTING))) >= {
        ("results.0.outcome", "contradiction")
    }


def test_a_fact_is_valued_with_reasons_and_rests_on_something() -> None:
    def of(**changes: Any) -> set[tuple[str, str]]:
        fact = Fact.model_validate(FACT | changes)
        return codes(missing(costa_rica(), HOUSEHOLD, content(facts=(fact,))))

    assert of(finding=None) == {("facts.0.finding", "required")}
    assert of(reasons="") == {("facts.0.reasons", "required")}
    cites = REJECTING | {
        "country_information": REJECTING["country_information"] | {"citations": FACT["evidence"]}
    }

    def resting_on_nothing(**changes: Any) -> set[tuple[str, str]]:
        fact = Fact.model_validate(FACT | {"evidence": []} | changes)
        return codes(missing(costa_rica(), HOUSEHOLD, content(said=cites, facts=(fact,))))

    assert resting_on_nothing() == {("facts.0.evidence", "required")}
    assert resting_on_nothing(finding="benefit_of_doubt", doubt=DOUBT) == set()
    assert of(finding="benefit_of_doubt", doubt=DOUBT[:2]) == {("facts.0.doubt", "required")}
    assert of(indicators=[], finding="rejected", not_put=REASONS) == {("facts.0.indicators", "required")}


def test_relatives_follow_the_principal_unless_they_have_their_own_result() -> None:
    recognised = content("recognised_convention", RECOGNISING)
    results = recommended(costa_rica(), HOUSEHOLD, recognised)
    assert (results[CHILD].outcome, results[CHILD].article, results[CHILD].own) == (
        "recognised_derivative",
        "R36831 64",
        False,
    )
    assert results[MOTHER].grounds == ("political_opinion",)
    assert recommended(costa_rica(), HOUSEHOLD, content())[CHILD].outcome == "rejected"
    assert recommended(toy(), HOUSEHOLD, content("granted"))[CHILD].outcome == "granted"

    own = Recommendation(
        claim_id=CHILD, outcome="recognised_convention", grounds=("gender",), reasons=REASONS
    )
    both = replace(content(), recommendations=(*content().recommendations, own))
    result = recommended(costa_rica(), HOUSEHOLD, both)[CHILD]
    assert (result.outcome, result.own) == ("recognised_convention", True)


def test_a_decision_says_the_answers_to_an_issue_in_words_and_not_in_codes() -> None:
    issue = issues(costa_rica())["exclusion"]
    said = [one.says.in_("en") for one in answered(issue, Answer.model_validate(EXCLUDING))]
    assert said[0] == "1F(b): serious non-political crime abroad, before arrival"
    assert len(said) == len(EXCLUDING["parts"])


def test_an_exclusion_is_personal() -> None:
    said = dict(REJECTING) | {"exclusion": EXCLUDING}
    assert codes(missing(costa_rica(), HOUSEHOLD, content("excluded", said))) == {
        ("results.1.outcome", "required")
    }


def test_a_claim_that_was_withdrawn_needs_no_result() -> None:
    claims = [(MOTHER, 0, "principal", "assessment"), (CHILD, 1, "derivative", "withdrawn")]
    assert concerned(costa_rica(), claims) == HOUSEHOLD[:1]


def test_even_a_draft_names_only_what_the_case_and_its_law_have() -> None:
    wrong = Content(
        analysis={
            "cartagena": Answer(conclusion="met"),
            "harm": Answer(conclusion="perhaps"),
            "nexus": Answer(grounds=("wealth",)),
        },
        recommendations=(
            Recommendation(claim_id=UUID(int=9), outcome="rejected"),
            Recommendation(claim_id=MOTHER, outcome="complementary_protection", grounds=("wealth",)),
            Recommendation(claim_id=MOTHER, outcome="rejected"),
        ),
    )
    assert codes(impossible(costa_rica(), {MOTHER, CHILD}, wrong)) == {
        ("analysis.cartagena", "unknown_issue"),
        ("analysis.harm.conclusion", "not_allowed"),
        ("analysis.nexus.grounds", "unknown_ground"),
        ("recommendations.0.claim_id", "unknown_claim"),
        ("recommendations.1.outcome", "unknown_outcome"),
        ("recommendations.1.grounds", "unknown_ground"),
        ("recommendations.2.claim_id", "twice"),
    }


def test_one_no_on_the_checklist_keeps_a_recommendation_from_being_endorsed() -> None:
    whole = dict.fromkeys(checklist(), "yes")
    assert unanswered(whole, endorsing=True) == ()
    assert unanswered({}, endorsing=False) == ()
    assert len(unanswered({}, endorsing=True)) == len(whole)
    assert codes(unanswered(whole | {"law_applied": "no"}, endorsing=True)) == {
        ("checklist.law_applied", "not_met")
    }
    assert codes(unanswered({"made_up": "yes"}, endorsing=False)) == {("checklist.made_up", "not_allowed")}
