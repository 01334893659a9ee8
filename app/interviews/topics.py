"""The topics that an interview covers, read from `topics.toml`, and which are still to come. Pure."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.interviews.exchanges import Exchange
from app.procedure import public as procedure

# Needs (people/codes/specific_needs.csv) that open a topic of their own: these groups, and these of the group of legal protection.
_VIOLENCE = ("SV", "TR", "LP-AN", "LP-TA", "LP-TO", "LP-VA", "LP-VF", "LP-VO")


@dataclass(frozen=True, slots=True)
class Topic:
    """`when` names what must hold of the claim or of the country's procedure (`holding`) for a topic that only some interviews have."""

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


def holding(
    profile: procedure.Profile,
    *,
    child: bool,
    family: bool,
    stateless: bool = False,
    needs: Collection[str] = (),
) -> frozenset[str]:
    """What holds of this claim under this procedure. What the law is not known to have is asked all the same; what it does not
    have is not."""
    law = profile.definition
    holds = {
        "child": child,
        "family": family,
        "violence": any(need.startswith(_VIOLENCE) for need in needs),
        "cartagena": law.cartagena.value is not False,
        "internal_flight": law.internal_flight.value is not False,
        "complementary": law.complementary_protection.value is not False,
        "statelessness": stateless or law.statelessness.route == "same_procedure",
    }
    return frozenset(name for name, holds_here in holds.items() if holds_here)


def coverage(exchanges: Sequence[Exchange], holds: Collection[str]) -> list[Coverage]:
    """The topics of this interview, each with where it was treated. `holds`: see `holding`."""
    found = []
    for topic in topics():
        if topic.when and topic.when not in holds:
            continue
        numbers = [e.number for e in exchanges if e.topic == topic.code and e.number is not None]
        found.append(Coverage(topic, min(numbers, default=None), max(numbers, default=None)))
    return found
