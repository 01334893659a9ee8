"""For every law that a country may have: what it lacks is never asked, and what it requires can never be skipped."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessments.rules.categories import reason_categories
from app.assessments.rules.differences import compare, words
from app.assessments.rules.issues import all_grounds, issues
from app.assessments.rules.missing import missing
from app.assessments.rules.results import ClaimAt
from app.assessments.rules.second import second_for
from app.assessments.rules.shapes import Answer, Content, Fact, Recommendation
from app.assessments.rules.texts import found_again
from app.assessments.rules.validity import impossible
from app.procedure.public import Profile
from tests.assessing import FACT, REASONS, refusing, result
from tests.procedure.scenes import costa_rica, toy

MOTHER, CHILD = UUID(int=1), UUID(int=2)
HOUSEHOLD = [ClaimAt(MOTHER, 0, "principal"), ClaimAt(CHILD, 1, "derivative")]
LIMBS = ("gender", "cartagena", "complementary_protection", "internal_flight", "oau", "sur_place")
SITUATIONS = ("generalised_violence", "internal_conflict", "un_motivo_propio")
ROUTES = ("same_procedure", "foreign_ministry", "migration_authority", "none")


@st.composite
def laws(draw: st.DrawFn) -> tuple[Profile, dict[str, bool | None]]:
    """The toy's procedure with a definition of any limbs, each there, not there, or unknown."""
    limbs = {limb: draw(st.sampled_from((True, False, None))) for limb in LIMBS}
    facts: dict[str, object] = {
        limb: {"verification": "unknown"} if has is None else {"is": has, "verification": "recalled"}
        for limb, has in limbs.items()
    }
    named = draw(st.lists(st.sampled_from(SITUATIONS), unique=True))
    definition = type(toy().definition).model_validate(
        {
            "convention_1951": {"is": True, "verification": "recalled"},
            "statelessness": {"route": draw(st.sampled_from(ROUTES)), "verification": "recalled"},
            "cartagena_situations": tuple({"name": n, "label": {"es": n, "en": n}} for n in named),
        }
        | facts
    )
    return toy().model_copy(update={"definition": definition}), limbs


def refusal(profile: Profile) -> Content:
    return Content(
        "Pide protección.",
        (Fact.model_validate(FACT),),
        {name: Answer.model_validate(said) for name, said in refusing(profile).items()},
        (
            Recommendation.model_validate(
                result(MOTHER, "refused" if profile.country == toy().country else "rejected")
            ),
        ),
    )


@settings(max_examples=60, deadline=None)
@given(laws())
def test_what_a_law_lacks_is_never_asked_and_never_taken(law: tuple[Profile, dict[str, bool | None]]) -> None:
    profile, limbs = law
    asked = issues(profile)
    for limb in ("cartagena", "complementary_protection", "internal_flight", "oau"):
        assert (limb in asked) == (limbs[limb] is True)
        if limb not in asked:
            stray = Content(analysis={limb: Answer(reasons="De todos modos.")})
            assert [e.rule for e in impossible(profile, {MOTHER}, stray)] == ["unknown_issue"]
    assert ("statelessness" in asked) == (profile.definition.statelessness.route != "none")
    assert ("gender" in all_grounds(profile)) == (limbs["gender"] is True)
    assert ("internal_relocation" in reason_categories(profile)) == (limbs["internal_flight"] is True)
    sur_place = any(p.code == "sur_place" for p in asked["well_founded_fear"].parts)
    assert sur_place == (limbs["sur_place"] is True)
    if "cartagena" in asked and profile.definition.cartagena_situations:
        named = {s.name for s in profile.definition.cartagena_situations}
        assert {g.code for g in asked["cartagena"].grounds} == named


@settings(max_examples=40, deadline=None)
@given(laws(), st.data())
def test_nothing_that_a_law_requires_can_be_skipped_in_a_refusal(
    law: tuple[Profile, dict[str, bool | None]], data: st.DataObject
) -> None:
    profile, _limbs = law
    whole = refusal(profile)
    assert missing(profile, HOUSEHOLD, whole) == ()
    name = data.draw(st.sampled_from(sorted(issues(profile))))
    without = replace(whole, analysis={n: a for n, a in whole.analysis.items() if n != name})
    assert f"analysis.{name}.conclusion" in {e.field for e in missing(profile, HOUSEHOLD, without)}
    answer = whole.analysis[name]
    for key, _part, _ground in issues(profile)[name].asked(answer):
        left = answer.model_copy(update={"parts": {k: v for k, v in answer.parts.items() if k != key}})
        holed = replace(whole, analysis=dict(whole.analysis) | {name: left})
        assert {e.field for e in missing(profile, HOUSEHOLD, holed)} == {f"analysis.{name}.parts.{key}"}


