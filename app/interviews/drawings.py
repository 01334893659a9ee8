"""A signature drawn on the screen, kept as its strokes: what the hand did, small, and drawn again on paper at any size. Pure."""

import hashlib
import json
from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from app.core.errors import Invalid

# The field on which is drawn, in its own units.
WIDTH, HEIGHT = 600, 200
MOST_STROKES, MOST_POINTS = 200, 6000
# A hand that only touched the screen has not signed.
SHORTEST = 40

Point = tuple[int, int]
Drawing = tuple[tuple[Point, ...], ...]


def read(strokes: object) -> Drawing:
    """Strokes as they came, checked. Raises `Invalid` at `drawing`."""
    if not isinstance(strokes, Sequence) or isinstance(strokes, str) or len(strokes) > MOST_STROKES:
        raise _unreadable()
    drawing = tuple(_stroke(one) for one in strokes)
    if sum(map(len, drawing)) > MOST_POINTS:
        raise _unreadable()
    if length(drawing) < SHORTEST:
        raise Invalid.at("drawing", "required", "Falta la firma: dibújela en el recuadro.")
    return drawing


def parse(text: str) -> Drawing:
    """The same from the text of a form's field."""
    try:
        strokes = json.loads(text or "[]")
    except ValueError:
        raise _unreadable() from None
    return read(strokes)


def dump(drawing: Drawing) -> bytes:
    """How a drawing is kept, and what its digest is made of."""
    return json.dumps(drawing, separators=(",", ":")).encode()


def load(content: bytes) -> Drawing:
    """A drawing that was kept."""
    return tuple(tuple((x, y) for x, y in stroke) for stroke in json.loads(content))


def digest(content: bytes) -> str:
    """SHA-256 of a drawing as it is kept."""
    return hashlib.sha256(content).hexdigest()


def length(drawing: Drawing) -> float:
    """How far the hand went."""
    return sum(hypot(c - a, d - b) for stroke in drawing for (a, b), (c, d) in pairwise(stroke))


def svg_path(drawing: Drawing) -> str:
    """The strokes as the path of an SVG image of `WIDTH` by `HEIGHT`."""
    return " ".join("M" + " L".join(f"{x} {y}" for x, y in stroke) for stroke in drawing if stroke)


def _stroke(points: object) -> tuple[Point, ...]:
    if not isinstance(points, Sequence) or isinstance(points, str):
        raise _unreadable()
    return tuple(_point(one) for one in points)


def _point(point: object) -> Point:
    match point:
        case [int(x), int(y)] | (int(x), int(y)) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            return x, y
    raise _unreadable()


def _unreadable() -> Invalid:
    return Invalid.at("drawing", "unreadable", "La firma no se pudo leer. Bórrela y dibújela otra vez.")
