"""What each figure is, in words, from `definitions.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from app.procedure.public import Label


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's title, its formula in words, where the definition is from, and what it does not say."""

    name: str
    title: Label
    formula: Label
    source: str
    caveat: Label


@cache
def definitions() -> Mapping[str, Definition]:
    """By the figure's name, in the file's order."""
    read = tomllib.loads((files("app.statistics") / "definitions.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: Definition(
                name, Label(**one["title"]), Label(**one["formula"]), one["source"], Label(**one["caveat"])
            )
            for name, one in read.items()
        }
    )
