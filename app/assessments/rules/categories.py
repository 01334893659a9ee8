"""The reasons by category for a refusal, read from `reason_categories.toml`, and what each of them must rest on."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from app.assessments.rules.issues import has
from app.assessments.rules.shapes import Content, Fact, Indicator
from app.core.errors import FieldError
from app.procedure import public as procedure
from app.procedure.public import Label


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RestsOn(_Given):
    """The conclusion of an issue, or an indicator on which a fact was not accepted."""

    issue: str | None = None
    conclusions: tuple[str, ...] = ()
    indicator: Indicator | None = None


class Category(_Given):
    """One reason for refusing, in words for the person."""

    label: Label
    source: str
    limb: str | None = None
    rests_on: RestsOn | None = None


@cache
def _every_category() -> Mapping[str, Category]:
    text = files("app.assessments.rules").joinpath("reason_categories.toml").read_text("utf-8")
    return {code: Category.model_validate(given) for code, given in tomllib.loads(text).items()}


@cache
def reason_categories(profile: procedure.Profile) -> Mapping[str, Category]:
    """The categories that a refusal under that profile may give; one that needs a limb which the law lacks is not among them."""
    return {code: c for code, c in _every_category().items() if has(profile, c.limb)}


def supported(category: Category, content: Content) -> bool:
    """Does the analysis say what the category says?"""
    basis = category.rests_on
    if basis is None:
        return True
    if basis.indicator is not None:
        return any(basis.indicator in fact.indicators for fact in _not_accepted(content.facts))
    answer = content.analysis.get(basis.issue or "")
    return answer is not None and answer.conclusion in basis.conclusions


def _not_accepted(facts: Sequence[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.finding in ("rejected", "partly_accepted"))


def unreasoned(
    profile: procedure.Profile, content: Content, given: Mapping[str, str], path: str
) -> Iterator[FieldError]:
    """What is wrong with the categories of one refusal: none at all, one without its explanation, or one that nothing supports."""
    if not given:
        yield FieldError(
            f"{path}.categories", "required", "Falta el motivo de la denegación, explicado para la persona."
        )
    known = reason_categories(profile)
    for code, explanation in given.items():
        if not explanation.strip():
            yield FieldError(
                f"{path}.categories.{code}", "required", "Falta explicar este motivo para la persona."
            )
        if code in known and not supported(known[code], content):
            yield FieldError(
                f"{path}.categories.{code}",
                "unsupported",
                "El análisis no concluye esto: quite el motivo o revise el análisis.",
            )
