"""What stands at the head of every page of a case: who, how old, from where, who has it, and the way to the other tabs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.identity import public as identity
from app.people import public as people
from app.web.formats import country, language_names
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.pages.case_tabs import Tabs, tabs
from app.web.words import modality_words, need_tags

# Convention on the Rights of the Child, article 1. Where a country's law says later, its procedures are opened at that age.
ADULT = 18


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """The case and its people, with what the identity bar shows. Templates extend `cases/base.html` and pass it as `header`."""

    case: cases.CaseView
    persons: dict[Any, people.Profile]
    facts: list[tuple[str, str]]
    needs: list[dict[str, object]]
    tags: list[dict[str, str]]
    tabs: Tabs
    today: date

    @property
    def principal(self) -> people.Profile:
        return self.persons[self.case.claims[0].person_id]


async def case_header(request: Request, db: Session, reference: str, *, tab: str) -> CaseHeader:
    """Read the head of a case page and write the look into the record of access. Raises `NotFound`."""
    case = await cases.case_view(db, reference)
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    await audit.looked(
        db, f"page.{tab}", reference, case_id=case.id, request_id=getattr(request.state, "request_id", None)
    )
    today = case.profile.today(db.now())
    all_needs = sorted({need for p in persons.values() for need in p.needs})
    # Who renews the paper never reads the claim: not where it stands, nor what is known of the person's needs.
    on_paper_only = not identity.may(db.actor, "case.read")
    return CaseHeader(
        case,
        persons,
        _of_paper(case, persons, today) if on_paper_only else _facts(case, persons, today),
        [] if on_paper_only else need_tags(all_needs),
        [] if on_paper_only else _tags(case),
        _tabs(case, db, tab, persons, today),
        today,
    )


def _facts(case: cases.CaseView, persons: dict[Any, people.Profile], today: date) -> list[tuple[str, str]]:
    p = persons[case.claims[0].person_id]
    age = people.age_on(p.birth_date, today)
    origin = ", ".join(country(c) for c in p.nationalities) or _("sin nacionalidad")
    return [
        (_("Edad"), ngettext("%(n)s año", "%(n)s años", age) % {"n": age}),
        (_("Origen"), origin),
        (_("Idiomas"), language_names(p.languages) or "–"),
        (
            _("Hogar"),
            ngettext("%(n)s persona", "%(n)s personas", case.household_size) % {"n": case.household_size},
        ),
        (_("Modalidad"), modality_words(case)),
        (_("Oficina"), case.office),
        (_("A cargo"), case.officer or _("sin asignar")),
    ]


def _of_paper(case: cases.CaseView, persons: dict[Any, people.Profile], today: date) -> list[tuple[str, str]]:
    """What the paper shows anyway, and where its holder belongs."""
    return [fact for fact in _facts(case, persons, today) if fact[0] not in (_("Modalidad"), _("A cargo"))]


def _tags(case: cases.CaseView) -> list[dict[str, str]]:
    stage = case.profile.stage(case.stage)
    tags = [{"text": stage.label.in_(language()), "kind": "accent"}]
    if case.removal_barred:
        tags.append({"text": _("No devolución vigente"), "kind": "ok"})
    return tags


def _tabs(
    case: cases.CaseView, db: Session, current: str, persons: dict[Any, people.Profile], today: date
) -> Tabs:
    # Only where there is a child whose interests can be asked about.
    grown = all(people.age_on(p.birth_date, today) >= ADULT for p in persons.values())
    return tabs(
        db.actor,
        case.reference,
        current,
        people=len(case.claims),
        without=("best_interests",) if grown else (),
    )
