"""The short screening at the desk: data in `screening.toml`, and what a yes proposes."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the screening. `need` is the UNHCR code that a yes proposes."""

    code: str
    es: str
    en: str
    need: str
    children_only: bool = False


@cache
def questions() -> tuple[Question, ...]:
    table = tomllib.loads(files("app.intake").joinpath("screening.toml").read_text(encoding="utf-8"))
    return tuple(Question(**each) for each in table["questions"])


def needs_from(answers: Iterable[str]) -> tuple[str, ...]:
    """The needs that the questions answered with yes propose, in the order of the form."""
    said = set(answers)
    return tuple(q.need for q in questions() if q.code in said)
