"""Names as they are compared: in Latin letters, without accents and particles, by sound, and by what somebody is called at home.

Names are kept as written; nothing here is shown. Pure. What it knows:

* Arabic and Cyrillic letters by the tables below (unvowelled Arabic meets its romanisations in `skeleton`); Chinese characters
  stay as they are and are equal to themselves only, while pinyin meets in either order and joined or apart.
* Spanish, Portuguese, French, Dutch, German and Arabic particles say nothing about who it is.
* `sound`: Spanish spelling (b/v/w, c/s/z, g/j/x/y/ll, h, qu/k, m/n before b and p), with French and Haitian vowels (ou, eau).
* `called`: names of the house in `nicknames.toml`, each with what it may stand for.
"""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

PARTICLES = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "y",
        "e",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "du",
        "des",
        "le",
        "van",
        "von",
        "der",
        "den",
        "al",
        "ul",
        "bin",
        "ibn",
        "bint",
        "ould",
    ]
)
_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "ha", "خ": "j", "د": "d",
    "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "g",
    "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "ha", "و": "u", "ي": "i", "ى": "a", "ة": "a",
    "ء": "", "ؤ": "u", "ئ": "i", "پ": "p", "چ": "ch", "گ": "g", "ک": "k", "ی": "i",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "io", "є": "ie", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "i",
    "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
_LETTERS = str.maketrans(
    _ARABIC | _CYRILLIC | {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
)
_APOSTROPHES = re.compile(r"[’'`ʼ]")
# Spelling → sound, in this order.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^abd(?:ou|[aeiou])l", "abd"),
        (r"ph", "f"),
        (r"eaux?|aux?$", "o"),
        (r"ou", "u"),
        (r"[st]?ch|sh|zh", "C"),
        (r"^hi(?=e)|^hy", "i"),
        (r"^w|^hu(?=[aeio])|^gu(?=[ao])", "U"),
        (r"w", "u"),
        (r"qu(?=[ei])|q|ck", "k"),
        (r"gu(?=[ei])", "G"),
        (r"g(?=[eiy])|^x|j|ll|^y|y(?=[aeou])", "J"),
        (r"y", "i"),
        (r"c(?=[eiy])|z|x|ts", "s"),
        (r"c", "k"),
        (r"h", ""),
        (r"v", "b"),
        (r"m(?=[bp])", "n"),
        (r"(.)\1+", r"\1"),
    )
)


def letters(text: str) -> str:
    """Latin letters without accents, lower case, single spaces; what joins words (hyphens, dots) parts them."""
    lower = (
        unicodedata.normalize("NFKC", text).lower().replace("ª", "a").replace("º", "o").translate(_LETTERS)
    )
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", _APOSTROPHES.sub("", bare)))


@lru_cache(maxsize=20_000)
def words(names: str) -> tuple[str, ...]:
    """The words that tell who it is, in their order. A name of particles alone keeps them."""
    whole = tuple(letters(names).split())
    return tuple(word for word in whole if word not in PARTICLES) or whole


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """How a Spanish speaker would read it: what sounds the same is spelt the same."""
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    return word.lower() if word.isascii() else word


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The sound without vowels but a first one; with them where too little would be left."""
    heard = sound(word)
    bare = re.sub(r"[aeiou]", "", heard)
    if len(bare) < 2:
        return heard
    return f"a{bare}" if heard[0] in "aeiou" else bare


@cache
def _called() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("app.people.matching").joinpath("nicknames.toml").read_text(encoding="utf-8"))
    return {name: tuple(of) for name, of in table["called"].items()}


def called(word: str) -> tuple[str, ...]:
    """The names that a given name may stand for: itself, and what a name of the house is short for."""
    return (word, *_called().get(word, ()))
