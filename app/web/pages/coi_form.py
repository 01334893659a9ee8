"""What the forms of the library have in common: countries in three fields, a source as it was typed, its file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import Request

from app.coi import public as coi
from app.core.errors import Invalid, Refusal
from app.edge.uploads import files_of
from app.web import coi_shown as shown
from app.web.formats import country_options
from app.web.i18n import gettext as _
from app.web.pages.form import Typed
from app.web.pages.shown import field_errors

COUNTRY_FIELDS = ("country-0", "country-1", "country-2")


def countries_of(typed: Typed) -> list[str]:
    """The countries that were chosen, each once."""
    return list(dict.fromkeys(code for name in COUNTRY_FIELDS if (code := typed.text(name))))


def day_of(typed: Typed, name: str) -> date:
    """Raises `Invalid` where there is none."""
    day = typed.day(name)
    if day is None:
        raise Invalid.at(name, "required", "Escriba al menos una fecha.")
    return day


def facts_of(typed: Typed) -> coi.SourceFacts:
    """A source as it was typed. Raises `Invalid` for a day that is none."""
    return coi.SourceFacts(
        title=typed.text("title"),
        publisher=typed.text("publisher"),
        publisher_kind=typed.text("publisher_kind"),
        reliability=typed.text("reliability"),
        reliability_why=typed.text("reliability_why"),
        published_on=day_of(typed, "published_on"),
        countries=countries_of(typed),
        topics=[topic for topic in typed.many("topics") if topic],
        language=typed.text("language"),
        text=str(typed.values.get("text", "")),
        expires_on=day_of(typed, "expires_on"),
        url=typed.text("url"),
        relays=typed.text("relays"),
    )


async def file_of(request: Request) -> coi.SourceFile | None:
    """The file that was sent, if any. Raises `Invalid` at `file`."""
    for sent in await files_of(request):
        return coi.source_file(sent.name, sent.content)
    return None


def page_of(typed: Typed, name: str) -> int | None:
    """A page's number, `None` where none was typed. Raises `Invalid` at the field."""
    given = typed.text(name)
    if not given:
        return None
    if not given.isdecimal() or len(given) > 5:
        raise Invalid.at(name, "not_a_number", "Escriba el número de una página.")
    return int(given)


def choices() -> dict[str, Any]:
    """What the fields of a source or a question offer."""
    return {
        "countries": country_options(first=("NIC", "VEN", "CUB", "HTI", "COL", "HND", "SLV", "GTM")),
        "country_fields": [
            (COUNTRY_FIELDS[0], _("País")),
            (COUNTRY_FIELDS[1], _("Otro país")),
            (COUNTRY_FIELDS[2], _("Un tercer país")),
        ],
        "topics": shown.topic_options(),
    }


def errors_of(refusal: Refusal | None) -> Mapping[str, str]:
    """Each at the field where it can be corrected."""
    found = dict(field_errors(refusal)) if refusal else {}
    if "countries" in found:
        found[COUNTRY_FIELDS[0]] = found.pop("countries")
    return found
