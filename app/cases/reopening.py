"""On what grounds a closed claim is opened again, read from their data file. Pure."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.procedure import public as procedure

LEFT, REFUSED = "left", "refused"
_FILE = Path(__file__).parent / "reopening_grounds.toml"


@dataclass(frozen=True, slots=True)
class ReopeningGround:
    """`after`: what had closed the claim, `left` (nothing was decided) or `refused`; `verification`: how sure its source is."""

    code: str
    es: str
    en: str
    after: frozenset[str]
    verification: str

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.es


@cache
def reopening_grounds() -> tuple[ReopeningGround, ...]:
    """All of them, in the order of the file."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["grounds"]
    return tuple(ReopeningGround(**{**row, "after": frozenset(row["after"])}) for row in rows)


def closed_after(profile: procedure.Profile, outcome: str | None) -> str:
    """What closed a claim: a refusal, or that it was left."""
    known = profile.outcomes.get(outcome) if outcome else None
    return REFUSED if known is not None and known.refuses else LEFT


def grounds_for(ends: Iterable[str]) -> tuple[ReopeningGround, ...]:
    """The grounds that hold for every one of these ends."""
    wanted = set(ends)
    return tuple(ground for ground in reopening_grounds() if wanted <= ground.after)
