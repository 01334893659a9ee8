"""What a scenario says, in its own words: a case told by somebody who knows the law and does not program.

`scenario_file` reads it from a text, `wording` says what its words mean in a profile, `simulation` lets it happen.
"""

from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

MORNING = time(10)


@dataclass(frozen=True, slots=True)
class Person:
    """One claimant of a scenario; `flags` are those of the claim, e.g. `child`."""

    number: int
    name: str
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """Something that must be so after a step, in the scenario's own words; `person` where it is about one."""

    line: int
    kind: str
    text: str
    person: int | None = None

    @property
    def words(self) -> str:
        """As written."""
        return f"{self.kind}{f' {self.person}' if self.person else ''}: {self.text}"


@dataclass(slots=True)
class Written:
    """One step as written: a moment, who, what; no event where only time passes."""

    line: int
    day: date
    hour: time
    role: str = ""
    event: str = ""
    persons: list[int] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)
    outcomes: dict[int | None, str] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Does nothing happen but time?"""
        return not self.event


@dataclass(slots=True)
class Scenario:
    """A scenario as written. `heads` holds country, version, office and overrides with the line of each."""

    file: Path
    title: str = ""
    heads: dict[str, tuple[str, int]] = field(default_factory=dict)
    persons: list[Person] = field(default_factory=list)
    steps: list[Written] = field(default_factory=list)

    def head(self, name: str) -> str | None:
        """The head of that name, None where the scenario does not say."""
        return self.heads[name][0] if name in self.heads else None
