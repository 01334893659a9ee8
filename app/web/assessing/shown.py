"""An assessment as its pages show it: the record with what is cited of it, the facts, the issues, the results, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.assessments import public as assessments
from app.assessments.public import AssessmentView, Cited, Evidence, Fact
from app.cases import public as cases
from app.interviews import public as interviews
from app.people import public as people
from app.web.assessing.codes import Codes
from app.web.assessing.lacking import lacking
from app.web.assessing.names import doubt_names, finding_names, indicator_names
from app.web.assessing.record import put_points, record_of
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import relation_name

# Who came with the family but is not of it: their own story may need its own answer.
_OF_THEIR_OWN = ("separated_child", "not_related")
_SHADE = {"accepted": "ok", "benefit_of_doubt": "ok", "partly_accepted": "wait", "rejected": "bad"}


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that the pages of one assessment share."""

    view: AssessmentView
    case: cases.CaseView
    persons: Mapping[Any, people.Profile]
    record: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    results: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    missing: list[dict[str, str]]
    put: list[dict[str, str]]
    codes: Codes

    @property
    def documents(self) -> list[str]:
        return list(self.codes.documents)

    @property
    def name(self) -> str:
        return self.persons[self.case.claims[0].person_id].name


def shown(
    view: AssessmentView,
    case: cases.CaseView,
    persons: Mapping[Any, people.Profile],
    records: Sequence[interviews.Transcript],
    cited: Sequence[Cited] = (),
) -> Analysis:
    """Put an assessment together for its pages. `records` are the case's interviews, oldest first; `cited` its citations as they stand."""
    codes = Codes(cited={each.evidence: each for each in cited})
    record = record_of(view, records, codes, case.profile)
    facts = [_fact(number, fact, codes) for number, fact in enumerate(view.facts, 1)]
    return Analysis(
        view,
        case,
        persons,
        record,
        facts,
        _issues(view, case, codes),
        _results(view, case, persons),
        _sources(view, codes),
        lacking(view, case, persons),
        put_points(records, codes),
        codes,
    )


def _fact(number: int, fact: Fact, codes: Codes) -> dict[str, Any]:
    indicators = [indicator_names()[i] for i in fact.indicators]
    return {
        "id": f"h{number}",
        "number": number,
        "text": fact.statement or _("Hecho sin escribir"),
        "cites": [codes.of(evidence) for evidence in fact.evidence],
        "evidence": fact.evidence,
        "result": finding_names()[fact.finding] if fact.finding else "",
        "kind": _SHADE[fact.finding] if fact.finding else None,
        "reason": fact.reasons + (f" ({', '.join(indicators).lower()})" if indicators else ""),
        "doubt": [doubt_names()[d] for d in fact.doubt if d in doubt_names()],
        "not_put": fact.not_put,
        "place": f"facts.{assessments.key_of(fact, number - 1)}.reasons",
        "warnings": sorted({w for e in fact.evidence if (w := codes.warning(e))}),
    }


def _issues(view: AssessmentView, case: cases.CaseView, codes: Codes) -> list[dict[str, Any]]:
    broken = {m.field.split(".")[1] for m in view.missing if m.field.startswith("analysis.")}
    rows = []
    for name, issue in assessments.issues(case.profile).items():
        answer = view.analysis.get(name, assessments.Answer())
        conclusions = [(c.code, c.label.in_(language())) for c in issue.conclusions]
        grounds = [(g.code, g.label.in_(language())) for g in issue.grounds]
        rows.append(
            {
                "name": name,
                "label": issue.label.in_(language()),
                "question": issue.question.in_(language()),
                "conclusions": conclusions,
                "grounds": grounds,
                "conclusion": dict(conclusions).get(answer.conclusion or "", ""),
                "chosen": [dict(grounds)[g] for g in answer.grounds if g in dict(grounds)],
                "reasons": answer.reasons,
                "parts": [_part(issue, answer, *each) for each in _every_part(issue)],
                "cites": [codes.of(each) for each in answer.citations],
                "answered": answer.conclusion is not None,
                "done": name not in broken and answer.conclusion is not None,
                "wanting": name in broken,
            }
        )
    return rows


