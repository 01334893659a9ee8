"""The form of an assessment: what it shows, and what was typed into it. One fact is open for writing at a time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.assessments import public as assessments
from app.assessments.public import AssessmentView, Evidence, Fact
from app.cases import public as cases
from app.core.errors import FieldError, Invalid

# How the form calls the parts of a fact, and what a fact calls them.
_FACT_FIELDS = {
    "statement": "fact-statement",
    "finding": "fact-finding",
    "reasons": "fact-finding-reason",
    "indicators": "fact-indicators",
    "evidence": "fact-source",
}


@dataclass(slots=True)
class Typed:
    """What came with the form. `fact` is the position of the fact that was open; `values` what to show again;
    `homeless` the positions of claims with reasons but no result of their own."""

    fact: int
    summary: str
    facts: list[Any]
    analysis: dict[str, Any]
    recommendations: list[dict[str, Any]]
    values: dict[str, Any]
    positions: list[int] = field(default_factory=list)
    homeless: list[int] = field(default_factory=list)

    def check(self) -> None:
        """Raises `Invalid` where reasons were typed for a claim that has no result of its own to carry them."""
        if self.homeless:
            raise Invalid(
                *(
                    FieldError(
                        f"results.{position}.outcome",
                        "required",
                        "Elija el resultado propio, o borre sus razones: quien sigue a la principal no las lleva.",
                    )
                    for position in self.homeless
                )
            )


def packed(evidence: Evidence) -> str:
    """A citation as the value of its checkbox."""
    return json.dumps(evidence.model_dump(), ensure_ascii=False, sort_keys=True)


def unpacked(value: str) -> Evidence:
    """Back from a checkbox. Raises `Invalid` for what no page of ours sent."""
    try:
        return Evidence.model_validate_json(value)
    except ValidationError as fault:
        raise Invalid.at("facts", "not_allowed", "Este valor no está entre los posibles.") from fault


def values_of(view: AssessmentView, case: cases.CaseView, fact: int) -> dict[str, Any]:
    """What the form shows of a saved draft, with the fact at that position open."""
    values: dict[str, Any] = {"summary": view.summary, **_fact_values(view.facts, fact)}
    for name, answer in view.analysis.items():
        values[f"issue-{name}"] = answer.conclusion or ""
        values[f"issue-{name}-grounds"] = list(answer.grounds)
        values[f"issue-{name}-reasons"] = answer.reasons
    own = {r.claim_id: r for r in view.recommendations if r.own}
    for claim in case.claims:
        if result := own.get(claim.id):
            values[f"result-{claim.position}-outcome"] = result.outcome
            values[f"result-{claim.position}-article"] = result.article
            values[f"result-{claim.position}-reasons"] = result.reasons
            values[f"result-{claim.position}-grounds"] = list(result.grounds)
    return values


def _fact_values(facts: Sequence[Fact], number: int) -> dict[str, Any]:
    if number >= len(facts):
        return {"fact-cite": []}
    fact = facts[number]
    return {
        "fact-statement": fact.statement,
        "fact-finding": fact.finding or "",
        "fact-finding-reason": fact.reasons,
        "fact-indicators": list(fact.indicators),
        "fact-cite": [packed(evidence) for evidence in fact.evidence],
    }


def read(form: FormData, view: AssessmentView, case: cases.CaseView, *, autosaved: bool) -> Typed:
    """What was typed, as `assessments.save` takes it. What was not finished typing is not cited while autosaving."""
    number = _number(form, "fact", len(view.facts))
    values: dict[str, Any] = {"fact-cite": []}
    values |= {key: form.getlist(key) if _many(key) else str(form[key]) for key in form}
    facts: list[Any] = list(view.facts)
    fact = _fact(form, autosaved=autosaved)
    removed = form.get("do") == "remove"
    if number < len(facts):
        facts[number : number + 1] = [] if removed else [fact]
    elif any(fact.values()) and not removed:
        facts.append(fact)
    recommendations, positions = _recommendations(form, case)
    return Typed(
        number,
        str(form.get("summary", "")),
        facts,
        dict(_analysis(form, case)),
        recommendations,
        values,
        positions,
        [c.position for c in case.claims if c.position not in positions and _has_words(form, c.position)],
    )


def _many(key: str) -> bool:
    return key.endswith(("-grounds", "-indicators", "-cite"))


def _number(form: FormData, key: str, most: int) -> int:
    given = str(form.get(key, ""))
    return min(int(given), most) if given.isdigit() else most


def _fact(form: FormData, *, autosaved: bool) -> dict[str, Any]:
    evidence = [unpacked(str(each)).model_dump() for each in form.getlist("fact-cite")]
    if not autosaved:
        evidence += _new_evidence(form)
    distinct = {json.dumps(each, sort_keys=True): each for each in evidence}
    return {
        "statement": str(form.get("fact-statement", "")),
        "finding": str(form.get("fact-finding", "")) or None,
        "reasons": str(form.get("fact-finding-reason", "")),
        "indicators": [str(each) for each in form.getlist("fact-indicators")],
        "evidence": list(distinct.values()),
    }


def _new_evidence(form: FormData) -> Iterable[dict[str, str]]:
    if entry := str(form.get("cite", "")):
        yield {"kind": "entry", "ref": entry, "quote": str(form.get("quote", "")).strip()}
    if paper := str(form.get("fact-document", "")).strip():
        yield {"kind": "document", "ref": paper, "quote": ""}
    if source := str(form.get("fact-source", "")).strip():
        yield {"kind": "country_source", "ref": source, "quote": ""}


def _analysis(form: FormData, case: cases.CaseView) -> Iterable[tuple[str, dict[str, Any]]]:
    for name, issue in assessments.issues(case.profile).items():
        conclusion = str(form.get(f"issue-{name}", "")) or None
        grounds = [str(each) for each in form.getlist(f"issue-{name}-grounds")]
        # Grounds that were ticked before the conclusion was changed to one that has none.
        kept = grounds if conclusion is None or conclusion in issue.grounds_with else []
        yield (
            name,
            {
                "conclusion": conclusion,
                "grounds": kept,
                "reasons": str(form.get(f"issue-{name}-reasons", "")),
            },
        )


def _recommendations(form: FormData, case: cases.CaseView) -> tuple[list[dict[str, Any]], list[int]]:
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
                }
            )
    return found, positions


def _has_words(form: FormData, position: int) -> bool:
    return bool(str(form.get(f"result-{position}-reasons", "")).strip())


def at_fields(errors: Mapping[str, str], typed: Typed) -> dict[str, str]:
    """The errors under the names that the form's fields have."""
    return {_field(path, typed): message for path, message in errors.items()}


def _field(path: str, typed: Typed) -> str:
    match path.split("."):
        case ["facts", number, *rest] if int(number) == typed.fact:
            return _FACT_FIELDS.get(rest[0] if rest else "", "fact-statement")
        case ["facts", *_]:
            return "fact-statement"
        case ["analysis", name, part]:
            return f"issue-{name}" if part == "conclusion" else f"issue-{name}-{part}"
        case ["results", position, part]:
            return f"result-{position}-{part}"
        case ["recommendations", number, part] if int(number) < len(typed.positions):
            return f"result-{typed.positions[int(number)]}-{part}"
        case _:
            return path


def unsaved(typed: Mapping[str, Any], saved: Mapping[str, Any]) -> list[str]:
    """The texts that were typed and are not what is saved: shown to whoever could not save them."""
    texts = ("summary", "fact-statement", "fact-finding-reason")
    return [
        value
        for key, value in typed.items()
        if (key in texts or key.endswith("-reasons"))
        and value.strip()
        and value.strip() != saved.get(key, "")
    ]
