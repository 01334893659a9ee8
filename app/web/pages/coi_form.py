"""What the forms of the library have in common: countries in three fields, a source as it was typed, its file."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from fastapi import Request

from app.coi import public as coi
from app.core.errors import FieldError, Invalid, Refusal
from app.edge.uploads import files_of
from app.web import coi_shown as shown
from app.web.formats import country_options
from app.web.i18n import gettext as _
from app.web.pages.form import Typed
from app.web.pages.shown import field_errors

T = TypeVar("T")
COUNTRY_FIELDS = ("country-0", "country-1", "country-2")


def countries_of(typed: Typed) -> list[str]:
    """The countries that were chosen, each once."""
    return list(dict.fromkeys(code for name in COUNTRY_FIELDS if (code := typed.text(name))))


class Reading:
    """A form while it is read: what cannot be read is kept, and said together with what the rules of the library refuse."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.unread: dict[str, FieldError] = {}

    def text(self, name: str) -> str:
        return self._read(lambda: self.typed.text(name), "")

    def day(self, name: str) -> date:
        """The day; where there is none, one that every rule of the library refuses: nothing is written for want of it."""
        found = self._read(lambda: self.typed.day(name), None)
        if found is None and name not in self.unread:
            self.unread[name] = FieldError(name, "required", "Escriba la fecha.")
        return found or date.max

    def facts(self) -> coi.SourceFacts:
        """A source as it was typed."""
        return coi.SourceFacts(
            title=self.text("title"),
            publisher=self.text("publisher"),
            publisher_kind=self.text("publisher_kind"),
            reliability=self.text("reliability"),
            reliability_why=self.text("reliability_why"),
            published_on=self.day("published_on"),
            countries=countries_of(self.typed),
            topics=[topic for topic in self.typed.many("topics") if topic],
            language=self.text("language"),
            text=str(self.typed.values.get("text", "")),
            expires_on=self.day("expires_on"),
            url=self.text("url"),
            relays=self.text("relays"),
        )

    async def file(self, request: Request) -> coi.SourceFile | None:
        """The file that was sent, if it can be taken."""
        try:
            return await file_of(request)
        except Invalid as refusal:
            self._keep(refusal)
            return None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Around the act: raises `Invalid` with what it refuses and what was not read, each field once."""
        try:
            yield
        except Invalid as refusal:
            raise Invalid(*({f.field: f for f in refusal.fields} | self.unread).values()) from refusal
        if self.unread:
            raise Invalid(*self.unread.values())

    def _read(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Invalid as refusal:
            self._keep(refusal)
            return otherwise

    def _keep(self, refusal: Invalid) -> None:
        for one in refusal.fields:
            self.unread.setdefault(one.field, one)


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
