"""Invented households whose origins, ages and sexes follow UNHCR's figures for Costa Rica (`mix.toml`). Pure, by a given chance."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from app.intake.public import Arrival, Member, NewGuardian
from app.people.public import NewPaper, NewPerson
from app.procedure.public import REFERRALS

ADULT, OLD = 3, 4
AGES = ((0, 4), (5, 11), (12, 17), (18, 59), (60, 79))
SEXES = ("female", "male")
CIRCUMSTANCES = (
    "Dice que la amenazaron por participar en una protesta.",
    "Dice que un grupo armado le cobraba y que dejó de pagar.",
    "Dice que perdió su trabajo por negarse a apoyar al gobierno.",
    "Dice que su pareja la agredía y que nadie recibió la denuncia.",
    "Dice que a un hermano se lo llevaron y que preguntaron por la familia.",
    "Dice que su comunidad fue desalojada y que la persiguen por defenderla.",
)
BY_LAND, BY_SEA, BY_AIR = "a pie y en autobús", "en barco", "en avión"
NEEDS = (
    "WR-SF", "SV-VO", "SV-VA", "TR-PI", "TR-HO", "SM-CI", "SM-MI", "DS-PM", "DS-BD", "ER-NF", "SP-PT", "LP-ND", "LP-MD",
)  # fmt: skip
# The answers behind a need, for those who came lately.
ANSWERS_SINCE = date(2026, 8, 1)
ANSWERED: dict[str, dict[str, object]] = {
    "SM-CI": {"health": "yes", "illness": "chronic"},
    "SM-MI": {"distress": "yes"},
    "SP-PT": {"cares_alone": "yes", "children_in_care": 2},
    "LP-ND": {"papers": "yes"},
    "SV-VO": {"violence": "origin"},
    "SV-VA": {"violence": "here"},
    "TR-PI": {"harmed": "yes", "tortured": "yes"},
    "ER-NF": {"needs_care": "no"},
    "DS-PM": {"disability": "yes"},
}
EVERYTHING = [*(f"referral:{kind}" for kind in REFERRALS), "priority:1"]
LONG = 12


@dataclass(frozen=True, slots=True)
class Origin:
    """How many come from a country, and of which sex and age group: weights."""

    country: str
    weight: int
    adults: tuple[int, ...]
    children: tuple[int, ...]

    @property
    def children_per_adult(self) -> float:
        return sum(self.children) / sum(self.adults)


@dataclass(frozen=True, slots=True)
class Household:
    """Who arrives together and how; the principal applicant first. `language` is what the interview needs."""

    members: tuple[Member, ...]
    arrival: Arrival
    origin: str
    language: str


@cache
def origins() -> tuple[Origin, ...]:
    found: dict[str, dict[str, Any]] = tomllib.loads(
        files("app.demonstration").joinpath("mix.toml").read_text(encoding="utf-8")
    )
    return tuple(
        Origin(
            code,
            row["applications"],
            (*row["female"][ADULT:], *row["male"][ADULT:]),
            (*row["female"][:ADULT], *row["male"][:ADULT]),
        )
        for code, row in found.items()
    )


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads(files("app.demonstration").joinpath("names.toml").read_text(encoding="utf-8"))


def household(
    chance: Random, today: date, *, place: str, kind: str, guardian: str = "Patronato Nacional de la Infancia"
) -> Household:
    """A household that arrives on `today` at `place`, a post of `kind` land, sea or air, or an office (`""`); `guardian` is the
    institution that answers for a child alone."""
    origin = chance.choices(origins(), [o.weight for o in origins()])[0]
    surname, second = _surname(chance, origin.country), _surname(chance, origin.country)
    language = _names()["languages"].get(origin.country, "es")
    alone = chance.random() < 0.012
    members = (
        [_child_alone(chance, today, origin, guardian)]
        if alone
        else [_adult(chance, today, origin, "principal")]
    )
    if not alone:
        if chance.random() < 0.16:
            members.append(_adult(chance, today, origin, "spouse"))
        members += _children(chance, today, origin, len(members), f"{surname} {second}")
    entered = today - timedelta(days=chance.choice((0, 0, 0, 1, 1, 2, 5, 20, 60)))
    how = {"land": BY_LAND, "sea": BY_SEA, "air": BY_AIR}.get(kind, BY_LAND)
    arrival = Arrival(
        entered,
        place or "Peñas Blancas",
        how,
        chance.choice(CIRCUMSTANCES),
        _answers(members) if today >= ANSWERS_SINCE else {},
    )
    return Household(tuple(members), arrival, origin.country, language)


def _answers(members: list[Member]) -> dict[str, object]:
    """What those with a need answered, and what the desk took of it: all, but of who has a long name."""
    answers = {
        str(n): ANSWERED[member.person.needs[0]]
        for n, member in enumerate(members)
        if member.person.needs and member.person.needs[0] in ANSWERED
    }
    taken = {n: EVERYTHING for n in answers if len(members[int(n)].person.given_names) < LONG}
    return {"answers": answers, "accepted": taken} if answers else {}


def _children(chance: Random, today: date, origin: Origin, adults: int, family: str) -> list[Member]:
    # Half of the adults bring none; the others so many more, and the share of children comes out as in the figures.
    expected = 2 * adults * origin.children_per_adult if chance.random() < 0.5 else 0.0
    how_many = min(4, int(expected) + (chance.random() < expected % 1))
    found = []
    for _ in range(how_many):
        sex, age = _drawn(chance, origin.children, 0)
        relation = "separated_child" if chance.random() < 0.04 else "child"
        surname = f"{_surname(chance, origin.country)} {_surname(chance, origin.country)}"
        names = surname if relation == "separated_child" else family
        needs = ("SM-CI",) if chance.random() < 0.03 else ()
        found.append(Member(_person(chance, today, origin, sex, age, names, needs), relation))
    return found


def _adult(chance: Random, today: date, origin: Origin, relation: str) -> Member:
    sex, age = _drawn(chance, origin.adults, ADULT)
    family = f"{_surname(chance, origin.country)} {_surname(chance, origin.country)}"
    needs = (chance.choice(NEEDS),) if chance.random() < 0.17 else ()
    return Member(_person(chance, today, origin, sex, age, family, needs), relation)


def _child_alone(chance: Random, today: date, origin: Origin, guardian: str) -> Member:
    sex = chance.choice(SEXES)
    family = f"{_surname(chance, origin.country)} {_surname(chance, origin.country)}"
    person = _person(chance, today, origin, sex, chance.randint(13, 17), family, ("SC-UC",))
    return Member(
        person,
        "principal",
        NewGuardian(guardian, "institution", "Oficio (ficticio)"),
    )


def _person(
    chance: Random, today: date, origin: Origin, sex: str, age: int, family: str, needs: tuple[str, ...]
) -> NewPerson:
    born = today - timedelta(days=age * 365 + age // 4 + 1 + chance.randrange(360))
    names = _names().get(origin.country, _names()["default"])
    papers: tuple[NewPaper, ...] = ()
    if chance.random() < 0.7:
        papers = (NewPaper("passport", f"{origin.country[0]}{chance.randrange(10**8):08d}", origin.country),)
    return NewPerson(
        given_names=chance.choice(names[sex]),
        family_names=family,
        birth_date=born,
        sex=sex,
        nationalities=(origin.country,),
        languages=tuple(dict.fromkeys((_names()["languages"].get(origin.country, "es"), "es"))),
        phone=f"+506 6000 {chance.randrange(10**4):04d}" if chance.random() < 0.8 else None,
        papers=papers,
        needs=needs,
    )


def _surname(chance: Random, country: str) -> str:
    surname: str = chance.choice(_names().get(country, _names()["default"])["surnames"])
    return surname


def _drawn(chance: Random, weights: tuple[int, ...], first: int) -> tuple[str, int]:
    """Sex and age from weights of both sexes by age group, beginning with the group `first`."""
    place = chance.choices(range(len(weights)), weights)[0]
    groups = len(weights) // 2
    youngest, oldest = AGES[first + place % groups]
    # Most adults who come are young; a triangle towards the lower end says so without figures by year.
    age = int(chance.triangular(youngest, oldest + 1, youngest + (oldest - youngest) / 4))
    return SEXES[place // groups], min(age, oldest)
