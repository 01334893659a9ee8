"""The router of the house: one that says at once that an address is none of its own.

The framework asks every route of every router in turn, by a regular expression each, and twice for each level that a router stands
within another. With nine hundred routes that took longer than many a page.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from starlette.routing import Match
from starlette.types import Scope

# Of an address of so many segments: which of them are words that a route has (the others are its parameters), and those words.
Shapes = dict[int, dict[tuple[int, ...], set[tuple[str, ...]]]]


class Router(APIRouter):
    """An `APIRouter` that is included once, and asks its routes only about addresses of their shape."""

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.within: Router | None = None
        self.parts: list[Router] = []
        self._shapes: Shapes | None = None

    def include_router(self, router: APIRouter, **options: Any) -> None:
        """As the framework has it; the part must be a `Router`, included once and without options of its own."""
        if not isinstance(router, Router) or router.within or options:
            raise TypeError(f"{router.prefix or router} is not included once, as it is")
        router.within = self
        self.parts.append(router)
        super().include_router(router)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if self._shapes is None:
            self._shapes = _shapes_of(self.paths())
        if scope.get("root_path") or _fits(scope["path"], self._shapes):
            return super().matches(scope)
        return Match.NONE, {}

    def _get_routes_version(self, seen: set[int] | None = None) -> int:
        """The framework's own question, to every router with every request: were routes added since? Not once one was asked for."""
        return super()._get_routes_version(seen) if self._shapes is None else 0

    def paths(self) -> Iterator[str]:
        above = self.above()
        for route in self.routes:
            if path := getattr(route, "path", ""):
                yield above + path
        for part in self.parts:
            yield from part.paths()

    def above(self) -> str:
        return self.within.above() + self.within.prefix if self.within else ""


def _shapes_of(paths: Iterator[str]) -> Shapes:
    shapes: Shapes = {}
    for path in paths:
        if ":path}" in path:
            raise ValueError(f"{path} has as many segments as it likes")
        segments = path.split("/")
        words = tuple(n for n, segment in enumerate(segments) if "{" not in segment)
        shapes.setdefault(len(segments), {}).setdefault(words, set()).add(tuple(segments[n] for n in words))
    return shapes


def _fits(path: str, shapes: Shapes) -> bool:
    segments = path.split("/")
    return any(
        tuple([segments[n] for n in words]) in known for words, known in shapes.get(len(segments), {}).items()
    )
