"""What each kind of notice says, read from its data file: in five languages, and how much on which channel.

A file says what it says on a channel that is the person's own (`full`) and on one that somebody else may see (`discreet`), and
which of its facts the second may name. Nothing but these facts and the case's reference is ever put into a text, so what a
caller knows besides cannot leak. A part in `[[…]]` is left out when its fact is not there.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from app.notices.links import MARK

Extent = Literal["full", "discreet"]
LANGUAGES = ("es", "en", "ht", "pt", "fr")
PLAIN = "news"
REFERENCE = "reference"

_TEXTS = Path(__file__).parent / "texts"
_PART = re.compile(r"\[\[(.*?)\]\]")
_LOCALES = MappingProxyType({"es": "es", "en": "en_GB", "fr": "fr", "pt": "pt_BR", "ht": "fr"})


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` in Spanish and English, for the office; `facts` by name with what they are (`text`, `day`, `moment`, `link`); `only`: the one
    channel that it goes by, if it is not any."""

    name: str
    label: Mapping[str, str]
    facts: Mapping[str, str]
    says: Mapping[Extent, Mapping[str, str]]
    discreet_names: frozenset[str]
    only: str | None = None

    def may_name(self, extent: Extent) -> frozenset[str]:
        """The facts that a text of that extent may contain."""
        return self.discreet_names if extent == "discreet" else frozenset((*self.facts, REFERENCE))

    def needs(self) -> frozenset[str]:
        """The facts without which it cannot be said."""
        return frozenset().union(
            *(required(text) for each in self.says.values() for text in each.values())
        ) - {REFERENCE}


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name. Some say no more than that there is news: they share one text."""
    found: dict[str, Kind] = {}
    for path in sorted(_TEXTS.glob("*.toml")):
        for kind in _read(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))):
            found[kind.name] = kind
    return MappingProxyType(found)


def kind_for(name: str, facts: Mapping[str, str]) -> Kind:
    """The kind; or plain news where a deployment's own procedure names another, or where a fact that it needs is not there."""
    kind = kinds().get(name)
    return kind if kind is not None and kind.needs() <= facts.keys() else kinds()[PLAIN]


def spoken(languages: tuple[str, ...]) -> str:
    """The first of a person's languages that there are texts in; Spanish where there is none."""
    return next((code for each in languages if (code := each.split("-")[0]) in LANGUAGES), "es")


def rendered(kind: Kind, extent: Extent, language: str, facts: Mapping[str, str], zone: ZoneInfo) -> str:
    """The text. `facts` hold days and moments in ISO form; moments are said in `zone`. Raises `KeyError` for a missing fact."""
    known = {
        name: _said(kind.facts.get(name, "text"), facts[name], language, zone)
        for name in kind.may_name(extent)
        if facts.get(name)
    }
    text = _PART.sub(
        lambda part: part[1] if required(part[1]) <= known.keys() else "", kind.says[extent][language]
    )
    return text.format_map(known)


def required(text: str) -> frozenset[str]:
    """The names in a text that are not in a part that may be left out."""
    return frozenset(name for _, name, _, _ in Formatter().parse(_PART.sub("", text)) if name)


def _read(name: str, written: Mapping[str, Any]) -> list[Kind]:
    discreet = dict(written["discreet"])
    names = frozenset(discreet.pop("names"))
    says: dict[Extent, Mapping[str, str]] = {"full": written["full"], "discreet": discreet}
    return [
        Kind(each, written["label"], written.get("facts", {}), says, names, written.get("only"))
        for each in (name, *written.get("also", ()))
    ]


def _said(what: str, value: str, language: str, zone: ZoneInfo) -> str:
    if what == "link":
        return MARK
    if what == "day":
        return _day(date.fromisoformat(value), language)
    if what == "moment":
        moment = datetime.fromisoformat(value).astimezone(zone)
        return f"{_day(moment.date(), language)}, {format_time(moment, 'H:mm', locale=_LOCALES[language])}"
    return value


def _day(day: date, language: str) -> str:
    # Haitian Creole writes days in figures; babel has no words of its own for it.
    return (
        day.strftime("%d/%m/%Y")
        if language == "ht"
        else format_date(day, "d MMM y", locale=_LOCALES[language])
    )
