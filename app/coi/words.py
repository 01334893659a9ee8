"""What a source is about, in the words by which somebody would look for it. Pure."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.core import get_global

from app.coi.standards import standards


def about_words(topics: Iterable[str], countries: Iterable[str], language: str) -> str:
    """The topics and countries in the source's own language; for a language without words here, in Spanish and English."""
    spoken = (language,) if language in ("es", "en") else ("es", "en")
    known = standards().topics
    words = [known[topic].in_(each) for each in spoken for topic in topics if topic in known]
    return " ".join([*words, *(country_name(code, each) for each in spoken for code in countries)])


@cache
def country_name(alpha3: str, language: str) -> str:
    """The country's name, or its code where the language has none."""
    alpha2 = get_global("territory_aliases").get(alpha3, [alpha3])[0]
    return str(Locale(language).territories.get(alpha2, alpha3))
