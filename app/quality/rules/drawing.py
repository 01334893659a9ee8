"""Drawing a sample by a lot that anybody can draw again. Pure.

Each file of the frame has a code that says nothing of the case; its place in the draw is the SHA-256 of the lot and the code. In each
part of the frame those with the lowest are drawn. Whoever has the list of codes and the lot gets the same sample, with any tool.
"""

import hashlib
import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Part:
    """A stratum: so many files in the frame, so many to draw of them."""

    key: str
    size: int
    drawn: int

    @property
    def weight(self) -> Fraction:
        """For how many files of the frame each drawn one stands."""
        return Fraction(self.size, self.drawn)


def code_of(sample_id: UUID, case_id: UUID) -> str:
    """What a file is called in the frame: the same for ever in one sample, and nothing outside it."""
    return hashlib.sha256(f"{sample_id}:{case_id}".encode()).hexdigest()[:20]


def place(lot: str, code: str) -> str:
    """Where a file stands in the draw: the lowest comes first."""
    return hashlib.sha256(f"{lot}:{code}".encode()).hexdigest()


def digest_of(frame: Mapping[str, str]) -> str:
    """Of a whole frame (part of each code): says later that it is still the same."""
    lines = "\n".join(f"{code} {frame[code]}" for code in sorted(frame))
    return hashlib.sha256(lines.encode()).hexdigest()


def draw(frame: Mapping[str, str], parts: Iterable[Part], lot: str) -> tuple[str, ...]:
    """The codes drawn, in the order of the draw. `frame`: the part of each code. The same for the same, in whatever order it comes."""
    places = {code: place(lot, code) for code in frame}
    drawn: list[str] = []
    for part in parts:
        turn = sorted((code for code, key in frame.items() if key == part.key), key=lambda c: (places[c], c))
        drawn += turn[: part.drawn]
    return tuple(sorted(drawn, key=lambda c: (places[c], c)))


def allocate(sizes: Mapping[str, int], size: int, factors: Mapping[str, int]) -> tuple[Part, ...] | None:
    """How many to draw of each part: in proportion to its size times its factor (1 unless one is given), at least one, all at most.

    Webster's method with one for each to begin with, ties by name: the numbers add up to `size`. A frame with fewer files than `size`
    is drawn whole. `None` when there are more parts than files to draw, or nothing to draw from.
    """
    keys = sorted(key for key, count in sizes.items() if count > 0)
    size = min(size, sum(sizes[key] for key in keys))
    if len(keys) > size or not keys:
        return None
    given = dict.fromkeys(keys, 1)

    def turn(key: str) -> tuple[Fraction, str]:
        return -Fraction(sizes[key] * factors.get(key, 1), 2 * given[key] + 1), key

    waiting = [turn(key) for key in keys if given[key] < sizes[key]]
    heapq.heapify(waiting)
    for _ in range(size - len(keys)):
        key = heapq.heappop(waiting)[1]
        given[key] += 1
        if given[key] < sizes[key]:
            heapq.heappush(waiting, turn(key))
    return tuple(Part(key, sizes[key], given[key]) for key in keys)


def twice(drawn: Sequence[str], share: Fraction, lot: str) -> frozenset[str]:
    """Which of the drawn are assessed by two: a share of them, rounded up, by a lot of its own."""
    count = -(-len(drawn) * share.numerator // share.denominator)
    return frozenset(sorted(drawn, key=lambda code: (place(f"{lot}:twice", code), code))[:count])
