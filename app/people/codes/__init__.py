"""Code lists: specific needs (UNHCR's families and sub-codes), countries (ISO 3166-1 alpha-3), relations inside a household.

The needs' codes and English labels are UNHCR's; the Spanish labels are ours, for a native protection officer to review.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class NeedCode:
    code: str
    family: str
    label_es: str
    label_en: str


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
    with files(__name__).joinpath("specific_needs.csv").open(encoding="utf-8") as lines:
        return MappingProxyType(
            {
                row["code"]: NeedCode(row["code"], row["family"], row["label_es"], row["label_en"])
                for row in csv.DictReader(lines)
            }
        )


@cache
def countries() -> frozenset[str]:
    with files(__name__).joinpath("countries.csv").open(encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines if len(line.strip()) == 3)
