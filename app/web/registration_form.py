"""The household form: what was typed, as people and an arrival, and the rules' fields as the form's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData

from app.core.errors import FieldError, Invalid
from app.intake import public as intake
from app.people import public as people
from app.procedure import public as procedure
from app.procedure.public import NO_ANSWER, YES
from app.web.formats import language_codes
from app.workflows.register_arrival import Booking

MOST_ROWS = 30
# Where a field of a rule stands on the form.
_ON_FORM = {"birth_date": "birth", "nationalities": "nationality", "needs": "screening"}
_OF_HOUSEHOLD = {"languages": "language", "phone": "phone", "lodging": "lodging"}


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was sent: one value for each name, a list for each row of boxes."""

    values: dict[str, Any]
    rows: int

    @classmethod
    def of(cls, form: FormData) -> "Typed":
        values: dict[str, Any] = {}
        for name in form:
            texts = [text for text in form.getlist(name) if isinstance(text, str)]
            several = name.endswith(("-screening", "-later"))
            values[name] = texts if several else (texts[-1] if texts else "")
        rows = values.get("rows", "1")
        return cls(values, min(max(int(rows) if str(rows).isdigit() else 1, 1), MOST_ROWS))

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "").strip()

    def ticked(self, index: int) -> list[str]:
        """The short questions that were answered with yes, or that nobody answered."""
        return list(self.values.get(f"people-{index}-screening") or [])

    def answers(self, index: int) -> dict[str, str | int]:
        """What the person answered: the boxes of the short questions, and the fields of the others."""
        found: dict[str, str | int] = {name: YES for name in self.ticked(index) if name != NO_ANSWER}
        at = f"people-{index}-q-"
        for name, value in self.values.items():
            if name.startswith(at) and value:
                found[name.removeprefix(at)] = int(value) if str(value).isdecimal() else str(value)
        return found

    def later(self, index: int) -> set[str]:
        """The proposals that the desk leaves to the office."""
        return set(self.values.get(f"people-{index}-later") or [])

    @property
    def filled(self) -> list[int]:
        """The rows in which somebody stands."""
        return [n for n in range(self.rows) if n == 0 or not self.is_empty(n)]

    def with_one_more(self) -> "Typed":
        """The form with an empty row at the end, of the nationality of the one before it."""
        if self.rows >= MOST_ROWS:
            return self
        nationality = self.text(f"people-{self.rows - 1}-nationality")
        return Typed({**self.values, f"people-{self.rows}-nationality": nationality}, self.rows + 1)

    def without(self, index: int) -> "Typed":
        """The form with one person less; those after move up. The first stays."""
        if not 0 < index < self.rows:
            return self
        kept: dict[str, Any] = {}
        for name, value in self.values.items():
            row, _dash, rest = name.removeprefix("people-").partition("-")
            if not name.startswith("people-") or not row.isdecimal():
                kept[name] = value
            elif int(row) != index:
                kept[f"people-{int(row) - (int(row) > index)}-{rest}"] = value
        return Typed(kept, self.rows - 1)

    def is_empty(self, index: int) -> bool:
        """Was nothing written in the row? The last row may be left so."""
        fields = ("given_names", "family_names", "birth-year", "sex", "relation")
        return not any(self.text(f"people-{index}-{field}") for field in fields)


def household(
    typed: Typed, profile: procedure.Profile, today: date
) -> tuple[list[intake.Member], list[FieldError]]:
    """The people of the form with the needs that their answers propose, and what could not even be read.

    Empty rows after the first are left out.
    """
    members: list[intake.Member] = []
    broken: list[FieldError] = []
    for index in typed.filled:
        at = f"people-{index}-"
        born, precision = _birth(typed, at)
        if born is None:
            broken.append(
                FieldError(f"{at}birth", "not_a_date", "Escriba el año, y el mes y el día si se saben.")
            )
        members.append(_member(typed, index, born or date(1900, 1, 1), precision))
    proposed = proposals(typed, members, profile, today)
    return [
        replace(m, person=replace(m.person, needs=tuple(p.value for p in found.needs if p.key not in left)))
        for m, found, left in zip(members, proposed, map(typed.later, typed.filled), strict=True)
    ], broken


def proposals(
    typed: Typed, members: Sequence[intake.Member], profile: procedure.Profile, today: date
) -> list[intake.Proposals]:
    """What the answers of each person propose."""
    return [
        intake.screen(profile, typed.answers(index), person)
        for index, person in zip(typed.filled, screened(typed, members, profile, today), strict=True)
    ]


def screened(
    typed: Typed, members: Sequence[intake.Member], profile: procedure.Profile, today: date
) -> list[intake.Screened]:
    """Each person as the screening sees them; whose year of birth is not written yet is asked as an adult, and no older."""
    majority = profile.majority_age.value or intake.MAJORITY_AGE
    return [
        known if typed.text(f"people-{index}-birth-year") else replace(known, age=majority)
        for index, known in zip(typed.filled, intake.screened(members, today, majority), strict=True)
    ]


def accepted(
    typed: Typed, members: Sequence[intake.Member], profile: procedure.Profile, today: date
) -> dict[str, list[str]]:
    """What the desk takes of what is proposed besides needs, by the person's place: everything that it does not leave to the office."""
    found = proposals(typed, members, profile, today)
    return {
        str(at): [p.key for p in proposed.all if p.kind != "need" and p.key not in typed.later(row)]
        for at, (row, proposed) in enumerate(zip(typed.filled, found, strict=True))
    }


