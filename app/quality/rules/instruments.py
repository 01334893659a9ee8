"""Instruments: what an assessor looks at, in blocks, in both languages, with the source of each. Data files, one for each version.

`verification` is `confirmed` where the wording follows a form that was seen, `own_words` where only what the block is about is public
and the indicators are this project's. A review keeps the version that it was made by: a version is never changed, a new one is added.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.core.errors import NotFound
from app.procedure.public import Label

Name = Literal["registration", "interview", "decision", "notification"]
NAMES: tuple[Name, ...] = ("registration", "interview", "decision", "notification")


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Indicator(_Shape):
    """One question. `critical`: a significant error here fails the file."""

    id: str
    block: str
    number: int
    question: Label
    guidance: Label
    critical: bool = False
    verification: Literal["confirmed", "own_words"]


class Block(_Shape):
    id: str
    title: Label


class Instrument(_Shape):
    """`digest` of the file is kept with nothing: the version names it, and a test holds each version's digest."""

    name: Name
    version: str
    title: Label
    source: str
    verification: Literal["confirmed", "own_words"]
    blocks: tuple[Block, ...]
    indicators: tuple[Indicator, ...]

    def indicator(self, id_: str) -> Indicator:
        return next(each for each in self.indicators if each.id == id_)

    def of_block(self, block: str) -> tuple[Indicator, ...]:
        return tuple(each for each in self.indicators if each.block == block)


@cache
def every_version() -> Mapping[tuple[str, str], Instrument]:
    """All instruments in all versions that were ever in use."""
    folder = files("app.quality.instruments")
    found = [_read(each.read_text("utf-8")) for each in folder.iterdir() if each.name.endswith(".toml")]
    return {(each.name, each.version): each for each in found}


@cache
def current() -> Mapping[str, Instrument]:
    """The latest version of each, in the order of the procedure."""
    latest = {name: max(v for n, v in every_version() if n == name) for name in NAMES}
    return {name: every_version()[name, version] for name, version in latest.items()}


def instrument(name: str, version: str | None = None) -> Instrument:
    """One of them, the latest unless a version is named. Raises `NotFound`."""
    found = current().get(name) if version is None else every_version().get((name, version))
    if found is None:
        raise NotFound
    return found


def is_known(name: str, indicator: str) -> bool:
    """Has any version of the instrument such an indicator?"""
    return any(
        each.id == indicator
        for (of, _version), found in every_version().items()
        if of == name
        for each in found.indicators
    )


def _read(text: str) -> Instrument:
    table = tomllib.loads(text)
    blocks = table.pop("blocks")
    indicators, number = [], 0
    for block in blocks:
        for each in block.pop("indicators"):
            number += 1
            indicators.append({"block": block["id"], "number": number, **each})
    return Instrument.model_validate({**table, "blocks": blocks, "indicators": indicators})
