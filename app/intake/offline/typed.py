"""What was typed on a laptop, read back from how it is kept. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core.errors import Invalid
from app.intake.rules import Arrival, Member, NewGuardian
from app.people import public as people

Content = Mapping[str, Any]


def household(content: Content) -> list[Member]:
    """The people, principal applicant first. Raises `Invalid` where a date cannot be one."""
    return [_member(said, n) for n, said in enumerate(content["registration"]["persons"])]


def arrival(content: Content) -> Arrival:
    said = content["registration"].get("arrival") or {}
    return Arrival(
        entered_on=_day(said.get("entered_on"), "arrival.entered_on"),
        entry_place=said.get("entry_place"),
        route=said.get("route"),
        circumstances=said.get("circumstances") or "",
        screening=dict(said.get("screening") or {}),
        learned_of=_day(said.get("learned_of"), "arrival.learned_of"),
        became_possible=_day(said.get("became_possible"), "arrival.became_possible"),
    )


def _member(said: Mapping[str, Any], index: int) -> Member:
    born = _day(said["birth_date"], f"persons.{index}.birth_date")
    guardian = said.get("guardian")
    person = people.NewPerson(
        given_names=said.get("given_names") or "",
        family_names=said.get("family_names") or "",
        birth_date=born or date.max,
        birth_precision=said.get("birth_precision") or "day",
        sex=said["sex"],
        nationalities=_words(said.get("nationalities")),
        stateless=bool(said.get("stateless")),
        aliases=_words(said.get("aliases")),
        gender_identity=said.get("gender_identity"),
        languages=_words(said.get("languages")),
        phone=said.get("phone"),
        email=said.get("email"),
        lodging=said.get("lodging"),
        papers=tuple(people.NewPaper(p["kind"], p["number"], p["country"]) for p in said.get("papers") or ()),
        needs=_words(said.get("needs")),
    )
    return Member(
        person,
        said["relation"],
        NewGuardian(guardian["name"], guardian["kind"], guardian.get("proof") or "") if guardian else None,
    )


def _words(said: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(said or ())


def _day(said: str | None, field: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as wrong:
        raise Invalid.at(
            field, "not_a_date", "Escriba una fecha que exista, por ejemplo 21 11 2026."
        ) from wrong
