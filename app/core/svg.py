"""Writing SVG: elements as text, escaped, in whole numbers, with attributes only.

No style attribute, no style element and no script: a page whose policy forbids anything inline shows it all the same.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

# Thousandths of the size of the letters, on average over common typefaces; wide enough rather than too narrow.
_NARROW, _WIDE, _OTHER = 330, 880, 570
_WIDTHS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys("iíjlI.,:;'’|!¡()[]tfr· ", _NARROW),
        **dict.fromkeys("mwMW—→", _WIDE),
        **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÁÉÓÚÑ", 690),
    }
)


def element(name: str, *content: str, **attributes: object) -> str:
    """One element; `_` in a name stands for `-`, a None is left out. The content is markup already."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(str(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, x: int, y: int, **attributes: object) -> str:
    """Words from that point on their line."""
    return element("text", escape(words), x=x, y=y, **attributes)


def path(points: Iterable[tuple[int, int]], **attributes: object) -> str:
    """A line through the points, from corner to corner."""
    (x, y), *rest = points
    steps = " ".join(f"L{a} {b}" for a, b in rest)
    return element("path", d=f"M{x} {y} {steps}", fill="none", **attributes)


def width_of(words: str, size: int) -> int:
    """About how wide the words are in letters of that size."""
    return sum(_WIDTHS.get(letter, _OTHER) for letter in words) * size // 1000


def wrapped(words: str, size: int, room: int) -> list[str]:
    """The words in lines that fit the room; a word that is too long has a line of its own."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
