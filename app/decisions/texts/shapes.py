"""A text as it is kept: parts with a title, paragraphs as composed and as edited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `fixed`: facts, outcome, dates or remedies, which nobody edits by hand.

    `edited` is what stands instead of what was composed; empty where somebody struck it out; `None` where nobody touched it.
    """

    id: str
    composed: str
    fixed: bool
    edited: str | None = None

    @property
    def words(self) -> str:
        """What the decision says."""
        return self.composed if self.edited is None else self.edited

    @property
    def changed(self) -> bool:
        return self.edited is not None and self.edited != self.composed


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of the decision. `key` is the template's name for it."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The paragraphs that are left."""
        return tuple(one.words for one in self.paragraphs if one.words)


def rows(parts: Iterable[Part]) -> list[dict[str, object]]:
    """As they are kept."""
    return [
        {
            "key": part.key,
            "title": part.title,
            "paragraphs": [
                {"id": one.id, "composed": one.composed, "fixed": one.fixed, "edited": one.edited}
                for one in part.paragraphs
            ],
        }
        for part in parts
    ]


def read(kept: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Back from a row."""
    return tuple(
        Part(row["key"], row["title"], tuple(Paragraph(**one) for one in row["paragraphs"])) for row in kept
    )


def with_edits(parts: Sequence[Part], edits: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts with those paragraphs rewritten; what is typed back as it was composed is no edit."""

    def edited(one: Paragraph) -> Paragraph:
        if one.id not in edits:
            return one
        words = " ".join(edits[one.id].split())
        return replace(one, edited=None if words == one.composed else words)

    return tuple(replace(part, paragraphs=tuple(map(edited, part.paragraphs))) for part in parts)