def test_a_fact_never_put_to_the_person_counts_against_them_only_with_an_explanation() -> None:
    def lacks(known: frozenset[str] = frozenset(), **changes: object) -> set[str]:
        fact = Fact.model_validate(FACT | {"finding": "rejected"} | changes)
        whole = replace(refusal(costa_rica()), facts=(fact,))
        return {e.field for e in missing(costa_rica(), HOUSEHOLD, whole, known)}

    assert lacks() == {"facts.0.not_put"}
    assert lacks(put=["punto-1"]) == {"facts.0.not_put"}, "a point that nobody put is no point"
    assert lacks(frozenset({"punto-1"}), put=["punto-1"]) == set()
    assert lacks(not_put="Constaba en su propio documento, que reconoció.") == set()


def test_exclusion_is_never_automatic() -> None:
    parts = {"act": "crime_1fa", "standard": "met", "responsibility": "own_act", "defences": "none"}
    cited = ({"kind": "document", "ref": "Sentencia inventada"},)

    def lacks(citations: object = cited, **changes: str) -> set[str]:
        said = {
            "conclusion": "excluded",
            "reasons": REASONS,
            "parts": parts | changes,
            "citations": citations,
        }
        whole = refusal(costa_rica())
        analysis = dict(whole.analysis) | {"exclusion": Answer.model_validate(said)}
        results = tuple(Recommendation.model_validate(result(claim, "excluded")) for claim in (MOTHER, CHILD))
        whole = replace(whole, analysis=analysis, recommendations=results)
        return {e.field for e in missing(costa_rica(), HOUSEHOLD, whole)}

    assert lacks() == set()
    assert lacks(citations=()) == {"analysis.exclusion.citations"}
    for part, said in (
        ("standard", "not_met"),
        ("responsibility", "membership_only"),
        ("defences", "applies"),
    ):
        assert lacks(**{part: said}) == {f"analysis.exclusion.parts.{part}"}


def test_a_refusal_gives_reasons_that_the_analysis_supports() -> None:
    def lacks(**categories: str) -> set[tuple[str, str]]:
        given = Recommendation.model_validate(result(MOTHER, "rejected") | {"categories": categories})
        whole = replace(refusal(costa_rica()), recommendations=(given,))
        return {(e.field, e.rule) for e in missing(costa_rica(), HOUSEHOLD, whole)}

    assert lacks() == {("results.0.categories", "required")}
    assert lacks(no_link_to_criteria=" ") == {("results.0.categories.no_link_to_criteria", "required")}
    assert lacks(state_protection="Puede acudir.") == {
        ("results.0.categories.state_protection", "unsupported")
    }
    assert lacks(no_link_to_criteria="No se debe a ninguno.") == set()


def test_two_people_endorse_an_exclusion_and_a_childs_own_refusal() -> None:
    def why(*given: tuple[UUID, str, bool]) -> tuple[str, ...]:
        results = {claim: Recommendation(claim_id=claim, outcome=o, own=own) for claim, o, own in given}
        return second_for(costa_rica(), HOUSEHOLD, results, {CHILD})

    assert why((MOTHER, "rejected", True), (CHILD, "rejected", False)) == ()
    assert why((MOTHER, "recognised_convention", True), (CHILD, "rejected", True)) == ("child",)
    assert why((MOTHER, "excluded", True), (CHILD, "recognised_convention", True)) == ("exclusion",)


@settings(max_examples=60, deadline=None)
@given(st.text("ab c.,\n", max_size=60), st.text("ab c.,\n", max_size=60))
def test_differences_lose_no_word_of_either_version(before: str, after: str) -> None:
    runs = words(before, after)
    assert "".join(r.text for r in runs if r.kind != "added") == before
    assert "".join(r.text for r in runs if r.kind != "removed") == after


@given(st.text("ab ", max_size=20), st.text("ab", min_size=1, max_size=4), st.text("ab ", max_size=20))
def test_a_passage_is_found_again_where_it_stands_nearest(head: str, quote: str, tail: str) -> None:
    text = head + quote + tail
    found = found_again(text, quote, len(head))
    assert found == (len(head), len(head) + len(quote))
    assert found_again(tail, "zz", 0) is None


def test_a_difference_names_its_place_and_what_was_chosen() -> None:
    before = refusal(costa_rica())
    harm = before.analysis["harm"].model_copy(update={"conclusion": "persecution", "reasons": "Otra cosa."})
    after = replace(before, analysis=dict(before.analysis) | {"harm": harm})
    (change,) = compare(before, after, {MOTHER: 0})
    assert (change.place, change.before, change.after) == (
        "analysis.harm",
        ("other_serious_harm",),
        ("persecution",),
    )
    assert compare(before, before, {MOTHER: 0}) == ()
