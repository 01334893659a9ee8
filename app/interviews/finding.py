"""Searching inside a record: in Spanish and in the language spoken, without minding accents or capitals. Pure."""

import unicodedata
from collections.abc import Iterable

from app.interviews.exchanges import Exchange

LONGEST_SEARCH = 200


def found_in(exchanges: Iterable[Exchange], sought: str) -> list[Exchange]:
    """The exchanges in which every word of `sought` begins a word (or, for scripts without spaces, occurs), in their order.

    Looked through is what was said, noted, objected and corrected, in both languages; the officer's own marks are not.
    """
    words = folded(sought[:LONGEST_SEARCH]).split()
    return [e for e in exchanges if e.number and words and _has(_told(e), words)]


def folded(text: str) -> str:
    """Small letters without accents, anything that is no letter or digit as a space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else "" if unicodedata.combining(c) else " " for c in plain)
    return "".join(kept)


def _told(exchange: Exchange) -> str:
    lines = [*exchange.lines, *(c for made in exchange.corrections.values() for c in made)]
    return " ".join(f"{folded(line.text)} {folded(line.words or '')}" for line in lines)


def _has(told: str, words: list[str]) -> bool:
    return all(f" {word}" in f" {told}" or (not word.isascii() and word in told) for word in words)
