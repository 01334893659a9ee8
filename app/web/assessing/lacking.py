"""What is missing from an analysis, one line for each part of the form, with where to go."""

from collections.abc import Mapping
from typing import Any

from app.assessments import public as assessments
from app.assessments.public import AssessmentView
from app.cases import public as cases
from app.core.errors import FieldError
from app.people import public as people
from app.web.i18n import gettext as _
from app.web.i18n import language


def lacking(
    view: AssessmentView, case: cases.CaseView, persons: Mapping[Any, people.Profile]
) -> list[dict[str, str]]:
    """Each place of the form once, with its first sentence."""
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
