"""Invented households: their mix is UNHCR's, and every one of them may be registered."""

import csv
from collections import Counter
from datetime import date
from random import Random

import pytest

from app.demonstration.households import household, origins
from app.intake.rules import broken_rules
from tests.conftest import ROOT

TODAY = date(2025, 3, 3)
UNHCR = ROOT.parent / "shared" / "data" / "unhcr" / "asylum_applications.csv"


def many(how_many: int) -> list[tuple[str, ...]]:
    chance = Random("a test")
    made = [household(chance, TODAY, place="Peñas Blancas", kind="land") for _ in range(how_many)]
    for one in made:
        assert broken_rules(one.members, one.arrival, today=TODAY, majority_age=18) == []
    return [(one.origin, *(m.relation for m in one.members)) for one in made]


def test_origins_come_in_the_share_of_the_figures() -> None:
    found = Counter(origin for origin, *_ in many(4000))
    total = sum(o.weight for o in origins())
    for origin in origins()[:4]:
        assert found[origin.country] / 4000 == pytest.approx(origin.weight / total, abs=0.02)


def test_the_same_chance_gives_the_same_people() -> None:
    first, second = ([household(Random("one"), TODAY, place="", kind="") for _ in range(3)] for _ in range(2))
    assert first == second


def test_some_come_alone_some_with_children_and_some_children_without_their_own() -> None:
    relations = Counter(relation for _, *members in many(4000) for relation in members)
    assert relations["principal"] == 4000
    assert relations["child"] > 200
    assert relations["separated_child"] >= 3


@pytest.mark.skipif(not UNHCR.exists(), reason="UNHCR's files are not beside this checkout")
def test_the_figures_are_unhcrs() -> None:
    counted: Counter[str] = Counter()
    with UNHCR.open() as lines:
        for row in csv.DictReader(lines):
            if (
                row["coa_iso"] == "CRI"
                and row["year"] >= "2023"
                and (row["app_type"], row["app_pc"]) == ("N", "P")
            ):
                counted[row["coo_iso"]] += int(row["applied"] or 0)
    assert {o.country: o.weight for o in origins()} == {o.country: counted[o.country] for o in origins()}
