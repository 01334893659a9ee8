"""Geometry of the drawn figures: points to SVG path data. No markup, no words, no state."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: its place in the drawing and the value that it stands for."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class SurvivalDrawing:
    """A Kaplan–Meier step curve ready to draw: path data, marks, and the frame they stand in."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    line: str
    band: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    limit_x: float | None
    limit_y: float | None
    median_x: float | None
    median_y: float


@dataclass(frozen=True, slots=True)
class SurvivalPoint:
    """Share still waiting from this day on, with its confidence band (all 0 to 1)."""

    day: float
    share: float
    low: float
    high: float


def survival(
    points: Sequence[SurvivalPoint],
    *,
    until: float,
    limit: float | None = None,
    median: float | None = None,
    width: int = 720,
    height: int = 360,
    step: int = 90,
) -> SurvivalDrawing:
    """Lay out a step curve from day 0 to `until` days; `limit` and `median` are days to mark.

    `points` are in order of day; before the first one everyone waits.
    """
    left, right, top, bottom = 52.0, width - 12.0, 34.0, height - 46.0
    start = SurvivalPoint(0, 1.0, 1.0, 1.0)
    steps = [start, *(point for point in points if 0 < point.day <= until)]

    def x(day: float) -> float:
        return round(left + (right - left) * day / until, 1) if until else left

    def y(share: float) -> float:
        return round(bottom - (bottom - top) * share, 1)

    def share_on(day: float) -> float:
        return next(point.share for point in reversed(steps) if point.day <= day)

    line = [f"M{x(0)} {y(1)}"] + [f"H{x(p.day)}V{y(p.share)}" for p in steps[1:]] + [f"H{right}"]
    upper = [f"M{x(0)} {y(1)}"] + [f"H{x(p.day)}V{y(p.high)}" for p in steps[1:]] + [f"H{right}"]
    lower = [f"V{y(steps[-1].low)}"]
    for later, earlier in zip(reversed(steps), reversed(steps[:-1]), strict=False):
        lower.append(f"H{x(later.day)}V{y(earlier.low)}")
    return SurvivalDrawing(
        width=width,
        height=height,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        line="".join(line),
        band="".join([*upper, *lower, "Z"]),
        x_ticks=tuple(Tick(x(day), day) for day in range(0, int(until) + 1, step)),
        y_ticks=tuple(Tick(y(share), share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)),
        limit_x=x(limit) if limit is not None and limit <= until else None,
        limit_y=y(share_on(limit)) if limit is not None and limit <= until else None,
        median_x=x(median) if median is not None and median <= until else None,
        median_y=y(0.5),
    )
