"""What must hold of a person's data before it is written. Pure."""

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.errors import FieldError
from app.people import codes

LONGEST_NAME = 200
LONGEST_NUMBER = 60
OLDEST_YEARS = 120
SEXES = ("female", "male", "other", "unknown")
PRECISIONS = ("day", "month", "year", "estimated")
# The number of this country's own document that somebody brings from another registry: it stays with the person.
OWN_DOCUMENT = "applicant_document"
SEPARATED = "SC-SC"
UNACCOMPANIED = "SC-UC"
_PHONE = re.compile(r"^\+?[0-9][0-9 .()/-]{5,24}$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that the person carries: `kind` passport, id_card, birth_certificate or other."""

    kind: str
    number: str
    country: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """One person as they said it at the desk. `birth_date` has a precision; unknown parts are 1."""

    given_names: str
    family_names: str
    birth_date: date
    sex: str
    nationalities: tuple[str, ...]
    birth_precision: str = "day"
    stateless: bool = False
    aliases: tuple[str, ...] = ()
    gender_identity: str | None = None
    languages: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    lodging: str | None = None
    papers: tuple[NewPaper, ...] = ()
    needs: tuple[str, ...] = field(default=())


def broken_rules(person: NewPerson, *, today: date, path: str) -> Sequence[FieldError]:
    """The rules that `person` breaks, each at its field below `path`."""
    return [replace(broken, field=f"{path}.{broken.field}") for broken in _broken(person, today)]


_Broken = Iterable[FieldError]


def _broken(person: NewPerson, today: date) -> _Broken:
    yield from _names(person)
    yield from _birth(person, today)
    yield from _belonging(person)
    if person.phone and not _PHONE.match(person.phone):
        yield FieldError("phone", "not_a_phone", "Escriba un número de teléfono, por ejemplo +506 6000 0142.")
    yield from _papers(person)
    for need in person.needs:
        if need not in codes.needs():
            yield FieldError(
                "needs", "unknown_need", "«%(code)s» no es una necesidad de la lista.", {"code": need}
            )


def _names(person: NewPerson) -> _Broken:
    if not person.given_names.strip() and not person.family_names.strip():
        yield FieldError("given_names", "required", "Escriba al menos un nombre o un apellido.")
    for at in ("given_names", "family_names"):
        if len(getattr(person, at)) > LONGEST_NAME:
            yield FieldError(at, "too_long", "Use %(limit)s caracteres como máximo.", {"limit": LONGEST_NAME})
    if any(len(alias) > LONGEST_NAME for alias in person.aliases):
        yield FieldError(
            "aliases", "too_long", "Use %(limit)s caracteres como máximo.", {"limit": LONGEST_NAME}
        )


def _birth(person: NewPerson, today: date) -> _Broken:
    if person.birth_date > today:
        yield FieldError("birth_date", "in_the_future", "La fecha de nacimiento no puede ser futura.")
    elif person.birth_date.year < today.year - OLDEST_YEARS:
        yield FieldError(
            "birth_date", "too_old", "Revise el año: serían más de %(years)s años.", {"years": OLDEST_YEARS}
        )
    if person.birth_precision not in PRECISIONS:
        yield FieldError("birth_precision", "unknown", "Elija qué tan segura es la fecha.")
    if person.sex not in SEXES:
        yield FieldError("sex", "unknown", "Elija una opción.")


def _belonging(person: NewPerson) -> _Broken:
    if not person.nationalities and not person.stateless:
        yield FieldError("nationalities", "required", "Escriba la nacionalidad, o marque que no tiene.")
    for country in person.nationalities:
        if country not in codes.countries():
            yield FieldError(
                "nationalities",
                "unknown_country",
                "«%(code)s» no es un código de país (ISO 3166).",
                {"code": country},
            )
    yield from unknown_languages(person.languages)


def unknown_languages(languages: Iterable[str]) -> _Broken:
    """What is no tag of a language, at `languages`."""
    for language in languages:
        if not _LANGUAGE.match(language):
            yield FieldError(
                "languages",
                "unknown_language",
                "«%(code)s» no es un idioma que se conozca: escríbalo por su nombre, o por su código (BCP 47).",
                {"code": language},
            )


def _papers(person: NewPerson) -> _Broken:
    for number, paper in enumerate(person.papers):
        if paper.country not in codes.countries():
            yield FieldError(
                f"papers.{number}.country",
                "unknown_country",
                "«%(code)s» no es un código de país (ISO 3166).",
                {"code": paper.country},
            )
        if not paper.number.strip() or len(paper.number) > LONGEST_NUMBER:
            yield FieldError(f"papers.{number}.number", "required", "Escriba el número del documento.")


def search_name(given_names: str, family_names: str, aliases: Iterable[str] = ()) -> str:
    """The names as the search compares them: lower case, no accents, single spaces."""
    whole = " ".join((given_names, family_names, *aliases)).lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


def paper_key(number: str) -> str:
    """A paper's number as the search compares it: capitals and digits only."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def age_on(birth: date, day: date) -> int:
    """Completed years on `day`."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def priority(needs: Iterable[str]) -> int:
    """2 for a child alone or at risk, 1 for another need that goes before, 0 otherwise (`codes/consequences.toml`)."""
    return max((codes.consequences_of(need).priority for need in needs), default=0)


def review_day(code: str, found: date) -> date | None:
    """The day on which somebody looks again whether the need is still there; `None` where nothing says so."""
    months = codes.consequences_of(code).review
    if months is None:
        return None
    year, month = divmod(found.year * 12 + found.month - 1 + months, 12)
    return date(year, month + 1, min(found.day, calendar.monthrange(year, month + 1)[1]))
