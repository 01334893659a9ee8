"""A TOML file that a person wrote: its values, and the line on which each stands."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from app.procedure.errors import ProfileInvalid
from app.procedure.faults import Fault
from app.procedure.files.merging import KEYS
from app.procedure.files.positions import Place, positions

# Keys that long are no procedure's; reading one takes time that grows with the square of its length.
_ENDLESS_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){32}""")
# Two suspensions may begin on the same day; two stages of one name are a slip.
_UNIQUE = {room: key for room, key in KEYS.items() if key in ("name", "code")}


@dataclass(frozen=True, eq=False)
class Sheet:
    """One file as read. `file` is how it is named in a fault; lines are looked up once something is wrong."""

    file: Path
    text: str = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)

    @cached_property
    def _lines(self) -> Mapping[Place, int]:
        return positions(self.text)

    def line(self, place: Place) -> int:
        """The line of that place, or of the nearest one around it."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)


def read_sheet(path: Path) -> Sheet:
    """The sheet of a file. Raises ProfileInvalid for what is no TOML, and for names that stand twice."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        es, en = "el archivo no está en UTF-8", "the file is not UTF-8"
        raise ProfileInvalid([Fault("not_utf8", es, en, file=path, line=line)]) from fault
    return sheet_of(path, text)


def sheet_of(file: Path, text: str) -> Sheet:
    """The sheet of a text. Raises ProfileInvalid for what is no TOML, and for names that stand twice."""
    if endless := _ENDLESS_KEY.search(text):
        line = text.count("\n", 0, endless.start()) + 1
        es, en = "una clave de demasiadas partes", "a key of too many parts"
        raise ProfileInvalid([Fault("endless_key", es, en, file=file, line=line)])
    try:
        sheet = Sheet(file, text, tomllib.loads(text))
    except ValueError as fault:  # what is no TOML, and a number of thousands of digits
        raise ProfileInvalid([_broken(file, text, str(fault))]) from fault
    if twice := tuple(_twice(sheet)):
        raise ProfileInvalid(twice)
    return sheet


def _broken(file: Path, text: str, said: str) -> Fault:
    where = re.search(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", said)
    line = int(where["line"]) if where and where["line"] else text.count("\n") + 1
    words = said[: where.start()] if where else said
    return Fault("broken_toml", f"no es TOML: {words}", f"not TOML: {words}", file=file, line=line)


def _twice(sheet: Sheet) -> Iterator[Fault]:
    for room, key in _UNIQUE.items():
        entries = sheet.values.get(room)
        names = _names(entries, key) if isinstance(entries, list) else []
        for name in (name for name, times in Counter(names).items() if times > 1 and name is not None):
            first, second, *_ = (n for n, each in enumerate(names) if each == name)
            before = sheet.line((room, first, key))
            yield Fault(
                "written_twice",
                f"«{name}» está dos veces; la primera, en la línea {before}",
                f"'{name}' is written twice; first on line {before}",
                f"{room}.{name}",
                sheet.file,
                sheet.line((room, second, key)),
            )


def _names(entries: list[Any], key: str) -> list[str | None]:
    """What each entry is called; None for what is none, which is for the schema to refuse."""
    names = (entry.get(key) if isinstance(entry, dict) else None for entry in entries)
    return [name if isinstance(name, str) else None for name in names]
