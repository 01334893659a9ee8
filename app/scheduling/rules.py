"""What a person's needs ask of a room, and how long a meeting takes. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app.people.public import codes as need_codes

KINDS = ("interview", "complementary", "hearing", "sitting", "registration", "information")
SHORTEST, LONGEST = 15, 480
# Why an appointment is moved, and by whom that is: an absence that was the authority's own never counts against the person.
MOVES = ("authority", "person", "illness", "interpreter", "transport", "child_care", "force_majeure")
ABSENCES = ("unknown", "illness", "transport", "no_notice", "child_care", "fear", "authority", "other")
# Whose fault it cannot be: an absence for one of these is justified unless somebody finds otherwise.
JUSTIFIED = frozenset({"illness", "no_notice", "authority"})


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


def length_of(
    kind: str, *, child: bool = False, simplified: bool = False, interpreted: bool = False
) -> timedelta:
    """How long to keep the room. The house's own figures (docs/decisions/0027): no source fixes them.

    Two hours for an interview; one and a half where the procedure is simplified, and for a child, who is heard in shorter sessions;
    half an hour more with an interpreter. An hour and a half for a hearing, one for anything else.
    """
    if kind not in ("interview", "complementary"):
        return timedelta(minutes=90 if kind in ("hearing", "sitting") else 60)
    minutes = 90 if child or simplified or kind == "complementary" else 120
    return timedelta(minutes=minutes + 30 * interpreted)
