"""Words as people write them: compared without capitals, accents or spare spaces."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from app.procedure.law.basis import Label


def plain(text: str) -> str:
    """The same word in small letters without accents; ñ stays apart from n."""
    kept = text.casefold().replace("ñ", "\0")
    bare = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return re.sub(r"[\s_]+", " ", bare.replace("\0", "ñ")).strip()


def named(text: str, known: Mapping[str, Label | None]) -> tuple[str, ...]:
    """The names that these words mean: the name itself, else every one with that label in either language."""
    if text in known:
        return (text,)
    wanted = plain(text)
    return tuple(name for name, label in known.items() if wanted in {plain(name), *_words(label)})


def likely(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known words that look like this one, for "did you mean"."""
    by_plain = {plain(word): word for word in known}
    return tuple(by_plain[close] for close in get_close_matches(plain(text), by_plain, n=3))


def _words(label: Label | None) -> tuple[str, ...]:
    return (plain(label.es), plain(label.en)) if label is not None else ()
