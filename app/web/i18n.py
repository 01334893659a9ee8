"""Two languages: Spanish is the source string, `locale/en.po` holds the English.

`gettext` and `ngettext` use the language of the running request; templates reach them as `_()`, `ngettext()`
and `{% trans %}`. `python -m app.web.i18n` collects new strings into en.po and keeps what is translated.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("es", "en")
SOURCE = "es"
COOKIE = "language"

LOCALE: Path = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=SOURCE)


def language() -> str:
    """The language of the running request: "es" or "en"."""
    return _language.get()


def set_language(code: str) -> None:
    """Set the language for the rest of this request; anything unknown becomes Spanish."""
    _language.set(code if code in LANGUAGES else SOURCE)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Run a block in one language, then go back: for a letter or a page in the reader's own."""
    token = _language.set(code if code in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(code: str) -> Mapping[str, tuple[str, ...]]:
    """Source string → its translations (singular, then plural). Empty for Spanish. Read once per process."""
    path = LOCALE / f"{code}.po"
    if code == SOURCE or not path.is_file():
        return {}
    with path.open("rb") as file:
        entries = read_po(file, locale=code)
    found: dict[str, tuple[str, ...]] = {}
    for message in entries:
        if not message.id or message.fuzzy:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if texts and all(texts):
            found[key] = texts
    return found


def gettext(text: str) -> str:
    """The text in the request's language; the Spanish itself where a translation is missing."""
    return catalogue(_language.get()).get(text, (text,))[0]


def ngettext(singular: str, plural: str, n: float) -> str:
    """One or many, in the request's language. Both Spanish and English: singular only for exactly 1."""
    texts = catalogue(_language.get()).get(singular, (singular, plural))
    return texts[0] if n == 1 else texts[-1]


_ = gettext


def translated(text: str, code: str) -> str:
    """The text in one language, whatever the request's own: for answers of the programming interface."""
    return catalogue(code).get(text, (text,))[0]


def choose(query: str | None, cookie: str | None, accept_language: str | None) -> str:
    """The language of a request: ?lang= first, then the cookie, then Accept-Language, then Spanish."""
    for wish in (query, cookie):
        if wish in LANGUAGES:
            return str(wish)
    for wish in _accepted(accept_language or ""):
        if wish in LANGUAGES:
            return wish
    return SOURCE


def _accepted(header: str) -> list[str]:
    """Primary language tags of an Accept-Language header, best first; what cannot be read counts as q=0."""
    wishes: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _sep, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        if weight > 0:
            wishes.append((weight, tag.split("-")[0].lower()))
    return [tag for _weight, tag in sorted(wishes, key=lambda wish: -wish[0])]


if __name__ == "__main__":
    from app.web.catalogue import main

    sys.exit(main())
