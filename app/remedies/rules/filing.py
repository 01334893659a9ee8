"""What a writing says: its grounds, its answers to the reasons of the decision, what it asks for. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.errors import FieldError, Invalid

SHORTEST_REASONS = 20
MOST_POINTS = 40
# Who brings the writing: the person, who speaks for them, or who has the care of a child.
LODGED_BY = ("person", "representative", "guardian")
_CODE = re.compile(r"[a-z][a-z_]{2,59}")


@dataclass(frozen=True, slots=True)
class Point:
    """What the writing answers to one reason of the decision. `reason` is a code of the reasons for a negative decision."""

    reason: str
    answer: str


@dataclass(frozen=True, slots=True)
class Writing:
    """A remedy as it is lodged. `hearing` holds why an oral hearing is asked for; None: it is not."""

    grounds: str
    points: tuple[Point, ...] = ()
    hearing: str | None = None
    late_reasons: str | None = None
    lodged_by: str = "representative"


def checked(grounds: str, points: Iterable[Point], hearing: str | None, lodged_by: str) -> Writing:
    """The writing without spaces around and without empty points. Raises `Invalid` at each field."""
    said = tuple(Point(p.reason, p.answer.strip()) for p in points if p.answer.strip())
    broken = [*_grounds(grounds), *_points(said), *_hearing(hearing)]
    if lodged_by not in LODGED_BY:
        broken.append(FieldError("lodged_by", "unknown", "Elija quién presenta el escrito."))
    if broken:
        raise Invalid(*broken)
    return Writing(grounds.strip(), said, hearing.strip() if hearing is not None else None, None, lodged_by)


def _grounds(grounds: str) -> list[FieldError]:
    if len(grounds.strip()) >= SHORTEST_REASONS:
        return []
    return [
        FieldError(
            "grounds",
            "too_short",
            "Escriba los motivos, con %(least)s caracteres al menos.",
            {"least": SHORTEST_REASONS},
        )
    ]


def _points(points: Sequence[Point]) -> list[FieldError]:
    broken = [
        FieldError(f"points.{p.reason[:60]}", "unknown", "Ese motivo no es de la lista.")
        for p in points
        if not _CODE.fullmatch(p.reason)
    ]
    if len({p.reason for p in points}) < len(points):
        broken.append(FieldError("points", "twice", "Conteste cada motivo de la resolución una sola vez."))
    if len(points) > MOST_POINTS:
        broken.append(FieldError("points", "too_many", "Son demasiados motivos."))
    return broken


def _hearing(hearing: str | None) -> list[FieldError]:
    if hearing is None or len(hearing.strip()) >= SHORTEST_REASONS:
        return []
    return [
        FieldError(
            "hearing",
            "too_short",
            "Diga por qué pide la audiencia, con %(least)s caracteres al menos.",
            {"least": SHORTEST_REASONS},
        )
    ]


def lacking(field: str, text: str) -> list[FieldError]:
    """What is wrong with a field that needs a sentence."""
    if len(text.strip()) >= SHORTEST_REASONS:
        return []
    return [
        FieldError(field, "too_short", "Escriba al menos %(least)s caracteres.", {"least": SHORTEST_REASONS})
    ]


def sentence(field: str, text: str) -> str:
    """What somebody wrote in a field that needs a sentence, without spaces around. Raises `Invalid` at it when it is none."""
    if broken := lacking(field, text):
        raise Invalid(*broken)
    return text.strip()
