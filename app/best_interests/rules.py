"""What a best-interests procedure must hold before it goes on. Pure.

After UNHCR's Guidelines on Determining the Best Interests of the Child (2008; mark C in the project's notes): a determination is
compulsory for durable solutions of a child alone, for exceptional temporary care, and before a child is separated from its parents;
one gathers and analyses, a panel of several disciplines weighs; the child is heard, and the article that asks for it is 12 of the
Convention on the Rights of the Child.
"""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.core.errors import FieldError, Invalid

KINDS = ("short_assessment", "assessment", "determination")
REASONS = ("asylum_procedure", "durable_solution", "temporary_care", "separation", "family_reunification")
# For these an assessment is not enough.
NEEDS_DETERMINATION = frozenset({"durable_solution", "temporary_care", "separation"})
LEAST_PANEL = 2
LEAST_OPTIONS = 2


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Option(_Shape):
    """Something that could be done for the child, with what speaks for and against it."""

    what: str = Field(default="", max_length=500)
    in_favour: str = Field(default="", max_length=4000)
    against: str = Field(default="", max_length=4000)


class Report(_Shape):
    """What was gathered and analysed. `words`: what the child said, as far as possible in the child's own words."""

    heard: bool = False
    how_heard: str = Field(default="", max_length=2000)
    words: str = Field(default="", max_length=10_000)
    family: str = Field(default="", max_length=10_000)
    safety: str = Field(default="", max_length=10_000)
    development: str = Field(default="", max_length=10_000)
    sources: str = Field(default="", max_length=5_000)
    options: tuple[Option, ...] = ()
    recommendation: str = Field(default="", max_length=10_000)


class Panelist(_Shape):
    """Somebody of the panel, with the institution they come from and the day of their undertaking of confidentiality."""

    name: str = Field(max_length=200)
    body: str = Field(max_length=200)
    undertaking_on: date | None = None


def read_report(given: object) -> Report:
    """Raises `Invalid` at the field that cannot be."""
    try:
        return Report.model_validate(given)
    except ValidationError as fault:
        raise Invalid(
            *(
                FieldError(
                    ".".join(str(part) for part in error["loc"]),
                    "not_allowed",
                    "Este texto es demasiado largo o no corresponde aquí.",
                )
                for error in fault.errors()
            )
        ) from fault


def wrong_kind(kind: str, reason: str) -> FieldError | None:
    """A kind that is too little for what is at stake."""
    if kind not in KINDS:
        return FieldError("kind", "required", "Elija qué procedimiento se abre.")
    if reason not in REASONS:
        return FieldError("reason", "required", "Elija para qué se abre.")
    if reason in NEEDS_DETERMINATION and kind != "determination":
        return FieldError(
            "kind",
            "determination_needed",
            "Para esto hace falta una determinación con panel: no basta una evaluación.",
        )
    return None


def missing(kind: str, report: Report) -> list[FieldError]:
    """What is still missing before the report may be submitted, each at its field. A short assessment weighs no options."""
    wrong: list[FieldError] = []
    if not report.how_heard:
        wrong.append(
            FieldError(
                "how_heard", "required", "Escriba cómo se escuchó a la niña o niño, o por qué no se pudo."
            )
        )
    if report.heard and not report.words:
        wrong.append(FieldError("words", "required", "Escriba qué dijo."))
    needed = ("safety",) if kind == "short_assessment" else ("family", "safety", "development")
    parts = (
        FieldError("family", "required", "Escriba sobre la familia y las personas cercanas."),
        FieldError("safety", "required", "Escriba sobre la seguridad."),
        FieldError("development", "required", "Escriba sobre el desarrollo, la salud y la educación."),
    )
    wrong += [part for part in parts if part.field in needed and not getattr(report, part.field)]
    if kind != "short_assessment":
        full = [o for o in report.options if o.what and o.in_favour and o.against]
        if len(full) < LEAST_OPTIONS:
            wrong.append(
                FieldError(
                    "options",
                    "too_few",
                    "Compare al menos dos opciones, cada una con lo que habla a favor y en contra.",
                )
            )
    if not report.recommendation:
        wrong.append(FieldError("recommendation", "required", "Escriba qué se recomienda."))
    return wrong


def broken_panel(panel: Sequence[Panelist], *, today: date) -> list[FieldError]:
    """What is wrong with a panel: too few, one institution alone, or somebody who has not undertaken confidentiality."""
    if len(panel) < LEAST_PANEL or len({p.body.casefold() for p in panel}) < LEAST_PANEL:
        return [
            FieldError(
                "panel", "too_few", "El panel tiene al menos dos personas, de instituciones distintas."
            )
        ]
    if any(p.undertaking_on is None or p.undertaking_on > today for p in panel):
        return [
            FieldError(
                "panel",
                "undertaking",
                "Cada persona del panel firma antes su compromiso de confidencialidad: escriba el día.",
            )
        ]
    return []
