"""Why a negative decision is negative: by category, each explained, never none."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.assessments import public as assessments

LANGUAGES = ("es", "en", "fr", "pt", "ht")
_BY_KIND = {"inadmissible": "not_examined", "excluded": "excluded", "loss": "status_ends"}


@dataclass(frozen=True, slots=True)
class Reason:
    """A category, its words in the decision's language, and what was written of it in this case."""

    code: str
    label: str
    explained: str


@cache
def _every() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "reasons.toml").read_text("utf-8"))


def codes() -> tuple[str, ...]:
    """Every category."""
    return tuple(_every())


def in_plain_words(code: str, language: str) -> str:
    """One short sentence to the person."""
    return str(_every()[code]["plain"][language])


def reasons_of(
    recommended: assessments.Recommended | None,
    *,
    kind: str,
    given: str,
    fallback: str,
    follows: bool,
    language: str,
) -> tuple[Reason, ...]:
    """The reasons of one negative outcome: those that the analysis names and explains, or what was written of this claim.

    `given` was written of this claim, `fallback` of the whole decision: what explains an outcome of which nobody analysed more,
    as one that the office itself gives, or one from before reasons had categories.
    """
    own = given.strip() or fallback.strip()
    if recommended and recommended.explanations:
        return tuple(
            Reason(code, recommended.categories[code].in_(language), words.strip() or own)
            for code, words in recommended.explanations.items()
            if code in recommended.categories
        )
    code = "follows_principal" if follows else _BY_KIND.get(kind, "explained")
    return (Reason(code, str(_every()[code][language]), own),)
