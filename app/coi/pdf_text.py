"""The text of a PDF as paragraphs with the page where each begins: a draft, which a person corrects before it is kept.

What a publisher sent may be made to break its reader: it is read in a process of its own, with limits.
"""

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.coi.paragraphs import Line, Paragraph, as_text, joined, without_edges
from app.core.apart import MEGABYTE, TooMuch, answer, read_apart
from app.core.errors import Invalid, said

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 300
MOST_MEMORY = 1024 * MEGABYTE
MOST_SECONDS = 60

# What the reading may end in: the field and the sentence.
_FAULTS = {
    "locked": ("file", said("El PDF pide una contraseña. Quítesela, o escriba los párrafos.")),
    "broken": ("file", said("El PDF está dañado y no se puede leer.")),
    "no_pages": ("file", said("El PDF no tiene ninguna página.")),
    "no_text": (
        "file",
        said(
            "El PDF no tiene texto, solo imágenes de páginas. Páselo por un reconocimiento de texto, o escriba los párrafos."
        ),
    ),
    "too_much": (
        "file",
        said(
            "Leer este PDF pide más tiempo o memoria de lo que se permite. Pruebe con menos páginas, o escriba los párrafos."
        ),
    ),
    "not_a_range": ("first_page", said("Escriba de qué página a qué página, dentro de las %(pages)s que hay.")),
    "too_many_pages": ("first_page", said("Tiene %(pages)s páginas: diga de cuál a cuál, 300 como máximo.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read: from page `first` to `last` of `pages`. `unread`: those in between that have no text."""

    pages: int
    first: int
    last: int
    unread: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """As it is typed and corrected."""
        return as_text(self.paragraphs)


def draft_of(content: bytes, *, first: int | None = None, last: int | None = None) -> Draft:
    """Read pages `first` to `last`, both included; without them, the whole file. It takes seconds: call it in a thread.

    Raises `Invalid` at `file` or `first_page`, in words that say what can be done.
    """
    try:
        made = read_apart(
            __name__, content, seconds=2 * MOST_SECONDS, arguments=[str(first or 1), str(last or 0)]
        )
    except TooMuch as fault:
        raise _refusal("too_much") from fault
    found = json.loads(made)
    if "fault" in found:
        raise _refusal(**found)
    paragraphs = tuple(Paragraph(text, page) for text, page in found["paragraphs"])
    return Draft(found["pages"], found["first"], found["last"], tuple(found["unread"]), paragraphs)


def _refusal(fault: str, pages: int = 0) -> Invalid:
    field, words = _FAULTS[fault]
    return Invalid.at(field, fault, words, pages=pages)


def _read(content: bytes) -> bytes:
    from pypdf import PdfReader  # noqa: PLC0415 - under the limits
    from pypdf.errors import LimitReachedError  # noqa: PLC0415 - the same

    first, last = (int(each) for each in sys.argv[1:3])
    try:
        found = _found(PdfReader(io.BytesIO(content)), first, last)
    except LimitReachedError:
        found = {"fault": "too_much"}
    except MemoryError:
        raise
    # A file that was made to break its reader breaks it in ways that nobody listed, and this process ends here.
    except Exception:  # noqa: BLE001
        found = {"fault": "broken"}
    return json.dumps(found).encode()


def _found(reader: "PdfReader", first: int, last: int) -> dict[str, Any]:
    if reader.is_encrypted and not reader.decrypt(""):
        return {"fault": "locked"}
    pages = len(reader.pages)
    if not pages:
        return {"fault": "no_pages"}
    end = last or pages
    if not 1 <= first <= end <= pages:
        return {"fault": "not_a_range", "pages": pages}
    if end - first >= MOST_PAGES:
        return {"fault": "too_many_pages", "pages": pages}
    lines = without_edges({n: list(_lines(reader.pages[n - 1])) for n in range(first, end + 1)})
    paragraphs = joined(lines)
    if not paragraphs:
        return {"fault": "no_text"}
    unread = [number for number, each in lines.items() if not each]
    return {"pages": pages, "first": first, "last": end, "unread": unread, "paragraphs": paragraphs}


def _lines(page: "PageObject") -> Iterator[Line]:
    pieces: list[tuple[str, float, float, float]] = []

    def heard(text: str, matrix: list[float], inner: list[float], _font: Any, size: float) -> None:
        left = inner[4] * matrix[0] + inner[5] * matrix[2] + matrix[4]
        height = inner[4] * matrix[1] + inner[5] * matrix[3] + matrix[5]
        pieces.append((text, left, height, abs(size * (inner[3] or 1) * (matrix[3] or 1))))

    page.extract_text(visitor_text=heard)
    words: list[str] = []
    at: tuple[float, float, float] | None = None
    for text, *place in pieces:
        for n, part in enumerate(text.split("\n")):
            if n and at and words:
                yield Line("".join(words), *at)
            if n:
                words, at = [], None
            if part.strip():
                at = at or (place[0], place[1], place[2])
            words.append(part)
    if at:
        yield Line("".join(words), *at)


if __name__ == "__main__":
    answer(_read, memory=MOST_MEMORY, seconds=MOST_SECONDS)
