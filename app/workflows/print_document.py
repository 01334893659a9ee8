"""An applicant's document on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global

from app.core.database import Session
from app.core.errors import NotFound
from app.documents import public as documents
from app.documents.public import papers
from app.overrides import public as overrides
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import public as scheduling
from app.settings import settings

LANGUAGES = ("es", "en", "fr", "pt", "ht")
# As identity papers write it, in every language (ICAO 9303). As in offline_print.js.
SEX = {"female": "F", "male": "M", "other": "X", "unknown": "–"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper, and the case that it is about: `None` for one that is about no single case."""

    filename: str
    content: bytes
    case_id: UUID | None


async def print_document(db: Session, number: str) -> Printed:
    """The active document with that number as PDF/UA-1, in Spanish and beside it in the holder's first language that we have.

    The copy is written down. Raises `NotFound`, also when it is not the actor's to see; `InvalidDocumentNumber` for a number
    that cannot be one.
    """
    found = await documents.printable(db, documents.parse_any(overrides.shipped(), number))
    await documents.note_sheet(db, db.actor, found.document.id)
    return await print_papers(db, [found.document.id], form="a4")


async def print_papers(db: Session, wanted: Sequence[UUID], *, form: papers.Form, name: str = "") -> Printed:
    """Those documents in one PDF, in that order. Raises `NotFound` for one that is not the actor's to see."""
    found = await documents.printable_many(db, wanted)
    if not wanted or set(found) != set(wanted):
        raise NotFound
    cases = {each.case_id for each in found.values()}
    drawn = [(await _paper(db, found[each], form), _second(found[each].languages)) for each in wanted]
    return Printed(
        f"{name or found[wanted[0]].document.number}.pdf",
        papers.provisional_documents(drawn, form=form),
        cases.pop() if len(cases) == 1 else None,
    )


async def _paper(
    db: Session, found: documents.PrintableDocument, form: papers.Form
) -> papers.ProvisionalPaper:
    profile = await overrides.edition(db, found.country, found.profile_version)
    zone, document = ZoneInfo(profile.time_zone), found.document
    rule = profile.document(document.kind)
    page = f"{settings().public_base_url.rstrip('/')}/verify"
    return papers.ProvisionalPaper(
        number=document.number,
        surnames=found.family_names,
        given_names=found.given_names,
        birth=papers.Birth(found.birth_date, _precision(found.birth_precision)),
        sex=SEX[found.sex],
        nationality=_nationality(found.nationalities),
        issued_at=document.issued_at.astimezone(zone),
        valid_until=document.valid_until,
        may_work=document.may_work,
        country=country_name(found.country, "es"),
        authority=rule.issuer,
        verify_url=documents.check_address(await documents.token_for(db, found, zone)),
        verify_host=page.split("//", 1)[-1],
        native_name=next(
            (alias for alias in found.aliases if not people.search_name(alias, "").isascii()), ""
        ),
        photo=await people.photo_of(db, document.person_id),
        own_number=not documents.is_official(profile, document.kind, document.number),
        kept_alive=bool(rule.kept_alive_by),
        next_date=await _next_date(db, found.case_id, zone) if form == "a4" else None,
        title=_title(profile, document.kind),
    )


async def _next_date(db: Session, case_id: UUID, zone: ZoneInfo) -> papers.NextDate | None:
    appointments = [
        a
        for a in await scheduling.appointments_of(db, case_id)
        if a.state == "booked" and a.starts_at > db.now()
    ]
    upcoming = min(appointments, key=lambda a: a.starts_at, default=None)
    if upcoming is None:
        return None
    return papers.NextDate(upcoming.starts_at.astimezone(zone), upcoming.office, upcoming.room)


def _title(profile: procedure.Profile, kind: str) -> str:
    """What a paper other than the applicants' calls itself: its label, unless that tells why the holder is here."""
    rule = profile.document(kind)
    if kind in documents.kinds_for(profile, is_open=True, protects=False):
        return ""
    label = rule.label.es
    telling = (*rule.never_prints, "refugi", "asil")
    return "Documento de identidad" if any(word in label.lower() for word in telling) else label


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
