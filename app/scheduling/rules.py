"""What a person's needs ask of a room. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.people.public import codes as need_codes


@dataclass(frozen=True, slots=True)
class RoomNeeds:
    step_free: bool
    child_friendly: bool


def room_needs(codes: Iterable[str], *, children: bool) -> RoomNeeds:
    """What the room must have, from UNHCR need codes and whether children come along."""
    return room_for(need_codes.asked_by(codes), children=children)


def room_for(asks: Iterable[str], *, children: bool) -> RoomNeeds:
    """The same from what the needs ask of an interview, where the needs themselves may not be read."""
    wanted = set(asks)
    return RoomNeeds(step_free="step_free" in wanted, child_friendly=children or "child_friendly" in wanted)
