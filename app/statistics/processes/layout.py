"""Where the boxes and arrows of a map stand: in layers from the top, with few crossings, by the usual steps (Sugiyama). Pure.

Every arrow passes through the layers between its ends by a point of its own, and its words have a place among those points, so that
no arrow runs through a box and no words stand on others. The same map gives the same drawing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

GAP_X, GAP_Y, MARGIN = 26, 30, 16
_BEND = 10
_SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be placed: a name and its size."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to another, with room for its words."""

    source: str
    target: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The upper left corner of a box."""

    name: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Routed:
    """An arrow through these points, with the middle of its words. `back`: it leads up, to where a case has been."""

    source: str
    target: str
    points: tuple[tuple[int, int], ...]
    words: tuple[int, int]
    back: bool


@dataclass(frozen=True, slots=True)
class Layout:
    width: int
    height: int
    boxes: tuple[Placed, ...]
    arrows: tuple[Routed, ...]


@dataclass(slots=True, eq=False)
class _Spot:
    """A box, or the point at which an arrow passes a layer."""

    name: str
    width: int
    height: int
    layer: int
    above: list["_Spot"] = field(default_factory=list)
    below: list["_Spot"] = field(default_factory=list)
    place: float = 0.0
    x: float = 0.0
    y: int = 0


def lay_out(boxes: Sequence[Box], arrows: Iterable[Arrow]) -> Layout:
    """Places the boxes, which come in the order in which the process goes, and the arrows between them. An arrow from a box to
    itself is left to the box."""
    order = {box.name: number for number, box in enumerate(boxes)}
    between = sorted(
        (a for a in arrows if a.source != a.target), key=lambda a: (order[a.source], order[a.target])
    )
    levels = _levels(order, between)
    spots = {box.name: _Spot(box.name, box.width, box.height, 2 * levels[box.name]) for box in boxes}
    roads = {(arrow.source, arrow.target): _road(arrow, spots, order) for arrow in between}
    layers = _layers([*spots.values(), *(spot for road in roads.values() for spot in road)])
    _arrange(layers)
    _spread(layers)
    height = _stack(layers)
    width = _shift(layers)
    return Layout(
        width,
        height,
        tuple(
            Placed(s.name, round(s.x - s.width / 2), s.y - s.height // 2, s.width, s.height)
            for s in spots.values()
        ),
        tuple(
            _routed(
                arrow,
                spots,
                roads[arrow.source, arrow.target],
                back=order[arrow.source] > order[arrow.target],
            )
            for arrow in between
        ),
    )


def _levels(order: Mapping[str, int], arrows: Sequence[Arrow]) -> dict[str, int]:
    """A box stands below all those that lead to it; what leads back does not count."""
    levels = dict.fromkeys(order, 0)
    for name in order:
        for arrow in arrows:
            if arrow.source == name and order[name] < order[arrow.target]:
                levels[arrow.target] = max(levels[arrow.target], levels[name] + 1)
    return levels


def _road(arrow: Arrow, spots: Mapping[str, _Spot], order: Mapping[str, int]) -> list[_Spot]:
    """The points of an arrow from the upper to the lower of its ends, the one with its words among them."""
    upper, lower = spots[arrow.source], spots[arrow.target]
    if order[arrow.source] > order[arrow.target]:
        upper, lower = lower, upper
    # Boxes of one layer, of which one leads back to the other: round below both.
    passed = range(upper.layer + 1, max(lower.layer, upper.layer + 2))
    middle = (upper.layer + max(lower.layer, upper.layer + 2)) // 2
    middle -= 1 - middle % 2
    road = [
        _Spot("", arrow.width if n == middle else _BEND, arrow.height if n == middle else 0, n)
        for n in passed
    ]
    line = [upper, *road, lower]
    for one, other in pairwise(line):
        if one.layer < other.layer:
            one.below.append(other)
            other.above.append(one)
        else:
            one.above.append(other)
            other.below.append(one)
    return road


def _layers(spots: Iterable[_Spot]) -> list[list[_Spot]]:
    layers: dict[int, list[_Spot]] = {}
    for spot in spots:
        layers.setdefault(spot.layer, []).append(spot)
    found = [layers[number] for number in sorted(layers)]
    for layer in found:
        _number(layer)
    return found


def _number(layer: list[_Spot]) -> None:
    for number, spot in enumerate(layer):
        spot.place = (number + 0.5) / len(layer)


def _arrange(layers: Sequence[list[_Spot]]) -> None:
    """Each spot about where its neighbours are, from above and from below in turn."""
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for layer in layers if down else reversed(layers):
            wanted = {id(s): _mean([n.place for n in (s.above if down else s.below)], s.place) for s in layer}
            layer.sort(key=lambda s, wanted=wanted: wanted[id(s)])  # type: ignore[misc]  # bound for this layer
            _number(layer)


def _spread(layers: Sequence[list[_Spot]]) -> None:
    """Left to right without touching, then towards the neighbours as far as there is room."""
    for layer in layers:
        at = 0.0
        for spot in layer:
            spot.x = at + spot.width / 2
            at += spot.width + GAP_X
        for spot in layer:
            spot.x -= at / 2
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            _pull(layer)


def _pull(layer: Sequence[_Spot]) -> None:
    wanted = [_mean([n.x for n in (*s.above, *s.below)], s.x) for s in layer]
    left = list(wanted)
    for n in range(1, len(layer)):
        left[n] = max(wanted[n], left[n - 1] + _apart(layer[n - 1], layer[n]))
    right = list(wanted)
    for n in range(len(layer) - 2, -1, -1):
        right[n] = min(wanted[n], right[n + 1] - _apart(layer[n], layer[n + 1]))
    # Either keeps the distances, and so does what lies half way between the two.
    for spot, low, high in zip(layer, left, right, strict=True):
        spot.x = (low + high) / 2


def _apart(one: _Spot, other: _Spot) -> float:
    return (one.width + other.width) / 2 + GAP_X


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _stack(layers: Sequence[list[_Spot]]) -> int:
    y = MARGIN
    for layer in layers:
        tall = max(spot.height for spot in layer)
        for spot in layer:
            spot.y = y + tall // 2
        y += tall + GAP_Y
    return y - GAP_Y + MARGIN


def _shift(layers: Sequence[list[_Spot]]) -> int:
    """Everything to the right of the margin. The width that it takes."""
    every = [spot for layer in layers for spot in layer]
    if not every:
        return 2 * MARGIN
    least = min(spot.x - spot.width / 2 for spot in every)
    for spot in every:
        spot.x += MARGIN - least
    return round(max(spot.x + spot.width / 2 for spot in every)) + MARGIN


def _routed(arrow: Arrow, spots: Mapping[str, _Spot], road: Sequence[_Spot], *, back: bool) -> Routed:
    source, target = spots[arrow.source], spots[arrow.target]
    words = next((spot for spot in road if spot.width > _BEND), road[len(road) // 2])
    passed = [(round(spot.x), spot.y) for spot in (reversed(road) if back else road)]
    level = source.layer == target.layer
    up = back and not level
    begin = (round(source.x), source.y + (-1 if up else 1) * (source.height // 2))
    end = (round(target.x), target.y + (1 if up or level else -1) * (target.height // 2))
    return Routed(arrow.source, arrow.target, (begin, *passed, end), (round(words.x), words.y), back)
