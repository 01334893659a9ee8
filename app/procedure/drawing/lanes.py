"""The lines between the cards: one for each stage that is led to, in lanes beside the cards so that none crosses a word."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bus:
    """All the arrows on one side that lead to one stage: from these heights to that height, in a lane (0 is the nearest)."""

    to: str
    entry: int
    sources: list[tuple[int, bool]] = field(default_factory=list)
    lane: int = 0

    @property
    def top(self) -> int:
        """The highest point."""
        return min([self.entry, *(y for y, _ in self.sources)])

    @property
    def bottom(self) -> int:
        """The lowest point."""
        return max([self.entry, *(y for y, _ in self.sources)])


_APART = 10


def in_lanes(buses: Iterable[Bus]) -> int:
    """Gives every bus the nearest lane that is free over its whole height, the shortest first. How many lanes it took."""
    taken: list[list[Bus]] = []
    for bus in sorted(buses, key=lambda b: (b.bottom - b.top, b.top, b.to)):
        for number, lane in enumerate(taken):
            if all(bus.bottom + _APART < other.top or other.bottom + _APART < bus.top for other in lane):
                bus.lane = number
                lane.append(bus)
                break
        else:
            bus.lane = len(taken)
            taken.append([bus])
    return len(taken)
