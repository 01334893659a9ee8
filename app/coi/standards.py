"""By what sources are judged: kinds of publisher, the scale of reliability, the topics. Data, read from `standards.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

# The languages with a stemmer of their own; a source in any other is found by its words as they are written.
STEMMED = ("es", "en")
HIGH = "high"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the library: what it is called, and what it means or asks where that needs saying."""

    name: str
    label: Mapping[str, str]
    meaning: Mapping[str, str]

    def in_(self, language: str) -> str:
        return self.label["en" if language == "en" else "es"]

    def meaning_in(self, language: str) -> str:
        return self.meaning.get("en" if language == "en" else "es", "")


@dataclass(frozen=True, slots=True)
class Standards:
    """Each by name, in the order in which they are offered."""

    criteria: Mapping[str, Term]
    publishers: Mapping[str, Term]
    reliability: Mapping[str, Term]
    topics: Mapping[str, Term]


@cache
def standards() -> Standards:
    table = tomllib.loads(files("app.coi").joinpath("standards.toml").read_text())

    def terms(part: str) -> Mapping[str, Term]:
        return MappingProxyType(
            {
                row["name"]: Term(row["name"], row["label"], row.get("means") or row.get("asks") or {})
                for row in table[part]
            }
        )

    return Standards(terms("criteria"), terms("publishers"), terms("reliability"), terms("topics"))
