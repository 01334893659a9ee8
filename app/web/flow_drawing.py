"""Flows between stages from top to bottom: as broad as many went that way (Sankey). Who goes back does so at the side.

Stages stand in layers, each below all that lead to it; a flow that passes a layer has a lane of its own there, so that it crosses no
stage. Within a layer everything stands near what it comes from and leads to (barycentres, Sugiyama 1981). Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import escape

from app.web.plot_values import Flow, Plot, leads, short

LETTER = 7.0
BAR, LAYER, GAP, SIDE = 10.0, 66.0, 16.0, 34.0
TOP = 26.0
SWEEPS = 4


@dataclass(slots=True)
class _Stop:
    """A stage in its layer, or the lane of a flow that passes (`name` None)."""

    name: str | None
    layer: int
    broad: float = 0
    words: str = ""
    place: float = 0
    left: float = 0
    room: float = 0


@dataclass(slots=True)
class _Way:
    """A flow with the stops that it touches, from its source to its target."""

    flow: Flow
    stops: list[_Stop] = field(default_factory=list)


def drawn(plot: Plot, width: int) -> tuple[str, int]:
    """The drawing as SVG elements, with its height."""
    order = {name: n for n, (name, _) in enumerate(plot.places)}
    onward = [f for f in plot.flows if order[f.source] < order[f.target] and f.value > 0]
    back = [f for f in plot.flows if order[f.source] > order[f.target] and f.value > 0]
    side = SIDE if back else 0.0
    stops, ways = _layered(plot, order, onward, back)
    layers = _sorted_layers(stops, ways)
    scale = _laid_out(layers, dict(plot.places), width - side)
    by_name = {stop.name: stop for stop in stops if stop.name is not None}
    ribbons = _ribbons(ways, scale)
    parts = [
        *(
            f'<path class="c-flow c-hit"{leads(f.href)} d="{d}"><title>{escape(f.said)}</title></path>'
            for f, d in ribbons
        ),
        *_backs(back, by_name, scale, width),
        *(_stage(stop, scale) for stop in stops if stop.name is not None),
    ]
    return "".join(parts), round(_y(len(layers) - 1) + BAR + 24)


def _y(layer: int) -> float:
    return TOP + LAYER * layer


def _layered(
    plot: Plot, order: Mapping[str, int], onward: Sequence[Flow], back: Sequence[Flow]
) -> tuple[list[_Stop], list[_Way]]:
    layer: dict[str, int] = {}
    for name, _ in plot.places:
        layer[name] = max((layer[f.source] + 1 for f in onward if f.target == name), default=0)
    used = {name for f in (*onward, *back) for name in (f.source, f.target)}
    stops = {name: _Stop(name, layer[name], words=words) for name, words in plot.places if name in used}
    for name, stop in stops.items():
        goes = sum(f.value for f in onward if f.source == name)
        stop.broad = max(goes, sum(f.value for f in onward if f.target == name))
    found, ways = list(stops.values()), []
    for flow in sorted(onward, key=lambda f: (order[f.source], order[f.target])):
        first, last = stops[flow.source], stops[flow.target]
        lanes = [_Stop(None, n, broad=flow.value) for n in range(first.layer + 1, last.layer)]
        found += lanes
        ways.append(_Way(flow, [first, *lanes, last]))
    return found, ways


def _sorted_layers(stops: Sequence[_Stop], ways: Sequence[_Way]) -> list[list[_Stop]]:
    layers: list[list[_Stop]] = [[] for _ in range(max((s.layer for s in stops), default=0) + 1)]
    for stop in stops:
        layers[stop.layer].append(stop)
    above: dict[int, list[tuple[_Stop, float]]] = defaultdict(list)
    below: dict[int, list[tuple[_Stop, float]]] = defaultdict(list)
    for way in ways:
        for one, other in zip(way.stops, way.stops[1:], strict=False):
            below[id(one)].append((other, way.flow.value))
            above[id(other)].append((one, way.flow.value))
    for layer in layers:
        _number(layer)
    for sweep in range(SWEEPS):
        near = above if sweep % 2 == 0 else below
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            layer.sort(key=lambda stop: _middle(near[id(stop)], stop.place))
            _number(layer)
    return layers


def _number(layer: Sequence[_Stop]) -> None:
    for n, stop in enumerate(layer):
        stop.place = (n + 0.5) / len(layer)


def _middle(near: Iterable[tuple[_Stop, float]], own: float) -> float:
    weighed = [(stop.place * weight, weight) for stop, weight in near]
    total = sum(weight for _, weight in weighed)
    return sum(place for place, _ in weighed) / total if total else own


def _laid_out(layers: Sequence[list[_Stop]], words: Mapping[str, str], width: float) -> float:
    """Give every stop its left end and its words their room. Returns how broad one is."""
    scale = min(
        ((width - GAP * (len(layer) - 1)) / (sum(s.broad for s in layer) or 1) for layer in layers), default=1
    )
    scale = min(scale, width * 0.4 / (max((s.broad for layer in layers for s in layer), default=1) or 1))
    for layer in layers:
        named = [stop for stop in layer if stop.name is not None]
        lanes = sum(stop.broad * scale for stop in layer if stop.name is None)
        most = (width - GAP * (len(layer) - 1) - lanes) / max(len(named), 1)
        for stop in layer:
            stop.room = stop.broad * scale
            if stop.name is not None:
                stop.words = short(words[stop.name], max(most, stop.room) / LETTER)
                stop.room = max(stop.room, LETTER * len(stop.words), 3)
        over = sum(stop.room for stop in layer) + GAP * (len(layer) - 1) - width
        gap = max(4.0, GAP - over / max(len(layer) - 1, 1)) if over > 0 else GAP
        x = max(0.0, (width - sum(stop.room for stop in layer) - gap * (len(layer) - 1)) / 2)
        for stop in layer:
            stop.left, x = x, x + stop.room + gap
    return scale


def _bar(stop: _Stop, scale: float) -> tuple[float, float]:
    """Where the stop's own breadth begins, in the middle of its room, and how broad it is."""
    broad = stop.broad * scale
    return stop.left + (stop.room - broad) / 2, broad


