"""The instrument with which a child is heard, read from `instruments.toml`: its blocks, its questions, and when a break is due. Pure."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from app.interviews.exchanges import Exchange, Line

ADULT, CHILD = "adult", "child"
# A question may still be ended after the block is over; a new one is not begun.
GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Question:
    es: str
    en: str


@dataclass(frozen=True, slots=True)
class Block:
    """Some minutes of a child's interview. `topics` are those of `topics.toml` that it covers."""

    code: str
    es: str
    en: str
    topics: tuple[str, ...]
    questions: tuple[Question, ...]


@cache
def blocks() -> tuple[Block, ...]:
    """The blocks of a child's interview in the order of asking."""
    return tuple(
        Block(
            one["code"],
            one["es"],
            one["en"],
            tuple(one["topics"]),
            tuple(Question(**question) for question in one["questions"]),
        )
        for one in _table()["child"]["blocks"]
    )


def block_minutes(age: int) -> int:
    """How long a child of that age is asked without a break."""
    for step in _table()["child"]["minutes"]:
        if age < step.get("under", age + 1):
            return int(step["minutes"])
    raise AssertionError("the last step has no age")


def asked_since(lines: Iterable[Line], began: datetime) -> datetime:
    """Since when it has gone on without a break: the last one's end, or the session's beginning."""
    return max((line.at for line in lines if line.kind == "resume" and line.at >= began), default=began)


def break_due(since: datetime, now: datetime, minutes: int) -> bool:
    """Is the block over, with its grace, so that no new question is begun?"""
    return now - since >= timedelta(minutes=minutes) + GRACE


def covered(exchanges: Sequence[Exchange]) -> set[str]:
    """The blocks of which a topic was treated."""
    treated = {e.topic for e in exchanges if e.topic}
    return {block.code for block in blocks() if treated & set(block.topics)}


@cache
def _table() -> dict[str, Any]:
    text = files("app.interviews").joinpath("instruments.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
