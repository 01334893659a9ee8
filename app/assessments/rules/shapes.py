"""What the JSON columns of an assessment hold. Everything may be unfinished while it is a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.core.errors import FieldError, Invalid

Finding = Literal["accepted", "partly_accepted", "rejected", "benefit_of_doubt"]
Indicator = Literal[
    "detail", "internal_consistency", "consistency_with_others", "country_information", "plausibility"
]
FINDINGS: tuple[Finding, ...] = ("accepted", "partly_accepted", "rejected", "benefit_of_doubt")
INDICATORS: tuple[Indicator, ...] = (
    "detail",
    "internal_consistency",
    "consistency_with_others",
    "country_information",
    "plausibility",
)


class Shape(BaseModel):
    """Frozen, and nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Evidence(Shape):
    """A passage that is cited: a line of the interview's record, a document, or a passage of the country information library.

    `ref` is the identifier of the entry or passage, or the document or source in words; `quote` the words cited, from `start` to
    `end` of the passage where they are known; `version` and `digest` pin what was cited as it read then (`rules.pins`).
    """

    kind: Literal["entry", "document", "country_source"]
    ref: str = Field(min_length=1, max_length=500)
    quote: str = Field(default="", max_length=4000)
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    version: int | None = None
    digest: str = Field(default="", max_length=64)


class Fact(Shape):
    """A material fact as stated, what it rests on, whether it is accepted, by which indicators of credibility, and why.

    `id` stays through every version. `doubt`: the conditions of the benefit of the doubt that are met. `put`: the adverse points
    (entries of the record) that were put to the person; `not_put` why the fact counts against them though none was (UNHCR 4.3.6).
    """

    id: str = Field(default="", max_length=36)
    statement: str = Field(default="", max_length=4000)
    evidence: tuple[Evidence, ...] = ()
    finding: Finding | None = None
    indicators: tuple[Indicator, ...] = ()
    reasons: str = Field(default="", max_length=8000)
    doubt: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    not_put: str = Field(default="", max_length=4000)


class Answer(Shape):
    """What is concluded about one issue, on which grounds where it has any, and why; `parts` answers its own questions by code."""

    conclusion: str | None = None
    grounds: tuple[str, ...] = ()
    reasons: str = Field(default="", max_length=20000)
    parts: Mapping[str, str] = {}
    citations: tuple[Evidence, ...] = ()


class Recommendation(Shape):
    """The outcome proposed for one claim. `own` is false where a derivative claim follows the principal's.

    `categories`: for a refusal, the reasons by category, each with its explanation for the person.
    """

    claim_id: UUID
    outcome: str
    grounds: tuple[str, ...] = ()
    article: str = Field(default="", max_length=200)
    reasons: str = Field(default="", max_length=8000)
    categories: Mapping[str, str] = {}
    own: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """The whole of one version, as written so far."""

    summary: str = ""
    facts: tuple[Fact, ...] = ()
    analysis: Mapping[str, Answer] = field(default_factory=dict)
    recommendations: tuple[Recommendation, ...] = ()


Read = TypeVar("Read", bound=Shape)


def read_all(shape: type[Read], given: Sequence[Any], path: str) -> tuple[Read, ...]:
    """The given values as that shape. Raises `Invalid` at each field that cannot be, as `path.2.field`."""
    return tuple(read(shape, value, f"{path}.{number}") for number, value in enumerate(given))


def read(shape: type[Read], given: Any, path: str) -> Read:
    """The given value as that shape. Raises `Invalid` at each field that cannot be."""
    try:
        return shape.model_validate(given)
    except ValidationError as fault:
        raise Invalid(*(_broken(error, path) for error in fault.errors())) from fault


def _broken(error: Any, path: str) -> FieldError:
    place = ".".join([path, *(str(part) for part in error["loc"])])
    if error["type"] == "extra_forbidden":
        return FieldError(place, "unknown_field", "Este campo no existe en el análisis.")
    if error["type"] == "string_too_long":
        most = error["ctx"]["max_length"]
        return FieldError(place, "too_long", "Escriba %(most)s caracteres como máximo.", {"most": most})
    return FieldError(place, "not_allowed", "Este valor no está entre los posibles.")


def plain(shapes: Sequence[Shape]) -> list[dict[str, object]]:
    """As the JSON columns hold them."""
    return [shape.model_dump(mode="json") for shape in shapes]
