"""An applicant's document on paper."""

from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global

from app.core.database import Session
from app.documents import public as documents
from app.documents.public import papers
from app.overrides import public as overrides
from app.people import public as people
from app.scheduling import public as scheduling
from app.settings import settings

LANGUAGES = ("es", "en", "fr", "pt", "ht")


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper, and the case that it is about: `None` for one that is about no single case."""

    filename: str
    content: bytes
    case_id: UUID | None


async def print_document(db: Session, number: str) -> Printed:
    """The active document with that number as PDF/UA-1, in Spanish and beside it in the holder's first language that we have.

    Raises `NotFound`, also when it is not the actor's to see; `InvalidDocumentNumber` for a number that cannot be one.
    """
    found = await documents.printable(db, documents.parse_any(overrides.shipped(), number))
    profile = await overrides.edition(db, found.country, found.profile_version)
    zone = ZoneInfo(profile.time_zone)
    appointments = [
        a
        for a in await scheduling.appointments_of(db, found.case_id)
        if a.state == "booked" and a.starts_at > db.now()
    ]
    upcoming = min(appointments, key=lambda a: a.starts_at, default=None)
    document = found.document
    page = f"{settings().public_base_url.rstrip('/')}/verify"
    paper = papers.ProvisionalPaper(
        number=document.number,
        surnames=found.family_names,
        given_names=found.given_names,
        birth=papers.Birth(found.birth_date, _precision(found.birth_precision)),
        sex=found.sex,
        nationality=_nationality(found.nationalities),
        issued_at=document.issued_at.astimezone(zone),
        valid_until=document.valid_until,
        may_work=document.may_work,
        country=country_name(found.country, "es"),
        authority=profile.document(document.kind).issuer,
        verify_url=documents.check_address(await documents.token_for(db, found, zone)),
        verify_host=page.split("//", 1)[-1],
        native_name=next(
            (alias for alias in found.aliases if not people.search_name(alias, "").isascii()), ""
        ),
        own_number=not documents.numbers_are_national(profile),
        kept_alive=bool(profile.document(document.kind).kept_alive_by),
        next_date=papers.NextDate(upcoming.starts_at.astimezone(zone), upcoming.office, upcoming.room)
        if upcoming
        else None,
    )
    return Printed(
        f"{document.number}.pdf",
        papers.provisional_document(paper, language=_second(found.languages)),
        found.case_id,
    )


def _precision(known: str) -> Literal["day", "month", "year"]:
    return "year" if known == "estimated" else cast(Literal["day", "month", "year"], known)


def _second(languages: list[str]) -> papers.Language:
    spoken = [code.split("-")[0] for code in languages]
    return cast(papers.Language, next((code for code in spoken if code in LANGUAGES), "es"))


def _nationality(countries: list[str]) -> dict[str, str]:
    if not countries:
        return {
            "es": "Sin nacionalidad",
            "en": "No nationality",
            "fr": "Sans nationalité",
            "pt": "Sem nacionalidade",
            "ht": "San nasyonalite",
        }
    return {
        code: ", ".join(country_name(c, "fr" if code == "ht" else code) for c in countries)
        for code in LANGUAGES
    }


def country_name(alpha3: str, language: str) -> str:
    alpha2 = get_global("territory_aliases").get(alpha3, [alpha3])[0]
    return str(Locale(language).territories.get(alpha2, alpha3))
