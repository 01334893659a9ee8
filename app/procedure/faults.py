"""What is wrong with a file that a person wrote, so that they can find it: which file, which line, what part, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    `code` names the kind of fault, `place` the part, e.g. "limits.appeal.length"; `es` and `en` say why in words.
    File and line (from 1) are None where the value came from no file.
    """

    code: str
    es: str
    en: str
    place: str = ""
    file: Path | None = None
    line: int | None = None

    def reason(self, language: str = "es") -> str:
        """Why, in Spanish or English."""
        return self.en if language == "en" else self.es

    def in_words(self, language: str = "es") -> str:
        """`file:line: place: reason`, without what is not known."""
        where = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return ": ".join(part for part in (where, self.place, self.reason(language)) if part)

    def __str__(self) -> str:
        return self.in_words("en")


def listed(faults: Iterable[Fault], language: str = "en") -> str:
    """All of them, one a line."""
    return "\n".join(fault.in_words(language) for fault in faults)
