"""From a template and plain values to PDF/UA-1.

Fonts: Liberation or DejaVu where the machine has them; else the Libertinus and DejaVu Sans Mono that come with typst,
which cover Latin, Greek, Cyrillic and Arabic. A character that no font can draw is shown as □, because a paper with a
hole in an alias is of use to the person and an error is not.
"""

import json
import logging
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from app.documents.papers.values import Language

TEMPLATES = Path(__file__).parent / "templates"
SANS = ("Liberation Sans", "DejaVu Sans", "Libertinus Serif", "DejaVu Sans Mono")
VOICE = ("Libertinus Serif", "DejaVu Serif", "DejaVu Sans", "DejaVu Sans Mono")
MONO = ("DejaVu Sans Mono",)
NO_GLYPH = "□"
_UNDRAWABLE = re.compile(r"the text `\"(.+?)\"` could not be displayed")
# typst names characters outside the printable ones by their code point.
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")

_log = logging.getLogger(__name__)


def render(
    template: str,
    values: Mapping[str, Any],
    *,
    title: str,
    language: Language,
    at: datetime,
    tagged: bool = True,
) -> bytes:
    """The paper `templates/{template}.typ` filled with `values` (plain JSON), dated `at` (aware), as PDF/UA-1.

    Without tags (`tagged` false) it is a drawing to be put on another paper, which says in its own tags what it shows.

    The same arguments give the same bytes on the same machine. Measured: 50 ms for the first paper of a process, which
    looks for fonts, then 3 ms; a QR beside it is 5 ms.
    """
    text = json.dumps({**values, "title": title, "lang": language, "fonts": _families()}, ensure_ascii=False)
    try:
        return _compiled(template, text, at, tagged=tagged)
    except typst.TypstError as error:
        missing = _undrawable(error)
        if not missing:
            raise
        _log.warning("a paper has %d characters that no font on this machine draws", len(missing))
        for characters in missing:
            text = text.replace(characters, NO_GLYPH * len(characters))
        return _compiled(template, text, at, tagged=tagged)


def _compiled(template: str, text: str, at: datetime, *, tagged: bool) -> bytes:
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=fonts(),
        format="pdf",
        pdf_standards="ua-1" if tagged else [],
        pdf_tags=tagged,
        sys_inputs={"data": text},
        timestamp=int(at.timestamp()),
    )


def _undrawable(error: typst.TypstError) -> set[str]:
    found = _UNDRAWABLE.findall(error.diagnostic)
    return {_ESCAPED.sub(lambda code: chr(int(code[1], 16)), characters) for characters in found}


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True)


@cache
def _families() -> dict[str, list[str]]:
    present = set(fonts().families())
    stacks = {"sans": SANS, "voice": VOICE, "mono": MONO}
    return {name: [family for family in stack if family in present] for name, stack in stacks.items()}
