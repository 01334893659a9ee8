"""How a case's procedure is named: a version, the deployment's override laid over it, and later versions that gave it parts.

    edition = plain ("~" plain)*        2024-06                shipped
    plain   = version ["+" number]      2024-06+3              with the deployment's override number 3 laid over
                                        2022-12~2024-06        with the parts that 2024-06 gives to older cases

What an edition says never changes: versions are corrected by new versions, and an override's text stays as it was uploaded.
"""

import re
from dataclasses import dataclass
from typing import Self

from app.procedure.errors import NoSuchProfile

_PLAIN = re.compile(r"(?P<version>[^~+\s]+)(?:\+(?P<number>[1-9][0-9]{0,8}))?")


@dataclass(frozen=True, slots=True)
class Plain:
    """One version, with the override of that number laid over it where there is one."""

    version: str
    number: int | None = None

    def __str__(self) -> str:
        return self.version if self.number is None else f"{self.version}+{self.number}"

    @classmethod
    def read(cls, name: str) -> Self:
        """Raises NoSuchProfile for what no version and no number can be."""
        found = _PLAIN.fullmatch(name)
        if found is None:
            raise NoSuchProfile(f"'{name}' names no edition")
        return cls(found["version"], int(found["number"]) if found["number"] else None)


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that a case is bound to. `later` are those that gave it parts, oldest first."""

    own: Plain
    later: tuple[Plain, ...] = ()

    def __str__(self) -> str:
        return "~".join(map(str, (self.own, *self.later)))

    @property
    def numbers(self) -> frozenset[int]:
        """The overrides whose texts it takes to read it."""
        return frozenset(plain.number for plain in (self.own, *self.later) if plain.number is not None)

    def with_parts_of(self, later: Plain) -> "Edition":
        """This edition after a transitional rule of `later` gave it parts."""
        return Edition(self.own, (*self.later, later))


def read_edition(name: str) -> Edition:
    """The edition of that name. Raises NoSuchProfile where the name cannot be one."""
    own, *later = (Plain.read(part) for part in name.split("~"))
    return Edition(own, tuple(later))
