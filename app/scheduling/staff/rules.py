"""Whether somebody may ask or interpret in an interview, and in words why not. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

# What an interviewer or an interpreter can be trained for (UNHCR procedural standards 4.3, 4.5; 2.5).
TRAININGS = ("children", "gender_violence", "torture", "lgbti", "sign_language")
SEXES = ("female", "male", "other", "unknown")
WORST, BEST = 1, 5


@dataclass(frozen=True, slots=True)
class Interviewer:
    """What a user brings to an interview. Somebody of whom nothing was written down speaks Spanish, and no more is known."""

    user_id: UUID
    name: str
    languages: tuple[str, ...] = ("es",)
    sex: str = "unknown"
    trained_for: frozenset[str] = frozenset()
    version: int = 0


@dataclass(frozen=True, slots=True)
class InterpreterView:
    """`score` is the mean of `ratings` ratings, 1 to 5; none without any."""

    id: UUID
    name: str
    sex: str
    languages: tuple[str, ...]
    communities: tuple[str, ...] = ()
    trained_for: frozenset[str] = frozenset()
    offices: tuple[UUID, ...] = ()
    user_id: UUID | None = None
    active: bool = True
    suspended_on: date | None = None
    suspended_why: str | None = None
    version: int = 1
    ratings: int = 0
    score: float | None = None

    def speaks(self, language: str) -> bool:
        return speaks(self.languages, language)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked of their interviews."""

    interviewer_sex: str | None = None
    interpreter_sex: str | None = None
    refuses_own_community: bool = False
    communities: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the interview is with, as far as it decides who may ask and interpret.

    `known_to`: interpreter → `knows_the_person` or `refused_by_the_person`; `counsel`: accounts, and names as `sound` has them, of the
    legal representatives, who may not interpret (UNHCR procedural standards 2.5.4).
    """

    wishes: Wishes = field(default_factory=Wishes)
    communities: frozenset[str] = frozenset()
    known_to: Mapping[UUID, str] = field(default_factory=dict)
    counsel: frozenset[UUID] = frozenset()
    counsel_names: frozenset[str] = frozenset()


def sound(name: str) -> str:
    """A name to compare: small letters, single spaces."""
    return " ".join(name.casefold().split())


def speaks(languages: Iterable[str], language: str) -> bool:
    """`pt-BR` is spoken by who speaks `pt`."""
    base = language.split("-", maxsplit=1)[0]
    return any(each.split("-", maxsplit=1)[0] == base for each in languages)


def barred(
    interpreter: InterpreterView, person: Person, *, language: str, office: UUID | None = None
) -> str | None:
    """Why this interpreter does not interpret for this person, as a code; none where nothing stands between them."""
    asked = person.wishes.interpreter_sex
    reasons = {
        "suspended": not interpreter.active or interpreter.suspended_on is not None,
        "is_counsel": interpreter.user_id in person.counsel
        or sound(interpreter.name) in person.counsel_names,
        person.known_to.get(interpreter.id, ""): interpreter.id in person.known_to,
        "language": not interpreter.speaks(language),
        "other_office": bool(office and interpreter.offices and office not in interpreter.offices),
        "interpreter_sex": asked is not None and interpreter.sex != asked,
        "own_community": person.wishes.refuses_own_community and own_community(interpreter, person),
    }
    return next((code for code, so in reasons.items() if so), None)


def own_community(interpreter: InterpreterView, person: Person) -> bool:
    """Does the interpreter belong to a community that is the person's?"""
    return bool({sound(c) for c in interpreter.communities} & {sound(c) for c in person.communities})


def wrong_sex(interviewer_sex: str, asked: str | None) -> bool:
    """`asked` is the sex of who asks, where the person or the law asks for one. What is not known is not it."""
    return asked is not None and interviewer_sex != asked