def _ribbons(ways: Sequence[_Way], scale: float) -> list[tuple[Flow, str]]:
    """Each flow as one closed outline for each layer that it crosses. Those that leave a stage lie beside each other in the order of
    where they go, and so do those that arrive."""
    leaves, comes = _shares(ways, scale, out=True), _shares(ways, scale, out=False)
    found = []
    for n, way in enumerate(ways):
        broad = way.flow.value * scale
        outline = []
        for k, (one, other) in enumerate(zip(way.stops, way.stops[1:], strict=False)):
            x0 = leaves[n] if k == 0 else _bar(one, scale)[0]
            x1 = comes[n] if k + 2 == len(way.stops) else _bar(other, scale)[0]
            y0, y1 = _y(one.layer) + (BAR if one.name is not None else 0), _y(other.layer)
            if other.name is None:
                y1 = _y(other.layer)
            m = (y0 + y1) / 2
            outline.append(
                f"M{x0:.1f} {y0:.1f}C{x0:.1f} {m:.1f} {x1:.1f} {m:.1f} {x1:.1f} {y1:.1f}H{x1 + broad:.1f}"
                f"C{x1 + broad:.1f} {m:.1f} {x0 + broad:.1f} {m:.1f} {x0 + broad:.1f} {y0:.1f}Z"
            )
        found.append((way.flow, "".join(outline)))
    return found


def _shares(ways: Sequence[_Way], scale: float, *, out: bool) -> dict[int, float]:
    ends: dict[int, list[int]] = defaultdict(list)
    for n, way in enumerate(ways):
        ends[id(way.stops[0] if out else way.stops[-1])].append(n)
    found: dict[int, float] = {}
    for numbers in ends.values():
        numbers.sort(key=lambda n: ways[n].stops[1 if out else -2].left)
        stop = ways[numbers[0]].stops[0 if out else -1]
        start, broad = _bar(stop, scale)
        x = start + (broad - sum(ways[n].flow.value * scale for n in numbers)) / 2
        for n in numbers:
            found[n] = x
            x += ways[n].flow.value * scale
    return found


def _stage(stop: _Stop, scale: float) -> str:
    start, broad = _bar(stop, scale)
    broad = max(broad, 3)
    y = _y(stop.layer)
    return (
        f'<rect class="c-node" x="{start:.1f}" y="{y}" width="{broad:.1f}" height="{BAR}" rx="2"/>'
        f'<text class="c-t" x="{stop.left + stop.room / 2:.1f}" y="{y - 6}" text-anchor="middle">{escape(stop.words)}</text>'
    )


def _backs(back: Sequence[Flow], stops: Mapping[str, _Stop], scale: float, width: int) -> Iterable[str]:
    """Thin, out below one stage and in below the other, along the right edge: they are few, and would hide the others."""
    for n, flow in enumerate(sorted(back, key=lambda f: (stops[f.source].layer, stops[f.target].layer))):
        one, other = stops[flow.source], stops[flow.target]
        x0, x1 = _corner(one, scale), _corner(other, scale) - 3
        y0, y1 = _y(one.layer) + BAR, _y(other.layer) + BAR
        deep = 9 + 3 * (n % 4)
        beside = [s.left + s.room for s in stops.values() if other.layer <= s.layer <= one.layer]
        edge = min(width - 6, max(beside, default=0) + 22 + 7 * (n % 6))
        same = f"M{x0:.1f} {y0}V{y0 + deep}H{x1:.1f}V{y1 + 7}"
        d = (
            same
            if one.layer == other.layer
            else (
                f"M{x0:.1f} {y0}V{y0 + deep - 4}q0 4 4 4H{edge - 6}q6 0 6 -6V{y1 + deep + 6}q0 -6 -6 -6"
                f"H{x1 + 4:.1f}q-4 0 -4 -4V{y1 + 7}"
            )
        )
        yield (
            f'<path class="c-back" d="{d}"/><path class="c-tip" d="M{x1:.1f} {y1 + 1}l4 7h-8Z"/>'
            f'<path class="c-hit c-hit--line"{leads(flow.href)} d="{d}"><title>{escape(flow.said)}</title></path>'
        )


def _corner(stop: _Stop, scale: float) -> float:
    start, broad = _bar(stop, scale)
    return start + max(broad, 3) - 2
