"""What somebody typed in a form, as it came: kept for the page that refuses it, read for the step that takes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fastapi import Request

from app.core.errors import Invalid
from app.intake import public as intake
from app.people import public as people
from app.web.formats import language_codes

LONGEST = 20_000
KEPT_OUT = "passphrase"


@dataclass(frozen=True, slots=True)
class Typed:
    """A form's fields: a text, or a list where several boxes share a name.

    What opens a key is not among them, so that no page gives it back and no line of a log has it.
    """

    values: Mapping[str, Any]
    passphrase: str = field(default="", repr=False)

    def text(self, name: str) -> str:
        """The field, without spaces around; empty when it was not sent. Raises `Invalid` when it is longer than any field may be."""
        value = self.values.get(name, "")
        found = (value[0] if value else "") if isinstance(value, list) else value
        if len(found) > LONGEST:
            raise Invalid.at(name, "too_long", "Use %(limit)s caracteres como máximo.", limit=LONGEST)
        return str(found).strip()

    def long_text(self, name: str) -> str:
        """A field whose own rule says how long it may be."""
        value = self.values.get(name, "")
        return str((value[0] if value else "") if isinstance(value, list) else value).strip()

    def many(self, name: str) -> list[str]:
        value = self.values.get(name, [])
        return [str(v) for v in value] if isinstance(value, list) else [str(value)]

    def ticked(self, name: str) -> bool:
        return bool(self.values.get(name))

    @property
    def version(self) -> int | None:
        given = self.text("version")
        return int(given) if given.isdecimal() else None

    def day(self, name: str) -> date | None:
        """The date of three fields, `None` when all are empty. Raises `Invalid` for one that does not exist."""
        parts = [self.text(f"{name}-{part}") for part in ("year", "month", "day")]
        if not any(parts):
            return None
        try:
            year, month, day = (int(part) for part in parts)
            return date(year, month, day)
        except ValueError as error:
            raise Invalid.at(
                name, "not_a_date", "Escriba una fecha que exista, por ejemplo 21 11 2026."
            ) from error

    def member(self) -> intake.Member:
        """One person of a household, as the form for a family member has them."""
        born = self.day("birth_date")
        if born is None:
            raise Invalid.at("birth_date", "required", "Escriba la fecha de nacimiento.")
        nationality = self.text("nationalities")
        person = people.NewPerson(
            given_names=self.text("given_names"),
            family_names=self.text("family_names"),
            birth_date=born,
            sex=self.text("sex"),
            nationalities=(nationality,) if nationality else (),
            stateless=self.ticked("stateless"),
            languages=language_codes(self.text("languages")),
            phone=self.text("phone") or None,
        )
        return intake.Member(person, self.text("relation"))


async def typed_of(request: Request) -> Typed:
    """The request's form. A name that ends in `[]` or was sent more than once is a list."""
    form = await request.form()
    values: dict[str, Any] = {}
    for key in form:
        if key == KEPT_OUT:
            continue
        sent = [value for value in form.getlist(key) if isinstance(value, str)]
        values[key] = (
            sent if len(sent) > 1 or key in MULTIPLE or key.startswith("grounds-") else "".join(sent)
        )
    secret = form.get(KEPT_OUT, "")
    return Typed(values, secret if isinstance(secret, str) else "")


# Boxes that share a name, of which one alone may be ticked.
MULTIPLE = frozenset(
    {
        "assessors",
        "weekdays",
        "claims",
        "instances",
        "kinds",
        "mentions",
        "offices",
        "parts",
        "passages",
        "powers",
        "scenarios",
        "settled",
        "slot",
        "tables",
        "topics",
        "trained_for",
        "waive",
    }
)
