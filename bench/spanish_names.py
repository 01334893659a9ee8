"""A set of invented registrations in Spanish with known duplicates, made by documented corruption.

`made(seed)`: PERSONS people in households of one to five. Children bear their parents' first surnames; a household shares its phone;
a fifth of the younger siblings are twins (TWIN), a tenth of the children bear a parent's given names (JUNIOR), and with KIN the head
of a household is a brother or sister of somebody registered before. Each has a paper with probability PAPER. A share AGAIN of the
households is registered a second time, whole or (ALONE) one member only, as somebody else would have written it down. Each kind of
error happens to a second record independently, at the rate that RATES says; several may happen to one. The rates are a choice, not
measured on anybody: high enough that two of three second records differ from the first in something other than accents.
"""

import random
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.people import public as people

PERSONS, AGAIN, ALONE, PAPER, PHONE = 5000, 0.4, 0.3, 0.6, 0.5
TWIN, JUNIOR, KIN = 0.2, 0.1, 0.2
RATES = {
    "no accents": 0.40,
    "letter mistyped": 0.10,
    "spelt as it sounds": 0.12,
    "second surname left out": 0.12,
    "second given name left out": 0.12,
    "surnames in the other order": 0.05,
    "given and family names exchanged": 0.03,
    "particles left out": 0.50,
    "married surname": 0.04,
    "name of the house": 0.05,
    "names written together": 0.02,
    "day and month exchanged": 0.05,
    "a digit of the date wrong": 0.05,
    "year estimated": 0.06,
    "sex not noted": 0.03,
    "paper not shown": 0.40,
    "a digit of the paper wrong": 0.05,
    "another phone": 0.50,
}
_SPELLINGS = (
    ("z", "s"), ("s", "z"), ("v", "b"), ("b", "v"), ("ll", "y"), ("y", "ll"), ("h", ""), ("ge", "je"), ("gi", "ji"), ("j", "y"),
    ("qu", "k"), ("c", "k"), ("i", "y"), ("mb", "nb"), ("x", "s"), ("ce", "se"), ("ci", "si"), ("w", "gu"), ("f", "ph"), ("n", "nn"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """A registration, who it really is, and with whom it was made."""

    key: int
    truth: int
    who: people.Description
    household: int | None = None


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


class Drawer:
    """Draws people and spoils them, always in the same way for one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - invented people, not secrets
        lists = _lists()
        surnames = lists["surnames"].split()
        surnames += [self._made() for _n in range(len(surnames) * 4)] + lists["particles"]
        self.surnames = surnames
        self.weights = [1 / (n + 4) ** 0.85 for n in range(len(surnames))]
        self.given = {sex: lists[sex].split() for sex in ("female", "male")}
        self.families: list[str] = []
        self.given_weights = {
            sex: [1 / (n + 2) ** 0.8 for n in range(len(g))] for sex, g in self.given.items()
        }

    def _made(self) -> str:
        parts = "bar cas del fer gal ina lop mar nor ol per quin ros sal tor ur val za mon ci gar pe so li ve ca".split()  # noqa: SIM905
        ends = "ado ales ano ar edo ena era eta ico illo ín ón osa ueta ura ez oza iaga".split()  # noqa: SIM905
        return (self.chance.choice(parts) + self.chance.choice(parts) + self.chance.choice(ends)).capitalize()

    def surname(self) -> str:
        drawn: str = self.chance.choices(self.surnames, self.weights)[0]
        return drawn

    def given_names(self, sex: str) -> str:
        many = 2 if self.chance.random() < 0.7 else 1
        drawn = self.chance.choices(self.given[sex], self.given_weights[sex], k=many)
        return " ".join(dict.fromkeys(drawn))

    def born(self, youngest: int, oldest: int) -> date:
        return date(2026, 11, 21) - timedelta(days=self.chance.randint(youngest * 365, oldest * 365))

    def person(self, family: str, youngest: int, oldest: int, **known: Any) -> people.Description:
        sex = self.chance.choice(("female", "male"))
        papers: tuple[people.KnownPaper, ...] = ()
        if self.chance.random() < PAPER:
            papers = (people.KnownPaper("passport", known["nationalities"][0], self.number()),)
        return people.Description(
            self.given_names(sex), family, self.born(youngest, oldest), sex=sex, papers=papers, **known
        )

    def number(self) -> str:
        return self.chance.choice("ABCDEFGHX") + "".join(self.chance.choices("0123456789", k=8))

    def household(self) -> list[people.Description]:
        nationality = self.chance.choices(("NIC", "VEN", "CUB", "COL", "HND"), (60, 15, 10, 10, 5))[0]
        phone = f"8{self.chance.randint(1000000, 9999999)}" if self.chance.random() < PHONE else None
        known: dict[str, Any] = {"nationalities": (nationality,), "phone": phone}
        first, other = self.surname(), self.surname()
        family = f"{first} {self.surname()}"
        if self.families and self.chance.random() < KIN:
            family = self.chance.choice(self.families)
            first = family.split()[0]
        self.families.append(family)
        found = [self.person(family, 18, 70, **known)]
        if self.chance.random() < 0.5:
            found.append(self.person(f"{other} {self.surname()}", 18, 70, **known))
        for _child in range(self.chance.choice((0, 0, 1, 1, 2, 3))):
            child = self.person(f"{first} {other}", 0, 17, **known)
            if self.chance.random() < JUNIOR:
                child = replace(child, given_names=found[0].given_names, sex=found[0].sex)
            twin = len(found) > 2 and self.chance.random() < TWIN
            found.append(replace(child, birth_date=found[-1].birth_date) if twin else child)
        return found

    def spoilt(self, who: people.Description) -> people.Description:
        """The same person as somebody else would have written them down."""
        return spoilt(self.chance, who)


def spoilt(chance: random.Random, who: people.Description) -> people.Description:
    for kind, spoil in SPOILING.items():
        if chance.random() < RATES[kind]:
            who = spoil(chance, who)
    return who


def misspelt(chance: random.Random, who: people.Description) -> str:
    """What somebody types to find a person: a letter wrong, and by turns more."""
    who = _mistyped(chance, who)
    for spoil, rate in (
        (_as_it_sounds, 0.4), (_first_only("given_names"), 0.3), (_first_only("family_names"), 0.2), (_other_order, 0.3),
        (_no_accents, 0.5),
    ):  # fmt: skip
        if chance.random() < rate:
            who = spoil(chance, who)
    return f"{who.given_names} {who.family_names}"


def made(seed: int = 20261121, persons: int = PERSONS) -> list[Record]:
    """All registrations, in a mixed order."""
    drawer = Drawer(seed)
    first: list[tuple[int, people.Description, int]] = []
    again: list[tuple[int, people.Description, int]] = []
    while len(first) < persons:
        household = drawer.household()
        numbered = list(enumerate(household, len(first)))
        acts = 2 * len(first)
        first += _together(numbered, acts)
        if drawer.chance.random() < AGAIN:
            back = [drawer.chance.choice(numbered)] if drawer.chance.random() < ALONE else numbered
            again += _together([(truth, drawer.spoilt(one)) for truth, one in back], acts + 1)
    everybody = first + again
    drawer.chance.shuffle(everybody)
    return [Record(key, truth, who, act) for key, (truth, who, act) in enumerate(everybody)]


def _together(
    household: list[tuple[int, people.Description]], act: int
) -> Iterator[tuple[int, people.Description, int]]:
    for truth, who in household:
        others = tuple(
            people.Companion(one.given_names, one.family_names, one.birth_date)
            for other, one in household
            if other != truth
        )
        yield truth, replace(who, household=others), act


Spoil = Callable[[random.Random, people.Description], people.Description]


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _no_accents(_chance: random.Random, who: people.Description) -> people.Description:
    return replace(who, given_names=_bare(who.given_names), family_names=_bare(who.family_names))


def _one_word(
    chance: random.Random, who: people.Description, change: Callable[[str], str]
) -> people.Description:
    name = chance.choice(("given_names", "family_names"))
    parts = getattr(who, name).split()
    at = chance.randrange(len(parts))
    parts[at] = change(parts[at])
    return _renamed(who, name, " ".join(parts))


def _renamed(who: people.Description, name: str, written: str) -> people.Description:
    return replace(who, given_names=written) if name == "given_names" else replace(who, family_names=written)


def _mistyped(chance: random.Random, who: people.Description) -> people.Description:
    def change(word: str) -> str:
        if len(word) < 4:
            return word
        at = chance.randrange(1, len(word) - 1)
        other = chance.choice("aeiourstnlmdcp")
        return chance.choice(
            (
                word[:at] + other + word[at + 1 :],
                word[:at] + word[at + 1 :],
                word[:at] + other + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )

    return _one_word(chance, who, change)


def _as_it_sounds(chance: random.Random, who: people.Description) -> people.Description:
    def change(word: str) -> str:
        ways = [(a, b) for a, b in _SPELLINGS if a in word.lower()]
        if not ways:
            return word
        written, heard = chance.choice(ways)
        return word.lower().replace(written, heard, 1).capitalize()

    return _one_word(chance, who, change)


def _first_only(name: str) -> Spoil:
    def spoil(_chance: random.Random, who: people.Description) -> people.Description:
        parts = getattr(who, name).split()
        return _renamed(who, name, parts[0]) if len(parts) == 2 else who

    return spoil


def _other_order(_chance: random.Random, who: people.Description) -> people.Description:
    parts = who.family_names.split()
    return replace(who, family_names=" ".join(reversed(parts))) if len(parts) == 2 else who


def _exchanged(_chance: random.Random, who: people.Description) -> people.Description:
    return replace(who, given_names=who.family_names, family_names=who.given_names)


def _without_particles(_chance: random.Random, who: people.Description) -> people.Description:
    kept = [part for part in who.family_names.split() if part.lower() not in {"de", "la", "los", "del"}]
    return replace(who, family_names=" ".join(kept)) if kept else who


def _married(chance: random.Random, who: people.Description) -> people.Description:
    if who.sex != "female":
        return who
    return replace(
        who, family_names=f"{who.family_names.split()[0]} de {chance.choice(_lists()['surnames'].split())}"
    )


def _at_home(_chance: random.Random, who: people.Description) -> people.Description:
    home = _lists()["home"]
    return replace(who, given_names=" ".join(home.get(part, part) for part in who.given_names.split()))


def _written_together(_chance: random.Random, who: people.Description) -> people.Description:
    return replace(who, given_names=who.given_names.replace(" ", "").capitalize())


def _day_and_month(_chance: random.Random, who: people.Description) -> people.Description:
    born = who.birth_date
    return (
        replace(who, birth_date=born.replace(day=born.month, month=born.day))
        if born and born.day <= 12
        else who
    )


def _wrong_digit(chance: random.Random, who: people.Description) -> people.Description:
    digits = list(f"{who.birth_date:%Y%m%d}")
    for _try in range(20):
        changed = [*digits]
        changed[chance.randrange(2, 8)] = chance.choice("0123456789")
        try:
            day = date(int("".join(changed[:4])), int("".join(changed[4:6])), int("".join(changed[6:])))
        except ValueError:
            continue
        if day != who.birth_date and day <= date(2026, 11, 21):
            return replace(who, birth_date=day)
    return who


def _estimated(chance: random.Random, who: people.Description) -> people.Description:
    year = (who.birth_date or date(1990, 1, 1)).year + chance.choice((-2, -1, -1, 0, 0, 0, 1, 1, 2))
    return replace(who, birth_date=date(min(year, 2026), 1, 1), birth_precision="estimated")


def _wrong_paper(chance: random.Random, who: people.Description) -> people.Description:
    def change(number: str) -> str:
        at = chance.randrange(1, len(number))
        return number[:at] + chance.choice("0123456789") + number[at + 1 :]

    return replace(who, papers=tuple(replace(paper, number=change(paper.number)) for paper in who.papers))


SPOILING: dict[str, Spoil] = {
    "day and month exchanged": _day_and_month,
    "a digit of the date wrong": _wrong_digit,
    "year estimated": _estimated,
    "sex not noted": lambda _chance, who: replace(who, sex="unknown"),
    "paper not shown": lambda _chance, who: replace(who, papers=()),
    "a digit of the paper wrong": _wrong_paper,
    "another phone": lambda _chance, who: replace(who, phone=None),
    "name of the house": _at_home,
    "second surname left out": _first_only("family_names"),
    "second given name left out": _first_only("given_names"),
    "surnames in the other order": _other_order,
    "married surname": _married,
    "particles left out": _without_particles,
    "names written together": _written_together,
    "letter mistyped": _mistyped,
    "spelt as it sounds": _as_it_sounds,
    "given and family names exchanged": _exchanged,
    "no accents": _no_accents,
}
