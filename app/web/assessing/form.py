"""The form of an assessment: what it shows, and what was typed into it. One fact is open for writing at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from app.assessments.public import AssessmentView, Fact, key_of
from app.cases import public as cases
from app.core.errors import FieldError, Invalid
from app.web.assessing.fields import answers_in, fact_in, packed, results_in, target_of

# How the form calls the parts of a fact, and what a fact calls them.
_FACT_FIELDS = {
    "statement": "fact-statement",
    "finding": "fact-finding",
    "reasons": "fact-finding-reason",
    "indicators": "fact-indicators",
    "evidence": "fact-source",
    "doubt": "fact-doubt",
    "put": "fact-put",
    "not_put": "fact-unput",
}
_LISTS = ("-grounds", "-indicators", "-cite", "-doubt", "-put", "-categories")


@dataclass(slots=True)
class Typed:
    """What came with the form. `fact` is the position of the fact that was open; `values` what to show again;
    `target` where it cites; `homeless` the positions of claims with reasons but no result of their own."""

    fact: int
    target: str
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


def values_of(view: AssessmentView, case: cases.CaseView, fact: int) -> dict[str, Any]:
    """What the form shows of a saved draft, with the fact at that position open."""
    values: dict[str, Any] = {"summary": view.summary, **_fact_values(view.facts, fact)}
    for name, answer in view.analysis.items():
        values[f"issue-{name}"] = answer.conclusion or ""
        values[f"issue-{name}-grounds"] = list(answer.grounds)
        values[f"issue-{name}-reasons"] = answer.reasons
        values[f"issue-{name}-cite"] = [packed(evidence) for evidence in answer.citations]
        values |= {f"issue-{name}-part-{key}": said for key, said in answer.parts.items()}
    own = {r.claim_id: r for r in view.recommendations if r.own}
    for claim in case.claims:
        if result := own.get(claim.id):
            values[f"result-{claim.position}-outcome"] = result.outcome
            values[f"result-{claim.position}-article"] = result.article
            values[f"result-{claim.position}-reasons"] = result.reasons
            values[f"result-{claim.position}-grounds"] = list(result.grounds)
            values[f"result-{claim.position}-categories"] = list(result.categories)
            for code, explanation in result.categories.items():
                values[f"result-{claim.position}-explain-{code}"] = explanation
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
        "fact-doubt": list(fact.doubt),
        "fact-put": list(fact.put),
        "fact-unput": fact.not_put,
    }


def read(form: FormData, view: AssessmentView, case: cases.CaseView, *, autosaved: bool) -> Typed:
    """What was typed, as `assessments.save` takes it. What was not finished typing is not cited while autosaving."""
    number = _number(form, "fact", len(view.facts))
    values: dict[str, Any] = {"fact-cite": []}
    values |= {key: form.getlist(key) if _many(key) else str(form[key]) for key in form}
    facts: list[Any] = list(view.facts)
    target = target_of(form, case)
    fact = fact_in(form, facts[number].id if number < len(facts) else "", target, autosaved=autosaved)
    removed = form.get("do") == "remove"
    if number < len(facts):
        facts[number : number + 1] = [] if removed else [fact]
    elif any(fact.values()) and not removed:
        facts.append(fact)
    recommendations, positions = results_in(form, case)
    return Typed(
        number,
        target,
        str(form.get("summary", "")),
        facts,
        dict(answers_in(form, case, target, autosaved=autosaved)),
        recommendations,
        values,
        positions,
        [c.position for c in case.claims if c.position not in positions and _has_words(form, c.position)],
    )


def _many(key: str) -> bool:
    return key.endswith(_LISTS)


def _number(form: FormData, key: str, most: int) -> int:
    given = str(form.get(key, ""))
    return min(int(given), most) if given.isdigit() else most


def _has_words(form: FormData, position: int) -> bool:
    return bool(str(form.get(f"result-{position}-reasons", "")).strip())


def at_fields(errors: Mapping[str, str], typed: Typed) -> dict[str, str]:
    """The errors under the names that the form's fields have."""
    return {_field(path, typed): message for path, message in errors.items()}


def _field(path: str, typed: Typed) -> str:
    part, *rest = path.split(".")
    places = {"facts": _fact_field, "analysis": _issue_field, "results": _result_field}
    if part in places and rest:
        return places[part](rest, typed)
    if part == "recommendations" and len(rest) > 1 and int(rest[0]) < len(typed.positions):
        return f"result-{typed.positions[int(rest[0])]}-{rest[1]}"
    return path


def _fact_field(rest: list[str], typed: Typed) -> str:
    """One fact is open; an error of another is shown at its statement."""
    here = int(rest[0]) == typed.fact and len(rest) > 1
    return _FACT_FIELDS.get(rest[1], "fact-statement") if here else "fact-statement"


def _issue_field(rest: list[str], _typed: Typed) -> str:
    name, part, *key = rest
    names = {"conclusion": "", "parts": f"-part-{'.'.join(key)}", "citations": "-cite"}
    return f"issue-{name}{names.get(part, f'-{part}')}"


def _result_field(rest: list[str], _typed: Typed) -> str:
    position, part, *code = rest
    return f"result-{position}-explain-{code[0]}" if code else f"result-{position}-{part}"


def unsaved(typed: Mapping[str, Any], saved: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The texts that were typed and are not what is saved, as field, saved and typed: shown to whoever could not save them."""
    texts = ("summary", "fact-statement", "fact-finding-reason", "fact-unput")
    return [
        (key, str(saved.get(key, "")), value.strip())
        for key, value in typed.items()
        if (key in texts or key.endswith("-reasons") or "-explain-" in key)
        and value.strip()
        and value.strip() != saved.get(key, "")
    ]


def place_of(field_name: str, typed: Typed, view: AssessmentView) -> str:
    """The place (`assessments.texts`) that a text field of the form belongs to."""
    if field_name.startswith("fact-"):
        facts = view.facts
        key = key_of(facts[typed.fact], typed.fact) if typed.fact < len(facts) else "new"
        return f"facts.{key}.statement" if field_name == "fact-statement" else f"facts.{key}.reasons"
    if field_name.startswith("issue-"):
        return "analysis." + field_name.removeprefix("issue-").removesuffix("-reasons")
    if field_name.startswith("result-"):
        return "results." + field_name.split("-")[1]
    return "summary"