def _member(typed: Typed, index: int, born: date, precision: str) -> intake.Member:
    at = f"people-{index}-"
    nationality = typed.text(f"{at}nationality")
    language = typed.text("language")
    person = people.NewPerson(
        given_names=typed.text(f"{at}given_names"),
        family_names=typed.text(f"{at}family_names"),
        birth_date=born,
        birth_precision="estimated" if typed.text(f"{at}estimated") else precision,
        sex=typed.text(f"{at}sex") or "unknown",
        nationalities=(nationality,) if nationality and nationality != "XXA" else (),
        stateless=nationality == "XXA",
        aliases=tuple(a.strip() for a in typed.text(f"{at}alias").split(";") if a.strip()),
        languages=language_codes(typed.text(f"{at}languages")) or ((language,) if language else ()),
        phone=(typed.text("phone") or None) if index == 0 else None,
        lodging=typed.text("lodging") or None,
        papers=_papers(typed, at, nationality),
    )
    relation = typed.text(f"{at}relation") or ("principal" if index == 0 else "")
    guardian = _guardian(typed) if index == 0 else None
    return intake.Member(person, relation, guardian, _encounter(typed.text(f"{at}encounter")))


def _encounter(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _papers(typed: Typed, at: str, nationality: str) -> tuple[people.NewPaper, ...]:
    number = typed.text(f"{at}paper")
    country = typed.text(f"{at}paper_country") or nationality
    kind = typed.text(f"{at}paper_kind") or "passport"
    return (people.NewPaper(kind, number, country),) if number and country else ()


def _guardian(typed: Typed) -> intake.NewGuardian | None:
    name = typed.text("guardian")
    return intake.NewGuardian(name, typed.text("guardian_kind") or "institution") if name else None


def _birth(typed: Typed, at: str) -> tuple[date | None, str]:
    day, month, year = (typed.text(f"{at}birth-{part}") for part in ("day", "month", "year"))
    try:
        if not re.fullmatch(r"\d{4}", year):
            return None, "day"
        if not month:
            return date(int(year), 1, 1), "year"
        if not day:
            return date(int(year), int(month), 1), "month"
        return date(int(year), int(month), int(day)), "day"
    except ValueError:
        return None, "day"


def arrival(typed: Typed) -> tuple[intake.Arrival, list[FieldError]]:
    """How they came, with the screening's answers and the choices about people who look alike."""
    broken: list[FieldError] = []
    entered, learned, possible = (
        _day(typed, name, broken) for name in ("entered_on", "learned_of", "became_possible")
    )
    rows = typed.filled
    screening: dict[str, object] = {
        "answers": {str(at): typed.answers(n) for at, n in enumerate(rows) if typed.answers(n)},
        "left": {str(at): sorted(typed.later(n)) for at, n in enumerate(rows) if typed.later(n)},
        "no_answer": [at for at, n in enumerate(rows) if NO_ANSWER in typed.ticked(n)],
        "alike": {
            str(n): {"choice": choice, "reference": typed.text(f"people-{n}-alike")}
            for n in range(typed.rows)
            if (choice := typed.text(f"people-{n}-duplicate"))
        },
        "lodging_unknown": bool(typed.text("lodging_unknown")),
    }
    told = intake.Arrival(
        entered,
        typed.text("entry_place") or None,
        typed.text("route") or None,
        typed.text("circumstances"),
        screening,
        learned,
        possible,
    )
    return told, broken


def _day(typed: Typed, name: str, broken: list[FieldError]) -> date | None:
    parts = [typed.text(f"{name}-{part}") for part in ("day", "month", "year")]
    if not any(parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        broken.append(FieldError(name, "not_a_date", "Escriba día, mes y año."))
        return None


def booking(typed: Typed) -> Booking | None:
    """The chosen slot, `room|time` as the form wrote it; `None` when none was chosen. Raises `Invalid`."""
    slot = typed.text("slot")
    if not slot or slot == "later":
        return None
    room, _, starts = slot.partition("|")
    try:
        return Booking(UUID(room), datetime.fromisoformat(starts), typed.text("language") or "es")
    except ValueError as error:
        raise Invalid.at("slot", "unknown", "Elija una de las horas.") from error


def on_form(fields: Sequence[FieldError]) -> list[FieldError]:
    """Errors of the rules (`persons.2.birth_date`) at the fields of the form (`people-2-birth`)."""
    return [FieldError(_place(f.field), f.rule, f.message, f.values, f.article) for f in fields]


def _place(field: str) -> str:
    found = re.fullmatch(r"persons\.(\d+)\.([a-z_]+)(?:\.\d+\..*)?", field)
    if found is None:
        return field.removeprefix("arrival.")
    index, name = found[1], found[2]
    if name in _OF_HOUSEHOLD:
        return _OF_HOUSEHOLD[name]
    return "guardian" if name == "guardian" else f"people-{index}-{_ON_FORM.get(name, name)}"


def minors(members: Sequence[intake.Member], *, today: date, majority_age: int) -> list[bool]:
    return [people.age_on(m.person.birth_date, today) < majority_age for m in members]


def first_values(post: str) -> Mapping[str, Any]:
    """What an empty form begins with."""
    return {"language": "es", "people-0-relation": "principal", "entry_place": post}
