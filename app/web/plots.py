"""Figures drawn on the server: steps with bands, lines, stacked areas, bars across, flows and posts, as SVG for a page and as a file.

The same drawing serves the page, the download and paper, and needs no script (decision 47). Words come in already said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from app.web import flow_drawing, post_drawing
from app.web.plot_values import Plot, Spot, leads, short

# What a file carries with it, since the page's style sheet is not there.
FAMILY = '"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'
STYLE = (
    f"text{{font:13px {FAMILY};fill:#1b2426}}"
    """
.c-t--soft{fill:#4a5659}.c-t--b{font-weight:600;font-size:16px}.c-t--late{fill:#982019;font-weight:600}
.c-grid{stroke:#ddd7ca;fill:none}.c-tick{stroke:#1b2426;fill:none}.c-ref{stroke:#1b2426;stroke-width:1.5;fill:none}
.c-band{fill:#8fb6bc;opacity:.4}.c-limit{stroke:#982019;stroke-width:1.5;stroke-dasharray:5 4;fill:none}
.c-s{fill:none;stroke-width:2.5}.c-s0{stroke:#0b5563}.c-s1{stroke:#982019;stroke-dasharray:8 4}.c-s2{stroke:#5a2d62;stroke-dasharray:2 3}
.c-s3{stroke:#7a4a00;stroke-dasharray:10 3 2 3}.c-a{stroke:#fff;stroke-width:1}.c-a0{fill:#d5e6e8}.c-a1{fill:#a9cbd0}.c-a2{fill:#76a9b1}
.c-a3{fill:#3f8490}.c-a4{fill:#0b5563}.c-a5{fill:#073b45}.b-in{fill:#0b5563}.b-late{fill:#d9a79f;stroke:#982019}.c-hit{fill:none}
.c-flow{fill:#8fb6bc;opacity:.6}.c-node{fill:#0b5563}.c-back{stroke:#7a4a00;fill:none;stroke-dasharray:5 4}.c-tip{fill:#7a4a00}
.c-funnel{fill:#8fb6bc;opacity:.6}.c-funnel--wide{opacity:.28}.c-funnel-spread{stroke:#6b767a;stroke-width:1.5;stroke-dasharray:5 4;fill:none}
.c-pt{fill:#fff;stroke:#073b45;stroke-width:2.5}.c-pt--out{fill:#073b45}
"""
)
SHADES = 6
STROKES = 4
ROW, KEY = 26, 20


def picture(plot: Plot, *, width: int = 720) -> Markup:
    """For a page: hidden from screen readers' tree but for its name, since the table beside it says everything."""
    body, height = _drawn(plot, width)
    head = f'<svg class="ac-chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(plot.description)}">'
    return Markup(head + body + "</svg>")  # noqa: S704 - every word within was escaped


def file(plot: Plot, *, width: int = 860) -> str:
    """A whole SVG file with its title, what it counts, its description and its colours."""
    lines = [plot.title, *plot.notes]
    top = 16 + 20 * len(lines)
    body, height = _drawn(_still(plot), width - 32)
    words = "".join(
        f'<text class="{"c-t--b" if n == 0 else "c-t--soft"}" x="16" y="{24 + 20 * n}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height + top + 16}" '
        f'viewBox="0 0 {width} {height + top + 16}" role="img"><title>{escape(plot.title)}</title>'
        f"<desc>{escape(plot.description)}</desc><style>{STYLE}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>{words}<g transform="translate(16 {top})">{body}</g></svg>'
    )


def _still(plot: Plot) -> Plot:
    """Without the addresses of the house, for a file that leaves it."""
    return replace(
        plot,
        hrefs=(),
        bars=tuple(replace(bar, href=None) for bar in plot.bars),
        flows=tuple(replace(flow, href=None) for flow in plot.flows),
        posts=tuple(replace(post, href=None) for post in plot.posts),
    )


def _drawn(plot: Plot, width: int) -> tuple[str, int]:
    drawers = {"bars": _bars, "flow": flow_drawing.drawn, "posts": post_drawing.drawn}
    return drawers.get(plot.shape, _on_axes)(plot, width)


def _on_axes(plot: Plot, width: int) -> tuple[str, int]:
    keys, top = _keys(plot, width)
    frame = _Frame(plot, width, top, 300 if width > 400 else 240)
    found = [keys, *frame.grid()]
    if plot.shape == "stack":
        found += frame.areas()
    else:
        found += frame.lines(stepped=plot.shape == "steps")
    if plot.across is not None:
        found.append(f'<path class="c-ref" d="M{frame.left} {frame.y(plot.across)}H{frame.right}"/>')
    if plot.line and plot.line[0] <= frame.last:
        found += frame.limit(*plot.line)
    found += frame.hits()
    return "".join(found), round(frame.bottom + 46)


def _keys(plot: Plot, width: int) -> tuple[str, float]:
    """The names of the series above the drawing, in as many lines as they need."""
    if len(plot.series) < 2:
        return "", 8.0
    found, x, y = [], 0.0, 12.0
    for n, series in enumerate(plot.series):
        room = 30 + 7.2 * len(series.label)
        if x and x + room > width:
            x, y = 0.0, y + KEY
        if plot.shape == "stack":
            sample = f'<rect class="c-a c-a{n % SHADES}" x="{x:.1f}" y="{y - 10}" width="14" height="12"/>'
        else:
            sample = f'<path class="c-s c-s{n % STROKES}" d="M{x:.1f} {y - 4}h18"/>'
        found.append(f'{sample}<text class="c-t" x="{x + 22:.1f}" y="{y}">{escape(series.label)}</text>')
        x += room + 10
    return "".join(found), y + 14


class _Frame:
    """The axes, and where a value stands on them."""

    def __init__(self, plot: Plot, width: int, top: float, height: int) -> None:
        self.plot = plot
        longest = max((len(words) for _, words in plot.levels), default=0)
        self.left, self.right = 14.0 + 7.2 * longest, width - 12.0
        self.top = top + (14 if plot.line else 0)
        self.bottom = self.top + height
        xs = [spot.x for series in plot.series for spot in series.spots]
        self.first, self.last = min(xs, default=0), max([*xs, *(x for x, _ in plot.marks)], default=1)
        self.most = max((level for level, _ in plot.levels), default=1) or 1

    def x(self, value: float) -> float:
        span = (self.last - self.first) or 1
        return round(self.left + (self.right - self.left) * (value - self.first) / span, 1)

    def y(self, value: float) -> float:
        return round(self.bottom - (self.bottom - self.top) * min(value, self.most) / self.most, 1)

    def grid(self) -> Iterator[str]:
        for level, words in self.plot.levels:
            at = self.y(level)
            yield f'<path class="c-grid" d="M{self.left} {at}H{self.right}"/>'
            yield f'<text class="c-t" x="{self.left - 8}" y="{at + 4}" text-anchor="end">{escape(words)}</text>'
        room, free = 0.0, -1000.0
        for value, words in self.plot.marks:
            at, room = self.x(value), 7.2 * len(words)
            yield f'<path class="c-tick" d="M{at} {self.bottom}v5"/>'
            # Words that would stand on the ones before are left out; the table has them.
            if at - room / 2 > free:
                near = "end" if at + room / 2 > self.right + 12 else "middle"
                yield f'<text class="c-t" x="{at}" y="{self.bottom + 20}" text-anchor="{near}">{escape(words)}</text>'
                free = at + room / 2 + 8
        yield f'<text class="c-t c-t--soft" x="{self.right}" y="{self.bottom + 40}" text-anchor="end">{escape(self.plot.axis)}</text>'

    def lines(self, *, stepped: bool) -> Iterator[str]:
        for n, series in enumerate(self.plot.series):
            spots = series.spots
            if not spots:
                continue
            if all(spot.low is not None and spot.high is not None for spot in spots):
                yield f'<path class="c-band" d="{self._band(spots, stepped=stepped)}"/>'
            path = self._path([(s.x, s.y) for s in spots], stepped=stepped)
            yield f'<path class="c-s c-s{n % STROKES}" d="{path}"/>'
            if not stepped and len(spots) == 1:
                yield f'<circle class="c-pt" cx="{self.x(spots[0].x)}" cy="{self.y(spots[0].y)}" r="4"/>'

    def _path(self, points: Sequence[tuple[float, float]], *, stepped: bool) -> str:
        (x, y), *rest = points
        found = [f"M{self.x(x)} {self.y(y)}"]
        for px, py in rest:
            found.append(f"H{self.x(px)}V{self.y(py)}" if stepped else f"L{self.x(px)} {self.y(py)}")
        return "".join(found)

    def _band(self, spots: Sequence[Spot], *, stepped: bool) -> str:
        upper = self._path([(s.x, s.high or 0) for s in spots], stepped=stepped)
        found = [upper, f"V{self.y(spots[-1].low or 0)}"]
        for later, earlier in zip(reversed(spots), reversed(spots[:-1]), strict=False):
            at = f"{self.x(earlier.x)}"
            found.append(
                f"V{self.y(later.low or 0)}H{self.x(later.x)}V{self.y(earlier.low or 0)}H{at}"
                if stepped
                else f"L{at} {self.y(earlier.low or 0)}"
            )
        return "".join([*found, "Z"])

    def areas(self) -> Iterator[str]:
        """The first series lies at the bottom."""
        below: dict[float, float] = {}
        for n, series in enumerate(self.plot.series):
            floor = [(s.x, below.get(s.x, 0.0)) for s in series.spots]
            roof = [(x, base + spot.y) for (x, base), spot in zip(floor, series.spots, strict=True)]
            below = dict(roof)
            if roof:
                back = "".join(f"L{self.x(x)} {self.y(y)}" for x, y in reversed(floor))
                yield f'<path class="c-a c-a{n % SHADES}" d="{self._path(roof, stepped=False)}{back}Z"/>'

    def limit(self, at: float, words: str) -> Iterator[str]:
        x = self.x(at)
        yield f'<path class="c-limit" d="M{x} {self.top - 12}V{self.bottom}"/>'
        end = x + 7.2 * len(words) > self.right
        place = f'x="{x - 6}" text-anchor="end"' if end else f'x="{x + 6}"'
        yield f'<text class="c-t c-t--late" {place} y="{self.top - 4}">{escape(words)}</text>'

    def hits(self) -> Iterator[str]:
        """A strip for each place that says its values when pointed at."""
        places = [self.x(x) for x, _ in self.plot.hits]
        for n, (_, words) in enumerate(self.plot.hits):
            start = self.left if n == 0 else (places[n - 1] + places[n]) / 2
            end = self.right if n + 1 == len(places) else (places[n] + places[n + 1]) / 2
            href = self.plot.hrefs[n] if n < len(self.plot.hrefs) else None
            yield (
                f'<rect class="c-hit"{leads(href)} x="{start:.1f}" y="{self.top}" width="{max(end - start, 0):.1f}" '
                f'height="{self.bottom - self.top}" data-at="{places[n]}"><title>{escape(words)}</title></rect>'
            )


def _bars(plot: Plot, width: int) -> tuple[str, int]:
    """Words beside the bars, or above them where there is little room."""
    narrow = width < 400
    longest = max((len(bar.label) for bar in plot.bars), default=0)
    left = 0.0 if narrow else min(7.2 * longest + 12, width * 0.42)
    said = 7.4 * max((len(bar.said) for bar in plot.bars), default=0) + 10
    most = max((bar.value for bar in plot.bars), default=0) or 1
    step = 42 if narrow else ROW
    found, top = [], 4.0
    if plot.keys:
        half = 14 + 8 * len(plot.keys[0]) + 24
        for x, style, words in zip((0.0, half), ("b-in", "b-late"), plot.keys, strict=True):
            found.append(
                f'<rect class="{style}" x="{x}" y="2" width="12" height="12"/><text class="c-t" x="{x + 18}" y="13">{escape(words)}</text>'
            )
        top = 28.0
    for n, bar in enumerate(plot.bars):
        y = top + step * n
        label = short(bar.label, (width if narrow else left) / 7.0)
        base = y + (18 if narrow else 0)
        size = (width - left - said) * bar.value / most
        part = (width - left - said) * bar.part / most
        found.append(f'<text class="c-t" x="0" y="{y + 13}">{escape(label)}</text>')
        if size > part:
            found.append(
                f'<rect class="b-in" x="{left:.1f}" y="{base}" width="{size - part:.1f}" height="16"/>'
            )
        if part:
            found.append(
                f'<rect class="b-late" x="{left + size - part:.1f}" y="{base}" width="{part:.1f}" height="16"/>'
            )
        found.append(f'<text class="c-t" x="{left + size + 6:.1f}" y="{base + 13}">{escape(bar.said)}</text>')
        found.append(
            f'<rect class="c-hit"{leads(bar.href)} x="0" y="{y - 3}" width="{width}" height="{step}"><title>{escape(bar.label)}: {escape(bar.said)}</title></rect>'
        )
    return "".join(found), round(top + step * len(plot.bars) + 4)


def nice(most: float) -> list[float]:
    """Levels of an axis from 0 up to or over `most`: four or five, in steps of 1, 2, 2.5 or 5 times a power of ten."""
    if most <= 0:
        return [0.0, 1.0]
    power = 10.0 ** (len(str(int(most))) - 1) / 10
    step = next(
        size
        for scale in (power, power * 10, power * 100)
        for factor in (1, 2, 2.5, 5)
        if (size := factor * scale) * 5 >= most
    )
    step = max(step, 1.0)
    found = [0.0]
    while found[-1] < most:
        found.append(found[-1] + step)
    return found
