"""An assessment as its pages show it: the record with what is cited of it, the facts, the issues, the results, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.assessments import public as assessments
from app.assessments.public import AssessmentView, Evidence, Fact
from app.cases import public as cases
from app.core.errors import FieldError
from app.interviews import public as interviews
from app.people import public as people
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import relation_name

# Who came with the family but is not of it: their own story may need its own answer.
_OF_THEIR_OWN = ("separated_child", "not_related")
_KIND = {"document": "doc", "country_source": "coi"}
_SHADE = {"accepted": "ok", "benefit_of_doubt": "ok", "partly_accepted": "wait", "rejected": "bad"}


def finding_names() -> dict[str, str]:
    return {
        "accepted": _("Aceptado"),
        "partly_accepted": _("En parte"),
        "rejected": _("No aceptado"),
        "benefit_of_doubt": _("Beneficio de la duda"),
    }


def indicator_names() -> dict[str, str]:
    return {
        "detail": _("Suficiencia de detalle"),
        "internal_consistency": _("Coherencia interna"),
        "consistency_with_others": _("Coherencia con otras personas y documentos"),
        "country_information": _("Coherencia con la información del país"),
        "plausibility": _("Verosimilitud"),
    }


def status_names() -> dict[str, str]:
    return {
        "draft": _("Borrador"),
        "submitted": _("En revisión"),
        "returned": _("Devuelto"),
        "endorsed": _("Avalado"),
    }


@dataclass(slots=True)
class Codes:
    """The short codes of what is cited: R an answer of the record, D a document, P country information."""

    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)

    def of(self, evidence: Evidence) -> dict[str, Any]:
        """Code, address on the page and kind, for the `cite` macro; `label` says in words what it is."""
        if evidence.kind == "entry":
            code, anchor = self.answers.get(evidence.ref, ("R?", "transcript-title"))
            label = evidence.quote or _("respuesta del acta")
            return {"code": code, "href": f"#{anchor}", "kind": None, "label": label}
        known, letter = (self.documents, "D") if evidence.kind == "document" else (self.sources, "P")
        number = known.setdefault(evidence.ref, len(known) + 1)
        anchor = f"#{letter.lower()}{number}"
        return {
            "code": f"{letter}{number}",
            "href": anchor,
            "kind": _KIND[evidence.kind],
            "label": evidence.ref,
        }


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
) -> Analysis:
    """Put an assessment together for its pages. `records` are the case's interviews, oldest first."""
    codes = Codes()
    record = _record(view, records, codes)
    facts = [_fact(number, fact, codes) for number, fact in enumerate(view.facts, 1)]
    return Analysis(
        view,
        case,
        persons,
        record,
        facts,
        _issues(view, case),
        _results(view, case, persons),
        _sources(view, codes),
        _missing(view, case, persons),
        codes,
    )


def _record(
    view: AssessmentView, records: Sequence[interviews.Transcript], codes: Codes
) -> list[dict[str, Any]]:
    parts = []
    for turn, transcript in enumerate(records, 1):
        prefix = f"{turn}." if len(records) > 1 else ""
        rows = [
            _row(view, exchange, prefix, codes)
            for exchange in transcript.exchanges
            if exchange.number is not None and exchange.lines
        ]
        parts.append({"view": transcript.view, "rows": rows})
    return parts


def _row(view: AssessmentView, exchange: interviews.Exchange, prefix: str, codes: Codes) -> dict[str, Any]:
    code = f"{prefix}{exchange.number}"
    anchor = "r" + code.replace(".", "-")
    lines = {str(line.id) for line in exchange.lines}
    codes.answers.update(dict.fromkeys(lines, (f"R{code}", anchor)))
    said = exchange.answer or exchange.lines[-1]
    text = exchange.final(said)
    citing = [
        (number, evidence)
        for number, fact in enumerate(view.facts, 1)
        for evidence in fact.evidence
        if evidence.kind == "entry" and evidence.ref in lines
    ]
    asked = exchange.question
    return {
        "number": code,
        "anchor": anchor,
        "entry": str(said.id),
        "question": exchange.final(asked) if asked and asked is not said else "",
        "parts": marked(text, [e.quote for _number, e in citing if e.quote]),
        "cites": [
            {"code": f"H{n}", "href": f"#h{n}", "label": _("citado en el hecho %(n)s") % {"n": n}}
            for n in sorted({number for number, _e in citing})
        ],
    }


def marked(text: str, quotes: Sequence[str]) -> list[dict[str, Any]]:
    """The text in order, in parts; what is quoted is marked."""
    inside = [False] * len(text)
    for quote in quotes:
        at = text.find(quote)
        if at >= 0:
            inside[at : at + len(quote)] = [True] * len(quote)
    parts: list[dict[str, Any]] = []
    for char, is_marked in zip(text, inside, strict=True):
        if not parts or parts[-1]["marked"] != is_marked:
            parts.append({"text": "", "marked": is_marked})
        parts[-1]["text"] += char
    return parts


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
    }


def _issues(view: AssessmentView, case: cases.CaseView) -> list[dict[str, Any]]:
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
                "answered": answer.conclusion is not None,
                "done": name not in broken and answer.conclusion is not None,
                "wanting": name in broken,
            }
        )
    return rows


def _results(
    view: AssessmentView, case: cases.CaseView, persons: Mapping[Any, people.Profile]
) -> list[dict[str, Any]]:
    results = {r.claim_id: r for r in view.recommendations}
    grounds = assessments.all_grounds(case.profile)
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
                "outcome": outcome.label.in_(language()) if outcome else "",
                "grounds": [grounds[g].in_(language()) for g in result.grounds if g in grounds]
                if result
                else [],
            }
        )
    return rows


def _sources(view: AssessmentView, codes: Codes) -> list[dict[str, Any]]:
    cited = [e.ref for fact in view.facts for e in fact.evidence if e.kind == "country_source"]
    return [
        {"code": f"P{n}", "href": f"#p{n}", "title": ref, "times": cited.count(ref)}
        for ref, n in codes.sources.items()
    ]


def _missing(
    view: AssessmentView, case: cases.CaseView, persons: Mapping[Any, people.Profile]
) -> list[dict[str, str]]:
    """What is missing, one line for each part of the form, with where to go."""
    lines: dict[str, dict[str, str]] = {}
    for error in view.missing:
        where, text = _place(error, case, persons)
        lines.setdefault(where, {"href": where, "text": text})
    return list(lines.values())


def _place(error: FieldError, case: cases.CaseView, persons: Mapping[Any, people.Profile]) -> tuple[str, str]:
    part, *rest = error.field.split(".")
    says = _(error.message) % error.values if error.values else _(error.message)
    if part == "facts" and rest:
        number = int(rest[0]) + 1
        return f"?fact={number}#h{number}", _("Hecho %(n)s") % {"n": number} + f": {_low(says)}"
    if part == "analysis":
        label = assessments.issues(case.profile)[rest[0]].label.in_(language())
        return f"#issue-{rest[0]}", label if rest[1] == "conclusion" else f"{label}: {_low(says)}"
    if part == "results":
        claim = next(c for c in case.claims if c.position == int(rest[0]))
        person = persons.get(claim.person_id)
        return f"#result-{rest[0]}", f"{person.name if person else ''}: {_low(says)}"
    return f"#{part}", says.rstrip(".")


def _low(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


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
