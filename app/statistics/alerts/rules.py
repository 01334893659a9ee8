"""When a figure has crossed a line, and when it has come back. Pure.

A value that trembles around a line would write every hour. Two things hold it: to be back, it must be back by a margin; and it is
never back before a day has passed since it went over. So a line is told at most twice a day, whatever the figure does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor
from typing import Literal

Direction = Literal["above", "below"]
# `unknown`: the figure has had no value yet (nothing to divide by, a median that was not reached).
State = Literal["unknown", "within", "beyond"]
REST = timedelta(days=1)
# A value of one of these kinds can be watched. Of a percentage and of a share, the margin is one point; of counts and days a
# twentieth of the line in whole ones, and one at least.
KINDS = ("count", "days", "number", "percent", "share")
_POINT: Mapping[str, float] = {"percent": 1.0, "share": 0.01}
# What no value of the kind passes, but for clearance, whose hundred is as good an end.
_WHOLE: Mapping[str, float] = {"percent": 100.0, "share": 1.0}


@dataclass(frozen=True, slots=True)
class Line:
    """`at` in the value's own unit: a share from 0 to 1, a percentage as it is said. On the line itself is not beyond it."""

    direction: Direction
    at: float
    kind: str

    def passed_by(self, value: float) -> bool:
        return value > self.at if self.direction == "above" else value < self.at

    @property
    def margin(self) -> float:
        """How far it must come back, so that it is back."""
        if self.kind in _POINT:
            return _POINT[self.kind]
        twentieth = self.at / 20
        return twentieth if self.kind == "number" else max(1.0, float(floor(twentieth)))

    @property
    def back_at(self) -> float:
        """From where on it is back: the margin away, or the last value there is, where the line is near the end."""
        if self.direction == "above":
            return max(0.0, self.at - self.margin)
        whole = _WHOLE.get(self.kind)
        far = self.at + self.margin
        return far if whole is None or self.at > whole else min(whole, far)

    def left_by(self, value: float) -> bool:
        return value <= self.back_at if self.direction == "above" else value >= self.back_at


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a figure stands to its line, and since when (UTC)."""

    state: State
    since: datetime


def begun(line: Line, value: float | None, now: datetime) -> Standing:
    """Where it stands when somebody begins to watch: nothing was crossed."""
    if value is None:
        return Standing("unknown", now)
    return Standing("beyond" if line.passed_by(value) else "within", now)


def looked_at(line: Line, before: Standing, value: float | None, now: datetime) -> Standing:
    """Where it stands by a new value; the same `before` where nothing changed. No value changes nothing."""
    if value is None:
        return before
    if before.state == "beyond":
        back = line.left_by(value) and now - before.since >= REST
        return Standing("within", now) if back else before
    if line.passed_by(value):
        return Standing("beyond", now)
    return before if before.state == "within" else Standing("within", now)


def is_told(before: Standing, after: Standing) -> bool:
    """Does the change concern who watches? A first value on the good side does not."""
    return after.state != before.state and (before.state, after.state) != ("unknown", "within")
