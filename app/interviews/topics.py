"""The topics that an interview covers, read from `topics.toml`, and which are still to come. Pure."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.interviews.exchanges import Exchange


@dataclass(frozen=True, slots=True)
class Topic:
    """`when` is `child` or `family` for a topic that only some interviews have."""

    code: str
    es: str
    en: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A topic and the numbers of its first and last exchange; both `None` when nothing was asked about it."""

    topic: Topic
    first: int | None
    last: int | None

    @property
    def covered(self) -> bool:
        return self.first is not None


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order of asking."""
    table = tomllib.loads(files("app.interviews").joinpath("topics.toml").read_text(encoding="utf-8"))
    return tuple(Topic(code, **entry) for code, entry in table.items())


def coverage(exchanges: Sequence[Exchange], *, child: bool, family: bool) -> list[Coverage]:
    """The topics of this interview, each with where it was treated."""
    fits = {"child": child, "family": family}
    found = []
    for topic in topics():
        if topic.when and not fits[topic.when]:
            continue
        numbers = [e.number for e in exchanges if e.topic == topic.code and e.number is not None]
        found.append(Coverage(topic, min(numbers, default=None), max(numbers, default=None)))
    return found