def _every_part(issue: assessments.Issue) -> list[tuple[str, assessments.Part, assessments.Choice | None]]:
    """Every question that the issue can ask, whatever is concluded: the page shows those that are asked."""
    return [
        (f"{part.code}.{ground.code}" if ground else part.code, part, ground)
        for part in issue.parts
        for ground in (issue.grounds if part.each else (None,))
    ]


def _part(
    issue: assessments.Issue,
    answer: assessments.Answer,
    key: str,
    part: assessments.Part,
    ground: assessments.Choice | None,
) -> dict[str, Any]:
    choices = [(c.code, c.label.in_(language())) for c in part.choices]
    asked = {asked_key for asked_key, *_part in issue.asked(answer)}
    label = part.label.in_(language())
    return {
        "key": key,
        "label": f"{ground.label.in_(language())}: {label[:1].lower() + label[1:] if label[0] != '¿' else label}"
        if ground
        else label,
        "choices": choices,
        "with": " ".join(part.asked_with),
        "ground": ground.code if ground and part.each == "chosen" else "",
        "asked": key in asked,
        "said": dict(choices).get(answer.parts.get(key, ""), ""),
    }


def _results(
    view: AssessmentView, case: cases.CaseView, persons: Mapping[Any, people.Profile]
) -> list[dict[str, Any]]:
    results = {r.claim_id: r for r in view.recommendations}
    grounds = assessments.all_grounds(case.profile)
    categories = assessments.reason_categories(case.profile)
    rows = []
    for claim in case.claims:
        stage = case.profile.stage(claim.stage)
        if not (stage.open or stage.track):
            continue
        result = results.get(claim.id)
        outcome = case.profile.outcomes[result.outcome] if result else None
        person = persons.get(claim.person_id)
        rows.append(
            {
                "claim": claim,
                "name": person.name if person else "–",
                "relation": relation_name(claim.relation),
                "basis": _("propia") if claim.basis == "principal" else _("derivada"),
                "derivative": claim.basis != "principal",
                "result": result,
                "apart": claim.relation in _OF_THEIR_OWN and (result is None or not result.own),
                "categories": [
                    (categories[code].label.in_(language()), explanation)
                    for code, explanation in (result.categories if result else {}).items()
                    if code in categories
                ],
                "outcome": outcome.label.in_(language()) if outcome else "",
                "grounds": [grounds[g].in_(language()) for g in result.grounds if g in grounds]
                if result
                else [],
            }
        )
    return rows


def _sources(view: AssessmentView, codes: Codes) -> list[dict[str, Any]]:
    """Each country source once, with how often it is cited and what is known of it since."""
    everywhere: list[Evidence] = [e for fact in view.facts for e in fact.evidence]
    everywhere += [e for answer in view.analysis.values() for e in answer.citations]
    cited = [e for e in everywhere if e.kind == "country_source"]
    found = []
    for ref, number in codes.sources.items():
        here = [e for e in cited if e.ref == ref]
        found.append(
            {
                "code": f"P{number}",
                "href": f"#p{number}",
                "title": codes.title(here[0]) if here else ref,
                "quotes": [e.quote for e in here if e.quote],
                "edition": here[0].version if here else None,
                "times": len(here),
                "warning": next((w for e in here if (w := codes.warning(e))), ""),
                "listed": bool(here and assessments.source_id(here[0])),
            }
        )
    return found


def contents(whole: Analysis) -> list[dict[str, Any]]:
    """The parts of the form in order, for its navigation, with which are complete."""
    places = {line["href"] for line in whole.missing}
    facts = any(place.startswith("?fact") for place in places) or "#facts" in places
    first, *others = [
        {"label": issue["label"], "href": f"#issue-{issue['name']}", "done": not issue["wanting"]}
        for issue in whole.issues
    ]
    return [
        {"label": _("Lo que pide"), "href": "#summary", "done": "#summary" not in places},
        first,
        {"label": _("Hechos"), "href": "#facts", "done": not facts},
        *others,
        {
            "label": _("Resultado"),
            "href": "#results",
            "done": not any(place.startswith("#result-") for place in places),
        },
    ]
