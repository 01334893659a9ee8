"""Code lists: specific needs (UNHCR's families and sub-codes), countries (ISO 3166-1 alpha-3), relations inside a household.

The needs' codes and English labels are UNHCR's; the Spanish labels are ours, for a native protection officer to review.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Sensitivity = Literal["ordinary", "sensitive", "protected"]
# What an interview may have to have, in the order in which it is said.
ASKS = (
    "woman_interviewer",
    "same_interpreter",
    "private_room",
    "step_free",
    "child_friendly",
    "sign_language",
    "support_person",
    "breaks",
    "trained_interviewer",
)
# Kept among what a need asks: for what who asks must be trained. Nobody is told; `trained_interviewer` is what is said.
TRAINED = "trained:"


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from a need (`consequences.toml`). `asks` are words of `ASKS`, `referral` a kind of service, `review` months,
    `training` what who asks must be trained for."""

    sensitivity: Sensitivity = "ordinary"
    priority: int = 0
    asks: tuple[str, ...] = ()
    training: str | None = None
    guardian: bool = False
    referral: str | None = None
    review: int | None = None


@dataclass(frozen=True, slots=True)
class NeedCode:
    """`status`: `core` (UNHCR's list), `disability_revised` (the later codes of disability), `older_or_local` (read, not offered).
    Marks: C seen in the source, R recalled or inferred, R? weakly so, - not known.
    """

    code: str
    family: str
    label_es: str
    label_en: str
    status: str
    code_mark: str
    label_mark: str
    follows: Consequences

    @property
    def offered(self) -> bool:
        """Is it a code for what is found today?"""
        return self.status != "older_or_local"


@dataclass(frozen=True, slots=True)
class Relation:
    code: str
    label_es: str
    label_en: str


# How a person of the household stands to the principal applicant.
RELATIONS = {
    r.code: r
    for r in (
        Relation("principal", "Titular", "Principal applicant"),
        Relation("spouse", "Cónyuge", "Spouse"),
        Relation("partner", "Conviviente", "Common-law partner"),
        Relation("child", "Hija o hijo", "Child"),
        Relation("stepchild", "Hijastra o hijastro", "Stepchild"),
        Relation("foster_child", "Niña o niño en acogida", "Foster child"),
        Relation("separated_child", "Niña o niño sin parentesco directo", "Child who is not theirs"),
        Relation("sibling", "Hermana o hermano", "Sibling"),
        Relation("niece_nephew", "Sobrina o sobrino", "Niece or nephew"),
        Relation("grandchild", "Nieta o nieto", "Grandchild"),
        Relation("parent", "Madre o padre", "Parent"),
        Relation("parent_in_law", "Suegra o suegro", "Parent-in-law"),
        Relation("grandparent", "Abuela o abuelo", "Grandparent"),
        Relation("other_relative", "Otro parentesco", "Other relative"),
        Relation("not_related", "Sin parentesco", "Not related"),
    )
}


@cache
def needs() -> Mapping[str, NeedCode]:
    """Code → need, in UNHCR's order."""
    follows = _consequences()
    with files(__name__).joinpath("specific_needs.csv").open(encoding="utf-8") as lines:
        return MappingProxyType(
            {
                row["code"]: NeedCode(
                    row["code"],
                    row["family"],
                    row["label_es"],
                    row["label_en"],
                    row["status"],
                    row["code_mark"],
                    row["label_mark"],
                    Consequences(**{**follows.get(row["family"], {}), **follows.get(row["code"], {})}),
                )
                for row in csv.DictReader(lines)
            }
        )


@cache
def _consequences() -> Mapping[str, Mapping[str, Any]]:
    table = tomllib.loads(files(__name__).joinpath("consequences.toml").read_text(encoding="utf-8"))
    return {
        code: {name: tuple(value) if isinstance(value, list) else value for name, value in each.items()}
        for code, each in table.items()
        if isinstance(each, dict)
    }


def consequences_of(code: str) -> Consequences:
    """What follows from a need; of one that is in no list, what hides it best and gives it nothing."""
    known = needs().get(code)
    return known.follows if known else Consequences(sensitivity="protected")


def asked_by(found: Iterable[str]) -> tuple[str, ...]:
    """What an interview has to have for all of these needs, in the order of `ASKS`."""
    return said_of(each for code in found for each in kept_asks(code))


def kept_asks(code: str) -> tuple[str, ...]:
    """What is kept of what a need asks: the words of `ASKS`, and the training behind `trained_interviewer`."""
    follows = consequences_of(code)
    return (*follows.asks, *([f"{TRAINED}{follows.training}"] if follows.training else []))


def said_of(kept: Iterable[str]) -> tuple[str, ...]:
    """What may be said of it to whoever may not read the need, in the order of `ASKS`."""
    wanted = {"trained_interviewer" if each.startswith(TRAINED) else each for each in kept}
    return tuple(each for each in ASKS if each in wanted)


@cache
def countries() -> frozenset[str]:
    with files(__name__).joinpath("countries.csv").open(encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines if len(line.strip()) == 3)
