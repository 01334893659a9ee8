"""What the answer to an issue still lacks: its conclusion, its own questions, its grounds, reasons and citations."""

from collections.abc import Iterator

from app.assessments.rules.issues import Issue
from app.assessments.rules.shapes import Answer, Content
from app.core.errors import FieldError


def of_answer(issue: Issue, answer: Answer, content: Content) -> Iterator[FieldError]:
    """Everything missing from one answer, and what is answered against its own conclusion."""
    path = f"analysis.{issue.name}"
    if answer.conclusion is None:
        yield FieldError(f"{path}.conclusion", "required", "Falta la conclusión de este punto.")
    elif not answer.reasons and answer.conclusion not in issue.silent:
        yield FieldError(f"{path}.reasons", "required", "Faltan las razones de este punto.")
    if answer.conclusion in issue.grounds_with and not answer.grounds:
        yield FieldError(f"{path}.grounds", "required", "Falta decir por qué motivo.")
    yield from _of_parts(issue, answer, path)
    if answer.conclusion in issue.cites and not _cited(issue, answer, content):
        yield FieldError(f"{path}.citations", "required", "Falta citar en qué se apoya esta conclusión.")


def _of_parts(issue: Issue, answer: Answer, path: str) -> Iterator[FieldError]:
    for key, part, _ground in issue.asked(answer):
        said = answer.parts.get(key)
        if not said:
            yield FieldError(f"{path}.parts.{key}", "required", "Falta contestar esta pregunta.")
        elif said not in part.allows.get(answer.conclusion or "", (said,)):
            yield FieldError(
                f"{path}.parts.{key}", "contradiction", "Con esta respuesta no se sostiene la conclusión."
            )


def _cited(issue: Issue, answer: Answer, content: Content) -> bool:
    """A passage at the issue itself; where the issue asks for a kind, one of that kind at any fact will do."""
    if issue.cites_kind is None:
        return bool(answer.citations)
    everywhere = [*answer.citations, *(each for fact in content.facts for each in fact.evidence)]
    return any(each.kind == issue.cites_kind for each in everywhere)
