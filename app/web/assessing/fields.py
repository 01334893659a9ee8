"""What the fields of an assessment's form say, as `assessments.save` takes it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.assessments import public as assessments
from app.assessments.public import Evidence
from app.cases import public as cases
from app.core.errors import Invalid


def packed(evidence: Evidence) -> str:
    """A citation as the value of its checkbox."""
    return json.dumps(evidence.model_dump(), ensure_ascii=False, sort_keys=True)


def unpacked(value: str) -> Evidence:
    """Back from a checkbox. Raises `Invalid` for what no page of ours sent."""
    try:
        return Evidence.model_validate_json(value)
    except ValidationError as fault:
        raise Invalid.at("facts", "not_allowed", "Este valor no está entre los posibles.") from fault


def target_of(form: FormData, case: cases.CaseView) -> str:
    """Where the form cites: `fact`, or the name of an issue."""
    named = str(form.get("target", ""))
    return named if named in assessments.issues(case.profile) else "fact"


def fact_in(form: FormData, key: str, target: str, *, autosaved: bool) -> dict[str, Any]:
    """The open fact; `key` is its identifier. What was not finished typing is not cited while autosaving."""
    evidence = _ticked(form, "fact-cite")
    if not autosaved:
        evidence += [*_cited_now(form, target, "fact"), *_named_sources(form)]
    finding = str(form.get("fact-finding", "")) or None
    return {
        "id": key,
        "statement": str(form.get("fact-statement", "")),
        "finding": finding,
        "reasons": str(form.get("fact-finding-reason", "")),
        "indicators": [str(each) for each in form.getlist("fact-indicators")],
        "evidence": _distinct(evidence),
        # What was answered before the finding was changed to one that does not ask for it.
        "doubt": [str(each) for each in form.getlist("fact-doubt")] if finding == "benefit_of_doubt" else [],
        "put": [str(each) for each in form.getlist("fact-put")] if finding == "rejected" else [],
        "not_put": str(form.get("fact-unput", "")) if finding == "rejected" else "",
    }


def answers_in(
    form: FormData, case: cases.CaseView, target: str, *, autosaved: bool
) -> Iterable[tuple[str, dict[str, Any]]]:
    """The answer to every issue. What a changed conclusion no longer asks is left out."""
    for name, issue in assessments.issues(case.profile).items():
        field = f"issue-{name}"
        conclusion = str(form.get(field, "")) or None
        grounds = [str(each) for each in form.getlist(f"{field}-grounds")]
        kept = grounds if conclusion is None or conclusion in issue.grounds_with else []
        citations = _ticked(form, f"{field}-cite")
        if not autosaved:
            citations += _cited_now(form, target, name)
        known = assessments.Answer(conclusion=conclusion, grounds=tuple(kept))
        asked = {key: str(form.get(f"{field}-part-{key}", "")) for key, *_part in issue.asked(known)}
        yield (
            name,
            {
                "conclusion": conclusion,
                "grounds": kept,
                "reasons": str(form.get(f"{field}-reasons", "")),
                "parts": {key: said for key, said in asked.items() if said},
                "citations": _distinct(citations),
            },
        )


def results_in(form: FormData, case: cases.CaseView) -> tuple[list[dict[str, Any]], list[int]]:
    """What is recommended for each claim that has a result of its own, and the positions of those claims."""
    found, positions = [], []
    for claim in case.claims:
        key = f"result-{claim.position}"
        if outcome := str(form.get(f"{key}-outcome", "")):
            positions.append(claim.position)
            found.append(
                {
                    "claim_id": str(claim.id),
                    "outcome": outcome,
                    "article": str(form.get(f"{key}-article", "")),
                    "reasons": str(form.get(f"{key}-reasons", "")),
                    "grounds": [str(each) for each in form.getlist(f"{key}-grounds")],
                    "categories": _categories(form, case, key, outcome),
                }
            )
    return found, positions


def _categories(form: FormData, case: cases.CaseView, key: str, outcome: str) -> Mapping[str, str]:
    known = case.profile.outcomes.get(outcome)
    if known is None or not known.refuses:
        return {}
    ticked = [str(each) for each in form.getlist(f"{key}-categories")]
    return {code: str(form.get(f"{key}-explain-{code}", "")) for code in ticked}


def _ticked(form: FormData, name: str) -> list[dict[str, Any]]:
    return [unpacked(str(each)).model_dump() for each in form.getlist(name)]


def _cited_now(form: FormData, target: str, here: str) -> list[dict[str, Any]]:
    """The answer whose button was pressed, where the form cites at this place."""
    entry = str(form.get("cite", ""))
    if not entry or target != here:
        return []
    quote = str(form.get("quote", "")).strip()
    return [Evidence(kind="entry", ref=entry, quote=quote).model_dump()]


def _named_sources(form: FormData) -> Iterable[dict[str, Any]]:
    if paper := str(form.get("fact-document", "")).strip():
        yield Evidence(kind="document", ref=paper).model_dump()
    if source := str(form.get("fact-source", "")).strip():
        yield Evidence(kind="country_source", ref=source).model_dump()


def _distinct(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each citation once: one made again is the one that is pinned already."""
    once: dict[tuple[str, str, str], dict[str, Any]] = {}
    for each in evidence:
        once.setdefault((each["kind"], each["ref"], " ".join(each["quote"].split())), each)
    return list(once.values())
