"""The map of a process: what follows what, how often and after how long, and the ways that cases take. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Node:
    """A step. `times` it was taken, by so many `cases`; where so many of them `begin` and `end` (or stand now); `place` is its mean
    place in a case, from 1."""

    name: str
    times: int
    cases: int
    begin: int
    end: int
    place: float


@dataclass(frozen=True, slots=True)
class Edge:
    """One step directly after another: so many `times`, in so many `cases`; days between the two, `None` where they are too few to say."""

    source: str
    target: str
    times: int
    cases: int
    median_days: float | None
    ninth_days: float | None


@dataclass(frozen=True, slots=True)
class Variant:
    """A whole way from the first step to the last so far, taken by so many cases; `share` of all (0 to 1). An empty path: all others."""

    path: tuple[str, ...]
    cases: int
    share: float
    median_days: float | None


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """The map of all chosen cases. `exact` false: each count is rounded by itself, and what few cases did is not told apart."""

    by: str
    as_of: datetime
    exact: bool
    cases: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    variants: tuple[Variant, ...]
    ways: int

    def node(self, name: str) -> Node:
        """The step of that name; KeyError where no case took it."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)


def most_taken(edges: Sequence[Edge], share: float) -> tuple[Edge, ...]:
    """The edges that were taken most, as few as make up that share of all moves (0 to 1); equals stand or fall together."""
    ordered = sorted(edges, key=lambda edge: (-edge.times, edge.source, edge.target))
    whole = sum(edge.times for edge in ordered)
    shown: list[Edge] = []
    covered = 0
    for edge in ordered:
        if shown and covered >= share * whole and edge.times < shown[-1].times:
            break
        shown.append(edge)
        covered += edge.times
    return tuple(shown)


def drawn_nodes(nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[Node, ...]:
    """The steps that these edges touch, in the order in which cases come to them; all of them where there is no edge."""
    touched = {name for edge in edges for name in (edge.source, edge.target)}
    kept = [node for node in nodes if not touched or node.name in touched]
    return tuple(sorted(kept, key=lambda node: (node.place, node.name)))


def covered(variants: Sequence[Variant], upto: int) -> float:
    """The share of cases that took one of the first so many ways."""
    return sum(variant.share for variant in variants[:upto] if variant.path)
