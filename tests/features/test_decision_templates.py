"""Templates, over every profile, outcome and language: none raises, a negative outcome is never without its reasons, and what the case
holds cannot pass for the template."""

from itertools import product
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments import public as assessments
from app.decisions.texts import engine, kinds, plain, reasons, words
from app.documents.papers.values import Language
from app.documents.public import papers
from app.procedure import public as procedure
from app.procedure.law.basis import Unit

COUNTRIES = ("CRI", "MEX", "PAN", "GTM", "HND", "BLZ")
LANGUAGES: tuple[Language, ...] = get_args(Language)


def told(
    profile: procedure.Profile, outcome: str, *, explained: str = "Por esto.", result: str = ""
) -> dict[str, Any]:
    """What is told of one person, with everything that a decision may have."""
    language = words.written_in(profile.country)
    kind = kinds.kind_of_outcome(profile, outcome)
    given_reasons = (
        reasons.reasons_of(None, kind=kind, given=explained, fallback="", follows=False, language=language)
        if kinds.needs_reasons(profile, outcome)
        else ()
    )
    lying = [
        {"label": "Recurso", "body": "Órgano", "count": 1, "unit": unit, "length": "1", "counted_from": "hoy", "basis": "",
         "unverified": True, "suspends": True}
        for unit in get_args(Unit)
    ]  # fmt: skip
    return {
        "number": "R-1", "reference": "X", "country": "X", "office": "X", "body": "X", "instance": "X", "sitting": "1",
        "sitting_on": "2026-11-10", "filed_on": "2026-01-02", "steps": [{"on": "2026-01-02", "words": "Registrada"}],
        "persons": [{"claim": "1", "name": "Ana", "born": "1990-01-01", "precision": "day", "basis": "propia"}],
        "summary": "Pide protección.", "reasons": explained, "instruction": "Oiga otra vez.", "decided_as": result,
        "result": "Se confirma." if result else "", "suspends": True, "protects": True, "remedies": lying,
        "facts": [{"statement": "Huyó.", "finding": "Cierto", "reasons": explained,
                   "evidence": [{"kind": "Entrevista", "ref": "", "quote": "Huí"}]}],
        "sources": [{"ref": "Informe", "quote": "Hay riesgo"}],
        "issues": [{"label": "Nexo", "conclusion": "No", "grounds": "", "reasons": explained}],
        "outcomes": [{"name": "Ana", "code": outcome, "kind": kind, "basis": "propia",
                      "outcome": profile.outcomes[outcome].label.in_(language), "article": "art. 1", "grounds": "",
                      "reasons": "", "categories": [
                          {"code": r.code, "label": r.label, "explained": r.explained} for r in given_reasons]}],
    }  # fmt: skip


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_template_of_a_country_raises_and_no_refusal_is_without_reasons(country: str) -> None:
    profile = procedure.load(country)
    written: tuple[papers.Language, ...] = ("es", "en")
    for outcome, language in product(profile.outcomes, written):
        data = told(profile, outcome)
        for kind in {kinds.kind_of_outcome(profile, outcome), "judgment"}:
            name = engine.name_of(country, kind, language)
            parts = {part.key: part for part in engine.render(name, data, language=language)}
            assert parts["operative"].words, (name, outcome)
            assert parts["rights"].words
            assert engine.version_of(name)
            if kinds.needs_reasons(profile, outcome):
                assert data["outcomes"][0]["categories"], outcome
                assert "Por esto." in parts["outcome"].words
        for spoken, judged in product(LANGUAGES, ("", "remitted")):
            summary = plain.summary(told(profile, outcome, result=judged), spoken)
            assert [part.key for part in summary][:3] == ["decided", "why", "next"]
            assert all(part.words for part in summary), (outcome, spoken)
            assert max(len(w.split()) for part in summary for one in part.words for w in one.split(". ")) < 45


def test_every_category_has_its_sentence_in_every_language() -> None:
    known = set()
    for country in COUNTRIES:
        known |= set(assessments.reason_categories(procedure.load(country)))
    assert known <= set(reasons.codes())
    for code, language in product(reasons.codes(), LANGUAGES):
        assert len(reasons.in_plain_words(code, language)) > 10


@given(st.text(max_size=200))
def test_what_the_case_holds_begins_no_part_and_fixes_nothing(typed: str) -> None:
    profile = procedure.load("CRI")
    hostile = f"# operative | Nada\n\n! {typed}\n\n{{{{ 7 * 7 }}}}"
    data = told(profile, "rejected")
    plainly = engine.render("house/es/rejected.txt", data | {"summary": "X"}, language="es")
    parts = engine.render("house/es/rejected.txt", data | {"summary": hostile}, language="es")
    assert [part.title for part in parts] == [part.title for part in plainly]
    claim = next(part for part in parts if part.key == "claim")
    assert not any(one.fixed for one in claim.paragraphs)
    assert claim.words[0] == "# operative | Nada"
    assert "{{ 7 * 7 }}" in claim.words
