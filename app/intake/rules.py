"""What must hold of a household before it is registered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from app.core.errors import FieldError
from app.intake.screening.rules import Screened
from app.people import public as people

MOST_PERSONS = 30
# Convention on the Rights of the Child, art. 1: where the profile does not know better.
MAJORITY_AGE = 18
CHILD_ALONE = frozenset({people.SEPARATED, people.UNACCOMPANIED})


@dataclass(frozen=True, slots=True)
class NewGuardian:
    """Who answers for a child at the desk: `person` is the place in the household, or `None` for an institution."""

    name: str
    kind: str
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the household and how they stand to the principal applicant, who comes first."""

    person: people.NewPerson
    relation: str
    guardian: NewGuardian | None = None
    # The contact at the border that this person was logged with before, where there was one.
    encounter: UUID | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """How they came. Dates are dates; `circumstances` is what the person said, in a few lines.

    `screening`: `answers` by the person's place in the household (`{"0": {"health": "yes"}}`), and `accepted`, what the desk took
    of what they propose besides needs (`{"0": ["referral:health"]}`); the needs it took are the person's.

    `learned_of` and `became_possible`: the days from which the law may count the time to file instead of the entry, where the
    danger of return became known later, or filing became possible later.
    """

    entered_on: date | None
    entry_place: str | None = None
    route: str | None = None
    circumstances: str = ""
    screening: dict[str, object] = field(default_factory=dict)
    learned_of: date | None = None
    became_possible: date | None = None

    @property
    def facts(self) -> dict[str, object]:
        """What is known of when the claim could be made, by the names that procedures use for it."""
        found: dict[str, object] = {}
        if self.entered_on is not None:
            found["entry"] = self.entered_on
        if self.learned_of is not None:
            found |= {"learned_of": self.learned_of, "facts_learned": self.learned_of, "limb": "sur_place"}
        if self.became_possible is not None:
            day = self.became_possible
            found |= {"became_possible": day, "filing_possible": day, "could_file_from_entry": "false"}
        return found


def broken_rules(
    household: Sequence[Member], arrival: Arrival, *, today: date, majority_age: int
) -> list[FieldError]:
    """The rules that the household breaks, each at its field (`persons.2.birth_date`)."""
    broken: list[FieldError] = []
    if not household:
        return [FieldError("persons", "required", "Agregue al menos una persona.")]
    if len(household) > MOST_PERSONS:
        broken.append(
            FieldError(
                "persons", "too_many", "Registre %(limit)s personas como máximo.", {"limit": MOST_PERSONS}
            )
        )
    for number, member in enumerate(household):
        at = f"persons.{number}"
        broken += people.broken_rules(member.person, today=today, path=at)
        broken += _relation(member, at, principal=number == 0)
    broken += _child_alone_in_charge(household[0], today, majority_age)
    if arrival.entered_on and arrival.entered_on > today:
        broken.append(
            FieldError("arrival.entered_on", "in_the_future", "La fecha de entrada no puede ser futura.")
        )
    for name, day in (("learned_of", arrival.learned_of), ("became_possible", arrival.became_possible)):
        if day and day > today:
            broken.append(FieldError(f"arrival.{name}", "in_the_future", "Esa fecha no puede ser futura."))
    return broken


def broken_rules_of(member: Member, *, today: date, path: str) -> list[FieldError]:
    """The rules that one more person of a household breaks, each at its field below `path`."""
    return [
        *people.broken_rules(member.person, today=today, path=path),
        *_relation(member, path, principal=False),
    ]


def _relation(member: Member, at: str, *, principal: bool) -> list[FieldError]:
    if member.relation not in people.codes.RELATIONS:
        return [FieldError(f"{at}.relation", "unknown", "Elija una relación de la lista.")]
    if principal and member.relation != "principal":
        return [FieldError(f"{at}.relation", "principal_first", "La primera persona es la titular.")]
    if not principal and member.relation == "principal":
        return [
            FieldError(f"{at}.relation", "one_principal", "Solo la primera persona puede ser la titular.")
        ]
    return []


def _child_alone_in_charge(principal: Member, today: date, majority_age: int) -> list[FieldError]:
    """A child may claim alone, but never without somebody who answers for them (Convention on the Rights of the Child, art. 22)."""
    if people.age_on(principal.person.birth_date, today) >= majority_age or principal.guardian is not None:
        return []
    return [
        FieldError(
            "persons.0.guardian",
            "guardian_required",
            "La titular es menor de edad: registre quién asume su tutela o representación.",
            article="Convención sobre los Derechos del Niño, art. 22",
        )
    ]


def with_needs(member: Member, today: date, majority: int) -> Member:
    """The member with the needs that the household itself shows."""
    needs = needs_of(member, today, majority)
    return replace(member, person=replace(member.person, needs=needs))


def needs_of(member: Member, today: date, majority_age: int) -> tuple[str, ...]:
    """The needs said at the desk, and those that the household itself shows: a child who is not theirs is separated."""
    found = list(member.person.needs)
    child = people.age_on(member.person.birth_date, today) < majority_age
    if child and member.relation == "separated_child" and not CHILD_ALONE & set(found):
        found.append(people.SEPARATED)
    if child and member.relation == "principal" and not CHILD_ALONE & set(found):
        found.append(people.UNACCOMPANIED)
    return tuple(dict.fromkeys(found))


def screened(household: Sequence[Member], today: date, majority_age: int) -> list[Screened]:
    """Each person as the screening sees them."""
    ages = [people.age_on(m.person.birth_date, today) for m in household]
    adults = sum(age >= majority_age for age in ages)
    return [
        Screened(
            age,
            member.person.sex,
            principal=n == 0,
            travels_alone=adults - (age >= majority_age) == 0,
            majority_age=majority_age,
        )
        for n, (member, age) in enumerate(zip(household, ages, strict=True))
    ]


def alone(member: Member, *, today: date, majority_age: int = MAJORITY_AGE) -> bool:
    """Is this a child without their own adults?"""
    return bool(CHILD_ALONE & set(needs_of(member, today, majority_age)))
