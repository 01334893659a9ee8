"""The issues of the analysis that a country's profile has, read from `issues.toml`."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.assessments.rules.shapes import Answer
from app.procedure import public as procedure
from app.procedure.public import Label


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Given):
    """One thing that may be answered. `limb` and `routes`: only where the profile has them."""

    code: str
    label: Label
    limb: str | None = None
    routes: tuple[str, ...] = ()


class Part(_Given):
    """A question of an issue's own, asked on the conclusions of `asked_with` (any, where empty).

    `each`: once for every ground that was chosen, or that is offered. `allows`: for a conclusion, the answers with which it stands.
    """

    code: str
    label: Label
    choices: tuple[Choice, ...]
    asked_with: tuple[str, ...] = Field(default=(), alias="with")
    each: Literal["chosen", "offered"] | None = None
    allows: Mapping[str, tuple[str, ...]] = {}
    limb: str | None = None


class Issue(_Given):
    """One question of the analysis, with what may be concluded and, for some conclusions, the grounds."""

    name: str
    label: Label
    question: Label
    required: Literal["always", "unless_convention", "refusal", "family"]
    conclusions: tuple[Choice, ...]
    grounds: tuple[Choice, ...] = ()
    grounds_with: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    limb: str | None = None
    own_words: Literal["cartagena_situations"] | None = None
    cites: tuple[str, ...] = ()
    cites_kind: str | None = None
    parts: tuple[Part, ...] = ()

    def asked(self, answer: Answer) -> Iterator[tuple[str, Part, Choice | None]]:
        """The questions that this answer has to meet: the key of its answer, the part, and the ground that it is about."""
        for part in self.parts:
            if answer.conclusion is None or (part.asked_with and answer.conclusion not in part.asked_with):
                continue
            if part.each is None:
                yield part.code, part, None
                continue
            for ground in self.grounds:
                if part.each == "offered" or ground.code in answer.grounds:
                    yield f"{part.code}.{ground.code}", part, ground

    def part_of(self, key: str) -> Part | None:
        """The part that a key of an answer's `parts` belongs to; None for what this issue does not ask."""
        code, _, ground = key.partition(".")
        part = next((p for p in self.parts if p.code == code), None)
        if part is None or (part.each is None) != (not ground):
            return None
        return part if not ground or ground in {g.code for g in self.grounds} else None


@cache
def _every_issue() -> tuple[Issue, ...]:
    table = tomllib.loads(files("app.assessments.rules").joinpath("issues.toml").read_text("utf-8"))
    return tuple(Issue.model_validate({"name": name} | given) for name, given in table.items())


@cache
def issues(profile: procedure.Profile) -> Mapping[str, Issue]:
    """The issues of that profile by name, in the order of the form. A limb that the law lacks is not among them."""
    return {
        issue.name: issue.model_copy(
            update={
                "conclusions": tuple(c for c in issue.conclusions if _offered(profile, c)),
                "grounds": _grounds(profile, issue),
                "parts": tuple(p for p in issue.parts if has(profile, p.limb)),
            }
        )
        for issue in _every_issue()
        if has(profile, issue.limb)
    }


def _grounds(profile: procedure.Profile, issue: Issue) -> tuple[Choice, ...]:
    """Those that the law names in its own words, where it names any; else those of the form."""
    if issue.own_words and (named := getattr(profile.definition, issue.own_words)):
        return tuple(Choice(code=each.name, label=each.label) for each in named)
    return tuple(g for g in issue.grounds if _offered(profile, g))


def _offered(profile: procedure.Profile, choice: Choice) -> bool:
    route = profile.definition.statelessness.route
    return has(profile, choice.limb) and (not choice.routes or route in choice.routes)


def has(profile: procedure.Profile, limb: str | None) -> bool:
    """Does the profile's definition have the limb? What is unknown there is not offered: no refusal may rest on it."""
    if limb is None:
        return True
    if limb == "statelessness":
        return profile.definition.statelessness.route != "none"
    return getattr(profile.definition, limb).value is True


def all_grounds(profile: procedure.Profile) -> Mapping[str, Label]:
    """Every ground that a recommendation may rest on in that profile."""
    return {ground.code: ground.label for issue in issues(profile).values() for ground in issue.grounds}
