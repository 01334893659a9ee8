"""What a drawing of a figure is before it has a size: values with their words already said. Pure."""

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import escape

Shape = Literal["steps", "lines", "stack", "bars", "flow", "posts"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One point: `low` and `high` are its band, where it has one."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    label: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """`part` of `value` is drawn in the second colour; `said` stands after it."""

    label: str
    value: float
    said: str
    part: float = 0
    # Where the cases behind it are listed, for the page.
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """So many went from one place to another; both by the names of `Plot.places`."""

    source: str
    target: str
    value: float
    said: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A place with its people as an area; `part` of `value` is the darker one inside. `group`: what it belongs to; `kind`: in words."""

    label: str
    group: str
    kind: str
    value: float
    said: str
    part: float = 0
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing before it has a size. `marks` and `levels` are the axes' places with their words; `hits` what is said at a place on the
    x axis, and `hrefs` where each leads; `line` a vertical line with its words; `across` a horizontal one at a level. `places`: the
    names and words of what `flows` lead from and to, in their order."""

    shape: Shape
    title: str
    description: str
    series: tuple[Series, ...] = ()
    bars: tuple[Bar, ...] = ()
    keys: tuple[str, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    levels: tuple[tuple[float, str], ...] = ()
    hits: tuple[tuple[float, str], ...] = ()
    hrefs: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    flows: tuple[Flow, ...] = ()
    posts: tuple[Post, ...] = ()
    axis: str = ""
    line: tuple[float, str] | None = None
    across: float | None = None
    notes: tuple[str, ...] = field(default=())


def leads(href: str | None) -> str:
    """What tells the page's script where a part of a drawing leads."""
    return f' data-href="{escape(href)}"' if href else ""


def short(words: str, most: float) -> str:
    return words if len(words) <= most else words[: max(int(most) - 1, 1)].rstrip() + "…"
