"""What is known of somebody when one looks for the same person, and what is found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.people.pairs.rules import Reason


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """`number` as `rules.paper_key` writes it; empty where there is one that one may not know."""

    kind: str
    country: str
    number: str


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody of the same household."""

    given_names: str
    family_names: str
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """Whoever is looked for, as far as it is known. Names are as written; an unknown part of the birth date is 1."""

    given_names: str
    family_names: str
    birth_date: date | None = None
    birth_precision: str = "day"
    sex: str = "unknown"
    nationalities: tuple[str, ...] = ()
    papers: tuple[KnownPaper, ...] = ()
    aliases: tuple[str, ...] = ()
    phone: str | None = None
    lodging: str | None = None
    household: tuple[Companion, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What two descriptions have in common. `weight` is the sum of the weights in bits, disagreements included."""

    weight: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody registered, anywhere in the country, who may be the same person.

    `score` from 0 to 1, as pairs have it; `likely` from a half: to be decided by two people. `reference` and `place` are empty
    where the file is sealed and not the asker's.
    """

    person_id: UUID
    given_names: str
    family_names: str
    birth_date: date
    birth_precision: str
    nationalities: Sequence[str]
    reference: str
    place: str
    registered_at: datetime
    score: float
    likely: bool
    reasons: Sequence[Reason] = field(default=())
