"""What a material fact still lacks: what it rests on, how it is valued, and, where it counts against the person, fairness."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from app.assessments.rules.shapes import Fact
from app.core.errors import FieldError

# The conditions of the benefit of the doubt (UNHCR Handbook, paragraphs 203-204).
DOUBT: Final = ("evidence_sought", "generally_credible", "plausible")


def of_facts(facts: Sequence[Fact], put: Collection[str]) -> Iterator[FieldError]:
    """Everything missing from the facts. `put`: the adverse points (their entries) that were put to the person."""
    if not facts:
        yield FieldError("facts", "required", "Falta al menos un hecho material.")
    for number, fact in enumerate(facts):
        yield from _of_fact(fact, f"facts.{number}")
        yield from _fair(fact, f"facts.{number}", put)


def never_put(fact: Fact, put: Collection[str]) -> bool:
    """Does the fact count against the person without any point of it having been put to them? (UNHCR 4.3.6)"""
    return fact.finding == "rejected" and not set(fact.put) & set(put)


def _of_fact(fact: Fact, path: str) -> Iterator[FieldError]:
    if not fact.statement:
        yield FieldError(f"{path}.statement", "required", "Falta decir cuál es el hecho.")
    if fact.finding is None:
        yield FieldError(f"{path}.finding", "required", "Falta valorar el hecho.")
    if not fact.reasons:
        yield FieldError(f"{path}.reasons", "required", "Falta decir por qué se valora así.")
    if fact.finding in ("accepted", "partly_accepted") and not fact.evidence:
        yield FieldError(
            f"{path}.evidence",
            "required",
            "Falta citar en qué se apoya el hecho, o dar el beneficio de la duda.",
        )


def _fair(fact: Fact, path: str, put: Collection[str]) -> Iterator[FieldError]:
    if fact.finding == "rejected" and not fact.indicators:
        yield FieldError(
            f"{path}.indicators", "required", "Falta decir en qué indicador de credibilidad falla el hecho."
        )
    if never_put(fact, put) and not fact.not_put:
        yield FieldError(
            f"{path}.not_put",
            "not_put",
            "No se preguntó a la persona por esto: indique el punto adverso que se le planteó, o explique por qué se valora en contra sin habérselo planteado.",
        )
    if fact.finding == "benefit_of_doubt" and set(DOUBT) - set(fact.doubt):
        yield FieldError(
            f"{path}.doubt", "required", "El beneficio de la duda pide que se cumplan sus tres condiciones."
        )
