"""What a pair's reasons are, what counts as news, and who may take the next look. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

FoundBy = Literal["typing", "registration", "offline", "import", "link"]
FOUND_BY = ("typing", "registration", "offline", "import", "link")
REASONS = (
    "same_paper",
    "same_number",
    "name_same",
    "name_close",
    "name_sounds",
    "names_swapped",
    "birth_same",
    "birth_day_month_swapped",
    "birth_near",
    "birth_estimated",
    "household_overlap",
    "same_phone",
    "same_biometric_reference",
)
# A name that resembles another is no news about two people who were told apart. A paper that they share is.
NEWS = (
    "same_paper",
    "same_number",
    "same_biometric_reference",
    "same_phone",
    "household_overlap",
    "birth_same",
)
VERDICTS = ("same", "different", "undecided")
LOOKS = ("first", "second", "third")
STATES = ("open", "judged", "disputed", "undecided", "same", "different", "merged")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two records may be one person: a code of `REASONS`, how much it weighs, and what to show (never more than needed)."""

    code: str
    weight: float
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        return {"code": self.code, "weight": round(float(self.weight), 4), "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class Look:
    """One person's answer in the present round."""

    look: str
    verdict: str
    by: UUID


def next_look(looks: Sequence[Look]) -> str | None:
    """Which look the pair waits for: first, second, third; `None` when there is nothing more to look at in this round."""
    if not looks:
        return "first"
    if looks[0].verdict == "undecided":
        return None
    if len(looks) == 1:
        return "second"
    if len(looks) == 2 and looks[1].verdict != looks[0].verdict:
        return "third"
    return None


def state_after(looks: Sequence[Look]) -> str:
    """What the looks of a round come to. Only two people who agree, or the third, settle anything."""
    if not looks:
        return "open"
    last = looks[-1]
    if last.verdict == "undecided" and (len(looks) != 2 or looks[0].verdict == "undecided"):
        return "undecided"
    if len(looks) == 1:
        return "judged"
    if len(looks) == 2:
        return last.verdict if last.verdict == looks[0].verdict else "disputed"
    return last.verdict


def has_looked(looks: Iterable[Look], user_id: UUID) -> bool:
    """Has that person answered in this round, in whatever role?"""
    return any(look.by == user_id for look in looks)


def waits(state: str, back_on: date | None, today: date) -> bool:
    """Is the pair one to look at today? What nobody could decide comes back on its day."""
    return state in ("open", "judged", "disputed") or (
        state == "undecided" and back_on is not None and back_on <= today
    )
