"""What every such form has, and the fields that several share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.core.database import Session
from app.core.errors import Invalid
from app.people import public as people
from app.web import family_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.case_header import CaseHeader
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed


@dataclass(frozen=True, slots=True)
class Found:
    """What is on record of the family of a case."""

    relations: list[people.family.RelationView]
    searches: list[people.family.TracingView]
    reunifications: list[people.family.ReunificationView]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is written down: who may, what the page says and asks, and what is done with the answers."""

    permission: str
    title: Callable[[], str]
    lead: Callable[[], str]
    fields: Callable[[CaseHeader, Found, list[tuple[str, str]]], list[dict[str, Any]]]
    do: Callable[[Session, Typed, date], Awaitable[object]]


def field(kind: str, name: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "label": label, **more}


def who(header: CaseHeader, label: str) -> dict[str, Any]:
    return field("radios", "person", label, options=shown.household(header))


def reasons() -> dict[str, Any]:
    return field("textarea", "reasons", _("Razones"), rows=3)


def current(header: CaseHeader, found: Found) -> list[tuple[str, str]]:
    return list(
        {
            str(r.id): f"{shown.name(header, r.person_id)} – {r.relative}"
            for r in found.relations
            if r.ended_at is None
        }.items()
    )


def chosen_id(typed: Typed, name: str) -> UUID:
    return chosen(typed.text(name), name, _("Elija una opción."))


def given_day(typed: Typed, name: str) -> date:
    day = typed.day(name)
    if day is None:
        raise Invalid.at(name, "required", "Escriba la fecha.")
    return day
