"""The map of a process as a picture: a box for each step, an arrow for each move with how often and after how long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from app.core.svg import element, text, width_of, wrapped
from app.statistics import public as statistics
from app.web.formats import number
from app.web.i18n import gettext as _

_INK, _SOFT, _EDGE, _PAPER, _BACK = "#1d2433", "#4c5567", "#1d4f7a", "#ffffff", "#8a3f14"
# The more cases, the darker the box; the words on the darkest are white.
_GROUNDS = ("#eef3f9", "#d3e1f0", "#a9c5e2", "#2f6ea5")
_FAMILY = "Inter, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
_TITLE, _PLAIN, _LINE = 15, 12, 17
_BOX, _THIN, _THICK = 190, 1.2, 7.0
_HEAD = 7

Names = Callable[[str], str]


def in_days(days: float | None) -> str:
    """A time between two steps, short: minutes, hours or days; a dash where it is not told."""
    if days is None:
        return "–"
    if days < 1 / 24:
        return _("%(n)s min") % {"n": number(round(days * 1440))}
    if days < 2:
        return _("%(n)s h") % {"n": number(round(days * 24))}
    return _("%(n)s d") % {"n": number(days, 1 if days < 10 else 0)}


def described(found: statistics.ProcessMap, shown: Sequence[statistics.Edge], names: Names) -> str:
    """What the picture shows, in words: how much of it, the most frequent moves, and what takes longest."""
    said = [
        _("%(cases)s casos, %(steps)s pasos; se dibujan %(shown)s de %(all)s movimientos.")
        % {
            "cases": number(found.cases),
            "steps": number(len(found.nodes)),
            "shown": number(len(shown)),
            "all": number(len(found.edges)),
        }
    ]
    if shown:
        most = "; ".join(
            _("de %(source)s a %(target)s, %(times)s veces")
            % {"source": names(e.source), "target": names(e.target), "times": number(e.times)}
            for e in shown[:5]
        )
        said.append(_("Los más frecuentes: %(moves)s.") % {"moves": most})
    slow = [edge for edge in shown if edge.median_days is not None]
    if slow:
        slowest = max(slow, key=lambda edge: edge.median_days or 0)
        said.append(
            _("El que más tarda: de %(source)s a %(target)s, mediana %(days)s.")
            % {
                "source": names(slowest.source),
                "target": names(slowest.target),
                "days": in_days(slowest.median_days),
            }
        )
    return " ".join(said)


def draw(found: statistics.ProcessMap, shown: Sequence[statistics.Edge], names: Names) -> str:
    """The picture as SVG text, of these moves and the steps that they touch."""
    nodes = statistics.drawn_nodes(found.nodes, shown)
    loops = {edge.source: edge for edge in shown if edge.source == edge.target}
    boxes = {node.name: _Words.of(node, loops.get(node.name), names) for node in nodes}
    layout = statistics.lay_out(
        [statistics.Box(name, _BOX, words.height) for name, words in boxes.items()],
        [
            statistics.Arrow(e.source, e.target, max(width_of(w, _PLAIN) for w in _on(e)) + 6, 30)
            for e in shown
        ],
    )
    by_ends = {(edge.source, edge.target): edge for edge in shown}
    most = max((edge.times for edge in shown), default=1)
    arrows = [(routed, by_ends[routed.source, routed.target]) for routed in layout.arrows]
    crowd = max((node.times for node in nodes), default=1)
    content = [
        element("title", escape(_("Mapa del proceso")), id="process-map-title"),
        element("desc", escape(described(found, shown, names)), id="process-map-desc"),
        element("rect", width=layout.width, height=layout.height, fill=_PAPER),
        # The rare below the frequent, and the words above all lines.
        *(_line(routed, edge, most) for routed, edge in sorted(arrows, key=lambda each: each[1].times)),
        *(_label(routed, edge) for routed, edge in arrows),
        *(_box(placed, boxes[placed.name], found.node(placed.name).times / crowd) for placed in layout.boxes),
    ]
    return element(
        "svg",
        "\n".join(content),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {layout.width} {layout.height}",
        width=layout.width,
        height=layout.height,
        role="img",
        aria_labelledby="process-map-title process-map-desc",
        font_family=_FAMILY,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands in a box."""

    title: list[str]
    under: list[str]

    @classmethod
    def of(cls, node: statistics.Node, loop: statistics.Edge | None, names: Names) -> "_Words":
        under = [_("%(n)s casos") % {"n": number(node.cases)}]
        if loop:
            under.append(
                _("se repite %(n)s veces · %(days)s")
                % {"n": number(loop.times), "days": in_days(loop.median_days)}
            )
        if node.end:
            under.append(_("último paso de %(n)s") % {"n": number(node.end)})
        return cls(wrapped(names(node.name), _TITLE, _BOX - 20), under)

    @property
    def height(self) -> int:
        return 20 + _LINE * (len(self.title) + len(self.under))


def _on(edge: statistics.Edge) -> tuple[str, str]:
    return number(edge.times), in_days(edge.median_days)


def _box(placed: statistics.Placed, words: _Words, share: float) -> str:
    ground = _GROUNDS[min(len(_GROUNDS) - 1, int(share * len(_GROUNDS)))]
    ink, soft = (_PAPER, _PAPER) if ground == _GROUNDS[-1] else (_INK, _SOFT)
    middle, y = placed.x + placed.width // 2, placed.y + 24
    rect = {"x": placed.x, "y": placed.y, "width": placed.width, "height": placed.height}
    parts = [element("rect", rx=6, fill=ground, stroke=_INK, **rect)]
    for n, line in enumerate(words.title):
        parts.append(
            text(
                line,
                middle,
                y + n * _LINE,
                text_anchor="middle",
                font_size=_TITLE,
                font_weight="bold",
                fill=ink,
            )
        )
    y += len(words.title) * _LINE
    for n, line in enumerate(words.under):
        parts.append(text(line, middle, y + n * _LINE, text_anchor="middle", font_size=_PLAIN, fill=soft))
    return "".join(parts)


def _line(routed: statistics.Routed, edge: statistics.Edge, most: int) -> str:
    colour = _BACK if routed.back else _EDGE
    across = _THIN + (_THICK - _THIN) * edge.times / most
    (x, y), *rest = routed.points
    steps = [f"M{x} {y}"]
    for a, b in rest:
        middle = (y + b) // 2
        steps.append(f"C{x} {middle} {a} {middle} {a} {b}")
        x, y = a, b
    up = routed.points[-2][1] > y
    tip = y + (_HEAD if up else -_HEAD)
    return element(
        "path",
        d=" ".join(steps),
        fill="none",
        stroke=colour,
        stroke_width=f"{across:.1f}",
        stroke_opacity="0.75",
    ) + element("path", d=f"M{x} {y}L{x - 6} {tip}L{x + 6} {tip}Z", fill=colour)


def _label(routed: statistics.Routed, edge: statistics.Edge) -> str:
    (x, y), (times, days) = routed.words, _on(edge)
    half = max(width_of(times, _PLAIN), width_of(days, _PLAIN)) // 2 + 3
    common = {"text_anchor": "middle", "font_size": _PLAIN}
    return "".join(
        (
            element(
                "rect", x=x - half, y=y - 15, width=2 * half, height=30, fill=_PAPER, fill_opacity="0.88"
            ),
            text(times, x, y - 2, fill=_INK, font_weight="bold", **common),
            text(days, x, y + 12, fill=_SOFT, **common),
        )
    )
