"""From a template and plain data to paragraphs. Jinja is here an engine for text: no page is made with it, no request is known.

A template is a text that a lawyer can read. A line `# key | Title` begins a part; every other line is a paragraph, and one that
begins with `! ` is fixed. What comes from the case begins no part and makes nothing fixed or free, whatever it holds: its own
paragraphs are of the kind of the line where it stands.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment

from app.decisions.texts.shapes import Paragraph, Part
from app.documents.public import papers

FOLDER = Path(__file__).parent / "templates"
PLAIN = Path(__file__).parent / "summaries"
# Before whatever comes from the case, and between its paragraphs; neither can come from it.
_FROM_CASE, _BREAK = "\ue000", "\ue001"
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff\u2028\u2029]")
_HEAD = re.compile(r"# *(\w+) *\| *(.+)")


class BrokenTemplate(Exception):
    """A template that does not say what a decision has to say."""


def as_text(value: object) -> object:
    """What the case puts into a template: its line ends mean nothing there."""
    if isinstance(value, Undefined):
        return value
    words = _NOT_TEXT.sub(" ", str(value).replace("\r\n", "\n"))
    paragraphs = (" ".join(one.split()) for one in re.split(r"\n\s*\n", words))
    return _FROM_CASE + _BREAK.join(filter(None, paragraphs))


def _day(value: str, language: papers.Language) -> str:
    """An ISO day in words."""
    return papers.full_date(date.fromisoformat(value[:10]), language)


def _short(value: str, language: papers.Language) -> str:
    return papers.short_date(date.fromisoformat(value[:10]), language)


def _moment(value: str, language: papers.Language) -> str:
    at = datetime.fromisoformat(value)
    return f"{papers.full_date(at.date(), language)}, {papers.clock(at)}"


@cache
def _environment(folder: Path, language: papers.Language) -> SandboxedEnvironment:
    made = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        finalize=as_text,
        lstrip_blocks=True,
        autoescape=False,
    )
    made.filters |= {
        "day": lambda value: _day(value, language),
        "short": lambda value: _short(value, language),
        "moment": lambda value: _moment(value, language),
    }
    return made


def name_of(country: str, kind: str, language: str, *, folder: Path = FOLDER) -> str:
    """The template for that kind of decision: the country's own, or the house's."""
    own = f"{country.lower()}/{language}/{kind}.txt"
    return own if (folder / own).exists() else f"house/{language}/{kind}.txt"


@cache
def version_of(name: str) -> str:
    """Which wording that template has today: a digest over its language's files, the house's and the country's own."""
    country, language, _ = name.split("/")
    digest = hashlib.sha256()
    for folder in sorted({f"house/{language}", f"{country}/{language}"}):
        for path in sorted((FOLDER / folder).glob("*.txt")):
            digest.update(f"{folder}/{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def render(
    name: str, data: Mapping[str, Any], *, language: papers.Language, folder: Path = FOLDER
) -> tuple[Part, ...]:
    """The parts of that template filled with `data`. Raises `jinja2.UndefinedError` for what the data lacks, `BrokenTemplate`."""
    text = _environment(folder, language).get_template(name).render(**data, language=language)
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    key, title, found = "", "", list[Paragraph]()
    for line in filter(None, map(str.strip, text.split("\n"))):
        if head := _HEAD.fullmatch(line):
            if found:
                yield Part(key, title, tuple(found))
            key, title, found = head[1], head[2].replace(_FROM_CASE, ""), []
            continue
        fixed = line.startswith("! ")
        for one in _clean(line.removeprefix("! ")):
            if not key:
                raise BrokenTemplate(key, one)
            found.append(Paragraph(f"{key}.{len(found)}", one, fixed))
    if found:
        yield Part(key, title, tuple(found))


def _clean(words: str) -> Iterator[str]:
    for one in words.split(_BREAK):
        if cleaned := " ".join(one.replace(_FROM_CASE, "").split()):
            yield cleaned
