"""Geometry of a fan: a median with the bands of many runs around it, over weeks. No markup, no words, no state."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.web.charts import Tick

WEEKS_OF_YEAR = 365.25 / 7


@dataclass(frozen=True, slots=True)
class FanDrawing:
    """`outer` holds 90 % of the runs, `inner` 50 %; `reference` is another median to compare with."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    outer: str
    inner: str
    line: str
    reference: str | None
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def fan(
    weeks: Sequence[int],
    bands: Sequence[Sequence[float]],
    *,
    reference: Sequence[float] | None = None,
    width: int = 560,
    height: int = 300,
) -> FanDrawing:
    """`bands`: for each of `weeks` five values in order, the median in the middle. `reference`: one value for each week."""
    left, right, top, bottom = 64.0, width - 12.0, 16.0, height - 44.0
    until = max(weeks[-1], 1)
    most = max([line[4] for line in bands] + list(reference or ()) + [1.0])
    step = _round_step(most / 4)
    ceiling = step * -(-most // step)

    def x(week: float) -> float:
        return round(left + (right - left) * week / until, 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * value / ceiling, 1)

    def path(values: Sequence[float]) -> str:
        return "M" + "L".join(f"{x(week)} {y(value)}" for week, value in zip(weeks, values, strict=True))

    def area(low: int, high: int) -> str:
        upper = [f"{x(week)} {y(line[high])}" for week, line in zip(weeks, bands, strict=True)]
        lower = [f"{x(week)} {y(line[low])}" for week, line in zip(weeks, bands, strict=True)]
        return "M" + "L".join([*upper, *reversed(lower)]) + "Z"

    return FanDrawing(
        width=width,
        height=height,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        outer=area(0, 4),
        inner=area(1, 3),
        line=path([line[2] for line in bands]),
        reference=path(reference) if reference is not None else None,
        x_ticks=tuple(
            Tick(x(year * WEEKS_OF_YEAR), year) for year in range(int(until / WEEKS_OF_YEAR + 0.01) + 1)
        ),
        y_ticks=tuple(Tick(y(step * n), step * n) for n in range(round(ceiling / step) + 1)),
    )


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 … that is not under `least`."""
    size = 1.0
    while size * 10 <= least:
        size *= 10
    return next(size * n for n in (1, 2, 5, 10) if size * n >= least)
