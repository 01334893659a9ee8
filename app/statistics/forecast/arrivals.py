"""How many come on each day of the future: the level and the clear trend of the last year, its busy and quiet weeks, its weekdays. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

from app.statistics.forecast.rules import poisson

# For how many weeks a trend is taken to go on; then it stays as it is.
TREND_WEEKS = 52
CLEAR = 2.0
FEWEST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Pattern:
    """`level`: arrivals of a week now; `growth`: by what each week multiplies it (1: no clear trend); `swings`: how much a week
    departs from the level beyond chance, each as likely as the others."""

    level: float
    growth: float
    swings: tuple[float, ...]


def pattern(weeks: Sequence[int]) -> Pattern:
    """Read from the arrivals of each week, oldest first. A trend counts only where it is twice its standard error."""
    if not weeks or not sum(weeks):
        return Pattern(0.0, 1.0, (1.0,))
    mean = sum(weeks) / len(weeks)
    slope, error, at_end = _line([log(n + 0.5) for n in weeks])
    clear = len(weeks) >= FEWEST_WEEKS and error > 0 and abs(slope) > CLEAR * error
    level = max(exp(at_end) - 0.5, 0.0) if clear else mean
    fitted = [mean * exp(slope * (n - (len(weeks) - 1) / 2)) if clear else mean for n in range(len(weeks))]
    ratios = [n / at for n, at in zip(weeks, fitted, strict=True)]
    middle = sum(ratios) / len(ratios)
    variance = sum((r - middle) ** 2 for r in ratios) / max(1, len(ratios) - 1)
    by_chance = 1 / mean
    # Chance is added when the days are drawn: what is kept here is what the weeks vary beyond it.
    beyond = max(0.0, 1 - by_chance / variance) ** 0.5 if variance else 0.0
    return Pattern(
        level, exp(slope) if clear else 1.0, tuple(max(0.0, 1 + (r - middle) * beyond) for r in ratios)
    )


def _line(values: Sequence[float]) -> tuple[float, float, float]:
    """Least squares: the slope, its standard error, and the fitted last value."""
    count = len(values)
    if count < 3:
        return 0.0, 0.0, values[-1]
    middle_x, middle_y = (count - 1) / 2, sum(values) / count
    square = sum((x - middle_x) ** 2 for x in range(count))
    slope = sum((x - middle_x) * (y - middle_y) for x, y in enumerate(values)) / square
    rest = sum((y - middle_y - slope * (x - middle_x)) ** 2 for x, y in enumerate(values))
    return slope, (rest / (count - 2) / square) ** 0.5, middle_y + slope * (count - 1 - middle_x)


def coming(
    chance: Random, of: Pattern, weekdays: Sequence[float], weekday: int, days: int, factor: float
) -> list[int]:
    """Arrivals on each of `days` days after the cut-off, which was a `weekday` (Monday 0)."""
    found = []
    swing = 1.0
    for day in range(days):
        if day % 7 == 0:
            swing = chance.choice(of.swings)
        level = of.level * of.growth ** min(day / 7, TREND_WEEKS)
        found.append(poisson(chance, level * swing * factor * weekdays[(weekday + 1 + day) % 7]))
    return found
