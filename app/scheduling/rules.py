"""What a person's needs ask of a room. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

# Who may not manage stairs: physical disability, older persons at risk, difficult pregnancy, chronic or critical illness.
STEP_FREE = ("DS-PM", "DS-PS", "ER", "SM-DP", "SM-CI", "SM-CC")
CHILD_NEEDS = ("SC", "CR")


@dataclass(frozen=True, slots=True)
class RoomNeeds:
    step_free: bool
    child_friendly: bool


def room_needs(codes: Iterable[str], *, children: bool) -> RoomNeeds:
    """What the room must have, from UNHCR need codes and whether children come along."""
    found = list(codes)
    return RoomNeeds(
        step_free=any(_is(code, wanted) for code in found for wanted in STEP_FREE),
        child_friendly=children or any(_is(code, wanted) for code in found for wanted in CHILD_NEEDS),
    )


def _is(code: str, wanted: str) -> bool:
    return code == wanted or code.startswith(f"{wanted}-")
