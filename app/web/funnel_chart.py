"""Geometry of the funnel plot: limits and points to SVG path data. No markup, no words, no state."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from app.statistics.public import LimitsAt, Shown
from app.web.charts import Tick

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Dot:
    """A unit in the drawing: `mark` is its number in the table."""

    x: float
    y: float
    mark: int
    outside: bool


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """Bands of 99.8 % and 95 % around the rate of all; `spread` are the lines of the limits that allow for the spread between units,
    where there is any."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    wide: str
    narrow: str
    spread: tuple[str, ...]
    rate_y: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]


def funnel_drawing(
    rate: float,
    lines: Sequence[LimitsAt],
    shown: Sequence[Shown],
    *,
    spread: bool,
    width: int = 720,
    height: int = 380,
    ticks: int = 7,
) -> FunnelDrawing:
    """Lay out the funnel from no decisions to a little more than the most that anybody has; shares from 0 to 1 upwards."""
    left, right, top, bottom = 52.0, width - 14.0, 14.0, height - 46.0
    most = lines[-1].of if lines else 1

    def x(of: float) -> float:
        return round(left + (right - left) * of / most, 1)

    def y(share: float) -> float:
        return round(bottom - (bottom - top) * min(1.0, max(0.0, share)), 1)

    def line(points: Sequence[tuple[int, float]]) -> str:
        return "M" + "L".join(f"{x(of)} {y(share)}" for of, share in points)

    def band(pairs: Sequence[tuple[int, tuple[float, float]]]) -> str:
        upper = [(of, high) for of, (_, high) in pairs]
        lower = [(of, low) for of, (low, _) in reversed(pairs)]
        return line([*upper, *lower]) + "Z"

    limits = [[at.likely_spread for at in lines], [at.widest_spread for at in lines]]
    sizes = [at.of for at in lines]
    wider = [
        line([(of, pair[side]) for of, pair in zip(sizes, pairs, strict=True)])
        for pairs in limits
        for side in (0, 1)
    ]
    return FunnelDrawing(
        width=width,
        height=height,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        wide=band([(at.of, at.widest) for at in lines]),
        narrow=band([(at.of, at.likely) for at in lines]),
        spread=tuple(wider) if spread else (),
        rate_y=y(rate),
        x_ticks=tuple(Tick(x(n), n) for n in range(0, most + 1, _step(most, ticks))),
        y_ticks=tuple(Tick(y(share), share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)),
        dots=tuple(
            Dot(x(one.standing.of), y(one.standing.adjusted), n, one.standing.outside)
            for n, one in enumerate(shown, start=1)
        ),
    )


def _step(most: int, ticks: int) -> int:
    """A round distance between marks of an axis, so that there are at most so many."""
    rough = max(1.0, most / ticks)
    ten: int = 10 ** floor(log10(rough))
    return next(step * ten for step in _STEPS if step * ten >= rough)
