"""From the lines of a page to paragraphs, and from paragraphs to what is typed and back. Pure.

A line that ends a sentence and is followed by more room, an indent, another size of letter or the mark of a list ends a paragraph.
What stands at the head or foot of many pages is no part of the text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

LONGEST_PASSAGE = 4000
# A head or a foot stands on so many pages at least.
_OFTEN = 3
_EDGE = 2
_APART = re.compile(r"\n\s*\n")
_ON_PAGE = re.compile(r"\[p\. ?(\d{1,4})\]")
_ENDS = re.compile(r"[.!?:;…][\"'»”’)\]]*(?:\[?\d{1,3}\]?)?$")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[\"'»”’)]*\s+")
_OF_A_LIST = re.compile(r"(?:[•▪◦‣●○■–—-]|\(?[a-z0-9]{1,3}[.)])\s")
_BETWEEN_FIGURES = re.compile(r"(?<=\d)\xad(?=\d)")
_LIGATURES = {ord(each): unicodedata.normalize("NFKC", each) for each in "ﬀﬁﬂﬃﬄﬅﬆ"}


class Line(NamedTuple):
    """A line of a page: where it begins and stands, in points from below, and the size of its letters."""

    text: str
    left: float
    height: float
    size: float


class Paragraph(NamedTuple):
    """`page`: of the file, counted from 1, where it begins; `None` where nobody said."""

    text: str
    page: int | None = None


def paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs as they were typed, each on one line, in order; `[p. 4]` says that what follows stands on page 4 of the file."""
    page: int | None = None
    found: list[Paragraph] = []
    for part in _APART.split(text.replace("\r\n", "\n")):
        words = " ".join(part.split())
        if marked := _ON_PAGE.match(words):
            page = int(marked[1]) or None
            words = words[marked.end() :].strip()
        if words:
            found.append(Paragraph(words, page))
    return found


def as_text(found: Iterable[Paragraph]) -> str:
    """The other way round: paragraphs as a person reads and corrects them."""
    parts: list[str] = []
    page: int | None = None
    for each in found:
        if each.page and each.page != page:
            page = each.page
            parts.append(f"[p. {page}]")
        parts.append(each.text)
    return "\n\n".join(parts)


def joined(pages: Mapping[int, Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of a file, page by page, none longer than a passage may be."""
    found: list[Paragraph] = []
    sizes: list[float] = []
    for number, lines in pages.items():
        for n, block in enumerate(_blocks(lines)):
            words = _on_one_line([line.text for line in block])
            if not words:
                continue
            before = _goes_on_from(found, sizes, words, block[0].size) if n == 0 else None
            if before is None:
                found.append(Paragraph(words, number))
                sizes.append(block[0].size)
            else:
                found[before] = Paragraph(_on_one_line([found[before].text, words]), found[before].page)
    return [Paragraph(part, each.page) for each in found for part in _not_too_long(each.text)]


def _goes_on_from(found: Sequence[Paragraph], sizes: Sequence[float], words: str, size: float) -> int | None:
    """Which paragraph of the page before the first words of a page end, if any; notes at its foot have smaller letters."""
    page = found[-1].page if found else None
    for n in range(len(found) - 1, -1, -1):
        if found[n].page != page:
            return None
        if _same_size(sizes[n], size):
            before = found[n].text
            ends = not _ENDS.search(before) and (words[0].islower() or before.endswith(("-", "\xad")))
            return n if ends else None
    return None


def _same_size(one: float, other: float) -> bool:
    return abs(one - other) <= 0.08 * max(one, 1)


def without_edges(pages: Mapping[int, Sequence[Line]]) -> dict[int, list[Line]]:
    """The pages without what stands at the head or foot of many of them, and without their numbers."""
    seen = Counter(
        words for lines in pages.values() for words in {_alike(lines[n].text) for n in _edges(lines)}
    )
    often = max(_OFTEN, len(pages) // 4)
    kept: dict[int, list[Line]] = {}
    for number, lines in pages.items():
        edges = _edges(lines)
        kept[number] = [
            line
            for n, line in enumerate(lines)
            if n not in edges or (seen[_alike(line.text)] < often and not line.text.strip().isdigit())
        ]
    return kept


def _edges(lines: Sequence[Line]) -> set[int]:
    return {n for n in range(len(lines)) if n < _EDGE or n >= len(lines) - _EDGE}


def _alike(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).casefold())


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    falls = [a.height - b.height for a, b in pairwise(lines) if a.height > b.height]
    usual = median(falls) if falls else 0.0
    block: list[Line] = []
    for line in lines:
        if block and _begins(block, line, usual):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _begins(block: Sequence[Line], line: Line, usual: float) -> bool:
    """Whether a paragraph begins with this line, after that block."""
    last, words = block[-1], line.text.strip()
    if not _same_size(last.size, line.size):
        return True
    fall = last.height - line.height
    ended = bool(_ENDS.search(last.text.strip()))
    if fall < 0:
        # The top of another column.
        return ended
    if fall > 1.3 * usual:
        return True
    return ended and (line.left - block[-1].left > 6 or bool(_OF_A_LIST.match(words)))


def _on_one_line(parts: Sequence[str]) -> str:
    text = ""
    for part in parts:
        words = " ".join(_plain(part).split())
        if text.endswith("\xad") or (text[-1:] in "-‐" and text[-2:-1].islower() and words[:1].islower()):
            text = text[:-1] + words
        else:
            text = f"{text} {words}" if text and words else text + words
    return _BETWEEN_FIGURES.sub("-", text)


def _plain(text: str) -> str:
    whole = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    return "".join(
        c if c.isprintable() or c == "\xad" else " " for c in whole if not "\ue000" <= c <= "\uf8ff"
    )


def _not_too_long(text: str) -> Iterator[str]:
    text = text.replace("\xad", "")
    while len(text) > LONGEST_PASSAGE:
        ends = [each.end() for each in _SENTENCE_ENDS.finditer(text, 0, LONGEST_PASSAGE)]
        at = ends[-1] if ends else text.rfind(" ", 0, LONGEST_PASSAGE) + 1 or LONGEST_PASSAGE
        yield text[:at].strip()
        text = text[at:]
    if text.strip():
        yield text.strip()
