"""What a laptop needs to register with no line. Nobody is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.core.actor import Actor
from app.core.database import ReadSession
from app.documents import public as documents
from app.identity import public as identity
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.people.public import codes
from app.procedure import public as procedure
from app.workflows.print_document import country_name

# For so many days ahead the kit says on which day a paper ends, so that no laptop counts months by itself.
DAYS_AHEAD = 120
PAPER_LANGUAGES: tuple[documents.papers.Language, ...] = ("es", "en", "fr", "pt", "ht")
# Haitian Creole has no names of countries of its own in our lists: its papers say them in French.
NAMED_IN = ("es", "en", "fr", "pt")


@dataclass(frozen=True, slots=True)
class Kit:
    """`documents` are the papers that a registration gives at once, by kind."""

    server_time: datetime
    country: str
    edition: str
    time_zone: str
    majority_age: int
    national_numbers: bool
    place: str
    office_id: str | None
    post_id: str | None
    offices: list[dict[str, str]]
    documents: list[dict[str, Any]]
    relations: list[dict[str, str]]
    countries: list[dict[str, str]]
    needs: list[dict[str, str]]
    screening: Any
    limits: Mapping[str, int]
    # What the paper says, by language.
    words: dict[str, dict[str, str]]


async def offline_kit(db: ReadSession, actor: Actor) -> Kit:
    """The form, the lists and the rules of papers, as they are in force now."""
    profile = await procedure_in_force(db)
    office = await identity.office_of(db, actor)
    return Kit(
        server_time=db.now(),
        country=profile.country,
        edition=profile.version,
        time_zone=profile.time_zone,
        majority_age=profile.majority_age.value or intake.MAJORITY_AGE,
        national_numbers=documents.numbers_are_national(profile),
        place=actor.place,
        office_id=str(office) if office else None,
        post_id=str(actor.post_id) if actor.post_id else None,
        offices=[{"id": str(o.id), "code": o.code, "name": o.name} for o in await identity.offices(db)],
        documents=[_document(profile, kind, profile.today(db.now())) for kind in given_at_once(profile)],
        relations=[{"code": r.code, "es": r.label_es, "en": r.label_en} for r in codes.RELATIONS.values()],
        countries=[
            {
                "code": code,
                "series": documents.series_of(code),
                **{language: country_name(code, language) for language in NAMED_IN},
            }
            for code in sorted(codes.countries())
        ],
        needs=[
            {"code": n.code, "family": n.family, "es": n.label_es, "en": n.label_en}
            for n in codes.needs().values()
        ],
        screening=intake.form_as_data(profile),
        limits={
            "persons": intake.MOST_PERSONS,
            "numbers_at_once": documents.MOST_AT_ONCE,
            "numbers_unused": documents.MOST_UNUSED,
            "photo_bytes": intake.offline.MOST_BYTES,
        },
        words={said: dict(documents.papers.phrases("provisional", said)) for said in PAPER_LANGUAGES},
    )


def given_at_once(profile: procedure.Profile) -> list[str]:
    """The kinds of paper that the act of registering gives, and whose term is on record."""
    issues = [given.name for given in profile.event("registered").issues]
    return [kind for kind in dict.fromkeys(issues) if profile.document(kind).valid.value is not None]


def _document(profile: procedure.Profile, kind: str, today: date) -> dict[str, Any]:
    rule = profile.document(kind)
    days = [today + timedelta(days=n) for n in range(-1, DAYS_AHEAD)]
    return {
        "kind": kind,
        "label": {"es": rule.label.es, "en": rule.label.en},
        "issuer": rule.issuer,
        "works_at_once": rule.work.begins == "issue",
        "work_from_age": profile.majority_age.value or intake.MAJORITY_AGE,
        "kept_alive": bool(rule.kept_alive_by),
        "valid_until_by_day": {
            day.isoformat(): documents.last_day(rule, day, profile).isoformat() for day in days
        },
    }
