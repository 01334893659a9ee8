"""The issues of the analysis that a country's profile has, read from `issues.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

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
                "grounds": tuple(g for g in issue.grounds if _offered(profile, g)),
            }
        )
        for issue in _every_issue()
        if has(profile, issue.limb)
    }


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
