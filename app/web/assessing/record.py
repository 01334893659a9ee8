"""The interview's record beside an analysis: each answer with what is cited of it, and what was put to the person."""

from collections.abc import Sequence
from typing import Any

from app.assessments import public as assessments
from app.assessments.public import AssessmentView, Evidence
from app.interviews import public as interviews
from app.web.assessing.codes import Codes
from app.web.i18n import gettext as _
from app.web.i18n import language


def record_of(
    view: AssessmentView, records: Sequence[interviews.Transcript], codes: Codes, profile: Any
) -> list[dict[str, Any]]:
    """The records in order, oldest first, as rows; gives the answers their codes."""
    citing = list(_citing(view, profile))
    parts = []
    for turn, transcript in enumerate(records, 1):
        prefix = f"{turn}." if len(records) > 1 else ""
        rows = [
            _row(citing, exchange, prefix, codes)
            for exchange in transcript.exchanges
            if exchange.number is not None and exchange.lines
        ]
        parts.append({"view": transcript.view, "rows": rows})
    return parts


def _citing(view: AssessmentView, profile: Any) -> Any:
    """Where each answer is cited: the code of the place, its address, words, and the citation."""
    for number, fact in enumerate(view.facts, 1):
        for evidence in fact.evidence:
            yield f"H{number}", f"#h{number}", _("citado en el hecho %(n)s") % {"n": number}, evidence
    for name, issue in assessments.issues(profile).items():
        answer = view.analysis.get(name)
        for evidence in answer.citations if answer else ():
            label = issue.label.in_(language())
            yield label[:3], f"#issue-{name}-title", _("citado en «%(issue)s»") % {"issue": label}, evidence


def _row(
    citing: Sequence[tuple[str, str, str, Evidence]],
    exchange: interviews.Exchange,
    prefix: str,
    codes: Codes,
) -> dict[str, Any]:
    code = f"{prefix}{exchange.number}"
    anchor = "r" + code.replace(".", "-")
    lines = {str(line.id) for line in exchange.lines}
    codes.answers.update(dict.fromkeys(lines, (f"R{code}", anchor)))
    said = exchange.answer or exchange.lines[-1]
    here = [each for each in citing if each[3].kind == "entry" and each[3].ref in lines]
    asked = exchange.question
    return {
        "number": code,
        "anchor": anchor,
        "entry": str(said.id),
        "question": exchange.final(asked) if asked and asked is not said else "",
        "adverse": asked.adverse if asked else None,
        "parts": marked(exchange.final(said), [e.quote for *_where, e in here if e.quote]),
        "cites": [
            {"code": place, "href": href, "label": label}
            for place, href, label in dict.fromkeys((c, h, w) for c, h, w, _e in here)
        ],
        "warnings": sorted({w for *_where, e in here if (w := codes.warning(e))}),
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


def put_points(records: Sequence[interviews.Transcript], codes: Codes) -> list[dict[str, str]]:
    """The adverse points put to the person, for the form: entry, what it is, and the answer's code."""
    return [
        {
            "value": str(line.id),
            "text": line.adverse or "",
            "code": codes.answers.get(str(line.id), ("", ""))[0],
        }
        for record in records
        for exchange in record.exchanges
        if (line := exchange.question) is not None and line.adverse
    ]
